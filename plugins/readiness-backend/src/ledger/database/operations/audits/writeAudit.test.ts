import { enterpriseStandard } from '@readiness/plugin-readiness-common';
import {
  createTestDatabases,
  databaseIds,
} from '../../../../__testUtils__/databases';
import {
  claim,
  createAudit,
  createCheck,
  createEntity,
  createResult,
  seed,
} from '../../../../__testUtils__/fixtures';
import { readAudit } from './readAudit';
import { readCollections } from './readCollections';
import { readKnown } from './readKnown';
import { writeAudit } from './writeAudit';

jest.setTimeout(60_000);
const databases = createTestDatabases();
const entityRef = 'component:default/one';
const critical = createCheck('log-levels', { severity: 'critical' });
const low = createCheck('log-format', { severity: 'low' });

describe.each(databaseIds)('writeAudit on %s', id => {
  const options = {
    standard: enterpriseStandard,
    rulesHash: 'rules',
    owner: 'group:default/team-a',
    nextInSeconds: 600,
  };
  const collection = {
    collectorId: 'fake',
    version: '1',
    metadataHash: 'm1',
    revision: 'r1',
    source: null,
    results: [createResult(critical, 'fail', ['a', 'b'])],
    skipped: [{ path: 'x', reason: 'too large' }],
  };

  it('writes document, summary, areas, collections and findings, and again over them', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one')]);
    const audit = createAudit(entityRef, [
      createResult(critical, 'fail', ['a', 'b']),
      createResult(low, 'fail'),
    ]);
    expect(
      await writeAudit({
        ...options,
        knex,
        run: await claim(knex, entityRef),
        assemble: () => audit,
        collectorIds: ['fake'],
        newCollections: [collection],
      }),
    ).toBe(true);

    expect(await knex('entities').first()).toMatchObject({
      ...audit.overall,
      level: audit.level,
      level_rank: 0,
      findings_critical: 2,
      findings_high: 0,
      findings_medium: 0,
      findings_low: 1,
      findings_rank: 2_000_000_001,
    });
    expect(await knex('area_scores')).toHaveLength(
      enterpriseStandard.areas.length,
    );
    expect(await knex('findings')).toHaveLength(3);
    expect(await readCollections({ knex, entityRef })).toEqual(
      new Map([['fake', collection]]),
    );
    const [known] = await readKnown({ knex, entityRefs: [entityRef] });
    expect(known).toMatchObject({
      rulesHash: 'rules',
      owner: 'group:default/team-a',
      becameOverdue: false,
      collections: new Map([
        [
          'fake',
          {
            collectorId: 'fake',
            version: '1',
            metadataHash: 'm1',
            revision: 'r1',
          },
        ],
      ]),
    });
    expect(await readAudit({ knex, entityRef })).toEqual({
      ...audit,
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      findings: audit.findings.map(finding => ({
        ...finding,
        state: 'open',
        firstSeenAt: expect.stringMatching(/Z$/),
        dueAt: expect.stringMatching(/Z$/),
      })),
    });

    const second = createAudit(entityRef, [createResult(low, 'fail')]);
    await writeAudit({
      ...options,
      knex,
      run: await claim(knex, entityRef),
      assemble: () => second,
      collectorIds: ['other'],
      newCollections: [],
    });
    expect(await knex('entities').first()).toMatchObject({
      findings_critical: 0,
      findings_low: 1,
    });
    expect(await knex('audits')).toHaveLength(1);
    expect(await knex('collector_results')).toEqual([]);
    expect(await knex('findings').where({ state: 'resolved' })).toHaveLength(2);
  });

  it('writes nothing with a ticket that is no longer valid', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one')]);
    const run = await claim(knex, entityRef);
    await claim(knex, entityRef);
    expect(
      await writeAudit({
        ...options,
        knex,
        run,
        assemble: () => createAudit(entityRef, []),
        collectorIds: ['fake'],
        newCollections: [collection],
      }),
    ).toBe(false);
    for (const table of ['audits', 'collector_results', 'area_scores']) {
      expect(await knex(table)).toEqual([]);
    }
  });

  it('writes all or nothing, and keeps the ticket', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one')]);
    const run = await claim(knex, entityRef);
    const audit = createAudit(entityRef, [createResult(low, 'fail')]);
    const broken = { ...audit.findings[0], check: null as unknown as string };
    await expect(
      writeAudit({
        ...options,
        knex,
        run,
        assemble: () => ({ ...audit, findings: [broken] }),
        collectorIds: ['fake'],
        newCollections: [collection],
      }),
    ).rejects.toMatchObject({ message: expect.stringMatching(/null/i) });
    for (const table of ['audits', 'collector_results', 'area_scores']) {
      expect(await knex(table)).toEqual([]);
    }
    expect((await knex('queue').first()).ticket).toBe(run.ticket);
  });
});
