import { BuiltImage, DockerfileFact, DockerStage } from './schema';

/**
 * The image that a build of this file gives: the stage `target`, or the last one, with what it inherits from stages
 * of the same file.
 *
 * @public
 */
export function builtImage(
  file: DockerfileFact,
  target?: string,
): BuiltImage | undefined {
  const wanted = target?.toLocaleLowerCase('en-US');
  const named = file.stages.findIndex(
    ({ name }, index) => name === wanted || String(index) === wanted,
  );
  let index =
    wanted !== undefined && named >= 0 ? named : file.stages.length - 1;
  const top = file.stages[index];
  if (!top) {
    return undefined;
  }
  const image: BuiltImage = {
    line: top.line,
    endLine: top.endLine,
    stage: index,
    base: top.base,
    baseLine: top.line,
    env: [],
    exposes: [],
    copies: [],
  };
  let stage: DockerStage | undefined = top;
  let resetCmd = false;
  while (stage) {
    image.user ??= stage.user;
    // A new entry point drops the command that was inherited.
    if (!image.cmd && !resetCmd) {
      image.cmd = stage.cmd;
    }
    resetCmd ||= stage.entrypoint !== undefined;
    image.entrypoint ??= stage.entrypoint;
    image.healthcheck ??= stage.healthcheck;
    image.env = [...stage.env, ...image.env];
    image.exposes = [...stage.exposes, ...image.exposes];
    image.copies = [
      ...stage.copies.filter(({ from }) => from === undefined),
      ...image.copies,
    ];
    image.base = stage.base;
    image.baseLine = stage.line;
    // Stages only rest on earlier ones, so this ends.
    const below: number | undefined = stage.baseStage;
    stage =
      below !== undefined && below < index ? file.stages[below] : undefined;
    index = below ?? index;
  }
  return image;
}
