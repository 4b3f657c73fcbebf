import { SourceTree } from '../../tree/SourceTree';
import { isWithin } from '../manifests/names';
import { Manifests } from '../manifests/schema';
import { parseShell } from '../shell/parseShell';
import {
  CELERY_COMMANDS,
  FRAMEWORK_SERVERS,
  MANAGER_COMMANDS,
  PACKAGE_MANAGERS,
  RUNNER_AGENTS,
  SCRIPT_RUNNERS,
  SERVERS_OF_MODULES,
  SHELLS,
  WRAPPERS,
} from './commandTables';
import { readNode, readPython } from './interpreters';
import { Launch } from './launch';
import { ProcessKind } from './schema';
import { findFile } from './scripts';
import {
  baseName,
  behindWrapper,
  isModuleSpec,
  moduleTarget,
  optionValue,
  runnerPrefix,
  takesValue,
} from './words';

const MAX_DEPTH = 6;

/** Understands commands far enough to find the own code that they start. */
export class CommandReader {
  constructor(
    private readonly tree: SourceTree,
    private readonly manifests: Manifests,
  ) {}

  /** Everything that a shell text starts and that keeps the process: the last command, or what runs beside it. */
  readText(text: string, root: string, depth = 0): Launch[] {
    if (depth > MAX_DEPTH) {
      return [];
    }
    return parseShell(text)
      .pipelines.filter(({ condition }) => !condition)
      .flatMap(({ commands }) => commands)
      .flatMap(command =>
        this.readWords(
          [...command.assignments, ...command.words],
          root,
          depth + 1,
        ),
      );
  }

  /** What a list of words starts. */
  readWords(given: readonly string[], root: string, depth = 0): Launch[] {
    if (depth > MAX_DEPTH) {
      return [];
    }
    const environment: Record<string, string> = {};
    const agents: string[] = [];
    const words = this.unwrap([...given], environment, agents);
    const launches = this.start(words, root, depth);
    return launches.map(launch => ({
      ...launch,
      agents: [...agents, ...launch.agents],
      environment: { ...environment, ...launch.environment },
    }));
  }

  private unwrap(
    words: string[],
    environment: Record<string, string>,
    agents: string[],
  ): string[] {
    let rest = words;
    for (let round = 0; round < 10 && rest.length > 0; round++) {
      const [first] = rest;
      const equals = first.indexOf('=');
      if (
        equals > 0 &&
        /^[A-Za-z_][A-Za-z0-9_]*$/.test(first.slice(0, equals))
      ) {
        environment[first.slice(0, equals)] = first.slice(equals + 1);
        rest = rest.slice(1);
        continue;
      }
      const name = baseName(first);
      const wrapper = Object.hasOwn(WRAPPERS, name)
        ? WRAPPERS[name]
        : undefined;
      if (wrapper) {
        if (wrapper.agent) {
          agents.push(name);
        }
        rest = behindWrapper(rest.slice(1), wrapper);
        continue;
      }
      const runner = runnerPrefix(name, rest);
      if (runner) {
        if (RUNNER_AGENTS.has(name)) {
          agents.push(name);
        }
        const after = rest.slice(1 + runner.length);
        const dashes = after.indexOf('--');
        const start = after.findIndex(
          (word, index) =>
            !word.startsWith('-') &&
            ![
              '--with',
              '--extra',
              '--group',
              '--package',
              '--env-file',
              '-f',
              '-p',
            ].includes(after[index - 1] ?? ''),
        );
        rest =
          dashes >= 0 && dashes < start
            ? after.slice(dashes + 1)
            : after.slice(Math.max(start, 0));
        continue;
      }
      break;
    }
    return rest;
  }

