import {
  FINITE_MANAGE_COMMANDS,
  MANAGE_COMMANDS,
  NODE_VALUED,
} from './commandTables';
import { Launch } from './launch';
import { baseName } from './words';

/** What `python …` runs: a module, a file, a command of `manage.py`. `asCommandOf` reads a module as a command. */
export function readPython(
  rest: string[],
  words: string[],
  asCommandOf: (words: string[]) => Launch[],
): Launch[] {
  const at = rest.findIndex((word, index) => {
    const before = rest[index - 1];
    return !word.startsWith('-') && before !== '-W' && before !== '-X';
  });
  const moduleAt = rest.indexOf('-m');
  if (moduleAt >= 0 && (at < 0 || moduleAt < at)) {
    const module = rest[moduleAt + 1] ?? '';
    const asCommand = asCommandOf(rest.slice(moduleAt + 1)).filter(
      ({ target }) => target.type !== 'binary',
    );
    return asCommand.length > 0
      ? asCommand
      : [
          {
            target: { type: 'module', module },
            words,
            agents: [],
            environment: {},
          },
        ];
  }
  const file = rest[at];
  if (!file) {
    return [];
  }
  if (baseName(file) === 'manage.py') {
    const [command = ''] = rest.slice(at + 1);
    const kind = Object.hasOwn(MANAGE_COMMANDS, command)
      ? MANAGE_COMMANDS[command]
      : undefined;
    if (kind) {
      const target = { type: 'file' as const, file };
      return [{ target, kind, words, agents: [], environment: {} }];
    }
    if (!/^\w+$/.test(command) || FINITE_MANAGE_COMMANDS.has(command)) {
      return [];
    }
    const target = { type: 'management-command' as const, command };
    return [{ target, words, agents: [], environment: {} }];
  }
  return [
    { target: { type: 'file', file }, words, agents: [], environment: {} },
  ];
}

/** What `node …` runs, with what it loads before. */
export function readNode(rest: string[], words: string[]): Launch[] {
  const agents: string[] = [];
  for (let index = 0; index < rest.length; index++) {
    const word = rest[index];
    if (NODE_VALUED.has(word)) {
      if (word === '-e') {
        return [];
      }
      agents.push(rest[index + 1] ?? '');
      index++;
    } else if (word.startsWith('--require=') || word.startsWith('--import=')) {
      agents.push(word.slice(word.indexOf('=') + 1));
    } else if (
      !word.startsWith('-') &&
      !['run', 'watch', 'start'].includes(word)
    ) {
      return [
        {
          target: { type: 'file', file: word },
          words,
          agents,
          environment: {},
        },
      ];
    }
  }
  return [];
}
