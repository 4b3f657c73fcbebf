import type { SyntaxNode } from '../../../syntax/nodes';
import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import {
  codeFiles,
  count,
  inOrder,
  somePlaces,
  judged,
} from '../../../judging/outcome';
import { isBrowserCode, isCommandLine } from '../../../judging/services';
import { FileSyntax } from '../../../syntax/schema';

/** Clean-up may fail: nobody can do anything about it. */
const CLEANUP =
  /(?:^|[._])(?:close|aclose|disconnect|quit|end|cancel|kill|terminate|stop|shutdown|destroy|dispose|release\w*|unlink\w*|rm|remove|rmtree|rmdir|cleanup|clean_up|clear\w*|rollback|unlock|detach|unsubscribe|abort|flush|join|delete_?temp\w*)$/i;
/** Expected to fail on what is merely not of that shape or not there. */
const NARROW_CALLS =
  /^(?:JSON\.parse|new URL|URL|URL\.parse|BigInt|decodeURI(?:Component)?|atob|require|require\.resolve|import|Intl\.\w+|RegExp|structuredClone|(?:window\.|globalThis\.)?(?:local|session)Storage\.\w+|(?:fs|fs-extra|fs\/promises|fsPromises)\.(?:access|lstat|accessSync|stat|statSync|unlink|unlinkSync|mkdir|mkdirSync|readFileSync|existsSync)|Buffer\.from)$/;
/** Reading a body fails on what is merely not of that shape. */
const WORDS = [
  'except',
  'catch',
  'suppress',
  'unhandledRejection',
  'uncaughtException',
  '_ =',
];

const BODY_READERS = /^(?:get)?(?:json|text|formData|blob|arrayBuffer)$/i;
/** Functions whose answer is whether it worked. */
const ASKS =
  /^_*(?:is|has|can|could|check|ping|probe|try|health\w*|ready\w*|readiness|liveness|supports?|validate|verify|exists|safe|maybe|test|parse|detect|guess|get_version|optional)(?:_|[A-Z]|$)/;

export const check = defineCheck({
  id: 'swallowed-exception',
  area: 'error-tracking',
  severity: 'medium',
  confidence: 'certain',
  phase: 'observability',
  effort: 'small',
  title: 'Exceptions are swallowed',
  description:
    'Looks for handlers of everything (`except:`, `except Exception`, `catch`) whose body neither logs a warning, raises, reports, nor does anything with the error: `pass`, an empty block, a constant result. Handlers of narrow expected exceptions, clean-up, optional imports, functions that answer whether something works, and retries that raise at the end do not count. In Go, errors of writes that are assigned to `_`.',
  failureMode:
    'A handler catches every failure and drops it, so that the program goes on as if nothing had happened.',
  manifestation:
    'Data is missing, messages are not sent, jobs end as successful; there is no log line and no error report to begin with.',
  impact:
    'Outages of dependencies and programming errors stay unseen for weeks and are found by customers. The original error is lost for good.',
  remediation:
    'Catch what you expect, and let the rest fail visibly; at the border of a job or request log with the stack, report and answer with a failure.\n\n```python\ntry:\n    publish(event)\nexcept BrokerUnavailable:\n    logger.exception("event not published", extra={"event": event.id})\n    raise\n```',
  guardrail: {
    linter: 'ruff BLE001/S110/SIM105, ESLint no-empty, errcheck',
    tests: 'failure of each dependency once',
    architecture: 'one error handler per process',
  },
  references: [
    {
      title: 'CWE-390',
      url: 'https://cwe.mitre.org/data/definitions/390.html',
    },
    {
      title: 'CWE-1069',
      url: 'https://cwe.mitre.org/data/definitions/1069.html',
    },
    {
      title: 'ruff: blind-except (BLE001)',
      url: 'https://docs.astral.sh/ruff/rules/blind-except/',
    },
  ],
  evaluate: judged({ containing: WORDS }, async context => {
    if ((await codeFiles(context)).length === 0) {
      return {
        status: 'not-applicable',
        summary: 'There is no production code',
      };
    }
    const files = await context.syntax.files({
      containing: WORDS,
    });
    const evidence: Evidence[] = [];
    let handlers = 0;
    for (const file of files) {
      const text = context.read(file.path) ?? '';
      if (isBrowserCode(file, text) || isCommandLine(file)) {
        continue;
      }
      const found = handlersOf(file);
      handlers += found.handlers;
      evidence.push(...found.evidence);
    }
    if (evidence.length > 0) {
      const places = inOrder(evidence);
      return {
        status: 'fail',
        summary: `${count(
          places.length,
          'handler swallows',
          'handlers swallow',
        )} every exception: ${somePlaces(places)}`,
        evidence: places,
      };
    }
    return handlers > 0
      ? {
          status: 'pass',
          summary: `${count(
            handlers,
            'handler of exceptions passes',
            'handlers of exceptions pass',
          )} failures on`,
        }
      : {
          status: 'not-applicable',
          summary: 'No server code handles exceptions',
        };
  }),
});

