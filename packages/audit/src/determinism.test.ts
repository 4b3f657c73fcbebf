import { enterpriseStandard } from '@readiness/plugin-readiness-common';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { auditTree } from './audit';
import { AuditRunner } from './runner/AuditRunner';
import { MemoryTree } from './tree/MemoryTree';
import { readDirectory } from './tree/readDirectory';

// Tests run from the sources.
// eslint-disable-next-line no-restricted-syntax
const services = join(__dirname, '../../../examples/services');

/** With declared and undeclared routes, several languages, workflows, Compose and Kubernetes between them. */
const NAMES = ['practice-hub', 'storefront-web', 'ledger-service'];

describe('the same tree gives the same audit', () => {
  const runners = [1, 2].map(threads => new AuditRunner({ threads }));
  let elsewhere: string;

  beforeAll(() => {
    elsewhere = mkdtempSync(join(tmpdir(), 'elsewhere-'));
  });

  afterAll(async () => {
    rmSync(elsewhere, { recursive: true });
    await Promise.all(runners.map(runner => runner.close()));
  });

  async function audit(runner: AuditRunner, tree: MemoryTree) {
    const { startedAt, durationMs, ...rest } = await auditTree(
      tree,
      enterpriseStandard,
      { runner, source: null, revision: null, catalog: {} },
    );
    return JSON.stringify(rest, null, 1);
  }

  /** The same files, written in the opposite order to another folder. */
  async function moved(name: string, tree: MemoryTree): Promise<MemoryTree> {
    const folder = join(elsewhere, name, 'below');
    for (const [path, content] of [...tree.entries()].reverse()) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    return readDirectory(folder);
  }

  it.each(NAMES)(
    '%s: whatever the threads, the order of files, the folder and what ran before',
    async name => {
      const tree = await readDirectory(join(services, name));
      const backwards = new MemoryTree(
        new Map([...tree.entries()].reverse()),
        tree.skipped,
      );
      // The second runner has judged nothing the first time, and the trees before this one after that.
      const first = await audit(runners[0], tree);
      expect(await audit(runners[1], tree)).toBe(first);
      expect(await audit(runners[1], backwards)).toBe(first);
      expect(await audit(runners[0], await moved(name, tree))).toBe(first);
    },
    120_000,
  );
});
