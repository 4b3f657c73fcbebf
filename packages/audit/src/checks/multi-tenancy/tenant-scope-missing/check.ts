import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { databaseQueries } from '../../../facts/database/queries';
import { QueryFact, SqlPlace } from '../../../facts/database/schema';
import { tenancy } from '../../../facts/tenancy/extract';
import { count, inOrder, somePlaces } from '../../../judging/outcome';
import { TenantScoping } from '../../../judging/tenantScope';
import { clientTenants } from './clientTenants';

/** Views whose class attribute `queryset` answers requests as it is. */
const VIEW = /(?:View|ViewSet|Viewset)$/;
const FRAMEWORK_BASE =
  /^(?:\w+\.)*(?:\w*ViewSet|\w*APIView|\w*View|\w+Mixin|object|Generic)$/;
/** Lookups while somebody signs in know no tenant yet. */
const SIGN_IN =
  /^(?:get_|load_|find_|_)?(?:current_user|user_loader|load_user|authenticate\w*|login|sign_?in|log_?in|verify\w*|validate|resolve_user|get_user_by_\w+|register|signup|sign_up|canActivate)$/i;
const SIGN_IN_PATH =
  /(?:^|\/)(?:auth|authentication|security|login|session|jwt|identity|oauth|passport)\w*(?:\/|\.\w+$)/i;
const USER_MODEL = /^(?:\w*User|Account|Employee|Staff)$/;

/** Rows of whoever asks. */
const CALLER = /request\.user|current_user|\bowner\b|\bauthor\b|created_by/;
const ADMIN_VIEW = /admin|internal|staff|public|health/i;

const escape = (text: string) =>
  text.replace(/[^\w\s]/g, '\\$&').replace(/\s+/g, '\\s+');

interface Judged {
  scoped: QueryFact[];
  findings: Evidence[];
  places: Evidence[];
}

