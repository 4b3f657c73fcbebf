import { OPEN_FINDING_STATES } from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import { nowPlus } from '../../../../database/time';

/** 1 for a finding that waits for somebody and is past its due date, else 0; by the clock of the database. */
export function overdueSql(knex: Knex): Knex.Raw {
  const states = OPEN_FINDING_STATES.map(state => `'${state}'`).join(', ');
  return knex.raw(
    `CASE WHEN findings.due_at < ? AND findings.state IN (${states}) THEN 1 ELSE 0 END`,
    [nowPlus(knex)],
  );
}
