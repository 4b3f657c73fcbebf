import { DockerfileParser } from 'dockerfile-ast';
import type { Instruction } from 'dockerfile-ast';
import { defineExtractor } from '../../engine/defineExtractor';
import { unparsable } from '../../engine/unparsable';
import { roleOf } from '../deployables/role';
import { parseStages } from './parseStages';
import { DockerfileFact, Dockerfiles } from './schema';

/** Bytes; no Dockerfile that people wrote is longer. */
const MAX_SIZE = 200 * 1024;
const NAME =
  /^(?:(?:Dockerfile|Containerfile)(?:[.-].+)?|.+\.(?:Dockerfile|Containerfile))$/i;
const NOT_A_DOCKERFILE =
  /\.(?:dockerignore|md|j2|erb|tpl|tmpl|mustache|py|ts|js|sh|txt|ya?ml|json)$/i;

/**
 * Dockerfiles with their stages; references are resolved through the defaults of `ARG`.
 *
 * @public
 */
export const dockerfiles = defineExtractor<Dockerfiles>({
  id: 'dockerfiles',
  extract: ({ tree, skip }) => {
    const found: DockerfileFact[] = [];
    for (const { path, size } of tree.files) {
      const name = path.slice(path.lastIndexOf('/') + 1);
      if (!NAME.test(name) || NOT_A_DOCKERFILE.test(name)) {
        continue;
      }
      const text = tree.read(path);
      if (text === undefined || size > MAX_SIZE) {
        skip(path, size > MAX_SIZE ? 'too large for a Dockerfile' : 'binary');
        continue;
      }
      try {
        const instructions = DockerfileParser.parse(
          text,
        ).getInstructions() as Instruction[];
        const stages = parseStages(path, text, instructions);
        if (stages.length === 0) {
          skip(path, 'unparsable: no FROM');
          continue;
        }
        const { role, because } = roleOf(path, headingOf(text));
        found.push({ path, role, because, stages });
      } catch (error) {
        skip(path, unparsable(error));
      }
    }
    return { dockerfiles: found };
  },
});

function headingOf(text: string): string {
  const heading: string[] = [];
  for (const line of text.split('\n', 15)) {
    if (!line.startsWith('#')) {
      break;
    }
    heading.push(line.slice(1).trim());
  }
  return heading.join(' ');
}
