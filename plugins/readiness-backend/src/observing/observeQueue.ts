import { MetricsService } from '@backstage/backend-plugin-api/alpha';
import { Knex } from 'knex';
import { QueueRow } from '../database/tables';
import { DbTime, fromDbTime, nowPlus } from '../database/time';
import { stateSql } from '../queue/stateSql';

/** Tells how many entities are in which state, and for how long the oldest has been due; asked when metrics are read. */
export function observeQueue(options: {
  metrics: MetricsService;
  knex: Knex;
}): void {
  const { metrics, knex } = options;
  metrics
    .createObservableGauge<{ state: string }>('readiness.queue.entities', {
      description: 'Entities in the queue by state',
    })
    .addCallback(async result => {
      const rows: { state: string; total: number | string }[] = await knex
        .from(
          knex('queue')
            .join('entities', 'entities.entity_ref', 'queue.entity_ref')
            .select(knex.raw('? as state', [stateSql(knex)]))
            .as('standing'),
        )
        .groupBy('state')
        .select('state')
        .count({ total: '*' });
      rows.forEach(({ state, total }) =>
        result.observe(Number(total), { state }),
      );
    });
  metrics
    .createObservableGauge('readiness.queue.age', {
      description: 'For how long the oldest entity has been due',
      unit: 's',
    })
    .addCallback(async result => {
      const row: { now: DbTime; oldest: DbTime | null } | undefined =
        await knex<QueueRow>('queue')
          .where('next_audit_at', '<=', nowPlus(knex))
          .min({ oldest: 'next_audit_at' })
          .first(knex.raw('? as now', [nowPlus(knex)]));
      result.observe(
        row?.oldest
          ? (Date.parse(fromDbTime(row.now)) -
              Date.parse(fromDbTime(row.oldest))) /
              1000
          : 0,
      );
    });
}
