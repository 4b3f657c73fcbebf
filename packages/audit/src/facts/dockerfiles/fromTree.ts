import { ContainerCommand } from '../deployables/command';
import { BuiltImage, DockerCopy } from './schema';

/**
 * A command as the tree has it: `/start` of `COPY ./docker/start /start` is `./docker/start`, relative to the context
 * of the build. Other commands stay as they are.
 */
export function fromTree(
  command: ContainerCommand | undefined,
  image: Pick<BuiltImage, 'copies'> | undefined,
): ContainerCommand | undefined {
  const [first, ...rest] = command?.words ?? [];
  const source = first?.startsWith('/')
    ? image?.copies.map(copy => sourceOf(copy, first)).find(Boolean)
    : undefined;
  return command && source
    ? {
        ...command,
        words: [source, ...rest],
        text: command.text.replace(first, source),
      }
    : command;
}

/** What a `COPY` of one file puts at an address of the image. */
function sourceOf({ sources, target }: DockerCopy, path: string) {
  const source = sources.find(item => !/[*?[]/.test(item));
  if (!source || sources.length !== 1) {
    return undefined;
  }
  const name = source.slice(source.lastIndexOf('/') + 1);
  const place = target.endsWith('/') ? `${target}${name}` : target;
  return place === path && name !== '' && name !== '.' ? source : undefined;
}
