/**
 * Runs the command line from the sources of the repository.
 *
 * Transforming some 350 files takes longer than most of what the command does, so they are bundled once for each state
 * of the sources, into the ignored folder `.cache`. Packages of others are left where they are. The process that
 * judges and the thread that parses get bundles of their own, in the places where the engine looks for them.
 */
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const { createRequire, enableCompileCache, isBuiltin } = require('node:module');
const { join, resolve } = require('node:path');

const root = resolve(__dirname, '../../..');
const cache = join(root, '.cache', 'readiness-cli');

const PACKAGES = ['packages/cli', 'packages/audit', 'plugins/readiness-common'];

/** Entry points of the engine that are not part of the command's own process. */
const ENGINE_ENTRIES = ['child', 'parser'];

/** Folders without anything that runs. */
const NO_SOURCES = new Set(['cases', '__fixtures__', 'testing']);

const KEEP_MS = 24 * 60 * 60 * 1000;

/** Hash of everything that a bundle is made of. */
function stateOfSources() {
  const hash = createHash('sha256').update(process.version);
  const add = path => hash.update(path).update(fs.readFileSync(path));
  const walk = folder => {
    const entries = fs.readdirSync(folder, { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!NO_SOURCES.has(entry.name)) {
          walk(path);
        }
      } else if (!entry.name.includes('.test.')) {
        add(path);
      }
    }
  };
  add(__filename);
  add(join(root, 'yarn.lock'));
  for (const folder of PACKAGES) {
    add(join(root, folder, 'package.json'));
    walk(join(root, folder, 'src'));
  }
  return hash.digest('hex').slice(0, 32);
}

async function bundle(folder) {
  // It comes with the Backstage tools.
  const { build } = require('esbuild');
  const temporary = `${folder}.${process.pid}`;
  const engine = join(temporary, 'node_modules/@readiness/audit');
  await build({
    entryPoints: {
      cli: join(root, 'packages/cli/src/index.ts'),
      ...Object.fromEntries(
        ENGINE_ENTRIES.map(name => [
          join('node_modules/@readiness/audit', name),
          join(root, 'packages/audit/src', `${name}.ts`),
        ]),
      ),
    },
    outdir: temporary,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    logLevel: 'silent',
    plugins: [{ name: 'packages-stay', setup: leavePackages }],
  });
  fs.writeFileSync(
    join(engine, 'package.json'),
    JSON.stringify({
      name: '@readiness/audit',
      exports: Object.fromEntries(
        ENGINE_ENTRIES.map(name => [`./${name}`, `./${name}.js`]),
      ),
    }),
  );
  try {
    fs.renameSync(temporary, folder);
  } catch (error) {
    fs.rmSync(temporary, { recursive: true, force: true });
    // Somebody else was quicker.
    if (!fs.existsSync(join(folder, 'cli.js'))) {
      throw error;
    }
  }
}

/** Packages are required from where the sources that ask for them stand. */
function leavePackages(build) {
  build.onResolve({ filter: /^[^./]/ }, ({ importer, kind, path }) => {
    if (
      kind === 'entry-point' ||
      (path.startsWith('@readiness/') && kind !== 'require-resolve')
    ) {
      return undefined;
    }
    const stays = isBuiltin(path) || kind === 'require-resolve';
    return {
      external: true,
      path: stays ? path : createRequire(importer).resolve(path),
    };
  });
}

/** Bundles of earlier states; one that is young may still be in use. */
function removeOld(current) {
  for (const name of fs.readdirSync(cache)) {
    const folder = join(cache, name);
    if (
      folder !== current &&
      Date.now() - fs.statSync(folder).mtimeMs > KEEP_MS
    ) {
      fs.rmSync(folder, { recursive: true, force: true });
    }
  }
}

async function main() {
  let bundled;
  try {
    const folder = join(cache, stateOfSources());
    if (!fs.existsSync(join(folder, 'cli.js'))) {
      fs.mkdirSync(cache, { recursive: true });
      await bundle(folder);
      removeOld(folder);
    }
    enableCompileCache?.(join(folder, 'compiled'));
    bundled = join(folder, 'cli.js');
  } catch {
    // A read-only checkout, or no bundler: slower, and otherwise the same.
  }
  if (bundled) {
    require(bundled);
  } else {
    require('@backstage/cli/config/nodeTransform.cjs');
    require('../src');
  }
}

main();
