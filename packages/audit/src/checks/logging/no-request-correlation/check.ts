import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import {
  nameOf,
  placeOf,
  standalone,
} from '../../../facts/applications/describe';
import { applications } from '../../../facts/applications/extract';
import { noApplication } from '../../../judging/noApplication';
import { count, somePlaces } from '../../../judging/outcome';
import { correlationOf } from './correlation';

export const check = defineCheck({
  id: 'no-request-correlation',
  area: 'logging',
  severity: 'medium',
  confidence: 'likely',
  phase: 'observability',
  effort: 'small',
  title: 'Log lines cannot be put together by request',
  description:
    'Asks of every application whether each request gets an id, by middleware that takes or makes one (ready-made or own code that is wired: asgi-correlation-id, django-guid, django-structlog, pino-http, nestjs-pino, express-request-id, `RequestID` of chi and echo, Fastify with its logger, Micrometer Tracing) or a hook before each request, and whether it gets into log records (filter, processor, format, child logger, MDC, log correlation of OpenTelemetry). An id that is set and not logged, or that is read and nobody sets, is plausible. Next.js is left out. Whether an id that a client sends is limited in length and characters, and whether the answer carries it, is not judged.',
  failureMode:
    'The lines that one request leaves in the log cannot be told from those of all others.',
  manifestation:
    'A customer reports an error at 14:03, and forty requests of that minute lie mixed in the log.',
  impact:
    'Finding a cause takes hours instead of minutes, and across services it is not possible at all.',
  remediation:
    'Take or make an id in the outermost middleware, keep it in a context, and let a filter put it into every record.\n\n```python\napp.add_middleware(CorrelationIdMiddleware, header_name="X-Request-ID")\nhandler.addFilter(CorrelationIdFilter())\nhandler.setFormatter(JsonFormatter("%(asctime)s %(correlation_id)s %(message)s"))\n```',
  guardrail: {
    tests: 'a request leaves lines with the id that the answer carries',
    architecture: 'one logging set-up for all processes',
  },
  references: [
    {
      title: 'W3C Trace Context',
      url: 'https://www.w3.org/TR/trace-context/',
    },
    {
      title: 'OWASP Logging Cheat Sheet',
      url: 'https://cheatsheetseries.owasp.org/cheatsheets/Logging_Cheat_Sheet.html',
    },
  ],
  evaluate: async context => {
    const apps = standalone(
      (await context.facts(applications)).applications,
    ).filter(app => app.routes.length > 0 && app.framework !== 'nextjs');
    if (!apps.length) {
      return noApplication(context);
    }
    const bad: Evidence[] = [];
    const good: Evidence[] = [];
    let sure = false;
    for (const app of apps) {
      const subject = nameOf(app, apps);
      const { sets, logs, reads } = await correlationOf(context, app);
      if (sets && logs) {
        good.push({
          path: sets.path,
          line: sets.line,
          subject,
          note: `id of the request by ${sets.what}, in log records`,
          related: [logs],
        });
      } else if (sets) {
        bad.push({
          path: sets.path,
          line: sets.line,
          subject,
          note: `the id of the request (${sets.what}) does not get into log records`,
        });
      } else if (reads) {
        bad.push({
          ...reads,
          subject,
          note: 'reads an id of the request that nothing here sets or logs',
        });
      } else {
        sure = true;
        bad.push({
          ...placeOf(app),
          subject,
          note: 'no request gets an id that log lines could carry',
        });
      }
    }
    if (bad.length) {
      return {
        status: 'fail',
        summary: `${count(
          bad.length,
          'application does',
          'applications do',
        )} not correlate log lines by request: ${somePlaces(bad)}`,
        evidence: bad,
        share: good.length / apps.length,
        ...(sure ? {} : { confidence: 'plausible' as const }),
        lookedFor: [
          'middleware and hooks with X-Request-ID, X-Correlation-ID, traceparent',
          'filters, processors, formats and child loggers with the id',
        ],
        ...(good.length ? { strengths: good } : {}),
      };
    }
    return {
      status: 'pass',
      summary: 'Log lines carry the id of their request',
      evidence: good,
    };
  },
});
