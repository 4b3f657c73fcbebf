import {
  createTestDatabases,
  databaseIds,
} from '../../__testUtils__/databases';
import {
  claim,
  createAudit,
  createEntity,
  seed,
  writeAuditOf,
} from '../../__testUtils__/fixtures';
import { failRun } from './failRun';
import { readSummary } from './readSummary';
import { sleepHost } from './sleepHost';

jest.setTimeout(60_000);
const databases = createTestDatabases();
const ref = (name: string) => `component:default/${name}`;

describe.each(databaseIds)('readSummary on %s', id => {
  it('counts states and hosts, of what is visible', async () => {
    const knex = await databases.migrated(id);
    const host = 'git.example.com';
    await seed(knex, [createEntity('done'), createEntity('failed')]);
    await seed(
      knex,
      ['a', 'b', 'dead'].map(name => createEntity(name)),
      {
        host,
      },
    );
    await seed(knex, [createEntity('x', { owner: 'group:default/b' })], {
      host: 'other.example.com',
    });
    await writeAuditOf(knex, createAudit(ref('done'), []));
    for (const [name, maxAttempts] of [
      ['failed', 3],
      ['dead', 1],
    ] as const) {
      const run = await claim(knex, ref(name));
      await failRun({
        knex,
        run,
        message: 'no',
        retryInSeconds: 600,
        maxAttempts,
      });
    }
    await claim(knex, ref('b'));
    await sleepHost({ knex, host, seconds: 60, reason: 'HTTP 429' });

    expect(await readSummary({ knex, visibility: undefined })).toEqual({
      states: { queued: 2, running: 1, done: 1, failed: 1, 'dead-letter': 1 },
      oldestDueAt: expect.any(String),
      hosts: [
        {
          host,
          waiting: 1,
          running: 1,
          rateLimitedUntil: expect.any(String),
          reason: 'HTTP 429',
        },
        {
          host: 'other.example.com',
          waiting: 1,
          running: 0,
          rateLimitedUntil: null,
          reason: null,
        },
      ],
    });
    expect(
      await readSummary({
        knex,
        visibility: { column: 'owner', values: ['group:default/none'] },
      }),
    ).toEqual({
      states: { queued: 0, running: 0, done: 0, failed: 0, 'dead-letter': 0 },
      oldestDueAt: null,
      hosts: [],
    });
  });
});
