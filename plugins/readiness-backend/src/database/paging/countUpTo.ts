import { Knex } from 'knex';

/** Counts the rows of a query, but not beyond a limit: `more` says that there are. */
export async function countUpTo(
  knex: Knex,
  query: Knex.QueryBuilder,
  limit: number,
): Promise<{ total: number; more: boolean }> {
  const [{ total }] = await knex
    .from(
      query
        .clone()
        .select(knex.raw('1 as counted'))
        .limit(limit + 1)
        .as('counted'),
    )
    .count({ total: '*' });
  return {
    total: Math.min(Number(total), limit),
    more: Number(total) > limit,
  };
}
