/**
 * `yarn bench audit`: measures the audit engine on this repository, the demo services and a generated tree, next to
 * plain reading and parsing. See BENCHMARKS.md. Needs no network after the installation.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureInstalled, ensureToolchain, root, run } from './toolchain.mjs';

const BENCHMARKS = { audit: 'packages/audit/bench/audit.ts' };

await run(async () => {
  const [name = 'audit', ...rest] = process.argv.slice(2);
  const script = BENCHMARKS[name];
  if (!script) {
    throw new Error(
      `There is no benchmark "${name}", only ${Object.keys(BENCHMARKS).join(
        ', ',
      )}`,
    );
  }
  const env = ensureToolchain();
  await ensureInstalled(env);
  const { status } = spawnSync(
    'node',
    [
      '--require',
      '@backstage/cli/config/nodeTransform.cjs',
      join(root, script),
      ...rest,
    ],
    { cwd: root, env, stdio: 'inherit' },
  );
  return status ?? 1;
});
