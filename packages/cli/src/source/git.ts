import { execFile } from 'child_process';
import { tmpdir } from 'os';
import { delimiter, isAbsolute, join } from 'path';

const TIMEOUT_MS = 30_000;
const MAX_BUFFER = 256 * 1024 * 1024;

/** Settings under which no command of the repository's own configuration is run. */
const SAFE = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.pager=cat',
  'core.sshCommand=false',
  'core.attributesFile=',
  'core.quotePath=false',
  'credential.helper=',
  'diff.external=',
  'gc.auto=0',
  'maintenance.auto=false',
  'protocol.allow=never',
  // The folder may belong to somebody else; nothing of it is run anyway.
  'safe.directory=*',
].flatMap(setting => ['-c', setting]);

/** Runs git in a foreign repository and reads what it prints. */
export class Git {
  private readonly root: string;
  private filters: Promise<string[]> | undefined;

  /** @param root - the folder that holds `.git`. */
  constructor(root: string) {
    this.root = root;
  }

  /**
   * What a command prints; `undefined` when git is not there or the command fails.
   *
   * @param args - the command and its arguments.
   */
  async read(...args: string[]): Promise<string | undefined> {
    this.filters ??= this.readFilters();
    return this.run([...(await this.filters), ...args]);
  }

  /** Whether git runs at all. */
  async isAvailable(): Promise<boolean> {
    return (await this.run(['rev-parse', '--git-dir'])) !== undefined;
  }

  /** Filters are commands, and they run whenever a file is compared; their names are free. */
  private async readFilters(): Promise<string[]> {
    const names = await this.run([
      'config',
      '--includes',
      '--name-only',
      '-z',
      '--list',
    ]);
    return (names ?? '')
      .split('\0')
      .filter(name => /^filter\./i.test(name))
      .flatMap(name => [
        '-c',
        /\.required$/i.test(name) ? `${name}=false` : `${name}=`,
      ]);
  }

  private run(args: string[]): Promise<string | undefined> {
    return new Promise(resolve => {
      execFile(
        'git',
        [
          ...SAFE,
          `--git-dir=${join(this.root, '.git')}`,
          `--work-tree=${this.root}`,
          '--no-pager',
          '--literal-pathspecs',
          ...args,
        ],
        {
          // Not the audited folder: some systems look for programs there first.
          cwd: tmpdir(),
          env: environment(),
          timeout: TIMEOUT_MS,
          killSignal: 'SIGKILL',
          maxBuffer: MAX_BUFFER,
          windowsHide: true,
        },
        (error, stdout) => resolve(error ? undefined : stdout),
      );
    });
  }
}

/** Nothing of the caller's own git settings: a hook that runs this has some that point elsewhere. */
function environment(): NodeJS.ProcessEnv {
  return {
    PATH: (process.env.PATH ?? '')
      .split(delimiter)
      .filter(isAbsolute)
      .join(delimiter),
    SYSTEMROOT: process.env.SYSTEMROOT,
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_PAGER: 'cat',
  };
}
