import { joinPath } from '../compose/readService';
import { analyseScript, ScriptCommand, ShellSettings } from './analyseScript';
import { CiCommand, Neutraliser } from './schema';
import { Task, TaskFile } from './tasks/schema';
import { commandName, neutralFlag } from './tools';
import { unwrap } from './wrappers';

/** Task runners inside task runners are followed so far. */
const MAX_DEPTH = 5;
/** Commands that one call may lead to. */
const MAX_COMMANDS = 600;

const NPM_LIKE = new Set(['npm', 'yarn', 'pnpm', 'bun']);
/** Own commands of package managers, which are never scripts. */
const PACKAGE_MANAGER_COMMANDS = new Set(
  (
    'add install i ci remove uninstall update up upgrade publish pack login logout whoami audit outdated link unlink ' +
    'config cache info view why dedupe init create set version npm node exec dlx x import rebuild prune fetch store ' +
    'approve-builds licenses list ls plugin constraints patch deploy'
  ).split(' '),
);
const SHELLS = new Set(['sh', 'bash', 'dash', 'zsh', 'ash']);

/** Options with which tox and nox run nothing. */
const PREPARES = new Set([
  '--notest',
  '--install-only',
  '-l',
  '--list',
  '--listenvs',
  '-a',
  '--listenvs-all',
  '--showconfig',
]);

/** Programs that run scripts of the packages of a monorepo. */
const MONOREPO_RUNNERS = new Set(['turbo', 'lerna', 'nx']);

interface Call {
  name: string;
  cwd: string;
  /** In all packages of the workspace. */
  everywhere: boolean;
  /** In packages whose name or folder is this. */
  workspace?: string;
}

/** What commands are resolved against. */
export interface ResolveContext {
  tasks: readonly TaskFile[];
  read(path: string): string | undefined;
}

/** A text with what it leads to: wrappers taken off, task runners and local scripts followed. */
export function resolveScript(
  text: string,
  place: { path: string; line: number; cwd: string },
  settings: ShellSettings,
  context: ResolveContext,
): CiCommand[] {
  const state = { context, left: MAX_COMMANDS };
  return analyseScript(text, place, settings).flatMap(found =>
    resolve(found, place.path, { via: [], neutralisers: [] }, state, 0),
  );
}

interface Inherited {
  via: CiCommand['via'];
  neutralisers: Neutraliser[];
}

interface State {
  context: ResolveContext;
  left: number;
}

function resolve(
  found: ScriptCommand,
  path: string,
  inherited: Inherited,
  state: State,
  depth: number,
): CiCommand[] {
  state.left -= 1;
  if (state.left < 0) {
    return [];
  }
  const { command } = found;
  const words = unwrap(command.words);
  const flag = neutralFlag(words);
  const neutralisers: Neutraliser[] = [
    ...inherited.neutralisers,
    ...found.neutralisers,
    ...(flag
      ? [{ kind: 'flag' as const, text: flag, path, line: command.line }]
      : []),
  ];
  const leaf: CiCommand = {
    words,
    text: command.text,
    path,
    line: command.line,
    endLine: command.endLine,
    cwd: found.cwd,
    via: inherited.via,
    neutralisers,
  };
  if (depth >= MAX_DEPTH) {
    return [leaf];
  }
  const below: Inherited = {
    via: [...inherited.via, { text: command.text, path, line: command.line }],
    neutralisers,
  };
  return (
    followInline(words, found, path, below, state, depth) ??
    followPythonTask(words, found, path, below, state, depth) ??
    followScript(words, found, below, state, depth) ??
    (MONOREPO_RUNNERS.has(commandName(words[0]))
      ? followMonorepo(words, found, below, state, depth)
      : undefined) ??
    followTask(words, found, below, state, depth) ?? [
      { ...leaf, words: localProgram(words) ?? words },
    ]
  );
}

/** `yarn jest`, `pnpm eslint .`: where no script has that name, a program of a dependency. */
function localProgram(words: readonly string[]): string[] | undefined {
  const [manager, name] = words;
  return ['yarn', 'pnpm', 'bun'].includes(manager) &&
    name !== undefined &&
    /^[a-z][\w.-]*$/.test(name) &&
    !PACKAGE_MANAGER_COMMANDS.has(name) &&
    !['run', 'test', 'start', 'workspace', 'workspaces'].includes(name)
    ? words.slice(1)
    : undefined;
}

