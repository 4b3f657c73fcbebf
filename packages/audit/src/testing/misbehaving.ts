import { AvailableChecks } from '../engine/availableChecks';
import { defineCheck } from '../engine/defineCheck';
import { defineExtractor } from '../engine/defineExtractor';
import { Check, CheckContext, CheckOutcome, Extractor } from '../engine/types';

/** Checks that misbehave in every way that the runner has to survive. Only for its tests. */

function checkThat(
  id: string,
  evaluate: (context: CheckContext) => Promise<CheckOutcome> | CheckOutcome,
): Check {
  return defineCheck({
    id,
    area: 'testing',
    severity: 'low',
    confidence: 'certain',
    phase: 'testing-and-tooling',
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

const fine: CheckOutcome = { status: 'pass', summary: 'fine' };

function loopForEver(): never {
  for (;;) {
    // Nothing can interrupt this.
  }
}

const throwing = defineExtractor<string>({
  id: 'throwing',
  extract: () => {
    throw new Error('a file is odd');
  },
});
const looping = defineExtractor<string>({
  id: 'looping',
  extract: () => loopForEver(),
});
const circular: Extractor<string> = defineExtractor<string>({
  id: 'circular',
  extract: ({ facts }) => facts(circular),
});
const aborting = defineExtractor<string>({
  id: 'aborting',
  extract: () => process.abort(),
});

/** Needs an extractor that another one needs first. */
const nested = defineExtractor<string>({
  id: 'nested',
  extract: ({ facts }) => facts(looping),
});

const needing = (id: string, extractor: typeof looping) =>
  checkThat(id, async ({ facts }) => {
    await facts(extractor);
    return fine;
  });

const CHECKS: Check[] = [
  checkThat('well-behaved', () => fine),
  checkThat('throws', () => {
    throw new Error('no idea');
  }),
  // Not an error, as careless code throws.
  checkThat('throws-text', () => Promise.reject('just text')),
  checkThat('loops', () => loopForEver()),
  checkThat('never-answers', () => new Promise<CheckOutcome>(() => {})),
  checkThat('aborts', () => process.abort()),
  checkThat('exits', () => process.exit(0)),
  checkThat('fills-the-heap', () => {
    const held: unknown[] = [];
    for (;;) {
      held.push(new Array(1000).fill({}));
    }
  }),
  checkThat('fills-the-memory', async () => {
    const held: Buffer[] = [];
    for (;;) {
      held.push(Buffer.alloc(32 * 1024 * 1024, 1));
      await new Promise(resolve => setTimeout(resolve, 5));
    }
  }),
  checkThat('forgets-a-rejection', () => {
    Promise.reject(new Error('nobody listens'));
    return fine;
  }),
  checkThat('says-nothing', () => undefined as unknown as CheckOutcome),
  needing('needs-throwing', throwing),
  needing('needs-looping', looping),
  needing('needs-looping-too', looping),
  needing('needs-nested', nested),
  needing('needs-circular', circular),
  needing('needs-aborting', aborting),
  checkThat('reads-large-files', async ({ syntax }) => {
    for (const file of await syntax.files({})) {
      if (file.root.text().includes('hang here')) {
        loopForEver();
      }
    }
    return fine;
  }),
];

export function misbehavingChecks(): AvailableChecks {
  return {
    all: CHECKS,
    byId: id => {
      const check = CHECKS.find(({ definition }) => definition.id === id);
      if (!check) {
        throw new Error(`There is no check "${id}"`);
      }
      return check;
    },
  };
}
