/**
 * `npm run --silent readiness -- audit <folder>`: the command line from the sources, on any machine with Node 20 and
 * npm. Paths are relative to the folder of the caller; standard output holds what the command prints and nothing else.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import {
  ensureInstalled,
  ensureNode,
  ensureToolchain,
  isInstalled,
  root,
  run,
  sayOnStandardError,
} from './toolchain.mjs';

const cli = join(root, 'packages/cli/bin/readiness');

let here = false;
await run(async () => {
  sayOnStandardError();
  const env = ensureNode();
  const installed = isInstalled(env) ?? areDependenciesThere();
  if (!installed) {
    await ensureInstalled(ensureToolchain());
  }
  // Package managers run scripts in the root.
  if (process.env.npm_lifecycle_event === 'readiness') {
    process.chdir(process.env.INIT_CWD ?? '.');
  }
  here = env.PATH === process.env.PATH;
  return here ? undefined : runWith(env);
});
if (here) {
  // In this process, which saves starting another one. The command sets the exit status itself.
  process.argv.splice(1, 1, cli);
  createRequire(import.meta.url)(cli);
}

/** Whoever installed by hand has what the command needs. */
function areDependenciesThere() {
  return ['packages/cli', 'packages/audit', 'plugins/readiness-common'].every(
    folder => {
      const manifest = join(root, folder, 'package.json');
      const { dependencies } = JSON.parse(readFileSync(manifest, 'utf8'));
      return Object.keys(dependencies).every(name =>
        [join(root, folder), root].some(place =>
          existsSync(join(place, 'node_modules', name, 'package.json')),
        ),
      );
    },
  );
}

/** With another Node than the one that runs this. */
function runWith(env) {
  const child = spawn('node', [cli, ...process.argv.slice(2)], {
    env,
    stdio: 'inherit',
    windowsHide: true,
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    // A terminal signals the whole group; the child decides what becomes of it.
    process.on(signal, () => signal !== 'SIGINT' && child.kill(signal));
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (status, signal) => resolve(signal ? 1 : status));
  });
}
