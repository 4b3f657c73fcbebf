import { defineExtractor } from '../../engine/defineExtractor';
import { ExtractContext } from '../../engine/types';
import { access } from '../access/extract';
import { RouteAccess } from '../access/schema';
import { CodeReach } from '../access/CodeReach';
import { ERROR_HANDLER } from '../access/Judges';
import { applications } from '../applications/extract';
import { leadingName } from '../applications/code';
import { ApplicationFact } from '../applications/schema';
import { credentialKind } from '../applications/credentials';
import { inventory } from '../inventory/extract';
import { LimitFact, Limits } from './schema';

/** Names of what limits requests, and of limits of something else. */
const LIMIT_NAME =
  /rate[_-]?limit|limiter|throttl|slow[_-]?down|brute|tollbooth|httprate|bucket4j|ratelimit|[a-z](?:_l|L)imit(?:ed)?$|^limit(?:s|ed)?$|\.limit$|lockout|captcha|turnstile/i;
const OTHER_LIMIT =
  /body|size|upload|payload|file|json|page|time_?out|memory|concurren|connection|query|depth|exempt|skip_?throttle|bytes|length/i;
const TOO_MANY =
  /(?<![\w.])429(?![\w.])|TOO_MANY_REQUESTS|TooManyRequests|Too Many Requests|RateLimit(?:Exceeded|Error|ed)|too many (?:requests|attempts)|THROTTLED/;
/** Counting what went wrong for an account. */
const COUNTS_FAILURES =
  /failed_?(?:login|sign_?in|password|auth)?_?(?:attempts?|count|logins?)|login_?(?:attempts?|failures?)|attempts?_?(?:left|remaining|count)|\battempts?\b|lock_?out|locked_?(?:until|at|out)|is_?locked|account_?locked|too_?many|bruteforce|brute_?force|rate_?limit|throttle|max_?attempts|failure_?count|backoff_?until/i;

/** Settings of proxies, gateways and firewalls that limit requests. */
const PROXY_LIMITS = [
  'limit_req ',
  'limit_req_zone',
  'rate_limit',
  'ratelimit',
  'rateLimit',
  'limit-rps',
  'limit-rpm',
  'throttling_rate_limit',
  'throttle_settings',
  'throttling_burst_limit',
  'rate-limiting',
  'rate_based_statement',
  'RateLimitPolicy',
  'RateLimiting',
];
const PROXY_FILE =
  /(?:^|\/)(?:Caddyfile[^/]*|[^/]+\.(?:conf|tf|template|conf\.j2|cfg))$|(?:^|\/)(?:deploy|k8s|kubernetes|helm|charts|manifests|infra|infrastructure|traefik|nginx|gateway|kong|envoy|ingress)[^/]*(?:\/.*)?\.ya?ml$|(?:^|\/)(?:[^/]*compose[^/]*|traefik[^/]*|ingress[^/]*|kong[^/]*|envoy[^/]*)\.ya?ml$/;

/**
 * Request limits around each route: decorators, dependencies, middleware and guards that are wired, counters of
 * failures behind credential routes, defaults of frameworks, and limits of proxies in the tree.
 *
 * @public
 */
export const limits = defineExtractor<Limits>({
  id: 'limits',
  extract: async context => {
    const { applications: apps } = await context.facts(applications);
    const facts = await context.facts(access);
    const reach = new CodeReach(context);
    const result: Limits = { applications: [] };
    for (const app of apps) {
      const everywhere = [
        ...(await globalLimits(context, reach, app)),
        ...(await Promise.all(
          apps
            .filter(other => other.id === app.mountedIn)
            .map(other => globalLimits(context, reach, other)),
        ).then(found => found.flat())),
      ];
      const routes = [];
      for (const item of facts.applications.find(
        found => found.application === app.id,
      )?.routes ?? []) {
        const isRest = item.route.guardedBy.some(
          guard => guard.how === 'permission',
        );
        routes.push({
          method: item.route.method,
          fullPath: item.route.fullPath,
          path: item.route.path,
          line: item.route.line,
          limits: exempt(item)
            ? []
            : [
                ...(await routeLimits(reach, app, item)),
                ...everywhere.filter(
                  limit => limit.name !== 'DEFAULT_THROTTLE_CLASSES' || isRest,
                ),
              ].filter(
                (limit, index, list) =>
                  list.findIndex(
                    other =>
                      other.path === limit.path && other.line === limit.line,
                  ) === index,
              ),
        });
      }
      result.applications.push({ application: app.id, routes });
    }
    const proxy = await proxyLimit(context);
    return { ...result, ...(proxy ? { proxy } : {}) };
  },
});

/** Left out by name: `@limiter.exempt`, `@SkipThrottle()`. */
function exempt(item: RouteAccess): boolean {
  return item.before.some(({ use }) =>
    /(?:^|\.)(?:exempt|SkipThrottle|skip_?throttl\w*|ratelimit_exempt)\b/i.test(
      use.text,
    ),
  );
}

