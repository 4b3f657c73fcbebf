import {
  createTestDatabases,
  databaseIds,
} from '../../../__testUtils__/databases';
import {
  claim,
  createAudit,
  createEntity,
  createQueue,
  seed,
  writeAuditOf,
} from '../../../__testUtils__/fixtures';
import { completeRun } from '../../operations/completeRun';
import { listPresent } from './listPresent';
import { markGone } from './markGone';

jest.setTimeout(60_000);
const databases = createTestDatabases();

describe.each(databaseIds)('markGone on %s', id => {
  it('hides an entity, keeps its audit and takes the ticket of its run', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one'), createEntity('two')]);
    await writeAuditOf(knex, createAudit('component:default/one', []));
    const run = await claim(knex, 'component:default/one');
    await markGone({ knex, entityRefs: ['component:default/one'] });

    expect(await listPresent({ knex })).toEqual(['component:default/two']);
    expect(
      await createQueue(knex).state('component:default/one'),
    ).toBeUndefined();
    expect(await completeRun({ tx: knex, run, nextInSeconds: 1 })).toBe(false);
    expect(await knex('audits')).toHaveLength(1);
  });
});
