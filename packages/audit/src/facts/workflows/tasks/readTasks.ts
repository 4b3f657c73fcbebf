import { ExtractContext } from '../../../engine/types';
import { manifests } from '../../manifests/extract';
import { readJust } from './just';
import { readMake } from './make';
import { TaskFile } from './schema';
import { readPyprojectTasks } from './pyproject';
import { readTaskfile } from './taskfile';
import { readTox } from './tox';
import { readNox } from './nox';

const READERS: readonly {
  runner: TaskFile['runner'];
  name: RegExp;
  read(
    path: string,
    text: string,
    folder: string,
  ): Omit<TaskFile, 'runner' | 'path' | 'folder'>;
}[] = [
  { runner: 'make', name: /^(?:GNUmakefile|[Mm]akefile)$/, read: readMake },
  {
    runner: 'task',
    name: /^[Tt]askfile(?:\.dist)?\.ya?ml$/,
    read: readTaskfile,
  },
  { runner: 'just', name: /^\.?[Jj]ustfile$/, read: readJust },
  { runner: 'tox', name: /^tox\.ini$/, read: readTox },
];

/** All tasks of all runners of the tree. */
export async function readTasks(context: ExtractContext): Promise<TaskFile[]> {
  const found: TaskFile[] = [];
  for (const manifest of (await context.facts(manifests)).manifests) {
    if (manifest.ecosystem === 'npm') {
      found.push({
        runner: 'npm',
        path: manifest.path,
        folder: manifest.root,
        name: manifest.name,
        tasks: new Map(
          manifest.scripts.map(script => [
            script.name,
            {
              name: script.name,
              path: manifest.path,
              line: script.line,
              cwd: manifest.root,
              needs: [],
              lines: [{ text: script.command, line: script.line }],
            },
          ]),
        ),
      });
    }
  }
  for (const { path } of context.tree.files) {
    const slash = path.lastIndexOf('/');
    const name = path.slice(slash + 1);
    const folder = path.slice(0, Math.max(0, slash));
    const reader = READERS.find(item => item.name.test(name));
    const text = reader && context.tree.read(path);
    if (reader && text !== undefined) {
      found.push({
        runner: reader.runner,
        path,
        folder,
        ...reader.read(path, text, folder),
      });
    } else if (name === 'pyproject.toml' || name === 'hatch.toml') {
      for (const file of readPyprojectTasks(
        path,
        context.tree.read(path) ?? '',
        folder,
      )) {
        found.push({ path, folder, ...file });
      }
    } else if (name === 'noxfile.py') {
      const file = await context.syntax.file(path);
      if (file) {
        found.push({
          runner: 'nox',
          path,
          folder,
          ...readNox(path, file, folder),
        });
      }
    }
  }
  return found;
}
