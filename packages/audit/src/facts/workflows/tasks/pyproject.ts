import { parse } from 'smol-toml';
import {
  isTable,
  stringOf,
  stringsOf,
  Table,
  tableAt,
} from '../../manifests/values';
import { Task, TaskFile, TaskLine } from './schema';

type Runner = Extract<TaskFile['runner'], 'hatch' | 'pdm' | 'poe'>;

/** Scripts in scripts are followed so far. */
const MAX_DEPTH = 5;

interface Script {
  lines: TaskLine[];
  needs: string[];
}

/** Scripts of Hatch (by `environment:name`), PDM and Poe that a `pyproject.toml` or `hatch.toml` defines. */
export function readPyprojectTasks(
  path: string,
  text: string,
  folder: string,
): Pick<TaskFile, 'runner' | 'tasks'>[] {
  let root: Table;
  try {
    root = parse(text) as Table;
  } catch {
    // Whoever reads the manifest says that it cannot be parsed.
    return [];
  }
  const lines = text.split('\n');
  const hatch = path.endsWith('hatch.toml')
    ? root
    : tableAt(root, 'tool', 'hatch');
  const found: Pick<TaskFile, 'runner' | 'tasks'>[] = [];
  const add = (runner: Runner, tasks: [string, Task][]) => {
    if (tasks.length > 0) {
      found.push({ runner, tasks: new Map(tasks) });
    }
  };
  const task = (name: string, key: string, script: Script): [string, Task] => [
    name,
    {
      name,
      path,
      line: lineOfKey(lines, key),
      cwd: folder,
      needs: script.needs,
      lines: script.lines.map(item => ({
        ...item,
        line: lineOfKey(lines, key),
      })),
    },
  ];
  add(
    'hatch',
    Object.entries(tableAt(hatch, 'envs')).flatMap(([environment, value]) => {
      const scripts = tableAt(value, 'scripts');
      return Object.keys(scripts).map(name =>
        task(`${environment}:${name}`, name, {
          lines: hatchLines(scripts, name, 0),
          needs: [],
        }),
      );
    }),
  );
  const pdm = tableAt(root, 'tool', 'pdm', 'scripts');
  add(
    'pdm',
    Object.keys(pdm)
      .filter(name => name !== '_')
      .map(name => task(name, name, pdmScript(pdm[name]))),
  );
  const poe = tableAt(root, 'tool', 'poe', 'tasks');
  add(
    'poe',
    Object.keys(poe).map(name => task(name, name, poeTask(poe[name], poe))),
  );
  return found;
}

/** Commands of a script; a command that is the name of another script stands for that one. */
function hatchLines(scripts: Table, name: string, depth: number): TaskLine[] {
  const value = scripts[name];
  const commands = typeof value === 'string' ? [value] : stringsOf(value);
  return commands.flatMap((command): TaskLine[] => {
    const ignored = command.startsWith('- ');
    const text = command.replace(/^- /, '').replace(/\{args[^{}]*\}/g, '');
    const [first, ...rest] = text.trim().split(/\s+/);
    const other =
      depth < MAX_DEPTH && first !== name && Object.hasOwn(scripts, first)
        ? hatchLines(scripts, first, depth + 1).map(line => ({
            ...line,
            text: [line.text.trim(), ...rest].join(' '),
          }))
        : [{ text: text.trim(), line: 1 }];
    return other.map(line => (ignored ? { ...line, ignored: '-' } : line));
  });
}

function pdmScript(value: unknown): Script {
  if (typeof value === 'string') {
    return { lines: [{ text: value, line: 1 }], needs: [] };
  }
  const table = isTable(value) ? value : {};
  const command = stringOf(table.cmd) ?? stringOf(table.shell);
  const words = stringsOf(table.cmd);
  return {
    lines: [command ?? words.join(' ')]
      .filter(text => text !== '')
      .map(text => ({ text, line: 1 })),
    needs: stringsOf(table.composite).map(item => item.split(/\s+/)[0]),
  };
}

function poeTask(value: unknown, all: Table): Script {
  if (typeof value === 'string') {
    return { lines: [{ text: value, line: 1 }], needs: [] };
  }
  if (Array.isArray(value)) {
    return poeSequence(value, all);
  }
  const table = isTable(value) ? value : {};
  if (Array.isArray(table.sequence)) {
    const script = poeSequence(table.sequence, all);
    return table.ignore_fail === true || table.ignore_fail === 'return_zero'
      ? {
          ...script,
          lines: script.lines.map(line => ({
            ...line,
            ignored: 'ignore_fail',
          })),
        }
      : script;
  }
  const text = stringOf(table.cmd) ?? stringOf(table.shell);
  return {
    lines: text === undefined ? [] : [{ text, line: 1 }],
    needs: [
      ...stringsOf(table.deps),
      ...(stringOf(table.ref) ? [stringOf(table.ref)!] : []),
    ],
  };
}

function poeSequence(items: unknown[], all: Table): Script {
  const needs: string[] = [];
  const lines: TaskLine[] = [];
  for (const item of items) {
    if (typeof item === 'string' && Object.hasOwn(all, item)) {
      needs.push(item);
    } else {
      const script = poeTask(item, all);
      needs.push(...script.needs);
      lines.push(...script.lines);
    }
  }
  return { lines, needs };
}

/** The line that defines a key; the first one, as names of scripts are rarely those of other keys. */
function lineOfKey(lines: readonly string[], key: string): number {
  const at = lines.findIndex(line => {
    const [name] = line.split(/[=.]/, 1);
    return (
      name.trim().replace(/["']/g, '') === key ||
      line.trim() === `[tool.poe.tasks.${key}]`
    );
  });
  return at < 0 ? 1 : at + 1;
}
