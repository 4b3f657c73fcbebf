import {
  createTestDatabases,
  databaseIds,
} from '../../../../__testUtils__/databases';
import { inDays } from '../../../../__testUtils__/fixtures';
import {
  author,
  createWaivedWorld,
  entityRef,
  judged,
  states,
  waive,
} from '../../../../__testUtils__/waivers';
import { readFindingEvents } from '../findings/readFindingEvents';

jest.setTimeout(60_000);
const databases = createTestDatabases();

describe.each(databaseIds)('waiveFindings on %s', id => {
  it('accepts risks: the score stays, the block is lifted, both scores are there', async () => {
    const knex = await databases.migrated(id);
    const { ids } = await createWaivedWorld(knex);
    const before = await judged(knex);
    const report = await waive(knex, {
      kind: 'accepted-risk',
      findings: ids.slice(0, 2),
      reason: 'Behind a VPN',
      expiresAt: inDays(29),
    });
    expect(report).toMatchObject({
      applied: true,
      waivers: [
        {
          kind: 'accepted-risk',
          status: 'active',
          finding: ids[0],
          entityRef,
          check: 'hard-coded',
          severity: 'critical',
          author,
          expiresAt: expect.stringMatching(/Z$/),
        },
        { finding: ids[1] },
      ],
    });
    expect(await states(knex)).toEqual([
      'accepted-risk',
      'accepted-risk',
      'open',
    ]);
    expect((await readFindingEvents({ knex, id: ids[0] }))[0]).toMatchObject({
      kind: 'risk-accepted',
      actor: author,
      from: 'open',
      to: 'accepted-risk',
      text: 'Behind a VPN',
    });

    const audit = await judged(knex);
    expect(audit.overall).toEqual(before.overall);
    expect(JSON.stringify(audit.verdicts[0].reasons)).toContain(
      '2 accepted critical risks',
    );
    expect(audit.withoutWaivers?.overall).toEqual(before.overall);
  });

  it('takes false positives out of everything, and they survive audits', async () => {
    const knex = await databases.migrated(id);
    const { ids, audit } = await createWaivedWorld(knex);
    const before = await judged(knex);
    await waive(knex, {
      kind: 'false-positive',
      findings: ids.slice(0, 2),
      reason: 'A test key',
    });
    const after = await judged(knex);
    expect(after.overall.score).toBeGreaterThan(before.overall.score!);
    expect(after.withoutWaivers?.overall).toEqual(before.overall);
    expect(after.findings).toHaveLength(1);
    expect(after.waived?.map(({ state }) => state)).toEqual([
      'false-positive',
      'false-positive',
    ]);
    expect(await knex('entities').first()).toMatchObject({
      findings_critical: 0,
      findings_low: 1,
      score: after.overall.score,
      rejudge_at: null,
    });

    for (let i = 0; i < 3; i++) {
      await audit();
    }
    expect(await states(knex)).toEqual([
      'false-positive',
      'false-positive',
      'open',
    ]);
    expect(await readFindingEvents({ knex, id: ids[0] })).toHaveLength(2);
  });

  it('waives all or none, and says why', async () => {
    const knex = await databases.migrated(id);
    const { ids } = await createWaivedWorld(knex);
    await waive(knex, {
      kind: 'false-positive',
      findings: [ids[0]],
      reason: 'x',
    });
    const report = await waive(knex, {
      kind: 'accepted-risk',
      findings: [...ids, 'none'],
      reason: 'x',
      expiresAt: inDays(100),
    });
    expect(report).toEqual({
      applied: false,
      waivers: [],
      refused: [
        {
          id: ids[0],
          code: 'impossible',
          reason: 'A finding that is false-positive cannot be waived',
        },
        {
          id: ids[1],
          code: 'impossible',
          reason: expect.stringContaining('no more than 30 days'),
        },
        {
          id: 'none',
          code: 'not-found',
          reason: 'There is no such finding',
        },
      ],
    });
    expect(await states(knex)).toEqual(['false-positive', 'open', 'open']);
    expect(await knex('waivers')).toHaveLength(1);
  });

  it('waits for approval where the severity asks for it', async () => {
    const knex = await databases.migrated(id);
    const { ids } = await createWaivedWorld(knex);
    const request = {
      kind: 'accepted-risk' as const,
      findings: [ids[0], ids[2]],
      reason: 'x',
      expiresAt: inDays(10),
    };
    const { waivers } = await waive(knex, request, ['critical']);
    expect(waivers.map(({ status }) => status)).toEqual(['pending', 'active']);
    expect(await states(knex)).toEqual(['open', 'open', 'accepted-risk']);
    const again = await waive(knex, { ...request, findings: [ids[0]] }, [
      'critical',
    ]);
    expect(again.refused).toMatchObject([
      { reason: 'A waiver of this finding waits for approval' },
    ]);
  });
});