/** `sh -c "…"`. */
function followInline(
  words: readonly string[],
  found: ScriptCommand,
  path: string,
  below: Inherited,
  state: State,
  depth: number,
): CiCommand[] | undefined {
  if (!SHELLS.has(commandName(words[0]))) {
    return undefined;
  }
  const at = words.findIndex(word => /^-[a-z]*c$/.test(word));
  if (at < 0 || words[at + 1] === undefined) {
    return undefined;
  }
  return analyseScript(
    words[at + 1],
    { path, line: found.command.line, cwd: found.cwd },
    shellSettings(words.slice(1, at + 1)),
  ).flatMap(item => resolve(item, path, below, state, depth + 1));
}

/** `./scripts/test.sh`, `bash scripts/test.sh`. */
function followScript(
  words: readonly string[],
  found: ScriptCommand,
  below: Inherited,
  state: State,
  depth: number,
): CiCommand[] | undefined {
  const shell =
    SHELLS.has(commandName(words[0])) ||
    words[0] === '.' ||
    words[0] === 'source';
  const script = shell
    ? words.slice(1).find(word => !word.startsWith('-'))
    : words[0];
  if (
    !script ||
    !/\.(?:sh|bash)$|^\.{0,2}\/?(?:[\w.-]+\/)+[\w-]+$/.test(script) ||
    script.includes('$')
  ) {
    return undefined;
  }
  const path = joinPath(found.cwd, script);
  const text = state.context.read(path);
  if (
    text === undefined ||
    (!shell &&
      !/^#!.*\b(?:sh|bash|dash|zsh)\b/.test(text) &&
      !script.endsWith('.sh'))
  ) {
    return undefined;
  }
  const options = shell
    ? words.slice(1, words.indexOf(script))
    : (/^#!\S+(?:\s+\S*sh)?\s+(-\S+)/.exec(text)?.[1] ?? '').split(' ');
  return analyseScript(
    text,
    { path, line: 1, cwd: found.cwd },
    shellSettings(options),
  ).flatMap(item => resolve(item, path, below, state, depth + 1));
}

function shellSettings(options: readonly string[]): ShellSettings {
  return {
    errexit: options.some(option => /^-[a-z]*e/.test(option)),
    pipefail: options.includes('pipefail'),
  };
}

function followTask(
  words: readonly string[],
  found: ScriptCommand,
  below: Inherited,
  state: State,
  depth: number,
): CiCommand[] | undefined {
  const name = commandName(words[0]);
  const { tasks } = state.context;
  if (NPM_LIKE.has(name)) {
    return followPackageScript(words, found, below, state, depth);
  }
  const runner = (
    {
      make: 'make',
      gmake: 'make',
      task: 'task',
      'go-task': 'task',
      just: 'just',
      tox: 'tox',
      nox: 'nox',
    } as const
  )[name];
  if (
    !runner ||
    ((runner === 'tox' || runner === 'nox') &&
      words.some(word => PREPARES.has(word)))
  ) {
    return undefined;
  }
  const { names, cwd } = targetsOf(runner, words.slice(1), found.cwd);
  const file = tasks.find(
    item => item.runner === runner && item.folder === cwd,
  );
  if (!file) {
    return undefined;
  }
  let wanted = names;
  if (
    wanted.length === 0 ||
    (runner === 'tox' && !wanted.some(item => file.tasks.has(item)))
  ) {
    wanted = defaultTasks(file);
  }
  const known = wanted.filter(item => file.tasks.has(item));
  return known.length === 0
    ? undefined
    : known.flatMap(item =>
        runTask(file, item, below, state, depth, new Set()),
      );
}

/**
 * `hatch run test:unit`, `pdm run lint`, `poe check`: scripts of a `pyproject.toml`. Hatch and PDM run what is no script
 * as a command.
 */
function followPythonTask(
  words: readonly string[],
  found: ScriptCommand,
  path: string,
  below: Inherited,
  state: State,
  depth: number,
): CiCommand[] | undefined {
  const { tasks } = state.context;
  const fileOf = (runner: TaskFile['runner']) =>
    tasks.find(item => item.runner === runner && item.folder === found.cwd);
  const run = (file: TaskFile | undefined, name: string | undefined) =>
    file && name !== undefined && file.tasks.has(name)
      ? runTask(file, name, below, state, depth, new Set())
      : undefined;
  const [program] = words;
  const operands = (list: readonly string[]) =>
    list.filter(word => !/^[-+]/.test(word));
  if (program === 'poe') {
    return run(fileOf('poe'), operands(words.slice(1))[0]);
  }
  const written = found.command.words;
  const at = written.findIndex(word => commandName(word) === 'pdm');
  if (at >= 0 && written[at + 1] === 'run') {
    // The wrapper is off already where it runs a command.
    return run(fileOf('pdm'), operands(written.slice(at + 2))[0]);
  }
  if (program !== 'hatch' || !words.includes('run')) {
    return undefined;
  }
  const rest = words.slice(words.indexOf('run') + 1);
  const start = rest.findIndex(word => !/^[-+]/.test(word));
  const [target, ...others] = start < 0 ? [] : rest.slice(start);
  if (target === undefined) {
    return undefined;
  }
  const [environment, name] = target.includes(':')
    ? target.split(/:(.*)/s)
    : ['default', target];
  const script = run(fileOf('hatch'), `${environment}:${name}`);
  return (
    script ??
    resolve(
      {
        ...found,
        command: { ...found.command, words: [name, ...others] },
      },
      path,
      below,
      state,
      depth + 1,
    )
  );
}

function defaultTasks(file: TaskFile): string[] {
  if (file.runner === 'nox') {
    return [...file.tasks.keys()];
  }
  return file.first ? [file.first] : [];
}

/** Names of tasks in the arguments of a runner, and the folder it runs in. */
function targetsOf(
  runner: TaskFile['runner'],
  args: readonly string[],
  from: string,
): { names: string[]; cwd: string } {
  const names: string[] = [];
  let cwd = from;
  for (let index = 0; index < args.length; index++) {
    const arg = args[index];
    if (arg === '--') {
      break;
    }
    if (
      (runner === 'make' && arg === '-C') ||
      (runner === 'task' && (arg === '-d' || arg === '--dir'))
    ) {
      cwd = joinPath(from, args[index + 1] ?? '.');
      index += 1;
    } else if (
      (runner === 'tox' && /^(?:-e|--env)$/.test(arg)) ||
      (runner === 'nox' && /^(?:-s|-e|--session|--sessions)$/.test(arg))
    ) {
      names.push(...(args[index + 1] ?? '').split(','));
      index += 1;
    } else if (/^-[fjo]$/.test(arg)) {
      index += 1;
    } else if (
      !arg.startsWith('-') &&
      !arg.includes('=') &&
      runner !== 'tox' &&
      runner !== 'nox'
    ) {
      names.push(arg);
    }
  }
  return { names, cwd };
}

function runTask(
  file: TaskFile,
  name: string,
  below: Inherited,
  state: State,
  depth: number,
  seen: Set<string>,
): CiCommand[] {
  const task = file.tasks.get(name);
  if (!task || seen.has(name) || depth >= MAX_DEPTH) {
    return [];
  }
  seen.add(name);
  const before = [
    ...task.needs,
    ...(file.runner === 'npm' && file.tasks.has(`pre${name}`)
      ? [`pre${name}`]
      : []),
  ].flatMap(item => runTask(file, item, below, state, depth + 1, seen));
  return [...before, ...runLines(task, below, state, depth)];
}

function runLines(
  task: Task,
  below: Inherited,
  state: State,
  depth: number,
): CiCommand[] {
  return task.lines.flatMap(line => {
    const inherited: Inherited = line.ignored
      ? {
          ...below,
          neutralisers: [
            ...below.neutralisers,
            {
              kind: 'ignore-prefix',
              text: line.ignored,
              path: task.path,
              line: line.line,
            },
          ],
        }
      : below;
    return analyseScript(
      line.text,
      { path: task.path, line: line.line, cwd: task.cwd },
      { errexit: false, pipefail: false },
    ).flatMap(item => resolve(item, task.path, inherited, state, depth + 1));
  });
}

/** `turbo run test lint`, `lerna run test`, `nx run-many -t test`: the script of this name in each package. */
function followMonorepo(
  words: readonly string[],
  found: ScriptCommand,
  below: Inherited,
  state: State,
  depth: number,
): CiCommand[] | undefined {
  const names = monorepoScripts(words);
  const files = state.context.tasks.filter(
    item => item.runner === 'npm' && item.folder !== found.cwd,
  );
  const run = names.flatMap(name =>
    files
      .filter(file => file.tasks.has(name))
      .flatMap(file => runTask(file, name, below, state, depth, new Set())),
  );
  return run.length === 0 ? undefined : run;
}

/** Names of the scripts that a runner of a monorepo starts in its packages. */
function monorepoScripts(words: readonly string[]): string[] {
  const end = words.indexOf('--');
  const args = words.slice(1, end < 0 ? undefined : end);
  const runner = commandName(words[0]);
  if (runner !== 'nx') {
    const names = args.filter(word => !word.startsWith('-'));
    const start = names[0] === 'run' ? 1 : 0;
    return runner === 'lerna'
      ? names.slice(start, start + 1)
      : names.slice(start);
  }
  if (!['run-many', 'affected'].includes(args[0])) {
    return [];
  }
  const names: string[] = [];
  for (let index = 1; index < args.length; index++) {
    const [option, inline] = args[index].split(/=(.*)/s);
    if (['-t', '--target', '--targets'].includes(option)) {
      if (inline !== undefined) {
        names.push(...inline.split(','));
      }
      while (inline === undefined && /^\w/.test(args[index + 1] ?? '')) {
        index += 1;
        names.push(...args[index].split(','));
      }
    }
  }
  return names;
}

function followPackageScript(
  words: readonly string[],
  found: ScriptCommand,
  below: Inherited,
  state: State,
  depth: number,
): CiCommand[] | undefined {
  const packages = state.context.tasks.filter(item => item.runner === 'npm');
  const call = packageCall(words, found.cwd, packages);
  if (!call) {
    return undefined;
  }
  const { workspace } = call;
  let files = packages.filter(item => item.folder === call.cwd);
  if (call.everywhere) {
    files = packages.filter(
      item =>
        item.folder === call.cwd ||
        item.folder.startsWith(call.cwd === '' ? '' : `${call.cwd}/`),
    );
  } else if (workspace !== undefined) {
    const wanted = workspace.replace(/^\.\//, '').replace(/\.{3}$/, '');
    files = packages.filter(
      item =>
        item.name === wanted ||
        item.folder === joinPath(call.cwd, wanted) ||
        (wanted.includes('*') && item.folder.startsWith(wanted.split('*')[0])),
    );
  }
  files = files.filter(item => item.tasks.has(call.name));
  return files.length === 0
    ? undefined
    : files.flatMap(file =>
        runTask(file, call.name, below, state, depth, new Set()),
      );
}

/** The script that a call of a package manager runs; `undefined` when it runs none. */
function packageCall(
  words: readonly string[],
  from: string,
  packages: readonly TaskFile[],
): Call | undefined {
  const manager = commandName(words[0]);
  let cwd = from;
  let everywhere = false;
  let workspace: string | undefined;
  const rest: string[] = [];
  for (let index = 1; index < words.length; index++) {
    const word = words[index];
    const [option, inline] = word.startsWith('--')
      ? word.split(/=(.*)/s)
      : [word];
    const value = () => {
      if (inline === undefined) {
        index += 1;
      }
      return inline ?? words[index] ?? '';
    };
    if (word === '--') {
      break;
    } else if (['--prefix', '--cwd', '--dir', '-C'].includes(option)) {
      cwd = joinPath(from, value());
    } else if (['-r', '--recursive', '--workspaces', '-ws'].includes(option)) {
      everywhere = true;
    } else if (['--workspace', '-w', '--filter', '-F'].includes(option)) {
      if (
        manager === 'pnpm' &&
        (option === '-w' || option === '--workspace-root')
      ) {
        cwd = '';
      } else {
        workspace = value();
      }
    } else if (!word.startsWith('-')) {
      rest.push(word);
    }
  }
  if (manager === 'yarn' && rest[0] === 'workspace') {
    workspace = rest[1];
    rest.splice(0, 2);
  } else if (
    manager === 'yarn' &&
    rest[0] === 'workspaces' &&
    (rest[1] === 'foreach' || rest[1] === 'run')
  ) {
    everywhere = true;
    rest.splice(0, rest[1] === 'run' ? 1 : 2);
  }
  const explicit = ['run', 'run-script', 'rum', 'urn'].includes(rest[0]);
  if (explicit) {
    rest.shift();
  }
  const [first] = rest;
  const alias =
    !explicit && manager === 'npm' && (first === 't' || first === 'tst')
      ? 'test'
      : first;
  if (alias === undefined) {
    return undefined;
  }
  if (
    !explicit &&
    (manager === 'npm' || manager === 'bun') &&
    !['test', 'start', 'stop', 'restart'].includes(alias)
  ) {
    return undefined;
  }
  if (!explicit && manager === 'bun' && alias === 'test') {
    // `bun test` is bun's own runner.
    return undefined;
  }
  if (
    !explicit &&
    PACKAGE_MANAGER_COMMANDS.has(alias) &&
    !packages.some(item => item.folder === cwd && item.tasks.has(alias))
  ) {
    return undefined;
  }
  return { name: alias, cwd, everywhere, workspace };
}