/** Modules whose answer is the failure: a probe that returns false takes the service out of traffic. */
const PROBES =
  /(?:^|[/_.-])(?:health\w*|readiness|ready|probes?)(?:[_.-][^/]*)?\.\w+$/i;

interface Found {
  handlers: number;
  evidence: Evidence[];
}

function handlersOf(file: FileSyntax): Found {
  switch (file.language) {
    case 'python':
      return python(file);
    case 'go':
      return go(file);
    default:
      return braces(file);
  }
}

function place(file: FileSyntax, node: SyntaxNode, note: string): Evidence {
  const { start, end } = node.range();
  const where = file.enclosingOf(node);
  return {
    path: file.path,
    line: start.line + 1,
    endLine: end.line + 1,
    note: where.length ? `${note} in ${where.join('.')}` : note,
  };
}

// --- Python -----------------------------------------------------------------------------------------------------

const BROAD = /^(?:builtins\.)?(?:Exception|BaseException)$/;

function python(file: FileSyntax): Found {
  const clauses = file.root.findAll({ rule: { kind: 'except_clause' } });
  const evidence = clauses.flatMap(clause => {
    const caught = caughtBy(clause);
    const statement = clause.parent();
    const body = clause.namedChildren().find(child => child.is('block'));
    if (
      !statement ||
      !body ||
      !(caught.length === 0 || caught.some(name => BROAD.test(name))) ||
      !isTrivial(body, file) ||
      isExpectedInPython(file, clause, statement, body)
    ) {
      return [];
    }
    const what = caught.length ? `except ${caught.join(', ')}` : 'bare except';
    return [place(file, clause, `${what}: ${summaryOf(body)}`)];
  });
  const suppressed = file.calls
    .filter(
      call =>
        call.name === 'contextlib.suppress' &&
        call.args.some(item => BROAD.test(item.text)),
    )
    .filter(call => {
      const block = file.root
        .findAll({ rule: { kind: 'with_statement' } })
        .find(node => node.range().start.line + 1 === call.line);
      const inner = block?.field('body');
      return !inner || !onlyCleansUp(file, inner);
    })
    .map(
      (call): Evidence => ({
        path: call.path,
        line: call.line,
        note: `${call.callee} of every exception${
          call.enclosing.length ? ` in ${call.enclosing.join('.')}` : ''
        }`,
      }),
    );
  return {
    handlers: clauses.length,
    evidence: [...evidence, ...suppressed],
  };
}

function caughtBy(clause: SyntaxNode): string[] {
  let [caught] = clause
    .namedChildren()
    .filter(child => !child.is('block') && !child.is('comment'));
  if (!caught) {
    return [];
  }
  if (caught.is('as_pattern')) {
    caught = caught.namedChildren()[0];
  }
  return caught.is('tuple')
    ? caught.namedChildren().map(child => child.text())
    : [caught.text()];
}

function isExpectedInPython(
  file: FileSyntax,
  clause: SyntaxNode,
  statement: SyntaxNode,
  body: SyntaxNode,
): boolean {
  const tried = statement.field('body');
  const inside = [clause, ...clause.ancestors()].map(node => node.kind());
  const name = file.enclosingOf(clause).at(-1) ?? '';
  return (
    inside.includes('finally_clause') ||
    ['__del__', '__exit__', '__aexit__', '__repr__', '__str__'].includes(
      name,
    ) ||
    (tried !== null && onlyImports(tried)) ||
    (tried !== null && onlyCleansUp(file, tried)) ||
    // A narrower handler before it takes what matters, and this one is inside the handler of an error.
    inside.filter(kind => kind === 'except_clause').length > 1 ||
    ((ASKS.test(name) || PROBES.test(file.path)) &&
      /\breturn\b/.test(body.text())) ||
    raisesAfterLoop(clause)
  );
}

