import { join } from 'path';
import { misbehavingChecks } from '../testing/misbehaving';
import { MemoryTree } from '../tree/MemoryTree';
import { AuditRunner } from './AuditRunner';

const tree = (files: Record<string, string> = { 'a.py': 'x = 1\n' }) =>
  new MemoryTree(
    new Map(
      Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]),
    ),
  );

describe('isolation', () => {
  const runners: AuditRunner[] = [];

  /** Runs misbehaving checks in real processes. */
  async function judge(
    checks: string[],
    options: ConstructorParameters<typeof AuditRunner>[0] = {},
    files?: Record<string, string>,
  ) {
    const runner = new AuditRunner(
      { checkDeadlineMs: 1500, threads: 1, ...options },
      {
        entry: join(__dirname, '../testing/misbehavingChild.ts'),
        available: misbehavingChecks,
      },
    );
    runners.push(runner);
    const { results, skipped } = await runner.run({
      tree: tree(files),
      checks,
    });
    expect(results.map(({ check }) => check)).toEqual(checks);
    return {
      skipped,
      results: Object.fromEntries(
        results.map(({ check, status, summary }) => [
          check,
          `${status}: ${summary}`,
        ]),
      ),
    };
  }

  afterAll(() => Promise.all(runners.map(runner => runner.close())));

  it('names what throws and goes on', async () => {
    const { results } = await judge([
      'throws',
      'throws-text',
      'says-nothing',
      'forgets-a-rejection',
      'needs-throwing',
      'needs-circular',
      'well-behaved',
    ]);
    expect(results).toEqual({
      throws: 'unknown: Could not be decided: no idea',
      'throws-text': 'unknown: Could not be decided: just text',
      'says-nothing': expect.stringMatching(/^unknown: /),
      'forgets-a-rejection': 'pass: fine',
      'needs-throwing':
        'unknown: Could not be decided: the facts "throwing" could not be read: a file is odd',
      'needs-circular': expect.stringContaining(
        'the facts "circular" depend on themselves',
      ),
      'well-behaved': 'pass: fine',
    });
  }, 60_000);

  it('stops what loops or never answers, and goes on', async () => {
    const { results } = await judge(['loops', 'never-answers', 'well-behaved']);
    expect(results).toEqual({
      loops: 'unknown: Could not be decided: took longer than 1.5 s.',
      'never-answers': 'unknown: Could not be decided: took longer than 1.5 s.',
      'well-behaved': 'pass: fine',
    });
  }, 60_000);

  it('pays the deadline of an extractor once, whoever needs it', async () => {
    const { results } = await judge([
      'needs-looping',
      'needs-looping-too',
      'needs-nested',
      'well-behaved',
    ]);
    const reason =
      'the facts "looping" could not be read: took longer than 1.5 s';
    expect(results).toEqual({
      'needs-looping': `unknown: Could not be decided: ${reason}`,
      'needs-looping-too': `unknown: Could not be decided: ${reason}`,
      'needs-nested': `unknown: Could not be decided: the facts "nested" could not be read: ${reason}`,
      'well-behaved': 'pass: fine',
    });
  }, 60_000);

  it('survives the end of the process', async () => {
    const { results } = await judge([
      'aborts',
      'exits',
      'needs-aborting',
      'well-behaved',
    ]);
    expect(results).toEqual({
      aborts: expect.stringContaining(
        'unknown: Could not be decided: the process that judges ended with',
      ),
      exits: expect.stringContaining('ended with status 0'),
      'needs-aborting': expect.stringContaining(
        'the facts "aborting" could not be read: the process that judges ended with',
      ),
      'well-behaved': 'pass: fine',
    });
  }, 60_000);

  it('bounds the heap and the memory beside it', async () => {
    const { results } = await judge(
      ['fills-the-heap', 'fills-the-memory', 'well-behaved'],
      { memoryMb: 128, checkDeadlineMs: 30_000 },
    );
    // Only Linux tells how much memory another process takes.
    const outOfMemory = expect.stringMatching(
      process.platform === 'linux' ? /needed more than/ : /^unknown: /,
    );
    expect(results).toEqual({
      'fills-the-heap': expect.stringContaining(
        'unknown: Could not be decided: the process that judges ended with',
      ),
      'fills-the-memory': outOfMemory,
      'well-behaved': 'pass: fine',
    });
  }, 120_000);

  it('leaves the large file out at which it hung', async () => {
    const line = '# hang here\nx = 1\n';
    const { results, skipped } = await judge(
      ['reads-large-files', 'well-behaved'],
      {},
      { 'large.py': line.repeat(5000), 'small.py': 'x = 1\n' },
    );
    expect(results).toEqual({
      'reads-large-files': 'pass: fine',
      'well-behaved': 'pass: fine',
    });
    expect(skipped).toEqual([
      { path: 'large.py', reason: 'unparsable: took longer than 1.5 s' },
    ]);
  }, 60_000);

  it('gives up on a tree that costs process after process', async () => {
    const began = Date.now();
    const checks = [
      'loops',
      'never-answers',
      'needs-looping',
      'aborts',
      'exits',
      'needs-aborting',
      'well-behaved',
    ];
    const { results } = await judge(checks, { checkDeadlineMs: 700 });
    expect(
      Object.values(results).every(text => text.startsWith('unknown: ')),
    ).toBe(true);
    expect(Date.now() - began).toBeLessThan(45_000);
  }, 60_000);

  it('ends within the deadline of the whole audit', async () => {
    const { results } = await judge(['never-answers', 'well-behaved'], {
      checkDeadlineMs: 60_000,
      auditDeadlineMs: 1500,
    });
    expect(results).toEqual({
      'never-answers': expect.stringContaining(
        'the audit took longer than 1.5 s',
      ),
      'well-behaved': expect.stringContaining(
        'the audit took longer than 1.5 s',
      ),
    });
  }, 60_000);
});