function namesIn(text: string, how: string): string[] {
  return how === 'dependencies' || how === 'permission'
    ? text.match(/[A-Za-z_][\w.]*/g) ?? []
    : [
        leadingName(text) ?? '',
        ...(/^\w+\(\s*(?:async\b|\()/.test(text)
          ? []
          : (/\(\s*([A-Za-z_][\w.]*)\s*[,)]/.exec(text) ?? []).slice(1)),
      ];
}

const isLimitName = (name: string) =>
  LIMIT_NAME.test(name) && !OTHER_LIMIT.test(name);

async function routeLimits(
  reach: CodeReach,
  app: ApplicationFact,
  item: RouteAccess,
): Promise<LimitFact[]> {
  const result: LimitFact[] = [];
  for (const { use, verdict } of item.before) {
    const at = {
      name: use.text.replace(/\s+/g, ' ').slice(0, 60),
      scope:
        use.level === 'application'
          ? ('application' as const)
          : ('route' as const),
      path: use.path,
      line: use.line,
    };
    if (namesIn(use.text, use.how).some(isLimitName)) {
      result.push(at);
    } else if (use.how !== 'rule' && !use.says) {
      const span = await reach.definition(
        use.path,
        use.scope ?? [],
        use.text,
        verdict.definedAt,
      );
      if (
        span &&
        // What maps errors to answers knows 429 as well.
        ((TOO_MANY.test(span.code) && !ERROR_HANDLER.test(span.code)) ||
          isLimitName(leadingName(span.made ?? '') ?? ''))
      ) {
        result.push(at);
      }
    }
  }
  const { route } = item;
  const credential = credentialKind(route);
  if (route.body) {
    const own = reach.code(route.body);
    if (
      TOO_MANY.test(own) ||
      /\b\w*(?:rate_?limit\w*|limiter)\w*\s*(?:\.\s*\w+\s*)?\(/i.test(own)
    ) {
      result.push({
        name: 'limit in the handler',
        scope: 'route',
        path: route.body.path,
        line: route.body.line,
      });
    } else if (credential) {
      const found = await reach.find(route.body, COUNTS_FAILURES, 3);
      if (found) {
        result.push({
          name: 'failures are counted',
          scope: 'account',
          path: found.path,
          line: found.line,
        });
      }
    }
  }
  if (app.framework === 'django') {
    const classes = await reach.viewField(route, 'throttle_classes');
    if (classes) {
      result.push({
        name: `throttle_classes ${classes.text.slice(0, 40)}`,
        scope: 'route',
        path: classes.path,
        line: classes.line,
      });
    }
  }
  return result;
}

/** Limits that are attached once for the whole application. */
async function globalLimits(
  context: ExtractContext,
  reach: CodeReach,
  app: ApplicationFact,
): Promise<LimitFact[]> {
  const result: LimitFact[] = [];
  const add = (name: string, at: { path: string; line: number }) =>
    result.push({ name, scope: 'application', path: at.path, line: at.line });
  if (app.framework === 'django') {
    const framework = app.settings.find(item => item.name === 'REST_FRAMEWORK');
    if (
      framework &&
      /DEFAULT_THROTTLE_CLASSES["']\s*:\s*[[(]\s*["'\w]/.test(framework.text) &&
      (/DEFAULT_THROTTLE_RATES/.test(framework.text) ||
        !/rest_framework\.throttling\.(?:Anon|User)RateThrottle/.test(
          framework.text,
        ))
    ) {
      add('DEFAULT_THROTTLE_CLASSES', {
        path: framework.path,
        line:
          framework.entries?.find(
            item => item.name === 'DEFAULT_THROTTLE_CLASSES',
          )?.line ?? framework.line,
      });
    }
  }
  const ordered = app.framework === 'express' || app.framework === 'go-http';
  for (const item of app.middleware) {
    if (item.developmentOnly || ordered) {
      // In an ordered chain it stands at each route that comes after it, below its prefix where it has one.
      continue;
    }
    const last = item.name.split(/[./]/).pop() ?? '';
    if (/^SlowAPI/.test(last)) {
      const makers = await context.syntax.calls({
        names: ['slowapi.Limiter', 'slowapi.extension.Limiter'],
      });
      if (
        makers.some(call =>
          call.args.some(argument =>
            /^(?:default_limits|application_limits)$/.test(argument.name ?? ''),
          ),
        )
      ) {
        add(last, item);
      }
    } else if (item.name === 'flask_limiter.Limiter') {
      if (
        item.args.some(argument =>
          /^(?:default_limits|application_limits)(?:_per_method)?$/.test(
            argument.name ?? '',
          ),
        ) ||
        (await hasDefaultLimit(context))
      ) {
        add('flask_limiter.Limiter', item);
      }
    } else if (isLimitName(last) || /Throttl/.test(item.name)) {
      add(last, item);
    } else {
      const [span] = item.definedAt ?? [];
      const code = span && !item.prefix ? reach.code(span) : '';
      if (TOO_MANY.test(code) && !ERROR_HANDLER.test(code)) {
        add(last, item);
      }
    }
  }
  return result;
}

async function hasDefaultLimit(context: ExtractContext): Promise<boolean> {
  const files = await context.syntax.files({
    languages: ['python'],
    containing: ['RATELIMIT_DEFAULT'],
  });
  return files.length > 0;
}

async function proxyLimit(
  context: ExtractContext,
): Promise<{ path: string; line: number } | undefined> {
  const { files } = await context.facts(inventory);
  for (const file of files) {
    if (
      file.size > 100_000 ||
      !PROXY_FILE.test(file.path) ||
      ['test', 'fixture', 'example', 'docs', 'vendored', 'generated'].includes(
        file.class,
      )
    ) {
      continue;
    }
    const lines = (context.tree.read(file.path) ?? '').split('\n');
    const at = lines.findIndex(
      line =>
        !/^\s*#/.test(line) && PROXY_LIMITS.some(word => line.includes(word)),
    );
    if (at >= 0) {
      return { path: file.path, line: at + 1 };
    }
  }
  return undefined;
}
