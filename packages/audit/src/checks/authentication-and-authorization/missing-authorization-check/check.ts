import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { access } from '../../../facts/access/extract';
import { RouteAccess } from '../../../facts/access/schema';
import { applications } from '../../../facts/applications/extract';
import { SpanFact } from '../../../facts/applications/schema';
import { noSuchRoute } from '../../../judging/noApplication';
import { count, inOrder, judged } from '../../../judging/outcome';
import {
  administers,
  isWriting,
  publicByNature,
  routeName,
  segmentsOf,
} from '../../../judging/routes';

/** What only administrators change, as the thing that an address ends with. */
const GOVERNED =
  /^(?:users|roles|permissions|api-keys|api_keys|apikeys|tenants|organi[sz]ations|groups|service-accounts|service_accounts|scopes)$/;
/** The caller's own account. */
const OWN =
  /(?:^|\/)(?:me|self|current|profile|account|my|preferences|password|avatar|own|mine)(?:\/|$)/;
/** The handler looks at who calls: it may compare, filter or ask. */
const LOOKS_AT_CALLER =
  /\b(?:current_?[uU]ser\w*|user|caller|principal|identity|claims|session|auth|membership|actor|account|viewer|ctx|context|scope|policy|ability|acl)\s*(?:\.|\[|\?\.)|\brequest\.user\b|\breq\.(?:user|auth|session)\b|\bget_jwt\b|\bg\.\w*user/;
/** The handler asks for a role or a permission itself, whatever it answers. */
const ASKS_ITSELF =
  /\b\w*(?:is_?admin|is_?owner|is_?super_?user|is_?staff|has_?(?:roles?|perm\w*|scopes?|access)|check_?\w*(?:perm|role|access)\w*|authori[sz]e\w*|can(?:[A-Z]\w+|_\w+)|ensure_?\w+|assert_?\w*(?:role|perm|admin)\w*|require_?\w*(?:role|perm|admin)\w*|allow_?\w*)\b/i;
/** Guards of machines: whoever has the key is the administrator. */
const MACHINE =
  /api_?key|service|internal|machine|secret|basic|hmac|signature|client_?(?:cert|credentials)|m2m|cron/i;

/** A role that the caller sends and that decides. */
const FROM_CALLER =
  /\b(?:req(?:uest)?\.(?:query|cookies|body)(?:\.|\[["'])|request\.(?:args|GET|cookies|COOKIES|json|form)(?:\.get\(|\[)\s*["']|searchParams\.get\(\s*["']|localStorage\.getItem\(\s*["'])(?:\w*[_-])?(?:is_?admin|role|roles|permission|permissions|isSuperuser|is_superuser|admin)["'\])]*$/i;
const SERVER_WORDS = ['role', 'Role', 'admin', 'Admin', 'permission'];

export const check = defineCheck({
  id: 'missing-authorization-check',
  area: 'authentication-and-authorization',
  severity: 'high',
  confidence: 'likely',
  phase: 'security-critical',
  effort: 'medium',
  title: 'Administration without a role check',
  description:
    'Looks at routes that administer: their address, handler or file says admin, internal, manage or impersonate, or they change users, roles, API keys or tenants. Each has to ask for a role, a scope, a permission or ownership somewhere between the caller and the handler; guards are followed into own code. Routes without any sign-in are the business of `unprotected-route`. It also looks for roles that are read from what the client sends. Whether a handler compares the owner of an object is not judged.',
  failureMode:
    'Being signed in is enough to administer, or the client says itself what it may do.',
  manifestation:
    'An ordinary account calls an administrative route and gets 200 instead of 403.',
  impact:
    'Every customer, and whoever takes over any account, can change users, keys and data of everybody.',
  remediation:
    'Ask for the role in the guard of the whole router, so that no route can be forgotten.\n\n```python\napi.include_router(\n    admin.router,\n    prefix="/admin",\n    dependencies=[Depends(require_role("admin"))],\n)\n```\n\nNestJS: `@Roles(\'admin\')` with a `RolesGuard`; Express: `router.use(requireRole(\'admin\'))`; Django REST framework: `permission_classes = [IsAdminUser]`; Spring: `.requestMatchers("/admin/**").hasRole("ADMIN")`.',
  guardrail: {
    linter: 'semgrep (partly)',
    tests: 'one test for each role and route',
    ci: 'DAST with two accounts (partly)',
    architecture: 'roles in one place, deny by default',
  },
  references: [
    {
      title: 'CWE-862: missing authorization',
      url: 'https://cwe.mitre.org/data/definitions/862.html',
    },
    {
      title: 'OWASP API5:2023 Broken Function Level Authorization',
      url: 'https://owasp.org/API-Security/editions/2023/en/0xa5-broken-function-level-authorization/',
    },
  ],
  evaluate: judged(
    { containing: ['admin', 'Admin', 'role', 'users', 'manage', 'internal'] },
    async context => {
      const facts = await context.facts(access);
      const evidence: Evidence[] = [];
      const strengths: Evidence[] = [];
      let good = 0;
      let total = 0;
      let undecided = 0;
      const { applications: apps } = await context.facts(applications);
      for (const { application, routes } of facts.applications) {
        if (apps.find(app => app.id === application)?.mountedIn) {
          // Its routes are those of the application around it.
          continue;
        }
        for (const item of routes) {
          const reason = reasonOf(context, item);
          if (!reason || item.authentication === 'open') {
            continue;
          }
          if (item.authorization === 'required') {
            total++;
            good++;
            const by = item.by.find(({ verdict }) => verdict.privilege);
            if (by) {
              strengths.push({
                path: by.use.path,
                line: by.use.line,
                subject: by.use.text.replace(/\s+/g, ' ').slice(0, 80),
                note: `asks for a role or permission: ${by.use.text
                  .replace(/\s+/g, ' ')
                  .slice(0, 60)}`,
              });
            }
          } else if (
            item.authorization === 'unclear' ||
            item.authentication === 'unclear'
          ) {
            undecided++;
          } else {
            total++;
            evidence.push({
              path: item.route.path,
              line: item.route.line,
              subject: routeName(item.route),
              ...(reason.sure ? {} : { confidence: 'plausible' as const }),
              note: `${reason.text}; ${
                item.by[0]?.use.text.replace(/\s+/g, ' ').slice(0, 60) ??
                'its guard'
              } only asks who calls`,
              related: item.by.slice(0, 1).map(({ use, verdict }) => ({
                path: verdict.definedAt?.path ?? use.path,
                line: verdict.definedAt?.line ?? use.line,
                note: 'the guard',
              })),
            });
          }
        }
      }
      evidence.push(...(await rolesFromCaller(context)));
      if (evidence.length) {
        const failing = inOrder(evidence);
        return {
          status: 'fail',
          summary: `${count(
            failing.length,
            'place administers',
            'places administer',
          )} without a role check: ${failing
            .slice(0, 4)
            .map(item => item.subject)
            .join(', ')}${failing.length > 4 ? ' …' : ''}`,
          evidence: failing,
          strengths: inOrder(strengths),
          share: total ? good / total : 0,
          ...(failing.every(item => item.confidence === 'plausible')
            ? { confidence: 'plausible' as const }
            : {}),
          lookedFor: [
            'roles, scopes, permissions and ownership in guards, dependencies, decorators and policies',
            'checks in the handler itself',
          ],
        };
      }
      if (total) {
        return {
          status: 'pass',
          summary: `${count(
            total,
            'administering route asks',
            'administering routes ask',
          )} for more than a sign-in`,
          evidence: inOrder(strengths),
        };
      }
      return undecided
        ? {
            status: 'unknown',
            summary: `${count(
              undecided,
              'administering route rests',
              'administering routes rest',
            )} on guards whose code is not in this tree`,
          }
        : noSuchRoute(context, 'No route that administers asks for a sign-in');
    },
  ),
});

/** Why a route administers, and how sure that is. */
function reasonOf(
  context: CheckContext,
  item: RouteAccess,
): { text: string; sure: boolean } | undefined {
  const { route } = item;
  if (
    (route.body && ASKS_ITSELF.test(codeOf(context, route.body))) ||
    publicByNature(route) ||
    OWN.test(route.fullPath.toLowerCase()) ||
    route.handler === 'page'
  ) {
    return undefined;
  }
  const word = administers(route, route.body?.path ?? route.path);
  if (word) {
    const machine =
      /^(?:internal|manage|management|staff)$/.test(word) &&
      item.by.some(({ use, verdict }) =>
        MACHINE.test(
          `${use.text} ${verdict.because} ${textOf(
            context,
            verdict.definedAt,
          )}`,
        ),
      );
    if (machine) {
      return undefined;
    }
    return {
      text: `"${word}" says that it administers`,
      // The word alone may be a module of the domain; a look at the caller may be the check.
      sure:
        /admin|backoffice|impersonat|superuser/i.test(word) &&
        !looksAtCaller(context, item),
    };
  }
  const fixed = segmentsOf(route.fullPath).filter(
    segment => !segment.startsWith('{'),
  );
  const last = fixed[fixed.length - 1] ?? '';
  return isWriting(route) &&
    GOVERNED.test(last) &&
    route.body &&
    !looksAtCaller(context, item)
    ? { text: `it changes ${last}`, sure: false }
    : undefined;
}

function textOf(
  context: CheckContext,
  at: { path: string; line: number } | undefined,
): string {
  return at
    ? (context.read(at.path) ?? '')
        .split('\n')
        .slice(at.line - 1, at.line + 25)
        .join('\n')
    : '';
}

/** Lines of a handler below its first. */
function codeOf(context: CheckContext, body: SpanFact): string {
  return (context.read(body.path) ?? '')
    .split('\n')
    .slice(body.line, body.endLine)
    .join('\n');
}

function looksAtCaller(context: CheckContext, { route }: RouteAccess): boolean {
  return Boolean(
    route.body && LOOKS_AT_CALLER.test(codeOf(context, route.body)),
  );
}

/** Comparisons in which a role of the caller's own choice decides. */
async function rolesFromCaller(context: CheckContext): Promise<Evidence[]> {
  const files = await context.syntax.files({ containing: SERVER_WORDS });
  return files
    .filter(
      file =>
        file.language !== 'tsx' &&
        !file.path.endsWith('.jsx') &&
        /\b(?:query|args|GET|cookies|COOKIES|searchParams)\b/.test(
          context.read(file.path) ?? '',
        ),
    )
    .flatMap(file =>
      file.comparisons
        .filter(({ left, right }) =>
          [
            [left, right],
            [right, left],
          ].some(
            ([given, other]) =>
              FROM_CALLER.test(given.trim()) &&
              !/body|json|form|localStorage/.test(given) &&
              /^["'](?:admin\w*|owner|root|super\w*|staff|true|1|yes)["']$|^(?:true|True)$/.test(
                other.trim(),
              ),
          ),
        )
        .map(({ line, left, enclosing }) => ({
          path: file.path,
          line,
          confidence: 'plausible' as const,
          subject: `role from the request in ${
            enclosing.join('.') || file.path
          }`,
          note: `\`${left.slice(0, 60)}\` comes from the caller`,
        })),
    );
}
