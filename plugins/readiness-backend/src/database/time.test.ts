import { createTestDatabases, databaseIds } from '../__testUtils__/databases';
import {
  columnPlus,
  DbTime,
  fromDbTime,
  nowPlus,
  nowPlusSql,
  secondsUntil,
  toDbTime,
} from './time';

jest.setTimeout(60_000);
const databases = createTestDatabases();

describe.each(databaseIds)('time on %s', id => {
  it('is written, compared and read back without loss', async () => {
    const knex = await databases.empty(id);
    await knex.schema.createTable('times', table =>
      table.timestamp('at', { useTz: true, precision: 3 }),
    );
    await knex('times').insert({ at: nowPlus(knex, 90) });

    const [row]: { at: DbTime; later: DbTime }[] = await knex('times').select(
      'at',
      knex.raw('? as later', [columnPlus(knex, 'at', 86400)]),
    );
    const at = fromDbTime(row.at);
    expect(at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(Math.abs(Date.parse(at) - Date.now() - 90_000)).toBeLessThan(5000);
    expect(Date.parse(fromDbTime(row.later)) - Date.parse(at)).toBe(86400_000);

    expect(await knex('times').where('at', toDbTime(knex, at))).toHaveLength(1);
    expect(await knex('times').where('at', '>', nowPlus(knex))).toHaveLength(1);
    expect(
      await knex('times').where('at', '>', nowPlus(knex, 100)),
    ).toHaveLength(0);
    expect(
      await knex('times').where('at', '>', nowPlus(knex, -0.5)),
    ).toHaveLength(1);
  });

  it('is due in the moment after it was written', async () => {
    const knex = await databases.empty(id);
    await knex.schema.createTable('times', table =>
      table.timestamp('at', { useTz: true, precision: 3 }),
    );
    for (let i = 0; i < 20; i++) {
      await knex('times').insert({ at: nowPlus(knex) });
    }
    expect(await knex('times').where('at', '<=', nowPlus(knex))).toHaveLength(
      20,
    );
    expect(fromDbTime(null)).toBeNull();
  });

  it('is computed from columns, and counted to', async () => {
    const knex = await databases.empty(id);
    await knex.schema.createTable('times', table => {
      table.timestamp('at', { useTz: true, precision: 3 });
      table.double('seconds');
    });
    await knex('times').insert({ at: nowPlus(knex, -90.5), seconds: 120 });
    const [row]: { then: DbTime; left: number }[] = await knex('times').select(
      knex.raw('? as "then"', [nowPlusSql(knex, knex.raw('seconds / 2'))]),
      knex.raw('? as "left"', [secondsUntil(knex, 'at')]),
    );
    const then = Date.parse(fromDbTime(row.then));
    expect(Math.abs(then - Date.now() - 60_000)).toBeLessThan(5000);
    expect(Math.abs(row.left + 90.5)).toBeLessThan(1);
  });
});
