/** All checks of `.ci/run`, one after the other; a failing one does not hide the next. */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  ensureInstalled,
  ensureToolchain,
  root,
  run,
  say,
  since,
} from './toolchain.mjs';

const TESTS = join(root, '.cache/test-results.json');
const END_TO_END = join(root, '.cache/e2e/totals.json');

const yarn = (...args) => ['yarn', args];
const STEPS = [
  { name: 'tests', command: ['npm', ['test']], counts: testCounts },
  { name: 'types', command: yarn('tsc', '--pretty', 'false') },
  { name: 'lint', command: yarn('lint', '--max-warnings', '0') },
  { name: 'formatting', command: yarn('prettier:check') },
  { name: 'API and SQL reports', command: yarn('api-reports', '--ci') },
  { name: 'production build', command: yarn('build') },
  {
    name: 'end to end',
    command: yarn('test:e2e'),
    env: { E2E_SKIP_BUILD: '1' },
    counts: endToEndCounts,
  },
];

await run(async () => {
  const env = ensureToolchain();
  await ensureInstalled(env);
  rmSync(TESTS, { force: true });
  rmSync(END_TO_END, { force: true });

  const totals = { passed: 0, failed: 0 };
  for (const step of STEPS) {
    const started = Date.now();
    say(`${step.name} …`);
    const [command, args] = step.command;
    const { status } = spawnSync(command, args, {
      cwd: root,
      env: { ...env, ...step.env, CI: '1' },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const passed = status === 0;
    say(`${step.name}: ${passed ? 'passed' : 'FAILED'} in ${since(started)}`);

    const counts = step.counts?.() ?? { passed: 0, failed: 0 };
    totals.passed += counts.passed + (passed ? 1 : 0);
    totals.failed += counts.failed + (passed ? 0 : 1);
  }
  console.log(`${totals.passed} passed, ${totals.failed} failed`);
  return totals.failed === 0 ? 0 : 1;
});

function testCounts() {
  const results = read(TESTS);
  return {
    passed: results?.numPassedTests ?? 0,
    // A file that could not even run counts, and so does a test that was skipped.
    failed:
      (results?.numFailedTests ?? 0) +
      (results?.numRuntimeErrorTestSuites ?? 0) +
      (results?.numPendingTests ?? 0),
  };
}

function endToEndCounts() {
  return read(END_TO_END) ?? { passed: 0, failed: 0 };
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
