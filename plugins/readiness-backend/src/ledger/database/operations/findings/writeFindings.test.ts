import { Knex } from 'knex';
import { fromDbTime, nowPlus } from '../../../../database/time';
import {
  createTestDatabases,
  databaseIds,
} from '../../../../__testUtils__/databases';
import {
  createAudit,
  createCheck,
  createEntity,
  createResult,
  seed,
  writeAuditOf,
} from '../../../../__testUtils__/fixtures';
import { readKnownFindings } from './readKnownFindings';

jest.setTimeout(60_000);
const databases = createTestDatabases();
const entityRef = 'component:default/one';
const check = createCheck('log-levels', { severity: 'critical' });
const DAY = 86400_000;

describe.each(databaseIds)('writeFindings on %s', id => {
  const audit = (
    knex: Knex,
    status: 'pass' | 'fail' | 'unknown',
    subjects?: string[],
    of = check,
  ) =>
    writeAuditOf(
      knex,
      createAudit(entityRef, [createResult(of, status, subjects)]),
    );
  const days = (row: { first_seen_at: Date; due_at: Date }) =>
    (Date.parse(fromDbTime(row.due_at)) -
      Date.parse(fromDbTime(row.first_seen_at))) /
    DAY;

  it('opens, resolves and reopens with the same clock', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one')]);
    await audit(knex, 'fail');
    const [opened] = await knex('findings');
    expect(opened).toMatchObject({ state: 'open', due_factor: 2, line: 3 });
    expect(days(opened)).toBe(14);

    await audit(knex, 'unknown');
    expect(await knex('findings')).toEqual([opened]);

    await audit(knex, 'pass');
    const [resolved] = await knex('findings');
    expect(resolved).toEqual({
      ...opened,
      state: 'resolved',
      resolved_at: expect.anything(),
    });

    await audit(knex, 'fail');
    expect(await knex('findings')).toEqual([opened]);
  });

  it('starts the clock again for what was away for more than 30 days', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one')]);
    await audit(knex, 'fail');
    await audit(knex, 'pass');
    await knex('findings').update({
      first_seen_at: nowPlus(knex, -40 * 86400),
      resolved_at: nowPlus(knex, -31 * 86400),
    });
    expect((await readKnownFindings({ knex, entityRef })).size).toBe(0);
    await audit(knex, 'fail');
    const [row] = await knex('findings');
    expect(Date.now() - Date.parse(fromDbTime(row.first_seen_at))).toBeLessThan(
      DAY,
    );
    expect(row).toMatchObject({ due_factor: 1, state: 'open' });
    expect(days(row)).toBe(7);
  });

  it('gives single time to what a later audit finds, and moves due dates with severity and confidence', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one')]);
    await audit(knex, 'pass');
    await audit(knex, 'fail');
    expect(days(await knex('findings').first())).toBe(7);

    await audit(knex, 'fail', undefined, { ...check, severity: 'medium' });
    expect(days(await knex('findings').first())).toBe(90);
    await audit(knex, 'fail', undefined, { ...check, confidence: 'plausible' });
    expect((await knex('findings').first()).due_at).toBeNull();
    expect(
      (await readKnownFindings({ knex, entityRef })).values().next().value,
    ).toEqual({ firstSeenAt: expect.any(String) });
  });

  it('takes hundreds at once and writes none of them twice', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one')]);
    const subjects = Array.from({ length: 450 }, (_, index) => `s${index}`);
    await audit(knex, 'fail', subjects);
    const before = await knex('findings').orderBy('fingerprint');
    expect(before).toHaveLength(450);

    const statements: string[] = [];
    knex.on('query', ({ sql }) => statements.push(sql));
    await audit(knex, 'fail', subjects);
    expect(
      statements.filter(sql => /^(insert into|update) .findings/.test(sql)),
    ).toEqual([]);
    await audit(knex, 'fail', subjects.slice(0, 10));
    expect(await knex('findings').where({ state: 'resolved' })).toHaveLength(
      440,
    );
  });
});
