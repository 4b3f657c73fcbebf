import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { databaseModels } from '../../../facts/database/models';
import { handlers } from '../../../facts/handlers/extract';
import { HandlerFact } from '../../../facts/handlers/schema';
import { noApplication } from '../../../judging/noApplication';
import { count, inOrder, judged, somePlaces } from '../../../judging/outcome';
import { callsWithin, codeOf } from '../../../judging/reach';
import { routeName } from '../../../judging/routes';
import { isBrowserCode, isCommandLine } from '../../../judging/services';
import { FileSyntax, FunctionFact } from '../../../syntax/schema';
import { Blocking, blockingIn } from './python';
import { stopsLoop } from './script';

const WORDS = ['async def'];

export const check = defineCheck({
  id: 'blocking-io-in-async',
  area: 'resilience-and-scalability',
  severity: 'medium',
  confidence: 'likely',
  phase: 'api-maturity',
  effort: 'small',
  title: 'Blocking calls on the event loop',
  description:
    'Looks into functions of Python that are `async def`, and into plain functions that asynchronous handlers call, two calls deep, for calls that wait without giving the loop free: `requests`, `urllib`, synchronous `httpx`, `time.sleep`, processes, SMTP, copies of files and folders, synchronous sessions of SQLAlchemy and SQLModel, pymongo and bunnet. In JavaScript for `…Sync` calls of files, processes, compression and password hashing in handlers and what they call. Plain `def` handlers and dependencies run in a pool of threads and do not count, nor do awaited calls and functions that are handed to a thread or executor. `open()` and reads of small files, queries of Django, sessions that are attributes, and long computations are not judged.',
  failureMode:
    'While one request waits for a disk, a process or another server, the event loop serves nobody else.',
  manifestation:
    'Under load all requests become slow together, health checks time out, although processor and database are idle.',
  impact:
    'One slow dependency or one large upload stops the whole process; more workers only hide it.',
  remediation:
    'Use an asynchronous client, hand the call to a thread, or make the handler a plain `def`.\n\n```python\nrates = await asyncio.to_thread(load_rates)      # or\nasync with httpx.AsyncClient(timeout=5) as client:\n    rates = (await client.get(URL)).json()\n```',
  guardrail: {
    linter: 'ruff ASYNC210, ASYNC220, ASYNC251; eslint-plugin-n no-sync',
    tests: 'load test with one slow dependency; blockbuster',
    architecture: 'one asynchronous client per dependency',
  },
  references: [
    {
      title: 'FastAPI: concurrency and async / await',
      url: 'https://fastapi.tiangolo.com/async/',
    },
    {
      title: "Node.js: don't block the event loop",
      url: 'https://nodejs.org/en/learn/asynchronous-work/dont-block-the-event-loop',
    },
    {
      title: 'CWE-834',
      url: 'https://cwe.mitre.org/data/definitions/834.html',
    },
  ],
  evaluate: judged({ containing: WORDS }, async context => {
    const all = (await context.facts(handlers)).handlers;
    const documents = await waitingDocuments(context);
    const evidence: Evidence[] = await asyncFunctions(context, documents);
    const found = await behindHandlers(context, all, documents);
    evidence.push(...found);
    const places = inOrder(evidence);
    const judgedHandlers = all.filter(isJudged);
    if (places.length) {
      const bad = judgedHandlers.filter(item =>
        places.some(
          place =>
            place.path === item.body.path &&
            (place.line ?? 0) >= item.body.line &&
            (place.line ?? 0) <= item.body.endLine,
        ),
      ).length;
      return {
        status: 'fail',
        summary: `${count(
          places.length,
          'call blocks',
          'calls block',
        )} the event loop: ${somePlaces(places)}`,
        evidence: places,
        ...(judgedHandlers.length
          ? { share: (judgedHandlers.length - bad) / judgedHandlers.length }
          : {}),
      };
    }
    return judgedHandlers.length
      ? {
          status: 'pass',
          summary: `${count(
            judgedHandlers.length,
            'handler leaves',
            'handlers leave',
          )} the event loop free`,
        }
      : noApplication(context, 'No handler runs on an event loop');
  }),
});

