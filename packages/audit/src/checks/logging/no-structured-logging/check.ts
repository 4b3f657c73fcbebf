import { defineCheck } from '../../../engine/defineCheck';
import { judgeProcessTelemetry } from '../../../judging/processTelemetry';

export const check = defineCheck({
  id: 'no-structured-logging',
  area: 'logging',
  severity: 'high',
  confidence: 'likely',
  phase: 'observability',
  effort: 'medium',
  title: 'Processes without structured logging',
  description:
    'Every process (server, worker, scheduler, scheduled job) should write records that a machine can take apart: JSON, or keys and values. The formatter has to be attached to a handler, and the entry point of that very process has to load the configuration.',
  failureMode:
    'A process writes its logs as free text, because no structured formatter is attached and loaded where it starts.',
  manifestation:
    'Searching for one customer, one request or one kind of error means guessing regular expressions over lines that every library formats differently; stack traces break into many records.',
  impact:
    'Incidents take longer to understand, alerts cannot be built on fields, and personal data cannot be masked reliably, because nobody knows where in a line it stands.',
  remediation: `Configure one structured set-up and call it first in every entry point.

\`\`\`python
logging.config.dictConfig({
    "version": 1,
    "formatters": {"json": {"()": "pythonjsonlogger.json.JsonFormatter"}},
    "handlers": {"stdout": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"level": "INFO", "handlers": ["stdout"]},
})
\`\`\`

In Node use pino, in Go \`slog.NewJSONHandler\`, in Spring Boot \`logging.structured.format.console: ecs\`.`,
  guardrail: {
    linter: 'ruff T20, no-console',
    tests: 'a test that reads one record back as JSON',
    architecture: 'one logging set-up for all processes',
  },
  references: [
    { title: '12-factor: Logs', url: 'https://12factor.net/logs' },
    {
      title: 'OWASP Logging Cheat Sheet',
      url: 'https://cheatsheetseries.owasp.org/cheatsheets/Logging_Cheat_Sheet.html',
    },
    {
      title: 'Python: Logging configuration',
      url: 'https://docs.python.org/3/library/logging.config.html',
    },
  ],
  evaluate: context =>
    judgeProcessTelemetry(context, {
      kind: 'structured-logging',
      control: 'structured logging',
      lookedFor: [
        'dictConfig, fileConfig and logging files with a JSON formatter on an attached handler',
        'structlog, loguru with serialize, own formatters that write JSON',
        'pino, winston with JSON, bunyan, Fastify and NestJS loggers',
        'slog, zap, zerolog',
        'Logback and Log4j JSON encoders, logging.structured.format',
      ],
    }),
});