function onlyImports(block: SyntaxNode): boolean {
  const statements = block
    .namedChildren()
    .filter(child => !child.is('comment'));
  return (
    statements.length > 0 &&
    statements.some(child => /^(?:future_)?import_/.test(child.kind())) &&
    statements.length <= 3
  );
}

/** Every call of the block cleans up. */
function onlyCleansUp(file: FileSyntax, block: SyntaxNode): boolean {
  const { start, end } = block.range();
  const calls = file.calls.filter(
    call => call.line >= start.line + 1 && call.endLine <= end.line + 1,
  );
  return calls.length > 0 && calls.every(call => CLEANUP.test(call.callee));
}

/** `continue` in a loop after which the function raises. */
function raisesAfterLoop(clause: SyntaxNode): boolean {
  const loop = clause
    .ancestors()
    .find(node => node.is('for_statement') || node.is('while_statement'));
  const rest = loop?.nextAll() ?? [];
  return rest.some(
    node => node.is('raise_statement') || node.is('throw_statement'),
  );
}

const QUIET_CALLS = /(?:^|\.)(?:debug|info|sleep|trace|verbose)$/;

/** Nothing in a body tells anybody: constants, jumps, quiet lines. */
function isTrivial(body: SyntaxNode, file: FileSyntax): boolean {
  return body
    .namedChildren()
    .filter(child => !/comment$/.test(child.kind()))
    .every(child => isTrivialStatement(child, file));
}

function isTrivialStatement(node: SyntaxNode, file: FileSyntax): boolean {
  switch (node.kind()) {
    case 'pass_statement':
    case 'continue_statement':
    case 'break_statement':
    case 'empty_statement':
      return true;
    case 'return_statement': {
      const value = node.namedChildren().at(0);
      return !value || isEmptyValue(file, value);
    }
    case 'expression_statement': {
      const value = node.namedChildren().at(0);
      if (!value) {
        return true;
      }
      if (value.is('ellipsis') || value.is('string')) {
        return true;
      }
      const inner =
        value.is('await') || value.is('await_expression')
          ? value.namedChildren()[0]
          : value;
      if (inner.is('assignment') || inner.is('assignment_expression')) {
        const right = inner.field('right');
        // A field or a flag keeps what happened.
        if (
          !inner.field('left')?.is('identifier') ||
          right?.text().toLowerCase() === 'true'
        ) {
          return false;
        }
        return right !== null && isEmptyValue(file, right);
      }
      const call = file.callOf(inner);
      return call !== undefined && QUIET_CALLS.test(call.callee);
    }
    default:
      return false;
  }
}

/** A constant that says nothing of an error. */
function isEmptyValue(file: FileSyntax, node: SyntaxNode): boolean {
  if (/^(?:undefined|void 0|nil)$/.test(node.text())) {
    return true;
  }
  const value = file.valueOf(node);
  return (
    value === null ||
    value === false ||
    value === '' ||
    value === 0 ||
    value === true ||
    (Array.isArray(value) && value.length === 0) ||
    (typeof value === 'object' &&
      value !== null &&
      /^[{}\s]*$/.test(node.text()))
  );
}

function summaryOf(body: SyntaxNode): string {
  const text = body
    .namedChildren()
    .filter(child => !/comment$/.test(child.kind()))
    .map(child => child.text())
    .join('; ')
    .replace(/\s+/g, ' ');
  return text === '' ? 'nothing' : `only \`${text.slice(0, 60)}\``;
}

// --- JavaScript and Java ------------------------------------------------------------------------------------------

