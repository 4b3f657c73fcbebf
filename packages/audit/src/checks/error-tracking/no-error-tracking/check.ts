import { defineCheck } from '../../../engine/defineCheck';
import { judgeProcessTelemetry } from '../../../judging/processTelemetry';

export const check = defineCheck({
  id: 'no-error-tracking',
  area: 'error-tracking',
  severity: 'high',
  confidence: 'likely',
  phase: 'observability',
  effort: 'small',
  title: 'Processes without an error tracker',
  description:
    'Every backend process should hand its unhandled errors to a tracker that groups them and tells somebody. The tracker has to be a direct dependency, and its initialisation has to be reached from the entry point of that process.',
  failureMode:
    'A process starts without an error tracker, or initialises one in code that it never runs.',
  manifestation:
    'An exception ends as a stack trace in a log stream; whether it is new, how often it happens and whom it hits is found out by hand, if at all.',
  impact:
    'Regressions after a release stay unnoticed for days, and failed background jobs stay unnoticed until a customer misses the result.',
  remediation: `Initialise the tracker first in every entry point, with address, environment and release from the settings.

\`\`\`python
sentry_sdk.init(
    dsn=settings.sentry_dsn,
    environment=settings.environment,
    release=settings.release,
)
\`\`\`

Workers and schedulers are processes of their own and need the call as well.`,
  guardrail: {
    tests: 'a start-up test with a fake transport for each process',
    architecture: 'one telemetry module that every entry point calls',
  },
  references: [
    { title: 'Sentry: Getting started', url: 'https://docs.sentry.io/' },
    {
      title: 'CWE-778: Insufficient Logging',
      url: 'https://cwe.mitre.org/data/definitions/778.html',
    },
  ],
  evaluate: context =>
    judgeProcessTelemetry(context, {
      kind: 'error-tracking',
      control: 'error tracking',
      lookedFor: [
        'sentry_sdk.init, Sentry.init, sentry-spring-boot-starter',
        'Rollbar, Bugsnag, Honeybadger, Airbrake, Raygun, Google Error Reporting',
        'Datadog, New Relic and Elastic APM agents',
      ],
    }),
});
