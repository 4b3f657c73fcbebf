import { Task, TaskFile } from './schema';

const RULE = /^([A-Za-z0-9_.%/$(){} -]+?)\s*::?(?!=)\s*([^=]*)$/;
const VARIABLE =
  /^(?:export\s+|override\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*(?:\?|:{1,3}|\+)?=\s*(.*)$/;
const REFERENCE = /\$[({]([A-Za-z_][A-Za-z0-9_]*)[)}]/g;
const MAX_VALUE = 500;
/** Longer lines are data; the pattern of a rule would be slow on them. */
const MAX_LINE = 2000;

/** Targets of a Makefile with their recipes; variables with a plain value are filled in. */
export function readMake(
  path: string,
  text: string,
  folder: string,
): Pick<TaskFile, 'tasks' | 'first'> {
  const tasks = new Map<string, Task>();
  const variables = new Map<string, string>([['MAKE', 'make']]);
  let current: Task[] = [];
  let first: string | undefined;
  const lines = text.split(/\r?\n/);
  for (let index = 0; index < lines.length; index++) {
    const start = index;
    while (lines[index].endsWith('\\') && index + 1 < lines.length) {
      index += 1;
    }
    const content = lines.slice(start, index + 1).join('\n');
    if (content.startsWith('\t')) {
      const recipe = /^\t\s*([-@+]*)\s*([\s\S]*)$/.exec(content);
      if (recipe && recipe[2] !== '') {
        const line = {
          text: fill(recipe[2], variables),
          line: start + 1,
          ignored: recipe[1].includes('-')
            ? '- (Make ignores the status)'
            : undefined,
        };
        current.forEach(task => task.lines.push(line));
      }
      continue;
    }
    if (content.length > MAX_LINE) {
      continue;
    }
    const variable = VARIABLE.exec(content);
    if (variable) {
      variables.set(
        variable[1],
        fill(variable[2].trim(), variables).slice(0, MAX_VALUE),
      );
      if (variable[1] === '.DEFAULT_GOAL') {
        first = variable[2].trim();
      }
      continue;
    }
    const rule = content.startsWith('#')
      ? null
      : RULE.exec(content.split('#')[0].trimEnd());
    if (!rule) {
      if (content.trim() !== '' && !content.startsWith('#')) {
        current = [];
      }
      continue;
    }
    const [prerequisites, inline] = rule[2].split(';');
    current = rule[1]
      .trim()
      .split(/\s+/)
      .map(name => {
        const task = tasks.get(name) ?? {
          name,
          path,
          line: start + 1,
          cwd: folder,
          needs: [],
          lines: [],
        };
        task.needs.push(
          ...fill(prerequisites, variables)
            .split(/\s+/)
            .filter(item => item !== '' && item !== '|'),
        );
        if (inline?.trim()) {
          task.lines.push({
            text: fill(inline.trim(), variables),
            line: start + 1,
          });
        }
        tasks.set(name, task);
        return task;
      });
    if (!first && !rule[1].startsWith('.')) {
      first = current[0].name;
    }
  }
  const phony = tasks.get('.PHONY');
  if (phony) {
    tasks.delete('.PHONY');
  }
  return { tasks, first };
}

function fill(text: string, variables: ReadonlyMap<string, string>): string {
  return text
    .replace(REFERENCE, (whole, name: string) => variables.get(name) ?? whole)
    .replace(/\$\$/g, '$');
}
