import { commandName } from './tools';

/** Programs that run the rest of their arguments; `options` take a value of their own. */
const WRAPPERS: Readonly<
  Record<
    string,
    { sub?: readonly string[]; options?: readonly string[]; operands?: number }
  >
> = {
  sudo: { options: ['-u', '-g'] },
  env: { options: ['-u', '-C'] },
  exec: {},
  command: {},
  time: {},
  nice: { options: ['-n'] },
  nohup: {},
  timeout: { operands: 1, options: ['-k', '-s'] },
  'xvfb-run': { options: ['-s', '-n'] },
  stdbuf: {},
  npx: { options: ['-p', '--package'] },
  bunx: {},
  pnpx: {},
  uvx: { options: ['--from', '--with', '--python'] },
  pipx: { sub: ['run'], options: ['--spec'] },
  uv: {
    sub: ['run'],
    options: [
      '--extra',
      '--group',
      '--python',
      '-p',
      '--with',
      '--package',
      '--directory',
      '--project',
      '--env-file',
    ],
  },
  poetry: { sub: ['run'], options: ['-C', '--directory'] },
  pipenv: { sub: ['run'] },
  pdm: { sub: ['run'], options: ['-p', '--project'] },
  rye: { sub: ['run'] },
  bundle: { sub: ['exec'] },
  coverage: { sub: ['run'], options: ['--source', '--rcfile', '--data-file'] },
  nyc: {},
  c8: {},
  'cross-env': {},
  dotenv: { options: ['-e'] },
  doppler: { sub: ['run'] },
  'cross-env-shell': {},
  tini: {},
  'dumb-init': {},
  gosu: { operands: 1 },
  'su-exec': { operands: 1 },
  retry: {},
  setsid: {},
  ionice: { options: ['-c', '-n'] },
  catchsegv: {},
  'opentelemetry-instrument': {},
  'ddtrace-run': {},
  'newrelic-admin': { sub: ['run-program'] },
};
const PACKAGE_MANAGERS_EXEC: Readonly<Record<string, readonly string[]>> = {
  npm: ['exec', 'x'],
  pnpm: ['exec', 'dlx'],
  yarn: ['exec', 'dlx'],
  bun: ['x'],
};
const ASSIGNMENT = /^[A-Za-z_][A-Za-z0-9_]*=/;
const PYTHON = /^(?:python|pypy)(?:\d+(?:\.\d+)?)?$/;
const MAX_LAYERS = 12;

/** Takes programs off that only run another one: `sudo`, `npx`, `uv run`, `python -m`, `coverage run -m`. */
export function unwrap(words: readonly string[]): string[] {
  let rest = [...words];
  for (let layer = 0; layer < MAX_LAYERS; layer++) {
    const next = unwrapOnce(rest);
    if (!next) {
      break;
    }
    rest = next;
  }
  return rest;
}

/** Programs that run a script, with the options that take a value. */
const SCRIPT_RUNTIMES = new Set(
  'node nodejs ts-node ts-node-esm tsx babel-node'.split(' '),
);
const RUNTIME_OPTIONS = new Set(
  '-r --require --loader --experimental-loader --import -P --project --env-file'.split(
    ' ',
  ),
);
const GENERIC = /^(?:_?(?:cli|index|main|bin|run|start|test))$/;

/** `ts-node ./node_modules/.bin/mocha`, `node node_modules/jest/bin/jest.js`: the program of an installed package. */
function installedProgram(words: readonly string[]): string[] | undefined {
  let at = 1;
  while (at < words.length && words[at].startsWith('-')) {
    at += RUNTIME_OPTIONS.has(words[at]) ? 2 : 1;
  }
  const match =
    /(?:^|\/)node_modules\/(?:\.bin\/|((?:@[^/]+\/)?[^/]+)\/)(.+)$/.exec(
      words[at] ?? '',
    );
  if (!match) {
    return undefined;
  }
  const [, packageName, path] = match;
  const file = commandName(path)
    .replace(/\.[cm]?js$/, '')
    .replace(/^_/, '');
  const name =
    packageName && GENERIC.test(file)
      ? packageName.replace(/^@playwright\/test$/, 'playwright')
      : file;
  return [name, ...words.slice(at + 1)];
}

function unwrapOnce(words: string[]): string[] | undefined {
  if (words.length === 0) {
    return undefined;
  }
  if (ASSIGNMENT.test(words[0])) {
    return words.slice(1);
  }
  const name = commandName(words[0]);
  if (PYTHON.test(name)) {
    const module = words.indexOf('-m');
    if (
      module > 0 &&
      words.length > module + 1 &&
      words.slice(1, module).every(word => word.startsWith('-'))
    ) {
      return words.slice(module + 1);
    }
    const script = words.slice(1).find(word => !word.startsWith('-'));
    return script && /(?:^|\/)manage\.py$/.test(script)
      ? words.slice(words.indexOf(script))
      : undefined;
  }
  if (SCRIPT_RUNTIMES.has(name)) {
    return installedProgram(words);
  }
  const subs = PACKAGE_MANAGERS_EXEC[name];
  if (subs && Object.hasOwn(PACKAGE_MANAGERS_EXEC, name)) {
    const at = words.findIndex(
      (word, index) => index > 0 && !word.startsWith('-'),
    );
    return at > 0 && subs.includes(words[at])
      ? skipOptions(
          words.slice(at + 1),
          ['-p', '--package', '--filter', '-w'],
          0,
        )
      : undefined;
  }
  const wrapper = Object.hasOwn(WRAPPERS, name) ? WRAPPERS[name] : undefined;
  if (!wrapper) {
    return undefined;
  }
  let rest = words.slice(1);
  if (wrapper.sub) {
    rest = skipOptions(rest, wrapper.options ?? [], 0);
    if (!wrapper.sub.includes(rest[0])) {
      return undefined;
    }
    rest = rest.slice(1);
  }
  if (name === 'coverage') {
    rest = skipOptions(
      rest.filter(word => word !== '-m'),
      wrapper.options ?? [],
      0,
    );
    return rest.length > 0 ? rest : undefined;
  }
  rest = skipOptions(rest, wrapper.options ?? [], wrapper.operands ?? 0);
  return rest.length > 0 ? rest : undefined;
}

function skipOptions(
  words: string[],
  withValue: readonly string[],
  operands: number,
): string[] {
  let index = 0;
  while (index < words.length && words[index].startsWith('-')) {
    if (words[index] === '--') {
      index += 1;
      break;
    }
    index += withValue.includes(words[index]) ? 2 : 1;
  }
  return words.slice(index + operands);
}