  private start(words: string[], root: string, depth: number): Launch[] {
    const [first, ...rest] = words;
    if (!first) {
      return [];
    }
    const name = baseName(first);
    const launch = (
      target: Launch['target'],
      kind?: ProcessKind,
      agents: string[] = [],
    ): Launch[] => [{ target, kind, words, agents, environment: {} }];

    if (SHELLS.has(name)) {
      const option = rest.findIndex(
        word => word.startsWith('-') && word.endsWith('c'),
      );
      return option >= 0
        ? this.readText(rest[option + 1] ?? '', root, depth + 1)
        : this.script(
            rest.find(word => !word.startsWith('-')) ?? '',
            root,
            depth,
          );
    }
    if (PACKAGE_MANAGERS.has(name)) {
      return this.packageScript(name, rest, root, depth);
    }
    if (SERVERS_OF_MODULES.has(name)) {
      const spec = rest.find(
        (word, index) =>
          isModuleSpec(word) && !takesValue(rest[index - 1], word),
      );
      return spec ? launch(moduleTarget(spec), 'server') : [];
    }
    if (name === 'fastapi') {
      const file = rest.find(word => word.endsWith('.py'));
      return file
        ? launch({ type: 'file', file }, 'server')
        : launch({ type: 'framework', framework: 'fastapi' }, 'server');
    }
    if (name === 'flask') {
      const app = optionValue(rest, ['--app', '-A']);
      return rest.includes('run')
        ? launch(
            app ? moduleTarget(app) : { type: 'framework', framework: 'flask' },
            'server',
          )
        : [];
    }
    if (name === 'uwsgi') {
      const spec =
        optionValue(rest, ['--module', '-w', '--wsgi']) ??
        optionValue(rest, ['--wsgi-file']);
      return launch(
        spec ? moduleTarget(spec) : { type: 'framework', framework: 'django' },
        'server',
      );
    }
    if (name === 'celery') {
      const app = optionValue(rest, ['-A', '--app']);
      const [kind] = CELERY_COMMANDS.filter(([word]) =>
        rest.includes(word),
      ).map(([, item]) => item);
      return app && kind ? launch(moduleTarget(app), kind) : [];
    }
    if (
      [
        'dramatiq',
        'huey_consumer',
        'huey_consumer.py',
        'arq',
        'faust',
      ].includes(name)
    ) {
      const spec =
        rest.find(word => !word.startsWith('-') && word.includes('.')) ??
        rest.find(word => !word.startsWith('-'));
      return spec ? launch(moduleTarget(spec), 'worker') : [];
    }
    if (name === 'taskiq') {
      const spec = rest.find(word => word.includes(':'));
      return spec
        ? launch(
            moduleTarget(spec),
            rest.includes('scheduler') ? 'scheduler' : 'worker',
          )
        : [];
    }
    if (name === 'python' || name === 'pypy3' || name.startsWith('python3')) {
      return readPython(rest, words, more =>
        this.readWords(more, root, depth + 1),
      );
    }
    if (SCRIPT_RUNNERS.has(name)) {
      return readNode(rest, words);
    }
    if (name === 'java') {
      const agents = rest
        .filter(word => word.startsWith('-javaagent:'))
        .map(word => word.slice('-javaagent:'.length));
      return launch(
        { type: 'framework', framework: 'java' },
        undefined,
        agents,
      );
    }
    if (
      Object.hasOwn(FRAMEWORK_SERVERS, name) &&
      (FRAMEWORK_SERVERS[name].length === 0 ||
        FRAMEWORK_SERVERS[name].some(word => rest.includes(word)))
    ) {
      return launch({ type: 'framework', framework: name }, 'server');
    }
    if (name === 'manage.py') {
      return readPython([first, ...rest], words, more =>
        this.readWords(more, root, depth + 1),
      );
    }
    if (name.endsWith('.sh') || this.isShellScript(first, root)) {
      return this.script(first, root, depth);
    }
    const console = this.consoleScript(name, root);
    if (console) {
      return launch(moduleTarget(console));
    }
    return launch({ type: 'binary', name });
  }

  private packageScript(
    manager: string,
    rest: string[],
    root: string,
    depth: number,
  ): Launch[] {
    const directory = optionValue(rest, ['--prefix', '-C', '--cwd', '--dir']);
    const operands = rest.filter(
      (word, index) =>
        !word.startsWith('-') &&
        word !== directory &&
        !['--filter', '-w', '--workspace', '-F'].includes(
          rest[index - 1] ?? '',
        ),
    );
    const [first, second] = operands;
    if (!first || (MANAGER_COMMANDS.has(first) && first !== 'run')) {
      return [];
    }
    const script = ['run', 'run-script'].includes(first) ? second : first;
    if (
      manager === 'npm' &&
      first !== 'run' &&
      first !== 'start' &&
      first !== 'run-script'
    ) {
      return [];
    }
    const folder =
      directory && !directory.startsWith('/')
        ? [root, directory.startsWith('./') ? directory.slice(2) : directory]
            .filter(Boolean)
            .join('/')
        : root;
    const manifest =
      this.manifests.manifests.find(
        item => item.ecosystem === 'npm' && item.root === folder,
      ) ??
      this.manifests.manifests.find(
        item => item.ecosystem === 'npm' && isWithin(folder, item.root),
      );
    const found = manifest?.scripts.find(({ name }) => name === script);
    if (!manifest || !found) {
      // `bun server.ts`, `yarn next start`
      return manager === 'npm'
        ? []
        : this.readWords(
            manager === 'bun' && first.includes('.') ? ['node', first] : rest,
            root,
            depth + 1,
          ).filter(({ target }) => target.type !== 'binary');
    }
    return this.readText(found.command, manifest.root, depth + 1);
  }

  private consoleScript(name: string, root: string): string | undefined {
    for (const manifest of this.manifests.manifests) {
      if (
        manifest.ecosystem === 'pypi' &&
        (isWithin(root, manifest.root) || isWithin(manifest.root, root))
      ) {
        const found = manifest.scripts.find(
          script => script.name === name && isModuleSpec(script.command),
        );
        if (found) {
          return found.command;
        }
      }
    }
    return undefined;
  }

  /** A shell script of the tree; what it hands on by `"$@"` is the caller's business. */
  private script(file: string, root: string, depth: number): Launch[] {
    const path = findFile(this.tree, file, root);
    const text = path && this.tree.read(path);
    return text
      ? this.readText(text, root, depth + 1).filter(
          // Of a script only what starts own code counts.
          ({ target }) => target.type !== 'binary',
        )
      : [];
  }

  private isShellScript(file: string, root: string): boolean {
    const path = findFile(this.tree, file, root);
    const text = path ? this.tree.read(path) ?? '' : '';
    const [line] = text.split('\n', 1);
    return line.startsWith('#!') && /\b(?:ba|da|a|z)?sh\b/.test(line);
  }
}
