/**
 * Makes Node 22 and Yarn 4 available without asking anybody to install them. What the machine has is used when it
 * fits; otherwise both come from the npm registry into the ignored folder `.tools`. Needs Node 20 and npm, nothing else.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const tools = join(root, '.tools');
const windows = process.platform === 'win32';
const NODE_VERSION = '22.23.1';
const YARN_VERSION = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
).packageManager.split('@')[1];

/** Stops with one message for people instead of a stack. */
export class Stop extends Error {}

let remarks = process.stdout;

/** For commands whose standard output belongs to what they print. */
export function sayOnStandardError() {
  remarks = process.stderr;
}

export function say(text) {
  remarks.write(`[readiness] ${text}\n`);
}

/** Seconds since `started`, for people. */
export function since(started) {
  return `${Math.round((Date.now() - started) / 1000)} s`;
}

/**
 * Environment in which `node` and `yarn` are the right ones and native packages build against the right headers.
 */
export function ensureToolchain() {
  const env = ensureNode();
  if (!hasYarn(env)) {
    env.PATH = [fetchYarn(), env.PATH].join(delimiter);
  }
  return env;
}

/** Environment in which `node` is the right one. */
export function ensureNode() {
  const env = { ...process.env };
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20) {
    throw new Stop(
      `Node ${process.versions.node} is too old: Node 20 or later and npm are needed to begin.`,
    );
  }

  if (major !== 22 && major !== 24) {
    const home = fetchNode();
    const bin = windows ? home : join(home, 'bin');
    env.PATH = [bin, env.PATH].join(delimiter);
    // The headers must be those of the Node that runs, whatever the machine's npm is configured for.
    env.npm_config_nodedir = home;
  }
  return env;
}

function hasYarn(env) {
  // Inside a folder with `packageManager`, a Yarn 1 that delegates answers with the right version as well.
  const { stdout } = spawnSync('yarn', ['--version'], {
    cwd: root,
    env,
    encoding: 'utf8',
    shell: windows,
  });
  return stdout?.trim() === YARN_VERSION;
}

function fetchNode() {
  const name = `node-${windows ? 'win' : process.platform}-${process.arch}`;
  const folder = join(tools, `node-${NODE_VERSION}`);
  const home = join(folder, 'node_modules', name);
  if (!existsSync(join(home, 'package.json'))) {
    say(
      `Node ${process.versions.node} does not fit; fetching Node ${NODE_VERSION} (about 190 MB on disk) into .tools`,
    );
    npmInstall(folder, `${name}@${NODE_VERSION}`);
  }
  return home;
}

function fetchYarn() {
  const folder = join(tools, `yarn-${YARN_VERSION}`);
  const cli = join(folder, 'node_modules/@yarnpkg/cli-dist/bin/yarn.js');
  if (!existsSync(cli)) {
    say(`Fetching Yarn ${YARN_VERSION} into .tools`);
    npmInstall(folder, `@yarnpkg/cli-dist@${YARN_VERSION}`);
  }
  // The package's own launcher is not executable when npm installs it.
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'yarn'), `#!/bin/sh\nexec node "${cli}" "$@"\n`);
  chmodSync(join(bin, 'yarn'), 0o755);
  writeFileSync(join(bin, 'yarn.cmd'), `@node "${cli}" %*\r\n`);
  return bin;
}

function npmInstall(folder, spec) {
  mkdirSync(folder, { recursive: true });
  // A manifest of its own keeps npm from walking up into this workspace.
  writeFileSync(join(folder, 'package.json'), '{"private":true}\n');
  const { status, stderr } = spawnSync(
    'npm',
    [
      'install',
      '--prefix',
      folder,
      '--no-save',
      '--no-audit',
      '--no-fund',
      '--ignore-scripts',
      spec,
    ],
    { cwd: folder, encoding: 'utf8', shell: windows },
  );
  if (status !== 0) {
    rmSync(folder, { recursive: true, force: true });
    throw new Stop(
      `Could not fetch ${spec} from the npm registry. Is the network there, and does "npm ping" work?\n${stderr
        .trim()
        .split('\n')
        .slice(-5)
        .join('\n')}`,
    );
  }
}

const marker = join(root, 'node_modules', '.readiness-installed');

/** Whether exactly these dependencies were installed by {@link ensureInstalled}; `undefined` when it never ran. */
export function isInstalled(env) {
  return existsSync(marker)
    ? readFileSync(marker, 'utf8') === installHash(env)
    : undefined;
}

/** Installs dependencies, unless exactly these are installed already. */
export async function ensureInstalled(env) {
  if (isInstalled(env)) {
    return;
  }
  const wanted = installHash(env);
  const started = Date.now();
  const log = join(root, '.tools', 'install.log');
  mkdirSync(tools, { recursive: true });
  say(
    'Installing dependencies: 1 to 5 minutes the first time (details in .tools/install.log)',
  );
  // Yarn's remarks about peer dependencies of others help nobody here, so they are only shown when it fails.
  const progress = setInterval(() => say(`… ${since(started)}`), 15_000);
  const status = await new Promise(resolve => {
    const output = openSync(log, 'w');
    const child = spawn('yarn', ['install', '--immutable'], {
      cwd: root,
      env,
      stdio: ['ignore', output, output],
      shell: windows,
    });
    child.once('error', () => resolve(1));
    child.once('exit', resolve);
  });
  clearInterval(progress);
  if (status !== 0) {
    throw new Stop(
      [
        readFileSync(log, 'utf8').trimEnd().split('\n').slice(-25).join('\n'),
        'The dependencies could not be installed; the lines above say why. Usual reasons:',
        '  - no network, or a registry that needs a proxy or a login (try "npm ping")',
        '  - no compiler for better-sqlite3: python3, make and a C++ compiler are needed (Debian: apt-get install python3 make g++)',
        '  - package.json changed without yarn.lock: run "yarn install" once',
      ].join('\n'),
    );
  }
  writeFileSync(marker, wanted);
  say(`Dependencies installed in ${since(started)}`);
}

function installHash(env) {
  const hash = createHash('sha256');
  // Native packages fit every Node with the same binary interface.
  const node = spawnSync('node', ['-p', 'process.versions.modules'], {
    env,
    encoding: 'utf8',
  });
  hash.update(node.stdout ?? '');
  const manifests = ['packages', 'plugins'].flatMap(folder =>
    readdirSync(join(root, folder)).map(name => join(folder, name)),
  );
  for (const folder of ['', ...manifests]) {
    const manifest = join(root, folder, 'package.json');
    if (existsSync(manifest)) {
      const { dependencies, devDependencies, peerDependencies, resolutions } =
        JSON.parse(readFileSync(manifest, 'utf8'));
      hash.update(
        JSON.stringify([
          folder,
          dependencies,
          devDependencies,
          peerDependencies,
          resolutions,
        ]),
      );
    }
  }
  hash.update(readFileSync(join(root, 'yarn.lock')));
  return hash.digest('hex');
}

/** Runs `main` and turns a {@link Stop} into a message and status 1. */
export async function run(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof Stop)) {
      throw error;
    }
    console.error(`\n[readiness] ${error.message}`);
    process.exitCode = 1;
  }
}
