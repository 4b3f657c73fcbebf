/**
 * `npm test`: all unit, case and integration tests, on SQLite and on a PostgreSQL that is started here.
 * `npm test -- <jest options>` runs some of them.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  ensureInstalled,
  ensureToolchain,
  root,
  run,
  say,
  since,
} from './toolchain.mjs';
import { startPostgres } from './postgres.mjs';

await run(async () => {
  const started = Date.now();
  const env = ensureToolchain();
  await ensureInstalled(env);

  const postgres = await startPostgres();
  say(
    `Testing on SQLite (better-sqlite3, in memory) and PostgreSQL 18 (port ${postgres.port})`,
  );
  const report = join(root, '.cache', 'test-results.json');
  mkdirSync(join(root, '.cache'), { recursive: true });
  rmSync(report, { force: true });
  let status;
  try {
    status = await runJest(env, postgres, report);
  } finally {
    await postgres.stop();
  }

  let results;
  try {
    results = JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    say('The test runner left no results');
    return status || 1;
  }
  const suites = results.numFailedTestSuites
    ? `; ${results.numFailedTestSuites} of ${results.numTotalTestSuites} files failed`
    : `, ${results.numTotalTestSuites} files`;
  say(
    `${results.numPassedTests} tests passed, ${
      results.numFailedTests
    } failed${suites}, on SQLite and PostgreSQL, in ${since(started)}`,
  );
  return results.numPassedTests > 0 ? status : 1;
});

function runJest(env, postgres, report) {
  return new Promise(resolve => {
    const child = spawn(
      'yarn',
      [
        'backstage-cli',
        'repo',
        'test',
        '--watchAll=false',
        '--json',
        `--outputFile=${report}`,
        ...process.argv.slice(2),
      ],
      {
        cwd: root,
        env: {
          ...env,
          CI: '1',
          BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING:
            postgres.connectionString,
        },
        // The JSON report also goes to standard output; people want the other one.
        stdio: ['ignore', 'ignore', 'inherit'],
        shell: process.platform === 'win32',
      },
    );
    child.once('exit', code => resolve(code ?? 1));
  });
}
