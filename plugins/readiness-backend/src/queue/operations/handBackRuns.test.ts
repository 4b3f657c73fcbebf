import {
  createTestDatabases,
  databaseIds,
} from '../../__testUtils__/databases';
import {
  claim,
  claimNext,
  createEntity,
  seed,
} from '../../__testUtils__/fixtures';
import { handBackRuns } from './handBackRuns';

jest.setTimeout(60_000);
const databases = createTestDatabases();

describe.each(databaseIds)('handBackRuns on %s', id => {
  it('makes the entity due at once without counting a failure', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one')]);
    const run = await claim(knex, 'component:default/one');
    await handBackRuns({ knex, runs: [run] });
    expect(await claimNext(knex)).toMatchObject({
      entityRef: run.entityRef,
      attempts: 0,
    });
  });
});
