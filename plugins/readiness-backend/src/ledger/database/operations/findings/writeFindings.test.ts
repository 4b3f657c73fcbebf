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

  const kinds = async (knex: Knex) =>
    (await knex('finding_events').orderBy('id')).map(({ kind }) => kind);

  it('opens, resolves and reopens with the same id and clock, and tells it', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one')]);
    await audit(knex, 'fail');
    const [opened] = await knex('findings');
    expect(opened).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      state: 'open',
      due_factor: 2,
      line: 3,
      severity_rank: 0,
      owner: 'group:default/team-a',
      first_owner: 'group:default/team-a',
      version: 1,
    });
    expect(days(opened)).toBe(14);

    await audit(knex, 'unknown');
    expect(await knex('findings')).toEqual([opened]);

    await audit(knex, 'pass');
    const [resolved] = await knex('findings');
    expect(resolved).toEqual({
      ...opened,
      state: 'resolved',
      resolved_at: expect.anything(),
      updated_at: expect.anything(),
      version: 2,
    });

    await audit(knex, 'fail');
    expect(await knex('findings')).toEqual([
      {
        ...opened,
        state: 'reopened',
        updated_at: expect.anything(),
        version: 3,
      },
    ]);
    const events = await knex('finding_events').orderBy('id');
    expect(events).toMatchObject([
      { kind: 'opened', from_state: null, to_state: 'open' },
      { kind: 'resolved', from_state: 'open', to_state: 'resolved' },
      { kind: 'reopened', from_state: 'resolved', to_state: 'reopened' },
    ]);
    events.forEach(event =>
      expect(event).toMatchObject({
        finding_id: opened.id,
        entity_ref: entityRef,
        actor: null,
        revision: 'r1',
        audit_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      }),
    );
    expect(new Set(events.map(event => event.audit_id)).size).toBe(3);
  });

  it('never takes back what a person said', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one')]);
    await audit(knex, 'fail');
    await knex('findings').update({
      state: 'in-progress',
      assignee: 'user:default/mia',
      ticket: 'https://example.com/1',
    });
    const before = await knex('findings');
    await audit(knex, 'fail');
    await audit(knex, 'unknown');
    expect(await knex('findings')).toEqual(before);
    await audit(knex, 'fail', undefined, { ...check, severity: 'low' });
    expect(await knex('findings')).toMatchObject([
      {
        state: 'in-progress',
        assignee: 'user:default/mia',
        ticket: 'https://example.com/1',
        severity: 'low',
        severity_rank: 3,
      },
    ]);
    expect(await kinds(knex)).toEqual(['opened', 'severity-changed']);
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
    await audit(knex, 'fail');
    const [row] = await knex('findings');
    expect(Date.now() - Date.parse(fromDbTime(row.first_seen_at))).toBeLessThan(
      DAY,
    );
    expect(row).toMatchObject({ due_factor: 1, state: 'reopened' });
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
    await knex('findings').update({ confirmed_at: nowPlus(knex, -86400) });
    await audit(knex, 'fail', undefined, { ...check, confidence: 'plausible' });
    const [{ due_at: dueAt }] = await knex('findings');
    expect(Math.round((Date.parse(fromDbTime(dueAt)) - Date.now()) / DAY)).toBe(
      6,
    );
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
