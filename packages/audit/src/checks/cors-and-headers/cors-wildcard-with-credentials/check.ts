import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { cors } from '../../../facts/cors/extract';
import {
  definition,
  inForce,
  inProduction,
  isAnyOrigin,
  onSharedHosting,
  originNote,
} from '../../../facts/cors/judge';
import { CorsFact } from '../../../facts/cors/schema';
import { noApplication } from '../../../judging/noApplication';

const COOKIE_CALLS = [
  '.set_cookie',
  '.cookie',
  '.setCookie',
  'express-session',
  'cookie-session',
  'http.SetCookie',
];

export const check = defineCheck({
  id: 'cors-wildcard-with-credentials',
  area: 'cors-and-headers',
  severity: 'critical',
  confidence: 'certain',
  phase: 'security-critical',
  effort: 'small',
  title: 'Any origin may send credentials',
  description:
    'The CORS configuration accepts every origin and allows credentials at the same time. Frameworks make this work by sending the origin of the caller back, so the browser sees its own origin confirmed.',
  failureMode:
    'Every web page may call the API with the cookies of whoever visits it, and read the answers.',
  manifestation:
    'A request with `Origin: https://evil.example` is answered with `Access-Control-Allow-Origin: https://evil.example` and `Access-Control-Allow-Credentials: true`.',
  impact:
    'A signed-in user who opens a prepared page gives that page everything the API would give the user: read and change, without a trace on the client.',
  remediation:
    'List the origins of your own frontends and take the list from a required setting:\n\n```python\napp.add_middleware(\n    CORSMiddleware,\n    allow_origins=settings.cors_origins,  # no default, no "*"\n    allow_credentials=True,\n)\n```\n\nWhere no cookie or client certificate is used, switch credentials off instead.',
  guardrail: {
    tests:
      'header test: a foreign `Origin` gets no `Access-Control-Allow-Origin`',
    ci: 'OWASP ZAP baseline scan (partly)',
    architecture:
      'origins from one required, validated setting, or CORS at the edge only',
  },
  references: [
    {
      title: 'CWE-942',
      url: 'https://cwe.mitre.org/data/definitions/942.html',
    },
    {
      title: 'OWASP CORS origin header scrutiny',
      url: 'https://owasp.org/www-community/attacks/CORS_OriginHeaderScrutiny',
    },
    {
      title: 'MDN: credentialed requests and wildcards',
      url: 'https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS#credentialed_requests_and_wildcards',
    },
  ],
  evaluate: async context => {
    const { configurations } = await context.facts(cors);
    const facts = inForce(configurations);
    if (!facts.length) {
      return noApplication(
        context,
        configurations.length
          ? 'CORS is only configured outside of production'
          : 'Nothing configures CORS: browsers keep to the same origin',
      );
    }
    const failing: Evidence[] = [];
    const closed: Evidence[] = [];
    const open: CorsFact[] = [];
    for (const fact of facts) {
      const wide = inProduction(fact).find(
        origin => isAnyOrigin(origin) || onSharedHosting(origin),
      );
      if (!fact.reflects && !wide) {
        if (fact.credentials) {
          closed.push({
            path: fact.path,
            line: fact.line,
            endLine: fact.endLine,
            subject: fact.subject,
            note: fact.dynamic
              ? 'credentials for origins from a setting'
              : 'credentials for a closed list of origins',
          });
        }
        continue;
      }
      if (fact.credentials === false) {
        continue;
      }
      if (fact.credentials === undefined) {
        open.push(fact);
        continue;
      }
      const shared = !fact.reflects && wide ? onSharedHosting(wide) : undefined;
      const said = shared
        ? `anybody can have a host under ${shared}: ${originNote(wide!)}`
        : fact.reflects?.note ?? originNote(wide!);
      const note = `${said}, with credentials`;
      const related = definition(fact, fact.reflects ?? wide!, 'the origins');
      failing.push({
        path: fact.path,
        line: fact.line,
        endLine: fact.endLine,
        subject: fact.subject,
        note,
        ...(related ? { related } : {}),
      });
    }
    if (failing.length) {
      const cookies = (
        await context.syntax.calls({
          languages: ['python', 'typescript', 'tsx', 'javascript', 'go'],
          names: COOKIE_CALLS,
        })
      ).some(call => call.args.length > 0);
      const places = failing
        .map(item => `${item.path}:${item.line}`)
        .join(', ');
      return {
        status: 'fail',
        summary: `Any origin is accepted together with credentials: ${places}${
          cookies
            ? ''
            : '. No code here sets a cookie, which makes it less dangerous, not right'
        }`,
        evidence: failing,
      };
    }
    if (open.length) {
      return {
        status: 'unknown',
        summary: `Every origin is accepted at ${open[0].path}:${open[0].line}; whether credentials are allowed could not be computed`,
      };
    }
    return {
      status: 'pass',
      summary: closed.length
        ? 'Credentials are only allowed for a closed list of origins'
        : 'No configuration accepts every origin together with credentials',
      evidence: closed,
      ...(facts.some(fact => fact.dynamic && !fact.origins.length)
        ? { confidence: 'likely' as const }
        : {}),
    };
  },
});
