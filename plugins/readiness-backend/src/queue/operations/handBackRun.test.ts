import {
  createTestDatabases,
  databaseIds,
} from '../../__testUtils__/databases';
import {
  claim,
  createEntity,
  createQueue,
  seed,
} from '../../__testUtils__/fixtures';
import { handBackRun } from './handBackRun';

jest.setTimeout(60_000);
const databases = createTestDatabases();

describe.each(databaseIds)('handBackRun on %s', id => {
  it('makes the entity due at once without counting a failure', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one')]);
    const run = await claim(knex, 'component:default/one');
    await handBackRun({ knex, run });
    expect(await createQueue(knex).claim()).toMatchObject({
      entityRef: run.entityRef,
      attempts: 0,
    });
  });
});
