import { mockServices } from '@backstage/backend-test-utils';
import { enterpriseStandard } from '@readiness/plugin-readiness-common';
import { nowPlus } from '../../../../database/time';
import {
  createTestDatabases,
  databaseIds,
} from '../../../../__testUtils__/databases';
import { createEntity, seed } from '../../../../__testUtils__/fixtures';
import {
  checks,
  createWaivedWorld,
  entityRef,
  waive,
} from '../../../../__testUtils__/waivers';
import { Judgements } from '../../../Judgements';
import { listPendingJudgements } from './listPendingJudgements';
import { rejudge } from './rejudge';

jest.setTimeout(60_000);
const databases = createTestDatabases();

describe.each(databaseIds)('rejudge on %s', id => {
  const standard = enterpriseStandard;

  it('does nothing unless something was decided, and then once', async () => {
    const knex = await databases.migrated(id);
    const { ids } = await createWaivedWorld(knex);
    const again = () => rejudge({ knex, entityRef, standard, checks });
    const [before] = await knex('audits');
    expect(await again()).toBe(false);

    await waive(knex, {
      kind: 'false-positive',
      findings: ids,
      reason: 'x',
    });
    expect(await listPendingJudgements({ knex, limit: 9 })).toEqual([
      entityRef,
    ]);
    const done = await Promise.all([again(), again()]);
    expect(done.sort()).toEqual([false, true]);
    expect(await listPendingJudgements({ knex, limit: 9 })).toEqual([]);
    const [after] = await knex('audits');
    expect(after).toMatchObject({
      audited_at: before.audited_at,
      checked_at: before.checked_at,
      rules_hash: before.rules_hash,
      owner: before.owner,
      revision: before.revision,
    });
    expect(after.audit_id).not.toBe(before.audit_id);
  });

  it('leaves alone what has no audit yet', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one')]);
    await knex('entities').update({ rejudge_at: nowPlus(knex) });
    expect(await rejudge({ knex, entityRef, standard, checks })).toBe(false);
  });

  it('catches up with everything, past what cannot be judged', async () => {
    const knex = await databases.migrated(id);
    await createWaivedWorld(knex);
    await seed(knex, [createEntity('broken')]);
    await knex('entities').update({ rejudge_at: nowPlus(knex) });
    await knex('audits').insert({
      ...(await knex('audits').first()),
      entity_ref: 'component:default/broken',
      document: '{',
    });
    const judgements = new Judgements({
      knex,
      standard,
      checks,
      logger: mockServices.logger.mock(),
    });
    expect(await judgements.catchUp(new AbortController().signal)).toBe(1);
    expect(await listPendingJudgements({ knex, limit: 9 })).toEqual([
      'component:default/broken',
    ]);
  });
});
