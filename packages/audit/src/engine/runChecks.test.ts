import { MemoryTree } from '../tree/MemoryTree';
import { defineCheck } from './defineCheck';
import { defineExtractor } from './defineExtractor';
import { runChecks } from './runChecks';
import { Check } from './types';

function check(id: string, evaluate: Check['evaluate']): Check {
  return defineCheck({
    id,
    area: 'logging',
    severity: 'high',
    confidence: 'likely',
    phase: 'observability',
    effort: 'small',
    title: id,
    description: '',
    failureMode: '',
    manifestation: '',
    impact: '',
    remediation: '',
    guardrail: {},
    references: [],
    evaluate,
  });
}

const tree = new MemoryTree(
  new Map([
    ['a.py', Buffer.from('if True:\n    password = "hunter2hunter2"\n')],
  ]),
);

describe('runChecks', () => {
  it('runs an extractor once for all checks that ask, and not at all when none does', async () => {
    const extract = jest.fn(() => 1);
    const never = jest.fn(() => 1);
    const facts = defineExtractor({ id: 'facts', extract });
    defineExtractor({ id: 'never', extract: never });
    const ask = (id: string) =>
      check(id, async context => {
        await context.facts(facts);
        return { status: 'pass', summary: '' };
      });
    await runChecks({ tree, checks: [ask('a'), ask('b')] });
    expect(extract).toHaveBeenCalledTimes(1);
    expect(never).not.toHaveBeenCalled();
  });

  it('makes unknown what depends on a crash, and goes on', async () => {
    const broken = defineExtractor({
      id: 'broken',
      extract: () => {
        throw new Error('bad grammar');
      },
    });
    const { results } = await runChecks({
      tree,
      checks: [
        check('needs-facts', async context => {
          await context.facts(broken);
          return { status: 'pass', summary: '' };
        }),
        check('crashes', () => {
          throw new Error('oh no');
        }),
        check('works', () => ({ status: 'pass', summary: 'fine' })),
      ],
    });
    expect(results.map(({ status, summary }) => [status, summary])).toEqual([
      [
        'unknown',
        'Could not be decided: the facts "broken" could not be read: bad grammar',
      ],
      ['unknown', 'Could not be decided: oh no'],
      ['pass', 'fine'],
    ]);
  });

  it('cuts snippets at the place and masks secrets in them', async () => {
    const { results } = await runChecks({
      tree,
      checks: [
        check('a', () => ({
          status: 'fail',
          summary: '',
          share: 0.25,
          evidence: [{ path: 'a.py', line: 2 }],
        })),
      ],
    });
    expect(results[0]).toMatchObject({ status: 'fail', share: 0.25 });
    expect(results[0].evidence[0].snippet).toBe('password = "hu…"');
  });

  it("shows extractors only what is the project's own", async () => {
    const seen: string[] = [];
    const facts = defineExtractor({
      id: 'facts',
      extract: context => {
        seen.push(...context.tree.files.map(({ path }) => path));
        expect(context.tree.read('demo/compose.yaml')).toBeUndefined();
      },
    });
    await runChecks({
      tree: new MemoryTree(
        new Map([
          ['.gitattributes', Buffer.from('demo/** linguist-vendored\n')],
          ['compose.yaml', Buffer.from('services: {}\n')],
          ['demo/compose.yaml', Buffer.from('services: {}\n')],
        ]),
      ),
      checks: [
        check('a', async context => {
          await context.facts(facts);
          return { status: 'pass', summary: '' };
        }),
      ],
    });
    expect(seen).toEqual(['.gitattributes', 'compose.yaml']);
  });

  it('reports what could not be read once', async () => {
    const facts = defineExtractor({
      id: 'facts',
      extract: context => {
        context.skip('x.yaml', 'unparsable: tab');
        context.skip('x.yaml', 'unparsable: tab');
      },
    });
    const { skipped } = await runChecks({
      tree,
      checks: [
        check('a', async context => {
          await context.facts(facts);
          return { status: 'unknown', summary: '' };
        }),
      ],
    });
    expect(skipped).toEqual([{ path: 'x.yaml', reason: 'unparsable: tab' }]);
  });

  it('stops between checks when it is aborted', async () => {
    const controller = new AbortController();
    const second = jest.fn();
    await expect(
      runChecks({
        tree,
        signal: controller.signal,
        checks: [
          check('a', () => {
            controller.abort(new Error('shutting down'));
            return { status: 'pass', summary: '' };
          }),
          check('b', second),
        ],
      }),
    ).rejects.toThrow('shutting down');
    expect(second).not.toHaveBeenCalled();
  });

  it('lists a bounded number of places, with the lines of the first ones', async () => {
    const evidence = Array.from({ length: 6_000 }, () => ({
      path: 'a.py',
      line: 1,
    }));
    const { results } = await runChecks({
      tree,
      checks: [
        check('floods', () => ({ status: 'fail', summary: 'much', evidence })),
      ],
    });
    expect(results[0].summary).toBe('much (5000 of 6000 places are listed)');
    expect(results[0].evidence).toHaveLength(5_000);
    expect(
      results[0].evidence.filter(({ snippet }) => snippet !== undefined),
    ).toHaveLength(1_000);
  });
});
