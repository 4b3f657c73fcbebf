import { defineExtractor } from '../../engine/defineExtractor';
import { dockerfiles } from '../dockerfiles/extract';
import { folderOf } from '../manifests/names';
import { ResolveContext, resolveScript } from '../workflows/resolveCommand';
import { CiCommand } from '../workflows/schema';
import { readTasks } from '../workflows/tasks/readTasks';

/** What the instructions of a Dockerfile run, through package scripts, Make and the like. */
export interface ImageBuild {
  path: string;
  commands: CiCommand[];
}

const SHELL = { errexit: false, pipefail: false };

/**
 * What building the images of the tree runs. What was copied where is not followed: commands are looked up in the folder
 * of the Dockerfile and, because that is where most builds start, in the root.
 *
 * @public
 */
export const imageBuilds = defineExtractor<ImageBuild[]>({
  id: 'image-builds',
  extract: async context => {
    const found = (await context.facts(dockerfiles)).dockerfiles;
    if (found.length === 0) {
      return [];
    }
    const resolveContext: ResolveContext = {
      tasks: await readTasks(context),
      read: path => context.tree.read(path),
    };
    return found.map(({ path, stages }) => ({
      path,
      commands: stages
        .flatMap(({ runs }) => runs)
        .flatMap(({ text, textLine }) =>
          [...new Set([folderOf(path), ''])].flatMap(cwd =>
            resolveScript(
              text,
              { path, line: textLine, cwd },
              SHELL,
              resolveContext,
            ),
          ),
        ),
    }));
  },
});
