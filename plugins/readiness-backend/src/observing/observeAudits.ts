import {
  MetricsService,
  TracingService,
} from '@backstage/backend-plugin-api/alpha';
import { AuditOutcome } from '../auditing/AuditRunner';
import { WorkOnRun } from '../queue/AuditWorkers';

/** Seconds; most audits end within the first of them. */
const BOUNDARIES = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300];

/** Counts and times audits by their outcome, each in a span of its own. */
export function observeAudits(options: {
  metrics: MetricsService;
  tracing: TracingService;
  work: (...args: Parameters<WorkOnRun>) => Promise<AuditOutcome>;
}): WorkOnRun {
  const { metrics, tracing, work } = options;
  const completed = metrics.createCounter<{ outcome: string }>(
    'readiness.audits.completed',
    { description: 'Audits by outcome' },
  );
  const duration = metrics.createHistogram<{ outcome: string }>(
    'readiness.audits.duration',
    {
      description: 'How long audits took, by outcome',
      unit: 's',
      advice: { explicitBucketBoundaries: BOUNDARIES },
    },
  );
  return (run, context) =>
    tracing.startActiveSpan(
      'readiness.audit',
      { attributes: { 'readiness.entity': run.entityRef } },
      async span => {
        const begin = performance.now();
        let outcome: AuditOutcome | 'failed' = 'failed';
        try {
          outcome = await work(run, context);
        } finally {
          span.setAttribute('readiness.outcome', outcome);
          completed.add(1, { outcome });
          duration.record((performance.now() - begin) / 1000, { outcome });
        }
      },
    );
}
