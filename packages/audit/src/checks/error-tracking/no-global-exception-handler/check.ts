import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { nameOf, standalone } from '../../../facts/applications/describe';
import { applications } from '../../../facts/applications/extract';
import { noApplication } from '../../../judging/noApplication';
import { count, somePlaces } from '../../../judging/outcome';
import { judgeExpress } from './express';
import { badDefault, registeredHandler } from './frameworks';

export const check = defineCheck({
  id: 'no-global-exception-handler',
  area: 'error-tracking',
  severity: 'medium',
  confidence: 'likely',
  phase: 'observability',
  effort: 'small',
  title: 'No handler of last resort',
  description:
    'Asks of every application what happens to an error that no handler catches. Express needs a middleware with four parameters after the routes, and with version 4 asynchronous handlers that catch or are wrapped; Fastify a `setErrorHandler`, because it answers messages by default; Go a middleware that recovers; FastAPI and Starlette must not be made with `debug=True`. The defaults of FastAPI, Flask, Django, Spring, NestJS and Next.js log and hide details: they pass, and an own handler for every error is a strength. Whether a handler logs, and with which id, is not judged; what it answers is the business of `response-leaks-internals`.',
  failureMode:
    'An unexpected error is answered by whatever the framework does last: a stack trace, a message, a cut connection or nothing.',
  manifestation:
    'Requests hang until the client gives up, or the process ends with an unhandled rejection; the log has no line that belongs to the request.',
  impact:
    'One bad request can take down the process for everybody, and nobody learns what happened.',
  remediation:
    'Register one handler for everything after all routes: log with the id of the request, answer a safe 500.\n\n```js\napp.use((err, req, res, next) => {\n  req.log.error({ err }, "unhandled");\n  if (res.headersSent) return next(err);\n  res.status(500).json({ error: "internal error", requestId: req.id });\n});\n```',
  guardrail: {
    tests: 'a route that throws answers 500 with an id and is logged',
    architecture: 'one error handler per application',
  },
  references: [
    {
      title: 'Express: error handling',
      url: 'https://expressjs.com/en/guide/error-handling.html',
    },
    {
      title: 'CWE-248',
      url: 'https://cwe.mitre.org/data/definitions/248.html',
    },
    {
      title: 'OWASP ASVS V16.5: error handling',
      url: 'https://github.com/OWASP/ASVS/blob/v5.0.0/5.0/en/0x25-V16-Security-Logging-and-Error-Handling.md',
    },
  ],
  evaluate: async context => {
    const apps = standalone(
      (await context.facts(applications)).applications,
    ).filter(app => app.routes.length > 0);
    if (!apps.length) {
      return noApplication(context);
    }
    const bad: Evidence[] = [];
    const good: Evidence[] = [];
    for (const app of apps) {
      const subject = nameOf(app, apps);
      if (app.framework === 'express') {
        const found = await judgeExpress(context, app);
        if (found.bad) {
          bad.push({ ...found.bad, subject });
        } else if (found.handler) {
          good.push({ ...found.handler, subject, note: 'error middleware' });
        }
        continue;
      }
      const handler = await registeredHandler(context, app);
      const wrong =
        handler && app.framework === 'fastify'
          ? undefined
          : await badDefault(context, app);
      if (wrong) {
        bad.push({ ...wrong, subject });
      } else if (handler) {
        good.push({ ...handler, subject, note: 'handler for every error' });
      }
    }
    if (bad.length) {
      const partial = apps.some(app => app.partial.length > 0);
      return {
        status: 'fail',
        summary: `${count(
          bad.length,
          'application has',
          'applications have',
        )} no handler of last resort that holds: ${somePlaces(bad)}`,
        evidence: bad,
        share: (apps.length - bad.length) / apps.length,
        lookedFor: [
          'error middleware with four parameters',
          'setErrorHandler',
          'recover middleware',
          'wrappers of asynchronous handlers',
        ],
        ...(partial ? { confidence: 'plausible' as const } : {}),
        ...(good.length ? { strengths: good } : {}),
      };
    }
    return {
      status: 'pass',
      summary: good.length
        ? 'Errors that nobody catches have a handler'
        : 'The framework logs errors that nobody catches and hides their details',
      evidence: good,
    };
  },
});
