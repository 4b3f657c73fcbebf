import { Task, TaskFile } from './schema';

const RECIPE =
  /^@?([A-Za-z_][A-Za-z0-9_-]{0,200})(?![A-Za-z0-9_-])([^:=]*):(?!=)\s*([^#]*)/;

/** Recipes of a justfile. */
export function readJust(
  path: string,
  text: string,
  folder: string,
): Pick<TaskFile, 'tasks' | 'first'> {
  const tasks = new Map<string, Task>();
  let current: Task | undefined;
  let first: string | undefined;
  text.split(/\r?\n/).forEach((content, index) => {
    if (/^[ \t]/.test(content)) {
      const recipe = /^\s+([-@]*)\s*(.*)$/.exec(content);
      if (current && recipe && recipe[2] !== '' && !recipe[2].startsWith('#')) {
        current.lines.push({
          text: recipe[2],
          line: index + 1,
          ignored: recipe[1].includes('-')
            ? '- (just ignores the status)'
            : undefined,
        });
      }
      return;
    }
    const rule = content.startsWith('#') ? null : RECIPE.exec(content);
    if (!rule) {
      return;
    }
    current = {
      name: rule[1],
      path,
      line: index + 1,
      cwd: folder,
      needs: rule[3].split(/\s+/).filter(item => /^[A-Za-z_]/.test(item)),
      lines: [],
    };
    tasks.set(current.name, current);
    first ??= current.name;
  });
  return { tasks, first: tasks.has('default') ? 'default' : first };
}
