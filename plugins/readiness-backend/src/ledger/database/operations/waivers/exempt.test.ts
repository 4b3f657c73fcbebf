import { enterpriseStandard } from '@readiness/plugin-readiness-common';
import { nowPlus } from '../../../../database/time';
import {
  createTestDatabases,
  databaseIds,
} from '../../../../__testUtils__/databases';
import { inDays } from '../../../../__testUtils__/fixtures';
import {
  author,
  createWaivedWorld,
  critical,
  entityRef,
  judged,
  states,
} from '../../../../__testUtils__/waivers';
import { exempt } from './exempt';
import { lapseWaivers } from './lapseWaivers';

jest.setTimeout(60_000);
const databases = createTestDatabases();

describe.each(databaseIds)('exempt on %s', id => {
  async function createWorld() {
    const knex = await databases.migrated(id);
    const { audit } = await createWaivedWorld(knex);
    const exemption = (changes: Partial<Parameters<typeof exempt>[0]>) =>
      knex.transaction(tx =>
        exempt({
          tx,
          scope: { entityRef },
          check: critical,
          reason: 'Legacy',
          expiresAt: inDays(10),
          author,
          standard: enterpriseStandard,
          approvalFor: [],
          ...changes,
        }),
      );
    return { knex, audit, exemption };
  }

  it('exempts an entity from a check until its time is over', async () => {
    const { knex, audit, exemption } = await createWorld();
    expect(await exemption({})).toMatchObject({
      kind: 'exemption',
      status: 'active',
      check: 'hard-coded',
      entityRef,
      finding: null,
    });
    const exempted = await judged(knex);
    expect(
      exempted.results.find(({ check }) => check === 'hard-coded')?.status,
    ).toBe('exempt');
    expect(await states(knex)).toEqual(['exempt', 'exempt', 'open']);
    await audit();
    expect(await states(knex)).toEqual(['exempt', 'exempt', 'open']);

    await knex('waivers').update({ expires_at: nowPlus(knex, -1) });
    expect(await lapseWaivers({ knex })).toBe(1);
    await judged(knex);
    expect(await states(knex)).toEqual(['reopened', 'reopened', 'open']);
  });

  it('exempts whom a filter selects, and nobody else', async () => {
    const { knex, exemption } = await createWorld();
    await exemption({ scope: { filter: { kind: 'API' } } });
    expect((await knex('entities').first()).rejudge_at).toBeNull();
    await exemption({
      scope: {
        filter: { $all: [{ kind: 'component' }, { 'spec.type': 'service' }] },
      },
      check: null,
      expiresAt: inDays(300),
    });
    expect((await knex('entities').first()).rejudge_at).not.toBeNull();
    expect((await judged(knex)).findings).toEqual([]);
    expect(await states(knex)).toEqual(['exempt', 'exempt', 'exempt']);
  });

  it('waits for approval, and keeps within the time of the severity', async () => {
    const { knex, exemption } = await createWorld();
    expect(await exemption({ approvalFor: ['critical'] })).toMatchObject({
      status: 'pending',
    });
    await judged(knex);
    expect(await states(knex)).toEqual(['open', 'open', 'open']);
    await expect(exemption({ expiresAt: inDays(31) })).rejects.toThrow(
      'no more than 30 days',
    );
  });
});
