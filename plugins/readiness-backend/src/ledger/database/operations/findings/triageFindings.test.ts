import {
  enterpriseStandard,
  TriageAction,
} from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import { fromDbTime } from '../../../../database/time';
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
import { readFindingEvents } from './readFindingEvents';
import { readFindingRefs } from './readFindingRefs';
import { triageFindings } from './triageFindings';

jest.setTimeout(60_000);
const databases = createTestDatabases();
const actor = 'user:default/mia';

describe.each(databaseIds)('triageFindings on %s', id => {
  const sure = createCheck('sure');
  const plausible = createCheck('plausible', {
    confidence: 'plausible',
    severity: 'medium',
  });

  async function createWorld() {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one'), createEntity('two')]);
    for (const name of ['one', 'two']) {
      await writeAuditOf(
        knex,
        createAudit(`component:default/${name}`, [
          createResult(sure, 'fail'),
          createResult(plausible, 'fail'),
        ]),
      );
    }
    const rows = await knex('findings').orderBy(['entity_ref', 'check_id']);
    return { knex, ids: rows.map((row): string => row.id) };
  }
  async function triage(
    knex: Knex,
    findings: { id: string; version?: number }[],
    action: TriageAction,
  ) {
    const ids = findings.map(item => item.id);
    const entityRefs = await readFindingRefs({ knex, ids });
    return knex.transaction(tx =>
      triageFindings({
        tx,
        findings,
        entityRefs,
        action,
        actor,
        standard: enterpriseStandard,
      }),
    );
  }

  it('decides about findings of several entities and tells who, when and why', async () => {
    const { knex, ids } = await createWorld();
    expect(
      await triage(
        knex,
        ids.map(item => ({ id: item, version: 1 })),
        { type: 'start', comment: 'now' },
      ),
    ).toEqual({
      applied: true,
      items: ids.map(item => ({ id: item, result: 'changed', version: 2 })),
    });
    for (const row of await knex('findings')) {
      expect(row).toMatchObject({ state: 'in-progress', version: 2 });
      expect((await readFindingEvents({ knex, id: row.id }))[0]).toEqual({
        kind: 'started',
        at: expect.stringMatching(/Z$/),
        actor,
        from: 'open',
        to: 'in-progress',
        text: 'now',
        auditId: null,
        revision: null,
      });
    }
  });

  it('starts the clock of what was only plausible, once', async () => {
    const { knex, ids } = await createWorld();
    const [first] = ids;
    expect((await knex('findings').where({ id: first }).first()).due_at).toBe(
      null,
    );
    await triage(knex, [{ id: first }], { type: 'acknowledge' });
    const row = await knex('findings').where({ id: first }).first();
    expect(
      Date.parse(fromDbTime(row.due_at)) -
        Date.parse(fromDbTime(row.confirmed_at)),
    ).toBe(180 * 86400_000);

    await triage(knex, [{ id: first }], { type: 'start' });
    expect(await knex('findings').where({ id: first }).first()).toMatchObject({
      state: 'in-progress',
      due_at: row.due_at,
      confirmed_at: row.confirmed_at,
    });
    await writeAuditOf(
      knex,
      createAudit('component:default/one', [createResult(plausible, 'fail')]),
    );
    expect(await knex('findings').where({ id: first }).first()).toMatchObject({
      state: 'in-progress',
      due_at: row.due_at,
    });
  });

  it('does nothing at all when one of them is refused, and says why', async () => {
    const { knex, ids } = await createWorld();
    await triage(knex, [{ id: ids[1] }], { type: 'acknowledge' });
    await knex('findings').where({ id: ids[3] }).update({ state: 'resolved' });
    const before = await knex('findings').orderBy('id');
    expect(
      await triage(
        knex,
        [
          { id: ids[0] },
          { id: ids[1], version: 2 },
          { id: ids[2], version: 9 },
          { id: ids[3] },
          { id: 'none' },
        ],
        { type: 'reset' },
      ),
    ).toEqual({
      applied: false,
      items: [
        { id: ids[0], result: 'unchanged' },
        { id: ids[1], result: 'unchanged' },
        {
          id: ids[2],
          result: 'refused',
          code: 'changed',
          reason: 'The finding has version 1 by now',
        },
        {
          id: ids[3],
          result: 'refused',
          code: 'impossible',
          reason: 'A finding that is resolved cannot become open',
        },
        {
          id: 'none',
          result: 'refused',
          code: 'not-found',
          reason: 'There is no such finding',
        },
      ],
    });
    expect(await knex('findings').orderBy('id')).toEqual(before);
    expect(await knex('finding_events').where({ kind: 'reset' })).toEqual([]);
  });

  it('assigns, links and comments without touching the state', async () => {
    const { knex, ids } = await createWorld();
    const target = [{ id: ids[1] }];
    await triage(knex, target, { type: 'assign', assignee: actor });
    await triage(knex, target, { type: 'assign', assignee: actor });
    const ticket = 'https://example.com/1';
    await triage(knex, target, { type: 'link-ticket', ticket });
    await triage(knex, target, { type: 'comment', comment: 'Hm.' });
    expect(await knex('findings').where(target[0]).first()).toMatchObject({
      state: 'open',
      assignee: actor,
      ticket,
      version: 4,
    });
    expect(
      (await readFindingEvents({ knex, ...target[0] })).map(
        ({ kind, text }) => [kind, text],
      ),
    ).toEqual([
      ['commented', 'Hm.'],
      ['ticket-linked', ticket],
      ['assigned', actor],
      ['opened', null],
    ]);
  });

  it('lets one of two overwrite nothing that it has not read', async () => {
    const { knex, ids } = await createWorld();
    const both = await Promise.all(
      ['one', 'two'].map(name =>
        triage(knex, [{ id: ids[1], version: 1 }], {
          type: 'assign',
          assignee: `user:default/${name}`,
        }),
      ),
    );
    expect(both.map(({ applied }) => applied).sort()).toEqual([false, true]);
  });
});
