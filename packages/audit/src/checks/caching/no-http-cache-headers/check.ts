import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import {
  isHealthRoute,
  nameOf,
  placeOf,
  standalone,
} from '../../../facts/applications/describe';
import { CheckContext } from '../../../engine/types';
import { applications } from '../../../facts/applications/extract';
import { ApplicationFact, RouteFact } from '../../../facts/applications/schema';
import { responseHeaders } from '../../../facts/headers/extract';
import { ResponseHeaderFact } from '../../../facts/headers/schema';
import { noApplication } from '../../../judging/noApplication';

/** Decorators that set lifetimes or validators of one handler. */
const CACHE_DECORATOR =
  /(?:^|\.)(?:cache_page|cache_control|never_cache|condition|etag|last_modified|cache|cached_response|CacheControl)$/;

/** Whether a header is a caching policy; `no-cache` alone on a stream is none. */
function isPolicy(header: ResponseHeaderFact): boolean {
  if (header.name === 'etag' || header.name === 'expires') {
    return true;
  }
  return (
    header.name === 'cache-control' &&
    (header.value === undefined ||
      /max-age|s-maxage|no-store|private|public/.test(header.value))
  );
}

const readable = (app: ApplicationFact): RouteFact[] =>
  app.routes.filter(
    route =>
      ['GET', '*'].includes(route.method) &&
      !isHealthRoute(route) &&
      !/\/metrics$/.test(route.fullPath),
  );

/** Nest answers with an ETag on Express only, and the adapter may be made before it is handed over. */
const onFastify = (context: CheckContext, app: ApplicationFact) =>
  app.framework === 'nestjs' &&
  (context.read(app.path) ?? '').includes('new FastifyAdapter(');

export const check = defineCheck({
  id: 'no-http-cache-headers',
  area: 'caching',
  severity: 'low',
  confidence: 'likely',
  phase: 'production-hardening',
  effort: 'small',
  title: 'Responses say nothing about caching',
  description:
    'No response that could be kept says for how long, or how to ask whether it still holds: no `Cache-Control` with a lifetime or an explicit `no-store`, no `ETag`.',
  failureMode: 'Browsers and proxies guess, or load everything again.',
  manifestation:
    'The same bodies travel on every page view, and private answers may be kept by a shared cache.',
  impact:
    'Load and waiting times are higher than needed; after a sign-out the back button may show private data.',
  remediation:
    'Set a policy for all responses in one middleware, and lifetimes where they pay:\n\n```ts\napp.use((_req, res, next) => {\n  res.set("Cache-Control", "private, no-store");\n  next();\n});\n```',
  guardrail: {
    tests:
      'header test: `Cache-Control` on one public and one private route (partly)',
    architecture: 'one cache policy in middleware or at the edge',
  },
  references: [
    {
      title: 'RFC 9111: HTTP caching',
      url: 'https://www.rfc-editor.org/rfc/rfc9111',
    },
    {
      title: 'MDN: HTTP caching',
      url: 'https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/Caching',
    },
    {
      title: 'CWE-525: browser cache with sensitive data',
      url: 'https://cwe.mitre.org/data/definitions/525.html',
    },
  ],
  evaluate: async context => {
    const all = (await context.facts(applications)).applications;
    // Next.js has rules of its own for pages and data.
    const apps = standalone(all).filter(
      app => app.framework !== 'nextjs' && readable(app).length > 0,
    );
    if (!apps.length) {
      return noApplication(
        context,
        all.some(app => app.framework === 'nextjs')
          ? 'Next.js sets the cache headers of its pages itself'
          : 'No HTTP application with readable routes was found',
      );
    }
    const facts = await context.facts(responseHeaders);
    const evidence: Evidence[] = [];
    const strengths: Evidence[] = [];
    let good = 0;
    let total = 0;
    for (const app of apps) {
      const name = nameOf(app, apps);
      const routes = readable(app);
      const headers =
        facts.applications
          .find(item => item.application === app.id)
          ?.headers.filter(isPolicy) ?? [];
      const everywhere = headers.find(item => item.scope === 'all');
      const feature = onFastify(context, app)
        ? undefined
        : app.features.find(item => item.kind === 'etag');
      const off = app.features.find(item => item.kind === 'etag-off');
      total += routes.length;
      if (everywhere || (feature && !off)) {
        good += routes.length;
        // What a framework does unasked is no strength of the service.
        if (everywhere && !/^(?:org\.|headers$)/.test(everywhere.by)) {
          strengths.push({
            path: everywhere.path,
            line: everywhere.line,
            subject: name,
            note:
              everywhere.name === 'etag'
                ? 'ETag on every response'
                : `Cache-Control ${everywhere.value ?? ''}`.trim(),
          });
        }
        continue;
      }
      const covered = routes.filter(
        route =>
          route.guards.some(guard => CACHE_DECORATOR.test(guard)) ||
          headers.some(
            item =>
              item.by === 'handler' &&
              route.body &&
              item.path === route.body.path &&
              item.line >=
                Math.min(
                  route.body.line,
                  route.path === item.path ? route.line : route.body.line,
                ) &&
              item.line <= route.body.endLine,
          ),
      );
      good += covered.length;
      covered.slice(0, 3).forEach(route =>
        strengths.push({
          path: route.path,
          line: route.line,
          subject: route.fullPath,
          note: 'caching policy of the route',
        }),
      );
      if (covered.length < routes.length) {
        evidence.push({
          ...(off ? { path: off.path, line: off.line } : placeOf(app)),
          subject: name,
          note: `${routes.length - covered.length} of ${
            routes.length
          } readable routes have no caching policy${
            off ? `; ${off.note}` : ''
          }`,
          related: routes
            .filter(route => !covered.includes(route))
            .slice(0, 3)
            .map(route => ({
              path: route.path,
              line: route.line,
              note: route.fullPath,
            })),
        });
      }
    }
    if (evidence.length) {
      return {
        status: 'fail',
        summary: `${
          total - good
        } of ${total} readable routes say nothing about caching`,
        evidence,
        strengths,
        share: good / total,
        lookedFor: [
          'Cache-Control',
          'ETag',
          'middleware, decorators and interceptors that set them',
          'proxies in front',
        ],
      };
    }
    return {
      status: 'pass',
      summary: strengths.length
        ? `Responses carry a caching policy: ${strengths[0].note}`
        : 'The framework sets validators by default',
      evidence: strengths,
    };
  },
});
