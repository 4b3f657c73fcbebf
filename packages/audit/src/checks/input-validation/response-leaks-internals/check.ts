import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { access } from '../../../facts/access/extract';
import { applications } from '../../../facts/applications/extract';
import { handlers } from '../../../facts/handlers/extract';
import { noApplication } from '../../../judging/noApplication';
import { count, inOrder, judged, somePlaces } from '../../../judging/outcome';
import { codeOf } from '../../../judging/reach';
import { isBrowserCode, isCommandLine } from '../../../judging/services';
import { goLeaks, javaLeaks } from './compiled';
import { pythonLeaks } from './python';
import { scriptLeaks } from './script';
import { surroundings } from './surroundings';

/** Words of code that answers with an error. */
const WORDS = [
  'HTTPException',
  'JSONResponse',
  'PlainTextResponse',
  'JsonResponse',
  'HttpResponse',
  'Response(',
  'jsonify',
  'abort(',
  'make_response',
  'errorhandler',
  'res.',
  'response.',
  'reply.',
  'Response.json',
  'InternalServerErrorException',
  'HttpException',
  'http.Error',
  '.JSON(',
  'NewHTTPError',
  'ResponseEntity',
];

export const check = defineCheck({
  id: 'response-leaks-internals',
  area: 'input-validation',
  severity: 'medium',
  confidence: 'certain',
  phase: 'security-critical',
  effort: 'small',
  title: 'Answers leak internals',
  description:
    'Looks at what handlers and error handlers answer. (a) The text of an exception that may be anything (`except Exception`, drivers, processes; in JavaScript whatever was caught or given to a callback), a stack trace, the output of a process or a path that the server put together; (b) the environment, host name or settings in the answer of a route that asks for no identity; (c, low) the text of narrow built-in exceptions or of any JavaScript error with 4xx. Health routes that print connection errors are (a). Exceptions of the project itself, validation errors, what was sorted by its kind before, and what is shown outside of production only do not count. SQL text in answers, and values that pass through variables or helpers on the way, are not followed.',
  failureMode:
    'The body of an error answer holds what was meant for the log: messages of drivers, paths, statements, stack traces.',
  manifestation:
    'A failing request answers `connection to server at "10.0.3.7", port 5432 failed` or a path below `/srv/app`.',
  impact:
    'Attackers learn hosts, versions, tables and paths without effort, and can tell which of their attempts had an effect. Customers see text that they cannot use.',
  remediation:
    'Log the exception with an id and answer with a sentence of your own and that id.\n\n```python\nexcept Exception:\n    logger.exception("import failed", extra={"request_id": request_id})\n    raise HTTPException(500, detail=f"Import failed (request {request_id})")\n```',
  guardrail: {
    linter: 'semgrep rules for exception text in answers',
    tests: 'negative tests: the body of a 500 holds no exception text',
    ci: 'CodeQL py/stack-trace-exposure, js/stack-trace-exposure',
    architecture: 'one handler for unexpected errors',
  },
  references: [
    {
      title: 'CWE-209',
      url: 'https://cwe.mitre.org/data/definitions/209.html',
    },
    {
      title: 'CWE-497',
      url: 'https://cwe.mitre.org/data/definitions/497.html',
    },
    {
      title: 'OWASP: Error Handling Cheat Sheet',
      url: 'https://cheatsheetseries.owasp.org/cheatsheets/Error_Handling_Cheat_Sheet.html',
    },
  ],
  evaluate: judged({ containing: WORDS }, async context => {
    const { applications: apps } = await context.facts(applications);
    if (!apps.some(app => app.routes.length > 0)) {
      return noApplication(context, 'No route was found');
    }
    const all = (await context.facts(handlers)).handlers;
    const evidence: Evidence[] = [];
    for (const file of await context.syntax.files({ containing: WORDS })) {
      if (isBrowserCode(file, file.text) || isCommandLine(file)) {
        continue;
      }
      switch (file.language) {
        case 'python': {
          const own = all.filter(item => item.body.path === file.path);
          evidence.push(
            ...pythonLeaks(file, line =>
              own.some(({ body }) => line >= body.line && line <= body.endLine),
            ),
          );
          break;
        }
        case 'go':
          evidence.push(...goLeaks(file));
          break;
        case 'java':
          evidence.push(...javaLeaks(file));
          break;
        default:
          evidence.push(...scriptLeaks(file));
      }
    }
    evidence.push(...(await toldToEverybody(context)));
    const places = inOrder(evidence);
    return places.length
      ? {
          status: 'fail',
          summary: `${count(
            places.length,
            'answer shows',
            'answers show',
          )} what only operators may see: ${somePlaces(places)}`,
          evidence: places,
        }
      : {
          status: 'pass',
          summary: 'No answer carries exceptions, paths or settings',
        };
  }),
});

/** Answers of open routes about where and how the service runs. */
async function toldToEverybody(context: CheckContext): Promise<Evidence[]> {
  const all = (await context.facts(handlers)).handlers;
  const open = new Set(
    (await context.facts(access)).applications
      .flatMap(app => app.routes)
      .filter(item => item.authentication === 'open')
      .map(
        ({ route }) =>
          `${route.path}:${route.line}:${route.method} ${route.fullPath}`,
      ),
  );
  const result: Evidence[] = [];
  for (const handler of all) {
    const { route } = handler;
    if (
      route.method === 'GET' &&
      open.has(`${route.path}:${route.line}:${route.method} ${route.fullPath}`)
    ) {
      const code = await codeOf(context, handler.body);
      result.push(...(code ? surroundings(handler, code) : []));
    }
  }
  return result;
}
