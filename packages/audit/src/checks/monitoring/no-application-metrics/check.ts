import { defineCheck } from '../../../engine/defineCheck';
import { judgeProcessTelemetry } from '../../../judging/processTelemetry';

export const check = defineCheck({
  id: 'no-application-metrics',
  area: 'monitoring',
  severity: 'high',
  confidence: 'likely',
  phase: 'observability',
  effort: 'medium',
  title: 'Processes without metrics',
  description:
    'Every process that serves requests or jobs should count them, measure how long they take and count their errors, and hand the figures to a monitoring system: by an endpoint, by a push, or through an APM agent. The library has to be a direct dependency, and the call that sets it up has to run in that process.',
  failureMode:
    'A process neither exposes nor pushes metrics, and no APM agent runs in it.',
  manifestation:
    'Dashboards show the machine, but not the service: nobody can say how many requests fail, how slow they are, or how long the queue is.',
  impact:
    'Overload and regressions are noticed by users first; there is nothing to alert on, to size the service by, or to measure a service objective with.',
  remediation: `Expose request count, latency and errors in each process.

\`\`\`python
from prometheus_fastapi_instrumentator import Instrumentator

Instrumentator().instrument(app).expose(app)
\`\`\`

Workers without HTTP start a small exporter: \`prometheus_client.start_http_server(9100)\`. In Node use prom-client, in Spring Boot the actuator with a Micrometer registry and \`management.endpoints.web.exposure.include: health,prometheus\`.`,
  guardrail: {
    tests: 'a smoke test of /metrics',
    architecture: 'an instrumented base image or library',
  },
  references: [
    {
      title: 'Google SRE: The four golden signals',
      url: 'https://sre.google/sre-book/monitoring-distributed-systems/',
    },
    {
      title: 'Prometheus: Instrumentation',
      url: 'https://prometheus.io/docs/practices/instrumentation/',
    },
  ],
  evaluate: context =>
    judgeProcessTelemetry(context, {
      kind: 'metrics',
      processes: ['server', 'worker', 'scheduler'],
      control: 'metrics',
      weak: ({ requestLevel }) =>
        requestLevel
          ? undefined
          : 'only figures of the runtime are exported, none of requests or jobs',
      lookedFor: [
        'prometheus-client, prometheus-fastapi-instrumentator, starlette-exporter, django-prometheus',
        'prom-client, express-prom-bundle, @willsoto/nestjs-prometheus, fastify-metrics',
        'promhttp, Micrometer with the actuator',
        'OpenTelemetry metrics, StatsD, Datadog, New Relic, Elastic APM',
        'Sentry with a sample rate above 0',
      ],
    }),
});
