import { Knex } from 'knex';
import { chunk } from '../../../../database/chunk';
import { FindingEventRow } from '../../../../database/tables';
import { nowPlus } from '../../../../database/time';

const ROWS_PER_STATEMENT = 100;

/** What is told of a finding. What does not apply is left out. */
export type NewFindingEvent = Pick<
  FindingEventRow,
  'finding_id' | 'entity_ref' | 'kind'
> &
  Partial<
    Pick<
      FindingEventRow,
      'actor' | 'from_state' | 'to_state' | 'text' | 'audit_id' | 'revision'
    >
  >;

/** Adds to the history of findings, all at the same instant. */
export async function insertFindingEvents(options: {
  tx: Knex;
  events: readonly NewFindingEvent[];
}): Promise<void> {
  const { tx, events } = options;
  for (const part of chunk(events, ROWS_PER_STATEMENT)) {
    await tx('finding_events').insert(
      part.map(event => ({
        actor: null,
        from_state: null,
        to_state: null,
        text: null,
        audit_id: null,
        revision: null,
        ...event,
        at: nowPlus(tx),
      })),
    );
  }
}
