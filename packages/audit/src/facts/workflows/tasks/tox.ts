import { Task, TaskFile } from './schema';

/** Environments of a tox.ini; `testenv` stands for those that add nothing. */
export function readTox(
  path: string,
  text: string,
  folder: string,
): Pick<TaskFile, 'tasks' | 'first'> {
  const tasks = new Map<string, Task>();
  let current: Task | undefined;
  let key = '';
  text.split(/\r?\n/).forEach((content, index) => {
    const section = /^\[([^\]]+)\]/.exec(content);
    if (section) {
      const name = /^testenv(?::(.+))?$/.exec(section[1].trim());
      current = name
        ? {
            name: name[1] ?? 'testenv',
            path,
            line: index + 1,
            cwd: folder,
            needs: [],
            lines: [],
          }
        : undefined;
      if (current) {
        tasks.set(current.name, current);
      }
      key = '';
      return;
    }
    const setting = /^([A-Za-z_]+)\s*=\s*(.*)$/.exec(content);
    if (setting) {
      key = setting[1];
      addCommand(current, key, setting[2], index + 1);
    } else if (/^\s+\S/.test(content)) {
      addCommand(current, key, content.trim(), index + 1);
    }
  });
  return { tasks, first: 'testenv' };
}

function addCommand(
  task: Task | undefined,
  key: string,
  text: string,
  line: number,
): void {
  if (!task || key !== 'commands' || text === '' || text.startsWith('#')) {
    return;
  }
  // `{posargs:tests}` and the like are arguments.
  const command = text.replace(/^(?:[A-Za-z0-9!,{}-]+:\s+)/, '');
  const ignored = command.startsWith('-');
  task.lines.push({
    text: command
      .replace(/^[-!]\s*/, '')
      .replace(/\{[^{}]*\}/g, '')
      .trim(),
    line,
    ignored: ignored ? '- (tox ignores the status)' : undefined,
  });
}
