import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { ContentPolicy } from '../../../facts/headers/schema';
import { count, inOrder } from '../../../judging/outcome';
import { PageApplication, pageApplications, PagePolicy } from './pages';

export const check = defineCheck({
  id: 'weak-or-missing-csp',
  area: 'cors-and-headers',
  severity: 'high',
  confidence: 'likely',
  phase: 'security-critical',
  effort: 'medium',
  title: 'Content-Security-Policy is missing or weak',
  description:
    "Looks at every application that serves pages (templates, Next.js, server-rendered views, builds for the browser behind nginx or Caddy) for a `Content-Security-Policy`: middleware and libraries (helmet, Talisman, django-csp) with their defaults, `headers()` of Next.js and its middleware, handlers, proxies that production loads, configuration of hosts for static files, and `<meta http-equiv>`. (1) None at all; (2, medium) one that does not restrict scripts: `'unsafe-inline'` without nonce or hash, `'unsafe-eval'`, `*`, `data:` or `http:` for scripts, or neither `script-src` nor `default-src`; (3, low) one that only reports, or lacks `object-src` or `base-uri`. `style-src 'unsafe-inline'` alone is no failure. A policy of the API does not protect pages that something else serves. When nothing in the tree serves a build for the browser, the result is plausible only.",
  failureMode:
    'The browser runs any script that gets into a page, wherever it comes from.',
  manifestation:
    'A comment with a script tag, or a library taken over on a foreign server, runs with the rights of whoever looks at the page.',
  impact:
    'One hole in the escaping becomes a takeover of accounts; nothing behind it holds the damage.',
  remediation:
    "Send an enforced policy with nonces, and let browsers report.\n\n```ts\nconst nonce = Buffer.from(crypto.randomUUID()).toString('base64');\nresponse.headers.set(\n  'Content-Security-Policy',\n  `default-src 'self'; script-src 'self' 'nonce-${nonce}' 'strict-dynamic'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; report-uri /csp`,\n);\n```\n\nStart with `Content-Security-Policy-Report-Only`, fix what is reported, and enforce it after a few weeks. For static builds set it where the files are served.",
  guardrail: {
    tests: 'header test on one page of each application',
    ci: 'OWASP ZAP baseline scan, CSP Evaluator',
    architecture: 'one middleware or proxy snippet for all pages',
  },
  references: [
    {
      title: 'OWASP: Content Security Policy cheat sheet',
      url: 'https://cheatsheetseries.owasp.org/cheatsheets/Content_Security_Policy_Cheat_Sheet.html',
    },
    {
      title: 'MDN: Content Security Policy',
      url: 'https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CSP',
    },
    {
      title: 'CWE-1021',
      url: 'https://cwe.mitre.org/data/definitions/1021.html',
    },
  ],
  evaluate: async context => {
    const pages = await pageApplications(context);
    if (pages.length === 0) {
      return {
        status: 'not-applicable',
        summary: 'Nothing of this tree serves pages',
        lookedFor: ['templates, server-rendered pages, builds for the browser'],
      };
    }
    const failing: Evidence[] = [];
    const good: Evidence[] = [];
    let fine = 0;
    for (const page of pages) {
      const found = judge(page);
      failing.push(...found.failing);
      good.push(...found.good);
      fine += found.failing.length === 0 ? 1 : 0;
    }
    if (failing.length > 0) {
      const plausible = failing.every(
        ({ confidence }) => confidence === 'plausible',
      );
      return {
        status: 'fail',
        summary: `${pages.length - fine} of ${count(
          pages.length,
          'application that serves pages has',
          'applications that serve pages have',
        )} no strong Content-Security-Policy: ${[
          ...new Set(failing.map(({ note }) => note)),
        ].join('; ')}`.slice(0, 400),
        ...(plausible ? { confidence: 'plausible' as const } : {}),
        evidence: inOrder(failing),
        share: fine / pages.length,
        strengths: inOrder(good),
        lookedFor: [
          'helmet, flask-talisman, django-csp and other middleware that writes Content-Security-Policy',
          'headers() and middleware of Next.js',
          'add_header of nginx, header of Caddy, labels of Traefik that production loads',
          '<meta http-equiv="Content-Security-Policy">, vercel.json, netlify.toml, _headers',
        ],
      };
    }
    return {
      status: 'pass',
      summary: `${count(
        pages.length,
        'application that serves pages sends',
        'applications that serve pages send',
      )} an enforced Content-Security-Policy`,
      evidence: inOrder(good),
    };
  },
});

