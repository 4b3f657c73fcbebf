import { Evidence, Severity } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import {
  nameOf,
  placeOf,
  standalone,
} from '../../../facts/applications/describe';
import { applications } from '../../../facts/applications/extract';
import { ApplicationFact } from '../../../facts/applications/schema';
import { edge } from '../../../facts/edge/extract';
import { responseHeaders } from '../../../facts/headers/extract';
import { ResponseHeaderFact } from '../../../facts/headers/schema';
import { noApplication } from '../../../judging/noApplication';
import { servedBy, staticFrontends } from '../../../judging/staticFrontends';

interface Wanted {
  title: string;
  severity?: Severity;
  /** Whether a header of a response is the wanted one. */
  is(header: ResponseHeaderFact): boolean;
}

const named = (name: string) => (header: ResponseHeaderFact) =>
  header.name === name;

const WANTED: Wanted[] = [
  {
    title: 'Strict-Transport-Security',
    is: named('strict-transport-security'),
  },
  { title: 'X-Content-Type-Options', is: named('x-content-type-options') },
  {
    title: 'X-Frame-Options',
    is: header =>
      header.name === 'x-frame-options' ||
      // Libraries that write a policy of their own forbid framing in it.
      (header.name === 'content-security-policy' &&
        (header.value === undefined
          ? header.by !== 'own middleware'
          : header.value.includes('frame-ancestors'))),
  },
  { title: 'Referrer-Policy', severity: 'low', is: named('referrer-policy') },
];

/** Where the header would be added: `headers()` of a Next.js configuration, else the application. */
const belongsAt = (app: ApplicationFact) => {
  const headers = app.middleware.find(
    item => item.name === 'next.config.headers',
  )?.definedAt?.[0];
  return headers ? { path: headers.path, line: headers.line } : placeOf(app);
};

/** Something that answers browsers, with the headers of all its answers. */
interface Subject {
  name: string;
  place: { path: string; line: number };
  headers: ResponseHeaderFact[];
  partial: boolean;
}

async function servedApplications(
  context: CheckContext,
  apps: readonly ApplicationFact[],
): Promise<Subject[]> {
  const facts = await context.facts(responseHeaders);
  return apps.map(app => {
    const own = facts.applications.find(item => item.application === app.id);
    return {
      name: nameOf(app, apps),
      place: belongsAt(app),
      headers: own?.headers.filter(item => item.scope === 'all') ?? [],
      partial: (own?.partial.length ?? 0) > 0,
    };
  });
}

/** Builds for the browser that a server of files of the tree answers with. */
async function servedFiles(context: CheckContext): Promise<Subject[]> {
  const frontends = await staticFrontends(context);
  const result: Subject[] = [];
  for (const item of frontends) {
    const routes = (await servedBy(context, item, frontends)).map(
      ({ route }) => route,
    );
    const [first, ...others] = routes;
    if (first) {
      result.push({
        name: item.root.split('/').pop() || `${item.framework} application`,
        place: { path: first.path, line: first.line },
        headers: first.headers
          .filter(({ name }) =>
            others.every(route =>
              route.headers.some(
                other => other.name.toLowerCase() === name.toLowerCase(),
              ),
            ),
          )
          .map(header => ({
            name: header.name.toLowerCase(),
            value: header.value,
            path: header.path,
            line: header.line,
            by: 'proxy',
            scope: 'all',
          })),
        partial: false,
      });
    }
  }
  return result;
}

