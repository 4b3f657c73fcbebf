import {
  createTestDatabases,
  databaseIds,
} from '../../../../__testUtils__/databases';
import { createEntity, seed } from '../../../../__testUtils__/fixtures';
import { insertFindingEvents } from './insertFindingEvents';
import { readFindingEvents } from './readFindingEvents';

jest.setTimeout(60_000);
const databases = createTestDatabases();

describe.each(databaseIds)('readFindingEvents on %s', id => {
  it('has what was inserted, newest first, and goes with the entity', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one')]);
    const event = { finding_id: 'f1', entity_ref: 'component:default/one' };
    await insertFindingEvents({
      tx: knex,
      events: [
        { ...event, kind: 'opened', to_state: 'open', audit_id: 'a1' },
        { ...event, kind: 'commented', actor: 'user:default/mia', text: 'x' },
        { ...event, finding_id: 'f2', kind: 'opened' },
      ],
    });
    const nothing = {
      at: expect.stringMatching(/Z$/),
      actor: null,
      from: null,
      to: null,
      text: null,
      auditId: null,
      revision: null,
    };
    expect(await readFindingEvents({ knex, id: 'f1' })).toEqual([
      { ...nothing, kind: 'commented', actor: 'user:default/mia', text: 'x' },
      { ...nothing, kind: 'opened', to: 'open', auditId: 'a1' },
    ]);
    await knex('entities').delete();
    expect(await readFindingEvents({ knex, id: 'f1' })).toEqual([]);
  });
});
