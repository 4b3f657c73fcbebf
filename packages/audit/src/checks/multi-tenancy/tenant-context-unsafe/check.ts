import type { SyntaxNode } from '../../../syntax/nodes';
import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { lineOf } from '../../../facts/applications/code';
import { tenancy } from '../../../facts/tenancy/extract';
import { count, inOrder, somePlaces } from '../../../judging/outcome';
import { TenantScoping } from '../../../judging/tenantScope';
import { FileSyntax } from '../../../syntax/schema';
import { failsOpen } from './failsOpen';

const STRONG = new Set([
  'tenant',
  'organisation',
  'organization',
  'org',
  'workspace',
]);

export const check = defineCheck({
  id: 'tenant-context-unsafe',
  area: 'multi-tenancy',
  severity: 'high',
  confidence: 'likely',
  phase: 'security-critical',
  effort: 'medium',
  title: 'Tenant context that leaks or fails open',
  description:
    'Looks at where the current tenant is kept in Python and JavaScript: module globals that functions change, thread locals, class attributes and context variables with a default; and at what happens when there is none: `tenant or DEFAULT`, a header with a default, and conditions on the tenant that are left out. Migrations, seeds, command lines, jobs and tests may fall back.',
  failureMode:
    'The tenant of one request can become that of another, or a missing tenant means no filter.',
  manifestation:
    'Under load, or after an error, a request runs with the tenant of the one before; a request without a tenant sees the default one or all.',
  impact:
    'Data of one customer is shown to or written into the account of another, hard to reproduce and to explain.',
  remediation:
    'Keep it in a context variable that is reset, and raise when it is missing:\n\n```python\n_current: ContextVar[UUID] = ContextVar("tenant")\n\n@contextmanager\ndef use_tenant(tenant_id):\n    token = _current.set(tenant_id)\n    try:\n        yield\n    finally:\n        _current.reset(token)\n```\n\n`_current.get()` without a default raises a `LookupError`.',
  guardrail: {
    linter: 'Semgrep rule on globals with the name of the tenant (partly)',
    tests: 'request without a tenant is refused; two tenants in parallel',
    architecture: 'one context that raises when it is empty',
  },
  references: [
    {
      title: 'OWASP multi-tenant security cheat sheet',
      url: 'https://cheatsheetseries.owasp.org/cheatsheets/Multi_Tenant_Security_Cheat_Sheet.html',
    },
    {
      title: 'CWE-488: Exposure of data element to wrong session',
      url: 'https://cwe.mitre.org/data/definitions/488.html',
    },
    {
      title: 'CWE-636: Not failing securely',
      url: 'https://cwe.mitre.org/data/definitions/636.html',
    },
  ],
  evaluate: async context => {
    const { key } = await context.facts(tenancy);
    if (!key) {
      return {
        status: 'not-applicable',
        summary:
          'No tenant key: no column names the scope of a customer on three models with a membership or context beside it',
      };
    }
    const scoping = await TenantScoping.read(context, key);
    const evidence: Evidence[] = [];
    const good: Evidence[] = [];
    for (const file of await context.syntax.files({
      languages: ['python', 'typescript', 'javascript'],
      containing: scoping.words.literals,
    })) {
      if (scoping.isForAll(undefined, file.path)) {
        continue;
      }
      if (file.language === 'python') {
        evidence.push(...pythonGlobals(file, scoping));
        good.push(...contextVariables(file, scoping, evidence));
      } else {
        evidence.push(...scriptGlobals(file, scoping));
        good.push(...asyncStorage(file, scoping));
      }
      evidence.push(...failsOpen(file, scoping, STRONG.has(key.word)));
    }
    const failing = inOrder(evidence);
    if (failing.length > 0) {
      return {
        status: 'fail',
        summary: `${count(failing.length, 'place keeps', 'places keep')} the ${
          key.word
        } unsafely: ${failing[0].note} (${somePlaces(failing)})`,
        evidence: failing,
        ...(failing.every(item => item.confidence === 'plausible')
          ? { confidence: 'plausible' as const }
          : {}),
        strengths: inOrder(good),
      };
    }
    return {
      status: 'pass',
      summary:
        good.length > 0
          ? `The ${key.word} is kept in a context of its own: ${somePlaces(
              inOrder(good),
            )}`
          : `Nothing keeps the ${key.word} in shared state or goes on without it`,
      evidence: inOrder(good),
    };
  },
});

const isName = (scoping: TenantScoping, text: string) =>
  /^[A-Za-z_$][\w$.]*$/.test(text) && scoping.words.in(text);

/** Names of caches and lists are no context. */
const NO_CONTEXT =
  /cache|map|registry|default|model|table|config|settings|router|logger|service|client|repo|schema|list|all_|count/i;