/** Runs on the loop: an asynchronous function of Python, or any of Node. */
function isJudged({ body, route }: HandlerFact): boolean {
  return (
    /\.[cm]?[jt]sx?$/.test(body.path) ||
    (body.path.endsWith('.py') && route.async)
  );
}

/** Document classes of bunnet, the synchronous twin of beanie. */
async function waitingDocuments(
  context: CheckContext,
): Promise<ReadonlySet<string>> {
  const { models } = await context.facts(databaseModels);
  return new Set(
    models
      .filter(
        ({ library, path }) =>
          library === 'beanie' &&
          /^\s*(?:from|import) bunnet\b/m.test(context.read(path) ?? ''),
      )
      .map(({ name }) => name),
  );
}

async function asyncFunctions(
  context: CheckContext,
  documents: ReadonlySet<string>,
): Promise<Evidence[]> {
  const result: Evidence[] = [];
  for (const file of await context.syntax.files({
    languages: ['python'],
    containing: WORDS,
  })) {
    if (isCommandLine(file)) {
      continue;
    }
    for (const fn of file.functions) {
      if (!fn.async) {
        continue;
      }
      const subject = [...fn.enclosing, fn.name].join('.');
      result.push(
        ...firstOf(blockingIn(file, fn, documents)).map(item => ({
          path: file.path,
          line: item.line,
          subject,
          note: `\`${item.text}\` ${item.what} in \`async def ${fn.name}\``,
        })),
        ...calledDirectly(file, fn).flatMap(({ line, called }) =>
          firstOf(blockingIn(file, called, documents)).map(item => ({
            path: file.path,
            line: item.line,
            subject: called.name,
            note: `\`${item.text}\` ${item.what}; \`async def ${fn.name}\` runs it`,
            related: [{ path: file.path, line, note: 'called here' }],
          })),
        ),
      );
    }
  }
  return result;
}

/** Plain functions of the same file that an asynchronous one calls itself, on the loop. */
function calledDirectly(
  file: FileSyntax,
  fn: FunctionFact,
): { line: number; called: FunctionFact }[] {
  return callsWithin(file, fn)
    .filter(({ enclosing }) => enclosing.at(-1) === fn.name)
    .flatMap(({ callee, line }) => {
      const called = file.functions.find(
        item =>
          item.name === callee && item.enclosing.length === 0 && !item.async,
      );
      return called ? [{ line, called }] : [];
    });
}

/** Plain functions that asynchronous handlers call, and everything that handlers of Node call. */
async function behindHandlers(
  context: CheckContext,
  all: readonly HandlerFact[],
  documents: ReadonlySet<string>,
): Promise<Evidence[]> {
  const result: Evidence[] = [];
  const seen = new Set<string>();
  for (const handler of all.filter(isJudged)) {
    const isPython = handler.body.path.endsWith('.py');
    for (const span of isPython
      ? handler.reaches
      : [handler.body, ...handler.reaches]) {
      const key = `${span.path}:${span.line}`;
      const code = seen.has(key) ? undefined : await codeOf(context, span);
      seen.add(key);
      if (!code || isBrowserCode(code.file, code.file.text)) {
        continue;
      }
      const own = code.file.functions.find(
        item => item.line === span.line && item.endLine === span.endLine,
      );
      if (isPython && (!own || own.async)) {
        continue;
      }
      const found = isPython
        ? blockingIn(code.file, own!, documents)
        : stopsLoop(code);
      result.push(
        ...firstOf(found).map(item => ({
          path: span.path,
          line: item.line,
          subject: code.fn.name || routeName(handler.route),
          note: `\`${item.text}\` ${item.what}; ${routeName(
            handler.route,
          )} runs it`,
        })),
      );
    }
  }
  return result;
}

/** One place for each kind of call in a function. */
function firstOf(found: readonly Blocking[]): Blocking[] {
  return found.filter(
    (item, index) =>
      found.findIndex(
        other =>
          other.what === item.what &&
          (item.what !== 'waits for it' || other.text === item.text),
      ) === index,
  );
}
