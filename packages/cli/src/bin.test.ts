import { execFileSync } from 'child_process';
import { resolve } from 'path';

// Tests run from the sources.
// eslint-disable-next-line no-restricted-syntax
const ROOT = resolve(__dirname, '../../..');

/** The command as people start it: bundled, with its process for the judging and its thread for the parsing. */
function readiness(...args: string[]): string {
  return execFileSync(
    process.execPath,
    [resolve(ROOT, 'packages/cli/bin/readiness'), ...args],
    { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  );
}

describe('bin/readiness', () => {
  it('decides every check about a tree', () => {
    const audit = JSON.parse(
      readiness('audit', 'examples/services/storefront-web', '--format=json'),
    );
    expect(audit.results.length).toBeGreaterThan(80);
    expect(
      audit.results.filter(({ summary }: { summary: string }) =>
        summary.startsWith('Could not be decided'),
      ),
    ).toEqual([]);
  }, 120_000);
});
