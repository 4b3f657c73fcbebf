import { Knex } from 'knex';
import {
  createTestDatabases,
  databaseIds,
} from '../../../../__testUtils__/databases';
import {
  auditEntity,
  createEntity,
  createResult,
  seed,
} from '../../../../__testUtils__/fixtures';
import {
  checks,
  critical,
  entityRef,
  judged,
  low,
  waive,
} from '../../../../__testUtils__/waivers';
import { readScoreHistory } from './readScoreHistory';
import { removeOldHistory } from './removeOldHistory';

jest.setTimeout(60_000);
const databases = createTestDatabases();

describe.each(databaseIds)('readScoreHistory on %s', id => {
  const audit = (
    knex: Knex,
    status: 'fail' | 'pass',
    changes: { revision?: string; rulesHash?: string } = {},
  ) =>
    auditEntity(
      knex,
      entityRef,
      [createResult(critical, status, ['a', 'b']), createResult(low, 'fail')],
      checks,
      changes,
    );

  it('has a row for each change and none without, each with its cause', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one')]);
    await audit(knex, 'fail');
    await audit(knex, 'fail', { revision: 'r2' });
    const [first, ...none] = await readScoreHistory({ knex, entityRef });
    expect(none).toEqual([]);
    expect(first).toMatchObject({
      causes: ['first'],
      revision: 'r1',
      findings: { critical: 2, high: 0, medium: 0, low: 1 },
      areas: [
        { id: 'secrets-and-credentials', from: null, to: 0 },
        { id: 'logging', from: null, to: 0 },
      ],
      cameAndWent: [
        { check: 'hard-coded', came: 2, went: 0 },
        { check: 'untidy', came: 1, went: 0 },
      ],
    });

    await audit(knex, 'pass', { revision: 'r3' });
    await audit(knex, 'fail', { revision: 'r3', rulesHash: 'others' });
    const ids = await knex('findings')
      .where('check_id', 'hard-coded')
      .pluck('id');
    await waive(knex, {
      kind: 'false-positive',
      findings: ids,
      reason: 'x',
    });
    await judged(knex);
    const [waived, rules, service] = await readScoreHistory({
      knex,
      entityRef,
    });
    expect(service).toMatchObject({
      causes: ['service'],
      revision: 'r3',
      areas: [{ id: 'secrets-and-credentials', from: 0, to: 10 }],
      cameAndWent: [{ check: 'hard-coded', came: 0, went: 2 }],
    });
    expect(rules).toMatchObject({
      causes: ['rules'],
      cameAndWent: [{ check: 'hard-coded', came: 2, went: 0 }],
    });
    expect(waived).toMatchObject({
      causes: ['waiver'],
      areas: [{ id: 'secrets-and-credentials', from: 0, to: 10 }],
    });
  });

  it('forgets old changes but the last one', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one')]);
    await audit(knex, 'fail');
    await audit(knex, 'pass', { revision: 'r2' });
    await removeOldHistory({ knex, keepDays: 1 });
    expect(await readScoreHistory({ knex, entityRef })).toHaveLength(2);
    await knex('score_history').update({ at: '2020-01-01 00:00:00.000' });
    await knex('daily_rollups').insert({
      ...(await knex('daily_rollups').first()),
      day: '2020-01-01',
    });
    const days = (await knex('daily_rollups')).length;
    await removeOldHistory({ knex, keepDays: 1 });
    expect(await readScoreHistory({ knex, entityRef })).toMatchObject([
      { revision: 'r2' },
    ]);
    expect(await knex('daily_rollups')).toHaveLength(days - 1);
  });
});
