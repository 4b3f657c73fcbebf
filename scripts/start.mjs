/**
 * `npm start`: the demo portal, from whatever the machine has to an address in the browser.
 * Options are handed to `backstage-cli repo start`, for instance `npm start -- --config app-config.yaml`.
 */
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import {
  ensureInstalled,
  ensureToolchain,
  root,
  run,
  say,
  since,
  Stop,
} from './toolchain.mjs';

const FRONTEND = 'http://localhost:3000';
const BACKEND_HEALTH = 'http://localhost:7007/.backstage/health/v1/readiness';

await run(async () => {
  const started = Date.now();
  const env = ensureToolchain();
  await ensureInstalled(env);
  await assertPortFree(3000, 'the frontend');
  await assertPortFree(7007, 'the backend');

  say('Starting the portal: backend on port 7007, frontend on port 3000');
  const child = spawn(
    'yarn',
    ['backstage-cli', 'repo', 'start', ...process.argv.slice(2)],
    {
      cwd: root,
      // Development keeps its own settings readable by both packages.
      env: { ...env, NODE_ENV: 'development' },
      stdio: ['ignore', 'inherit', 'inherit'],
      // A group of its own, so that one signal ends the command line tool, its servers and their children.
      detached: process.platform !== 'win32',
      shell: process.platform === 'win32',
    },
  );
  const exited = new Promise(resolve =>
    child.once('exit', (code, signal) => resolve(signal ? 1 : code)),
  );
  const stop = endOnSignal(child);

  if (await waitForPortal(exited)) {
    say(
      `Ready after ${since(started)}. Open ${FRONTEND} and sign in as guest.`,
    );
    say('The first audits finish within a minute. Ctrl+C stops everything.');
  }
  const status = await exited;
  return stop.requested ? 0 : status ?? 1;
});

function endOnSignal(child) {
  const stop = { requested: false };
  const kill = signal => {
    try {
      if (process.platform === 'win32') {
        child.kill();
      } else {
        process.kill(-child.pid, signal);
      }
    } catch {
      // The group has ended already.
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (!stop.requested) {
        stop.requested = true;
        say('Stopping');
        kill('SIGTERM');
        setTimeout(() => kill('SIGKILL'), 15_000).unref();
      }
    });
  }
  // Servers that outlived the command line tool would hold the ports.
  child.once('exit', () => kill('SIGKILL'));
  return stop;
}

async function waitForPortal(exited) {
  let ended = false;
  exited.then(() => {
    ended = true;
  });
  while (!ended) {
    const answers = await Promise.all([
      answered(FRONTEND),
      answered(BACKEND_HEALTH),
    ]);
    if (answers.every(Boolean)) {
      return true;
    }
    await new Promise(resolve => setTimeout(resolve, 500));
  }
  return false;
}

async function answered(url) {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(5_000) })).ok;
  } catch {
    return false;
  }
}

/** Asks on both address families: a server on one of them is enough to be in the way. */
async function assertPortFree(port, whose) {
  for (const host of ['127.0.0.1', '::']) {
    await new Promise((resolve, reject) => {
      const server = createServer();
      server.once('error', error =>
        error.code === 'EADDRINUSE'
          ? reject(
              new Stop(
                `Port ${port} is taken, and ${whose} needs it. Stop what listens there (try "lsof -i :${port}") and start again.`,
              ),
            )
          : resolve(),
      );
      server.listen({ port, host }, () => server.close(resolve));
    });
  }
}
