import { defineCheck } from '../../../engine/defineCheck';
import { judgeProcessTelemetry } from '../../../judging/processTelemetry';

export const check = defineCheck({
  id: 'no-distributed-tracing',
  area: 'distributed-tracing',
  severity: 'medium',
  confidence: 'likely',
  phase: 'production-hardening',
  effort: 'medium',
  title: 'Processes without distributed tracing',
  description:
    'Every process should create spans and export them, so that one request can be followed through all processes that work on it. A tracer needs a direct dependency, a provider that is set up where the process starts, and an exporter or a sample rate above zero.',
  failureMode: 'A process creates no spans, or creates them and exports none.',
  manifestation:
    'A slow request can be seen, but not where its time went; the path through queues and other services ends at the border of each process.',
  impact:
    'Problems that lie between services are looked for in each of them, one after the other, by people who have to be woken for it.',
  remediation: `Set up a provider with an exporter in each entry point, and instrument the framework.

\`\`\`python
provider = TracerProvider(resource=Resource.create({"service.name": "orders"}))
provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
trace.set_tracer_provider(provider)
FastAPIInstrumentor.instrument_app(app)
\`\`\`

Node starts with \`node --import ./tracing.js\`, Java with \`-javaagent:opentelemetry-javaagent.jar\`.`,
  guardrail: {
    tests: 'a test with an in-memory exporter',
    architecture: 'an instrumented base image or library',
  },
  references: [
    {
      title: 'OpenTelemetry: Traces',
      url: 'https://opentelemetry.io/docs/concepts/signals/traces/',
    },
    {
      title: 'W3C Trace Context',
      url: 'https://www.w3.org/TR/trace-context/',
    },
  ],
  evaluate: context =>
    judgeProcessTelemetry(context, {
      kind: 'tracing',
      control: 'tracing',
      lookedFor: [
        'OpenTelemetry providers with an exporter, auto-instrumentation by command or agent',
        'Micrometer tracing with an exporter',
        'Datadog, New Relic, Elastic APM, AWS X-Ray',
        'Sentry with a sample rate above 0',
      ],
    }),
});