function braces(file: FileSyntax): Found {
  const clauses = file.root.findAll({ rule: { kind: 'catch_clause' } });
  const evidence = clauses.flatMap(clause => {
    const body = clause.field('body');
    const statement = clause.parent();
    const tried = statement?.field('body');
    if (!body || !statement || !tried || !isTrivial(body, file)) {
      return [];
    }
    const name = file.enclosingOf(clause).at(-1) ?? '';
    const narrow =
      file.language === 'java' && !catchesEverything(clause)
        ? true
        : file.language !== 'java' && onlyNarrowCalls(file, tried);
    const returns = /\breturn\b|=/.test(body.text());
    const inFinally = clause
      .ancestors()
      .some(node => node.is('finally_clause'));
    const nested = clause.ancestors().some(node => node.is('catch_clause'));
    if (
      narrow ||
      inFinally ||
      nested ||
      onlyCleansUp(file, tried) ||
      /^_*(?:try|safe|maybe)(?:_|[A-Z])/.test(name) ||
      (returns &&
        (ASKS.test(name) ||
          PROBES.test(file.path) ||
          !doesInputOutput(file, tried))) ||
      raisesAfterLoop(clause)
    ) {
      return [];
    }
    return [place(file, clause, `catch: ${summaryOf(body)}`)];
  });
  const calls = file.language === 'java' ? [] : file.calls;
  const dropped = calls.flatMap((call): Evidence[] => {
    const handler = call.args.at(-1)?.text ?? '';
    const empty =
      /^(?:async\s*)?(?:\(?\s*\w*\s*\)?\s*=>\s*(?:\{\s*\}|null|undefined|void 0)|function\s*\(\s*\w*\s*\)\s*\{\s*\})$/.test(
        handler,
      );
    if (!empty) {
      return [];
    }
    const where = call.enclosing.length
      ? ` in ${call.enclosing.join('.')}`
      : '';
    if (
      call.callee === 'process.on' &&
      /^(?:unhandledRejection|uncaughtException)$/.test(
        String(call.args[0]?.value),
      )
    ) {
      return [
        {
          path: call.path,
          line: call.line,
          note: `process-wide handler of ${call.args[0].value} does nothing`,
        },
      ];
    }
    const method =
      /([\w$]{1,100})\s{0,20}\([^()]*(?:\([^()]*\)[^()]*)*\)\.catch$/.exec(
        call.callee,
      )?.[1];
    return call.callee.endsWith('.catch') &&
      call.args.length === 1 &&
      !(method && (CLEANUP.test(method) || BODY_READERS.test(method)))
      ? [
          {
            path: call.path,
            line: call.endLine,
            note: `.catch drops every error${where}`,
          },
        ]
      : [];
  });
  return {
    handlers: clauses.length + dropped.length,
    evidence: [...evidence, ...dropped],
  };
}

function catchesEverything(clause: SyntaxNode): boolean {
  return /\(\s*(?:final\s+)?(?:java\.lang\.)?(?:Exception|Throwable|RuntimeException)\s/.test(
    clause.text().slice(0, 200),
  );
}

function callsIn(file: FileSyntax, block: SyntaxNode) {
  const { start, end } = block.range();
  return file.calls.filter(
    call => call.line >= start.line + 1 && call.endLine <= end.line + 1,
  );
}

function onlyNarrowCalls(file: FileSyntax, block: SyntaxNode): boolean {
  const calls = callsIn(file, block);
  return calls.length === 0 || calls.some(call => NARROW_CALLS.test(call.name));
}

/** Waits for something, or calls what is known to leave the process. */
function doesInputOutput(file: FileSyntax, block: SyntaxNode): boolean {
  return (
    block.find({ rule: { kind: 'await_expression' } }) !== null ||
    callsIn(file, block).some(call =>
      /(?:^|\.)(?:query|execute|executeQuery|executeUpdate|save|send|publish|fetch|exchange|getForObject|postForObject|insert|update|read|write|connect)$/.test(
        call.callee,
      ),
    )
  );
}

// --- Go -----------------------------------------------------------------------------------------------------------

const WRITES =
  /\.(?:Save|Create|Insert|InsertOne|InsertMany|Update|UpdateOne|DeleteOne|Exec|ExecContext|Publish|Send|SendMessage|WriteMessages|Commit|Put|PutObject|Enqueue)$/;

function go(file: FileSyntax): Found {
  const evidence = file.assignments
    .filter(item => item.target === '_')
    .filter(
      item =>
        item.text === 'err' || WRITES.test(item.text.replace(/\([^]*$/, '')),
    )
    .map(
      (item): Evidence => ({
        path: item.path,
        line: item.line,
        endLine: item.endLine,
        note: `the error of \`${item.text
          .replace(/\([^]*$/, '')
          .slice(0, 60)}\` is dropped${
          item.enclosing.length ? ` in ${item.enclosing.join('.')}` : ''
        }`,
      }),
    );
  const handled = file.comparisons.filter(
    item => item.left === 'err' && item.right === 'nil',
  ).length;
  return { handlers: handled + evidence.length, evidence };
}
