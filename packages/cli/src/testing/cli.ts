import { spawn } from 'child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join, resolve } from 'path';

// Tests run from the sources.
// eslint-disable-next-line no-restricted-syntax
const here = __dirname;
const bin = resolve(here, '../../bin/readiness');

/** Folder of the demo services. */
export const services = resolve(here, '../../../../examples/services');

export interface Ran {
  status: number | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
}

/** Runs the command line as a process of its own. */
export function readiness(
  args: readonly string[],
  options: RunOptions = {},
): Promise<Ran> {
  const child = spawn(process.execPath, [bin, ...args], {
    cwd: options.cwd ?? tmpdir(),
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
    });
  }
  return new Promise((done, reject) => {
    child.once('error', reject);
    child.once('close', status => done({ status, ...output }));
  });
}

/** A folder with files that is gone after the tests. */
export class Workspace {
  readonly root = mkdtempSync(join(tmpdir(), 'readiness-cli-'));

  path(name: string): string {
    return join(this.root, name);
  }

  write(files: Record<string, string>): this {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(this.path(name)), { recursive: true });
      writeFileSync(this.path(name), text);
    }
    return this;
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