function pythonGlobals(file: FileSyntax, scoping: TenantScoping): Evidence[] {
  const result: Evidence[] = [];
  for (const node of file.root.findAll({
    rule: { kind: 'global_statement' },
  })) {
    for (const name of node
      .text()
      .replace(/^global\s+/, '')
      .split(',')) {
      const text = name.trim();
      if (isName(scoping, text) && !NO_CONTEXT.test(text)) {
        result.push({
          path: file.path,
          line: lineOf(node),
          subject: text,
          note: `${text} is a global of the module: requests that run at the same time share it`,
        });
      }
    }
  }
  const locals = file.calls.filter(
    call => call.name === 'threading.local' && call.assignedTo,
  );
  for (const call of locals) {
    const variable = call.assignedTo!;
    const sets = file.assignments.filter(
      item =>
        item.target.startsWith(`${variable}.`) &&
        scoping.words.in(item.target.slice(variable.length)),
    );
    if (sets.length > 0 || scoping.words.in(variable)) {
      const text = scoping.context.read(file.path) ?? '';
      const isReset = new RegExp(
        `finally:[^]{0,200}${variable}\\b|del ${variable}\\.`,
      ).test(text);
      result.push({
        path: file.path,
        line: call.line,
        ...(isReset ? { severity: 'medium' as const } : {}),
        subject: variable,
        note: `the ${scoping.key.word} lies in a thread local${
          isReset ? '' : ' that nothing resets'
        }: a thread of the pool takes it along, and async code shares it`,
        related: sets.slice(0, 3).map(({ path, line }) => ({ path, line })),
      });
    }
  }
  // `TenantContext.current = tenant`
  for (const item of file.assignments) {
    if (
      /^(?:[A-Z]\w*|cls)\.\w+$/.test(item.target) &&
      item.enclosing.length > 0 &&
      scoping.words.in(item.target) &&
      /current|active/i.test(item.target)
    ) {
      result.push({
        path: file.path,
        line: item.line,
        subject: item.target,
        note: `${item.target} is shared by all requests of the process`,
      });
    }
  }
  return result;
}

function contextVariables(
  file: FileSyntax,
  scoping: TenantScoping,
  evidence: Evidence[],
): Evidence[] {
  const good: Evidence[] = [];
  for (const call of file.calls) {
    if (call.name !== 'contextvars.ContextVar' || !call.assignedTo) {
      continue;
    }
    if (!scoping.words.in(`${call.assignedTo} ${call.args[0]?.text ?? ''}`)) {
      continue;
    }
    const fallback = call.args.find(item => item.name === 'default');
    if (
      fallback &&
      typeof fallback.value === 'string' &&
      fallback.value !== ''
    ) {
      evidence.push({
        path: file.path,
        line: call.line,
        subject: call.assignedTo,
        note: `without a ${scoping.key.word} the context answers with a shared default`,
      });
    } else {
      good.push({
        path: file.path,
        line: call.line,
        subject: call.assignedTo,
        note: `context variable of the ${scoping.key.word}${
          fallback ? '' : ' that raises when it is missing'
        }`,
      });
    }
  }
  return good;
}

function scriptGlobals(file: FileSyntax, scoping: TenantScoping): Evidence[] {
  const result: Evidence[] = [];
  const names = new Map<string, SyntaxNode>();
  for (const node of file.root.findAll({
    rule: {
      kind: 'lexical_declaration',
      regex: '^let\\b',
      inside: { any: [{ kind: 'program' }, { kind: 'export_statement' }] },
    },
  })) {
    const name = /^let\s+([\w$]+)/.exec(node.text())?.[1];
    if (name && isName(scoping, name) && !NO_CONTEXT.test(name)) {
      names.set(name, node);
    }
  }
  for (const item of file.assignments) {
    const declared = names.get(item.target);
    if (declared && item.enclosing.length > 0) {
      result.push({
        path: file.path,
        line: item.line,
        subject: item.target,
        note: `${item.target} is a variable of the module: requests that run at the same time share it`,
        related: [{ path: file.path, line: lineOf(declared) }],
      });
      names.delete(item.target);
    }
  }
  return result;
}

function asyncStorage(file: FileSyntax, scoping: TenantScoping): Evidence[] {
  return file.calls
    .filter(
      call =>
        call.construct &&
        /AsyncLocalStorage$/.test(call.callee) &&
        scoping.words.in(
          scoping.textOf(file.path, call.line - 1, call.endLine + 1),
        ),
    )
    .map(call => ({
      path: file.path,
      line: call.line,
      subject: call.assignedTo ?? 'AsyncLocalStorage',
      note: `async storage of the ${scoping.key.word}`,
    }));
}
