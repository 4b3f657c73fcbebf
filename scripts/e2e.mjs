/**
 * End-to-end tests in a real Chromium against the real backend with the built frontend, once on SQLite and once on
 * PostgreSQL. `yarn test:e2e -- <playwright options>` runs some of them.
 */
import { spawn, spawnSync } from 'node:child_process';
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ensureInstalled,
  ensureToolchain,
  root,
  run,
  say,
  since,
  Stop,
} from './toolchain.mjs';
import { ensureChromium } from './chromium.mjs';
import { freePort, startPostgres } from './postgres.mjs';

const cache = join(root, '.cache', 'e2e');

await run(async () => {
  const env = { ...ensureToolchain(), CHROMIUM: ensureChromium() };
  await ensureInstalled(env);
  mkdirSync(cache, { recursive: true });
  buildFrontend(env);

  const totals = { passed: 0, failed: 0 };
  const postgres = await startPostgres();
  try {
    for (const engine of ['sqlite', 'postgres']) {
      const counts = await runOn(engine, postgres, env);
      totals.passed += counts.passed;
      totals.failed += counts.failed;
    }
  } finally {
    await postgres.stop();
  }
  writeFileSync(join(cache, 'totals.json'), JSON.stringify(totals));
  say(
    `End to end in Chromium, on SQLite and PostgreSQL: ${totals.passed} passed, ${totals.failed} failed`,
  );
  return totals.failed === 0 && totals.passed > 0 ? 0 : 1;
});

function buildFrontend(env) {
  if (
    process.env.E2E_SKIP_BUILD &&
    existsSync(join(root, 'packages/app/dist'))
  ) {
    return;
  }
  const started = Date.now();
  const { status } = spawnSync('yarn', ['workspace', 'app', 'build'], {
    cwd: root,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) {
    throw new Stop('The frontend could not be built; the lines above say why.');
  }
  say(`Frontend built in ${since(started)}`);
}

async function runOn(engine, postgres, env) {
  const port = await freePort();
  const baseUrl = `http://localhost:${port}`;
  const folder = mkdtempSync(join(tmpdir(), 'readiness-e2e-'));
  const config = join(folder, 'app-config.e2e.yaml');
  const data = join(folder, 'data');
  // A folder outside of the repository: what an adopter registers, and what the tests change while the portal runs.
  const playground = join(folder, 'playground');
  mkdirSync(playground, { recursive: true });
  writeFileSync(
    config,
    JSON.stringify(
      configuration({ engine, postgres, port, baseUrl, data, playground }),
    ),
  );

  const log = join(cache, `backend-${engine}.log`);
  const backend = spawn(
    'yarn',
    [
      'workspace',
      'backend',
      'start',
      '--config',
      join(root, 'app-config.yaml'),
      '--config',
      config,
    ],
    { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  );
  const output = createWriteStream(log);
  backend.stdout.pipe(output, { end: false });
  backend.stderr.pipe(output, { end: false });

  try {
    await waitForBackend(baseUrl, backend, log);
    return await runPlaywright(engine, baseUrl, playground, env);
  } finally {
    try {
      process.kill(-backend.pid, 'SIGKILL');
    } catch {
      // It has ended already.
    }
    rmSync(folder, { recursive: true, force: true });
  }
}

function configuration({ engine, postgres, port, baseUrl, data, playground }) {
  const { host, user, password } = postgres;
  return {
    app: { baseUrl },
    backend: {
      baseUrl,
      listen: { port },
      cors: { origin: baseUrl },
      database:
        engine === 'postgres'
          ? {
              client: 'pg',
              prefix: `e2e_${Date.now()}_`,
              connection: { host, port: postgres.port, user, password },
            }
          : { client: 'better-sqlite3', connection: { directory: data } },
    },
    catalog: {
      // Quick enough for a test that adds an entity while it runs.
      processingInterval: { seconds: 10 },
      locations: [
        { type: 'file', target: join(root, 'examples/org.yaml') },
        { type: 'file', target: join(root, 'examples/catalog.yaml') },
        {
          type: 'file',
          target: join(playground, 'catalog-info.yaml'),
        },
      ],
    },
    readiness: {
      seeding: { frequency: { seconds: 5 } },
      repository: { localRoots: [join(root, 'examples'), playground] },
    },
  };
}

async function waitForBackend(baseUrl, backend, log) {
  const started = Date.now();
  let exited = false;
  backend.once('exit', () => {
    exited = true;
  });
  while (Date.now() - started < 180_000 && !exited) {
    try {
      const url = `${baseUrl}/.backstage/health/v1/readiness`;
      if ((await fetch(url, { signal: AbortSignal.timeout(5_000) })).ok) {
        return;
      }
    } catch {
      // Not listening yet.
    }
    await new Promise(resolve => setTimeout(resolve, 500));
  }
  throw new Stop(
    `The backend did not become ready. Its last lines:\n${readFileSync(
      log,
      'utf8',
    )
      .split('\n')
      .slice(-30)
      .join('\n')}`,
  );
}

function runPlaywright(engine, baseUrl, playground, env) {
  const report = join(cache, `report-${engine}.json`);
  rmSync(report, { force: true });
  return new Promise(resolve => {
    const child = spawn(
      'yarn',
      ['playwright', 'test', ...process.argv.slice(2)],
      {
        cwd: root,
        env: {
          ...env,
          E2E_ENGINE: engine,
          E2E_BASE_URL: baseUrl,
          E2E_PLAYGROUND: playground,
          PLAYWRIGHT_JSON_OUTPUT_NAME: report,
        },
        stdio: ['ignore', 'inherit', 'inherit'],
      },
    );
    child.once('exit', () => {
      try {
        const { stats } = JSON.parse(readFileSync(report, 'utf8'));
        // A skipped test proves nothing, so it counts as failed.
        resolve({
          passed: stats.expected + stats.flaky,
          failed: stats.unexpected + stats.skipped,
        });
      } catch {
        resolve({ passed: 0, failed: 1 });
      }
    });
  });
}
