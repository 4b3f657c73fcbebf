/**
 * `yarn test:faults`: three backends on one PostgreSQL audit 2,000 entities while they are killed one after another, the
 * database is restarted and a third of the source host fails. Ends with a summary, and not with 0 when something was
 * audited twice or not at all, a lease stuck, or a finding flapped. Takes two to five minutes.
 */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { startPostgres } from './postgres.mjs';
import {
  ensureInstalled,
  ensureToolchain,
  root,
  run,
  say,
} from './toolchain.mjs';

await run(async () => {
  const env = ensureToolchain();
  await ensureInstalled(env);
  const postgres = await startPostgres();
  say(`PostgreSQL 18 listens on port ${postgres.port}`);
  try {
    return await runFaults(env, postgres);
  } finally {
    await postgres.stop();
  }
});

/** The test asks for restarts of the database: only who started it can do that. */
function runFaults(env, postgres) {
  const { host, port, user, password } = postgres;
  const test = fork(join(root, 'plugins/readiness-backend/faults/run.ts'), {
    cwd: root,
    env: {
      ...env,
      FAULTS_DATABASE: JSON.stringify({ host, port, user, password }),
    },
    execArgv: ['--require', '@backstage/cli/config/nodeTransform.cjs'],
  });
  test.on('message', async message => {
    if (message === 'restart database') {
      await postgres.restart();
      test.send('restarted');
    }
  });
  return new Promise(resolve => {
    test.once('exit', code => resolve(code ?? 1));
  });
}