export const check = defineCheck({
  id: 'tenant-scope-missing',
  area: 'multi-tenancy',
  severity: 'critical',
  confidence: 'plausible',
  phase: 'security-critical',
  effort: 'medium',
  title: 'Query without the tenant',
  description:
    'Looks at the ORM and ODM queries on models that carry the tenant key, as far as a route reaches them: a row that is found by an id of the request alone, or a whole table that is listed or counted, while sibling queries have a condition on the tenant. Conditions of helpers, repositories, managers, querysets of views, session events, client extensions and row-level security count, and so do a comparison with the tenant after loading and a condition on the caller. Also: a tenant id of a request header that nothing compares with the memberships of the caller. Raw SQL, cache keys and storage paths are not judged.',
  failureMode:
    'The condition on the tenant is left to each query, and this one lacks it.',
  manifestation:
    'Somebody who changes an id in the address gets the data of another customer, or a list mixes the rows of all.',
  impact:
    'Customers read and change the data of other customers: the one incident that a product with tenants does not survive without losing trust.',
  remediation:
    'Give the tenant to every statement, best in one place that nobody can go around:\n\n```python\nclass TenantScope:\n    def select(self, model):\n        return select(model).where(model.tenant_id == self.tenant_id)\n\ninvoice = session.scalar(scope.select(Invoice).where(Invoice.id == invoice_id))\n```\n\nRow-level security in the database catches what slips through.',
  guardrail: {
    linter: 'Semgrep rule on raw queries (partly)',
    tests: 'isolation tests',
    ci: 'row-level security coverage check',
    architecture: 'scoping in one place, row-level security',
  },
  references: [
    {
      title: 'OWASP API1: Broken object level authorization',
      url: 'https://owasp.org/API-Security/editions/2023/en/0xa1-broken-object-level-authorization/',
    },
    {
      title: 'OWASP multi-tenant security cheat sheet',
      url: 'https://cheatsheetseries.owasp.org/cheatsheets/Multi_Tenant_Security_Cheat_Sheet.html',
    },
    {
      title: 'CWE-639: Authorization bypass through user-controlled key',
      url: 'https://cwe.mitre.org/data/definitions/639.html',
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
    const { queries } = await context.facts(databaseQueries);
    const own = queries.filter(query => scoping.models.has(query.model));
    const client = await clientTenants(scoping);
    const { scoped, findings, places } = await judge(scoping, own);
    if (own.length === 0 && client.length === 0) {
      return {
        status: 'unknown',
        summary: `${count(key.models.length, 'model')} with ${
          key.name
        }, but no query on them could be read`,
      };
    }
    const evidence = inOrder([...findings, ...client]);
    if (evidence.length > 0) {
      const all = scoped.length + findings.length;
      return {
        status: 'fail',
        summary: [
          ...(findings.length > 0
            ? [
                `${findings.length} of ${count(
                  all,
                  'query',
                  'queries',
                )} on models with ${key.name} ${
                  findings.length === 1 ? 'lacks' : 'lack'
                } it: ${somePlaces(inOrder(findings))}`,
              ]
            : []),
          ...(client.length > 0
            ? [
                `the ${
                  key.word
                } of a request is taken without a look at the caller's memberships: ${somePlaces(
                  client,
                )}`,
              ]
            : []),
        ].join('; '),
        evidence,
        ...(client.length > 0 && findings.length === 0
          ? {}
          : { share: all === 0 ? 0 : scoped.length / all }),
        lookedFor: [
          `conditions that name ${key.name}`,
          'helpers, repositories, managers and querysets that add it',
          'comparison with the tenant after loading',
          'session events, client extensions, row-level security',
        ],
        strengths: inOrder(places),
      };
    }
    if (scoped.length === 0) {
      return {
        status: 'unknown',
        summary: `None of ${count(
          own.length,
          'query',
          'queries',
        )} on models with ${
          key.name
        } names it, and no route is known to reach one: where tenants are kept apart could not be told`,
      };
    }
    return {
      status: 'pass',
      summary:
        places.length > 0
          ? `${count(scoped.length, 'query', 'queries')} on models with ${
              key.name
            }, all kept to their ${key.word}: ${places
              .map(item => item.note)
              .join('; ')}`
          : `All ${scoped.length} queries on models with ${key.name} that could be read name it`,
      evidence: inOrder(
        places.length > 0
          ? places
          : scoped.slice(0, 5).map(query => ({
              path: query.path,
              line: query.line,
              subject: `${query.enclosing.join('.')} ${query.model}`,
              note: `${query.model} is asked for with ${key.name}`,
            })),
      ),
    };
  },
});

async function judge(
  scoping: TenantScoping,
  queries: readonly QueryFact[],
): Promise<Judged> {
  const { word } = scoping.key;
  const scoped: QueryFact[] = [];
  const candidates: QueryFact[] = [];
  const places = new Map<string, { at: SqlPlace; notes: Set<string> }>();
  const addPlace = (at: SqlPlace, note: string) => {
    const key = `${at.path}:${at.line}`;
    const known = places.get(key) ?? { at, notes: new Set() };
    places.set(key, known);
    known.notes.add(note);
  };
  for (const query of queries) {
    const manager =
      query.manager &&
      (await scoping.managerScopes(
        scoping.models.get(query.model)!,
        query.manager,
      ));
    if (manager && manager !== true) {
      addPlace(manager, `the manager limits every query to the ${word}`);
    }
    const mechanism = scoping.mechanismFor(query.model);
    if (mechanism) {
      addPlace(mechanism, mechanism.note);
    }
    if (mechanism || manager || scoping.isScoped(query)) {
      scoped.push(query);
    } else {
      candidates.push(query);
    }
  }
  const findings: Evidence[] = [];
  const siblings = new Set(scoped.map(query => query.model));
  for (const query of candidates) {
    const finding = await judgeOne(scoping, query, siblings, scoped);
    if (finding === 'scoped') {
      scoped.push(query);
    } else if (finding) {
      findings.push(finding);
    }
  }
  return {
    scoped,
    findings,
    places: [...places.values()].map(({ at, notes }) => {
      const [first, ...more] = notes;
      const note =
        more.length > 0 ? `${first} and ${count(more.length, 'more')}` : first;
      return { path: at.path, line: at.line, subject: note, note };
    }),
  };
}

async function judgeOne(
  scoping: TenantScoping,
  query: QueryFact,
  siblings: ReadonlySet<string>,
  scoped: readonly QueryFact[],
): Promise<Evidence | 'scoped' | undefined> {
  const file = await scoping.context.syntax.file(query.path);
  if (!file || scoping.isNarrower(query)) {
    return undefined;
  }
  const base = {
    path: query.path,
    line: query.line,
    subject: `${query.enclosing.join('.') || 'module'} ${query.model}`,
  };
  const scope = scoping.scopeAt(file, query.line);
  if (!scope) {
    return classAttribute(scoping, query, base);
  }
  if (scoping.isForAll(scope, query.path)) {
    return undefined;
  }
  if (
    USER_MODEL.test(query.model) &&
    (SIGN_IN.test(scope.name ?? '') || SIGN_IN_PATH.test(query.path))
  ) {
    return undefined;
  }
  if (scope.name === 'get_queryset' && query.library === 'django') {
    const ofView = await ownQueryset(scoping, query, base);
    if (ofView) {
      return ofView;
    }
  }
  const origin = scoping.origin(query, scope);
  if (origin.kind === 'derived') {
    return undefined;
  }
  const related = (handler: {
    path: string;
    line: number;
    route?: { method: string; fullPath: string };
  }) =>
    handler.route &&
    (handler.path !== query.path || handler.line !== scope.line)
      ? [
          {
            path: handler.path,
            line: handler.line,
            note: `reached from ${handler.route.method} ${handler.route.fullPath}`,
          },
        ]
      : [];
  if (origin.kind === 'none') {
    // Without any condition a check after loading cannot help, but an addition elsewhere may.
    const isWhole =
      siblings.has(query.model) &&
      !query.byId &&
      query.conditions.every(text => !/\*\*|\.\.\.|^\w+$/.test(text.trim())) &&
      !handsOnStatement(scope.text, query);
    const handler = isWhole
      ? await scoping.unguardedHandler(scope, undefined)
      : undefined;
    return handler
      ? {
          ...base,
          note: `${verb(query)} ${query.model} of all tenants${
            handler.route
              ? ` for ${handler.route.method} ${handler.route.fullPath}`
              : ''
          }`,
          related: related(handler),
        }
      : undefined;
  }
  if (scoping.isChecked(scope, query)) {
    return 'scoped';
  }
  // A parent that was found with the tenant: the id goes with it.
  if (
    origin.name &&
    scoped.some(
      other =>
        other.path === query.path &&
        other.line >= scope.line &&
        other.line < query.line &&
        other.conditions.some(text => text.includes(origin.name!)),
    )
  ) {
    return 'scoped';
  }
  const handler = await scoping.unguardedHandler(scope, origin.name);
  return handler
    ? {
        ...base,
        note: `${query.model} is ${participle(query)} by ${
          origin.name
        } of the request alone${
          handler.route
            ? ` in ${handler.route.method} ${handler.route.fullPath}`
            : ''
        }`,
        related: related(handler),
      }
    : undefined;
}

/** `queryset = Invoice.objects.all()` of a view. */
async function classAttribute(
  scoping: TenantScoping,
  query: QueryFact,
  base: Pick<Evidence, 'path' | 'line' | 'subject'>,
): Promise<Evidence | 'scoped' | undefined> {
  const name = query.enclosing.at(-1);
  const file = await scoping.context.syntax.file(query.path);
  const owner = file?.classes.find(
    item =>
      item.name === name &&
      item.line <= query.line &&
      query.line <= item.endLine,
  );
  if (!name || !owner || query.library !== 'django' || !VIEW.test(name)) {
    return undefined;
  }
  if (await scoping.classScopes(name, ['get_queryset', 'filter_queryset'])) {
    return 'scoped';
  }
  const text = scoping.textOf(query.path, owner.line, owner.endLine);
  if (
    ADMIN_VIEW.test(name) ||
    scoping.words.in(text) ||
    /IsAdmin|IsStaff|IsSuperuser|is_superuser|filter_backends|def get_queryset/.test(
      text,
    ) ||
    // A base that is not in the tree may filter.
    !owner.bases.every(item => FRAMEWORK_BASE.test(item)) ||
    owner.bases.some(item => scoping.words.in(item)) ||
    !owner.bases.some(item => VIEW.test(item))
  ) {
    return undefined;
  }
  for (const item of owner.bases) {
    const plain = item.split('.').pop()!;
    if (
      /Mixin$/.test(plain) &&
      !/^(?:Create|Retrieve|Update|List|Destroy)ModelMixin$/.test(plain)
    ) {
      return undefined;
    }
  }
  return {
    ...base,
    subject: `${name} ${query.model}`,
    note: `${name} answers with ${query.model} of all tenants: no get_queryset filters them`,
  };
}

/** `get_queryset` of a view that asks for rows without a word about the tenant or the caller. */
async function ownQueryset(
  scoping: TenantScoping,
  query: QueryFact,
  base: Pick<Evidence, 'path' | 'line' | 'subject'>,
): Promise<Evidence | undefined> {
  const file = await scoping.context.syntax.file(query.path);
  const name = query.enclosing.at(-2);
  const owner = file?.classes.find(
    item =>
      item.name === name &&
      item.line <= query.line &&
      query.line <= item.endLine,
  );
  if (
    !owner ||
    !VIEW.test(owner.name) ||
    ADMIN_VIEW.test(owner.name) ||
    // A base that is not in the tree may filter.
    !owner.bases.every(item => FRAMEWORK_BASE.test(item)) ||
    !owner.bases.some(item => VIEW.test(item))
  ) {
    return undefined;
  }
  const text = scoping.textOf(query.path, owner.line, owner.endLine);
  return scoping.words.in(text) ||
    CALLER.test(text) ||
    /filter_backends|IsAdmin|IsStaff|IsSuperuser|is_superuser|super\(\)/.test(
      text,
    )
    ? undefined
    : {
        ...base,
        subject: `${owner.name} ${query.model}`,
        note: `${owner.name} answers with ${query.model} of all tenants: its get_queryset does not filter them`,
      };
}

/** The statement leaves the function, so that somebody else may add the condition. */
function handsOnStatement(text: string, query: QueryFact): boolean {
  const last = query.chain.at(-1) ?? '';
  return (
    /^(?:select|where|filter|order_by|join|all|query|options|createQueryBuilder|from|exclude|select_related|prefetch_related)$/.test(
      last,
    ) &&
    new RegExp(`return\\s+\\(?\\s*${escape(query.text.slice(0, 30))}`).test(
      text,
    )
  );
}

function participle(query: QueryFact): string {
  switch (query.operation) {
    case 'delete':
      return 'deleted';
    case 'update':
      return 'changed';
    default:
      return 'found';
  }
}

function verb(query: QueryFact): string {
  switch (query.operation) {
    case 'aggregate':
      return 'counts or sums up';
    case 'delete':
      return 'deletes';
    case 'update':
      return 'changes';
    default:
      return 'lists';
  }
}
