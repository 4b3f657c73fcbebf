import {
  createTestDatabases,
  databaseIds,
} from '../../__testUtils__/databases';
import { createEntity, seed } from '../../__testUtils__/fixtures';
import { claimRun } from './claimRun';
import { renewLease } from './renewLease';

jest.setTimeout(60_000);
const databases = createTestDatabases();

describe.each(databaseIds)('renewLease on %s', id => {
  it('keeps the entity for the holder of the ticket only', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one')]);
    const run = (await claimRun({ knex, leaseSeconds: 0.05 }))!;

    expect(await renewLease({ knex, run, leaseSeconds: 60 })).toBe(true);
    await new Promise(resolve => setTimeout(resolve, 100));
    expect(await claimRun({ knex, leaseSeconds: 60 })).toBeUndefined();
    expect(
      await renewLease({
        knex,
        run: { ...run, ticket: 'another' },
        leaseSeconds: 60,
      }),
    ).toBe(false);
  });
});