function judge(page: PageApplication): {
  failing: Evidence[];
  good: Evidence[];
} {
  const uncertain = page.confidence ? { confidence: page.confidence } : {};
  const enforced = page.policies.filter(({ reportOnly }) => !reportOnly);
  const [reporting] = page.policies;
  if (enforced.length === 0 && reporting) {
    return {
      failing: [
        {
          path: reporting.path,
          line: reporting.line,
          severity: 'low',
          subject: `${page.name}: report only`,
          note: `the policy of ${page.name} only reports`,
        },
      ],
      good: [],
    };
  }
  if (enforced.length === 0) {
    return {
      failing: [
        {
          ...page.place,
          ...uncertain,
          subject: page.name,
          note: `nothing sets a Content-Security-Policy for the pages of ${page.name}`,
        },
      ],
      good: [],
    };
  }
  // The browser obeys all of them at once: one strong policy is enough.
  const judged = enforced.map(item => ({ item, weakness: weaknessOf(item) }));
  const strong = judged.find(({ weakness }) => !weakness);
  if (strong) {
    return {
      failing: [],
      good: [
        {
          path: strong.item.path,
          line: strong.item.line,
          note: `Content-Security-Policy for ${page.name}, set by ${strong.item.by}`,
        },
      ],
    };
  }
  const mildest =
    judged.find(({ weakness }) => weakness!.severity === 'low') ?? judged[0];
  return {
    failing: [
      {
        path: mildest.item.path,
        line: mildest.item.line,
        severity: mildest.weakness!.severity,
        subject: `${page.name}: ${mildest.weakness!.subject}`,
        note: mildest.weakness!.note,
      },
    ],
    good: [],
  };
}

interface Weakness {
  severity: 'medium' | 'low';
  subject: string;
  note: string;
}

/** Why a policy does not hold scripts back. What could not be read counts as strong. */
function weaknessOf({ policy }: PagePolicy): Weakness | undefined {
  if (!policy) {
    return undefined;
  }
  const { directives } = policy;
  const name = ['script-src-elem', 'script-src', 'default-src'].find(item =>
    Object.hasOwn(directives, item),
  );
  if (!name) {
    return policy.partial
      ? undefined
      : {
          severity: 'medium',
          subject: 'script-src',
          note: 'the policy restricts no scripts: it has neither script-src nor default-src',
        };
  }
  const sources = directives[name].map(source => source.toLowerCase());
  const bound = sources.some(source =>
    /^'(?:nonce-|sha(?:256|384|512)-|strict-dynamic)/.test(source),
  );
  const bad = sources.find(
    source =>
      (source === "'unsafe-inline'" && !bound) ||
      source === "'unsafe-eval'" ||
      // With strict-dynamic browsers leave hosts and schemes out.
      (!sources.includes("'strict-dynamic'") &&
        ['*', 'data:', 'http:', 'http://*', '*:*'].includes(source)),
  );
  if (bad) {
    return {
      severity: 'medium',
      subject: `${name} ${bad}`,
      note: `${name} allows ${bad}`,
    };
  }
  return lacksOf(policy);
}

function lacksOf({ directives, partial }: ContentPolicy): Weakness | undefined {
  const strict = (directives['default-src'] ?? []).some(source =>
    ["'none'", "'self'"].includes(source),
  );
  const missing = [
    ...(Object.hasOwn(directives, 'object-src') || strict
      ? []
      : ['object-src']),
    ...(Object.hasOwn(directives, 'base-uri') ? [] : ['base-uri']),
  ];
  return missing.length > 0 && !partial
    ? {
        severity: 'low',
        subject: missing.join(', '),
        note: `the policy has no ${missing.join(' and no ')}`,
      }
    : undefined;
}
