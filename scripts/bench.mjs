/**
 * `yarn bench audit`: measures the audit engine on this repository, the demo services and a generated tree, next to
 * plain reading and parsing. `yarn bench ledger [entities]`: measures pages and writing on a PostgreSQL that is started
 * here. `yarn bench queue [claims|audits]`: measures claiming, skipping and writing. See BENCHMARKS.md. Needs no network after the installation.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { startPostgres } from './postgres.mjs';
import { ensureInstalled, ensureToolchain, root, run } from './toolchain.mjs';

const BENCHMARKS = {
  audit: { script: 'packages/audit/bench/audit.ts' },
  ledger: {
    script: 'plugins/readiness-backend/bench/ledger.ts',
    needsPostgres: true,
  },
  queue: {
    script: 'plugins/readiness-backend/bench/queue.ts',
    needsPostgres: true,
  },
};

await run(async () => {
  const [name = 'audit', ...rest] = process.argv.slice(2);
  const benchmark = BENCHMARKS[name];
  if (!benchmark) {
    throw new Error(
      `There is no benchmark "${name}", only ${Object.keys(BENCHMARKS).join(
        ', ',
      )}`,
    );
  }
  const env = ensureToolchain();
  await ensureInstalled(env);
  if (!benchmark.needsPostgres) {
    return measure(benchmark.script, rest, env);
  }
  const postgres = await startPostgres();
  try {
    return measure(benchmark.script, rest, {
      ...env,
      READINESS_BENCH_POSTGRES: `${postgres.connectionString}/postgres`,
    });
  } finally {
    await postgres.stop();
  }
});

function measure(script, options, env) {
  const { status } = spawnSync(
    'node',
    [
      '--require',
      '@backstage/cli/config/nodeTransform.cjs',
      join(root, script),
      ...options,
    ],
    { cwd: root, env, stdio: 'inherit' },
  );
  return status ?? 1;
}
