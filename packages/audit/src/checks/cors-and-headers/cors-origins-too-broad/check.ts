import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { applications } from '../../../facts/applications/extract';
import { ApplicationFact } from '../../../facts/applications/schema';
import { cors } from '../../../facts/cors/extract';
import {
  definition,
  inForce,
  inProduction,
  isAnyOrigin,
  onSharedHosting,
  originNote,
} from '../../../facts/cors/judge';
import { CorsFact, OriginFact } from '../../../facts/cors/schema';
import { noApplication } from '../../../judging/noApplication';

/** Words of guards that ask who the caller is. */
const AUTH_WORD =
  /auth|principal|current_?user|jwt|bearer|login|logged|permission|session_?user|api_?key|require_?(?:role|user|admin|account|service|scope)|is_?admin|PreAuthorize|Secured|RolesAllowed|passport|verify_?token/i;

const isAuthenticated = (app: ApplicationFact | undefined) =>
  Boolean(
    app &&
      (app.routes.some(route =>
        route.guards.some(guard => AUTH_WORD.test(guard)),
      ) ||
        app.middleware.some(item => AUTH_WORD.test(item.name))),
  );

/** What a library does with a pattern that has no anchors. */
function unanchored(fact: CorsFact, origin: OriginFact): boolean {
  if (!origin.pattern) {
    return false;
  }
  const value = origin.value;
  if (
    fact.by === 'CORSMiddleware' ||
    /^(?:Spring|@CrossOrigin)$/.test(fact.by) ||
    fact.by.includes('.')
  ) {
    // They match the whole origin.
    return false;
  }
  if (value.startsWith('/')) {
    const body = value.slice(1, value.lastIndexOf('/'));
    return !body.startsWith('^') || !body.endsWith('$');
  }
  if (fact.by === 'django-cors-headers' || fact.by === 'CORS') {
    return (
      /[\\()[\]^$+]|\.\*/.test(value) &&
      !value.endsWith('$') &&
      !value.endsWith('\\Z')
    );
  }
  return false;
}

export const check = defineCheck({
  id: 'cors-origins-too-broad',
  area: 'cors-and-headers',
  severity: 'high',
  confidence: 'likely',
  phase: 'security-critical',
  effort: 'small',
  title: 'CORS lets in more origins than meant',
  description:
    'Origins are accepted that are not yours: a wildcard on an API with authenticated routes, a pattern that matches more than it seems to, a domain under which anybody can have a host, or the origin `null`.',
  failureMode:
    'Pages of strangers may read answers of the API in the browser of a user.',
  manifestation:
    'A request with a made-up origin such as `https://example.com.evil.net` or `Origin: null` is answered with a matching `Access-Control-Allow-Origin`.',
  impact:
    'Tokens that scripts can reach, and internal APIs behind a company network, become readable from any page that a user opens.',
  remediation:
    'Name the origins in full, or anchor and escape the pattern:\n\n```ts\ncors({ origin: [/^https:\\/\\/[a-z0-9-]+\\.shop\\.example$/] })\n```\n\nCheck the setting at the start: no `*`, no `null`, `https` only.',
  guardrail: {
    tests: 'header test with foreign, look-alike and `null` origins',
    ci: 'OWASP ZAP baseline scan (partly)',
    architecture: 'one validated setting for origins',
  },
  references: [
    {
      title: 'CWE-942',
      url: 'https://cwe.mitre.org/data/definitions/942.html',
    },
    {
      title: 'CWE-777: Regular expression without anchors',
      url: 'https://cwe.mitre.org/data/definitions/777.html',
    },
    {
      title: 'OWASP WSTG: testing CORS',
      url: 'https://owasp.org/www-project-web-security-testing-guide/latest/4-Web_Application_Security_Testing/11-Client-side_Testing/07-Testing_Cross_Origin_Resource_Sharing',
    },
  ],
  evaluate: async context => {
    const { configurations } = await context.facts(cors);
    const { applications: apps } = await context.facts(applications);
    const facts = inForce(configurations);
    if (!facts.length) {
      return noApplication(context, 'Nothing configures CORS in production');
    }
    const evidence: Evidence[] = [];
    const publicOnes: CorsFact[] = [];
    const closed: Evidence[] = [];
    for (const fact of facts) {
      const origins = inProduction(fact);
      const wide = origins.find(isAnyOrigin);
      const before = evidence.length;
      const add = (
        origin: Pick<OriginFact, 'path' | 'line'>,
        kind: string,
        note: string,
      ) => {
        const related = definition(fact, origin, 'the origin');
        evidence.push({
          path: fact.path,
          line: fact.line,
          endLine: fact.endLine,
          subject: `${fact.subject} ${kind}`,
          note,
          ...(related ? { related } : {}),
        });
      };
      // With credentials the wildcard belongs to `cors-wildcard-with-credentials`.
      if ((wide || fact.reflects) && fact.credentials !== true) {
        const app = apps.find(item => item.id === fact.application);
        const guarded = fact.application
          ? isAuthenticated(app)
          : apps.some(isAuthenticated);
        if (guarded) {
          add(
            fact.reflects ?? wide!,
            'any origin',
            `${
              fact.reflects ? fact.reflects.note : originNote(wide!)
            }: any origin, on an API with authenticated routes`,
          );
        } else {
          publicOnes.push(fact);
        }
      }
      for (const origin of origins) {
        if (origin.value === 'null') {
          add(
            origin,
            'null',
            'the origin "null" is what sandboxed frames and local files send',
          );
        } else if (onSharedHosting(origin) && !fact.credentials) {
          add(
            origin,
            origin.value,
            `anybody can have a host under ${onSharedHosting(
              origin,
            )}: ${originNote(origin)}`,
          );
        } else if (unanchored(fact, origin) && !isAnyOrigin(origin)) {
          add(
            origin,
            origin.value,
            `${originNote(origin)} is not anchored at both ends`,
          );
        }
      }
      if (
        evidence.length === before &&
        !wide &&
        !fact.reflects &&
        // With credentials it is reported elsewhere, and it is no named origin here.
        !origins.some(onSharedHosting) &&
        (origins.length || fact.dynamic)
      ) {
        closed.push({
          path: fact.path,
          line: fact.line,
          endLine: fact.endLine,
          subject: fact.subject,
          note: origins.length
            ? `${origins.length} named origins`
            : 'origins from a setting without a default',
        });
      }
    }
    if (evidence.length) {
      return {
        status: 'fail',
        summary: `CORS is wider than it should be: ${evidence
          .map(item => item.note)
          .slice(0, 2)
          .join('; ')}`,
        evidence,
      };
    }
    // What `cors-wildcard-with-credentials` reports is not judged twice.
    const elsewhere = facts.filter(
      fact =>
        fact.credentials &&
        (fact.reflects ||
          inProduction(fact).some(
            origin => isAnyOrigin(origin) || onSharedHosting(origin),
          )),
    );
    if (elsewhere.length === facts.length) {
      return {
        status: 'not-applicable',
        summary:
          'Every origin is accepted together with credentials, which is judged by itself',
      };
    }
    if (publicOnes.length === facts.length) {
      return {
        status: 'not-applicable',
        summary:
          'The API is open to every origin, carries no credentials and has no authenticated routes',
      };
    }
    return {
      status: 'pass',
      summary: 'Only named origins are accepted',
      evidence: closed,
    };
  },
});