export const check = defineCheck({
  id: 'missing-security-headers',
  area: 'cors-and-headers',
  severity: 'high',
  confidence: 'likely',
  phase: 'security-critical',
  effort: 'small',
  title: 'Security headers are missing',
  description:
    'Neither the application nor a proxy in front of it sets the headers that tell browsers to stay on HTTPS, not to guess content types, and not to show the pages in foreign frames. A build for the browser that a server of files of the tree answers with is judged by itself.',
  failureMode:
    'Browsers fall back to their oldest and most permissive behaviour.',
  manifestation:
    '`curl -I` on any route shows no `Strict-Transport-Security`, `X-Content-Type-Options` or `X-Frame-Options`.',
  impact:
    'A first request over HTTP can be intercepted, an uploaded file can be run as a script, and pages can be framed to steal clicks.',
  remediation:
    'Set them once for every response, in one middleware or at the proxy:\n\n```ts\napp.use(helmet());\n```\n\n```nginx\nadd_header Strict-Transport-Security "max-age=63072000" always;\nadd_header X-Content-Type-Options nosniff always;\nadd_header X-Frame-Options DENY always;\n```',
  guardrail: {
    tests: 'header test on one route of each application',
    ci: 'OWASP ZAP baseline scan (partly)',
    architecture: 'headers at the edge',
  },
  references: [
    {
      title: 'OWASP Secure Headers',
      url: 'https://owasp.org/www-project-secure-headers/',
    },
    {
      title: 'CWE-693',
      url: 'https://cwe.mitre.org/data/definitions/693.html',
    },
    {
      title: 'CWE-1021: framing',
      url: 'https://cwe.mitre.org/data/definitions/1021.html',
    },
  ],
  evaluate: async context => {
    const all = (await context.facts(applications)).applications;
    const apps = standalone(all).filter(
      app => app.routes.length || app.partial.length || app.features.length,
    );
    const subjects = [
      ...(await servedApplications(context, apps)),
      ...(await servedFiles(context)),
    ];
    if (!subjects.length) {
      return noApplication(context);
    }
    // A proxy file that nothing loads is no control, but whoever reads the finding should know of it.
    const unloaded = (await context.facts(edge)).sites
      .filter(site => !site.loadedBy.some(item => item.role === 'production'))
      .flatMap(site => site.routes.flatMap(route => route.headers));
    const evidence: Evidence[] = [];
    const strengths: Evidence[] = [];
    let good = 0;
    const missing: string[] = [];
    const bare = new Set<string>();
    for (const { name, place, headers, partial } of subjects) {
      const where = new Map<string, string[]>();
      for (const wanted of WANTED) {
        const found = headers.find(wanted.is);
        if (found) {
          good++;
          const key = `${found.wiredAt?.path ?? found.path}:${
            found.wiredAt?.line ?? found.line
          }:${found.by}`;
          where.set(key, [...(where.get(key) ?? []), wanted.title]);
          if (where.get(key)!.length === 1) {
            strengths.push({
              path: found.wiredAt?.path ?? found.path,
              line: found.wiredAt?.line ?? found.line,
              subject: `${name} ${found.by}`,
              note: wanted.title,
            });
          } else {
            strengths.find(
              item =>
                item.subject === `${name} ${found.by}` &&
                item.line === (found.wiredAt?.line ?? found.line),
            )!.note = where.get(key)!.join(', ');
          }
        } else {
          missing.push(wanted.title);
          bare.add(name);
          const elsewhere = unloaded.find(
            item =>
              item.name.toLocaleLowerCase('en-US') ===
              wanted.title.toLocaleLowerCase('en-US'),
          );
          evidence.push({
            ...place,
            subject: `${name} ${wanted.title}`,
            note: `nothing sets ${wanted.title} for ${name}`,
            ...(wanted.severity ? { severity: wanted.severity } : {}),
            ...(elsewhere
              ? {
                  related: [
                    {
                      path: elsewhere.path,
                      line: elsewhere.line,
                      note: 'sets it, but nothing in production configuration loads this file',
                    },
                  ],
                }
              : {}),
            ...(partial ? { confidence: 'plausible' as const } : {}),
          });
        }
      }
    }
    if (!evidence.length) {
      return {
        status: 'pass',
        summary: `Every response carries the security headers (${
          subjects.length === 1
            ? subjects[0].name
            : `${subjects.length} applications`
        })`,
        evidence: strengths,
      };
    }
    return {
      status: 'fail',
      summary: `${[...new Set(missing)].join(', ')} ${
        new Set(missing).size === 1 ? 'is' : 'are'
      } not set by ${
        subjects.length === 1
          ? 'the application'
          : [...bare].slice(0, 4).join(', ')
      } or a proxy in front`,
      evidence,
      strengths,
      share: good / (subjects.length * WANTED.length),
      lookedFor: [
        'middleware that writes the headers',
        'helmet, secure, secweb, flask-talisman, unrolled/secure',
        'settings of Django SecurityMiddleware',
        'headers of Spring Security',
        'headers() of next.config',
        'header blocks of nginx, Caddy and Traefik files that production loads',
      ],
    };
  },
});
