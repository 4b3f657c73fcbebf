import { joinPath } from '../../compose/readService';
import {
  entriesOf,
  itemsOf,
  textAt,
  truthAt,
  valueAt,
} from '../../yaml/access';
import { parseYaml } from '../../yaml/parseYaml';
import { YamlValue } from '../../yaml/schema';
import { Task, TaskFile, TaskLine } from './schema';

/** Tasks of a Taskfile (go-task). */
export function readTaskfile(
  path: string,
  text: string,
  folder: string,
): Pick<TaskFile, 'tasks' | 'first'> {
  const tasks = new Map<string, Task>();
  const [document] = parseYaml(text).documents;
  for (const entry of entriesOf(valueAt(document, 'tasks'))) {
    const { value } = entry;
    const isMap = value.kind === 'map';
    const commands = isMap
      ? [...itemsOf(valueAt(value, 'cmds')), ...itemsOf(valueAt(value, 'cmd'))]
      : itemsOf(value);
    const ignored = isMap && truthAt(value, 'ignore_error') === true;
    tasks.set(entry.key, {
      name: entry.key,
      path,
      line: entry.line,
      cwd: joinPath(folder, (isMap && textAt(value, 'dir')) || '.'),
      needs: isMap
        ? itemsOf(valueAt(value, 'deps')).flatMap(item =>
            item.kind === 'scalar' ? item.text : textAt(item, 'task') ?? [],
          )
        : [],
      lines: commands.flatMap(command => lineOf(command, ignored)),
    });
  }
  return { tasks, first: tasks.has('default') ? 'default' : undefined };
}

function lineOf(command: YamlValue, ignored: boolean): TaskLine[] {
  const other = textAt(command, 'task');
  const text =
    command.kind === 'scalar' ? command.text : textAt(command, 'cmd');
  const value = other ? `task ${other}` : text;
  return value === undefined
    ? []
    : [
        {
          text: value,
          line: command.kind === 'scalar' ? command.contentLine : command.line,
          ignored:
            ignored || truthAt(command, 'ignore_error') === true
              ? 'ignore_error: true'
              : undefined,
        },
      ];
}
