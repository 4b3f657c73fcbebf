import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { applications } from '../../../facts/applications/extract';
import { ApplicationFact } from '../../../facts/applications/schema';
import { compose } from '../../../facts/compose/extract';
import { edge } from '../../../facts/edge/extract';
import { inFrontOf, EdgeInFront } from '../../../facts/edge/inFrontOf';
import { EdgeSite } from '../../../facts/edge/schema';
import { inOrder, judged, somePlaces, count } from '../../../judging/outcome';
import { believedProxies } from './forwarding';
import { IdentityRead, identityReads } from './identity';

/** Headers of identity that a proxy passes on from the client as they are. */
const PASSED =
  /^\$http_(x_(?:user|forwarded_user|forwarded_email|forwarded_groups|auth|remote|webauth|client_cert|ssl_client|is_admin|role)\w*|remote_user)$/i;
const CADDY_PASSED =
  /\{(?:http\.request\.header\.|header\.)(X-(?:User|Forwarded-User|Forwarded-Email|Auth|Remote|Webauth|Client-Cert|Role)[\w-]*|Remote-User)\}/i;

export const check = defineCheck({
  id: 'client-headers-trusted',
  area: 'authentication-and-authorization',
  severity: 'high',
  confidence: 'likely',
  phase: 'security-critical',
  effort: 'medium',
  title: 'Headers of the client decide who it is',
  description:
    'Looks for headers that any client can send and that decide something: (1) reads of `X-User`, `X-Forwarded-User`, `X-Auth-*`, `X-Remote-*`, `X-Client-Cert-*` and the like in production code whose function compares no shared secret, verifies no signature and looks at no peer, unless a proxy that production loads sets or deletes the header and the service publishes no port beside it; (2) proxies that pass the copy of the client on; (3, medium) `X-Forwarded-For/Proto/Host` believed from everybody: `--forwarded-allow-ips=*`, `trust proxy` set to `true`, `trustProxy: true`, `USE_X_FORWARDED_HOST`, the left-most address of the list; (4, medium) `ALLOWED_HOSTS = ["*"]`. Correlation and content headers are no identity; headers that choose a tenant are the matter of `tenant-scope-missing`. Reads in functions that only log are left out. The number of hops of `ProxyFix` and hosts in other frameworks than Django are not judged.',
  failureMode:
    'The program believes a sentence in the request that the sender wrote about himself.',
  manifestation:
    '`curl -H "X-User: admin" …` is an administrator; an address in `X-Forwarded-For` gets past limits and into logs.',
  impact:
    'Anybody who reaches the port becomes anybody else, evades limits and bans, or sends password links to a foreign host.',
  remediation:
    'Let the proxy delete what the client sent and set its own value, and let the application accept it only with a proof.\n\n```nginx\nauth_request /auth;\nauth_request_set $user $upstream_http_x_user;\nproxy_set_header X-User $user;\nproxy_set_header X-Proxy-Secret $proxy_secret;\n```\n\n```python\nif not hmac.compare_digest(request.headers["X-Proxy-Secret"], settings.proxy_secret):\n    raise HTTPException(401)\n```\n\nPublish no port of the application itself, and name the proxies: `--forwarded-allow-ips=10.0.3.7`, `app.set("trust proxy", 1)`.',
  guardrail: {
    linter: '~ semgrep rule on identity headers',
    tests: 'request with a forged header straight to the application: 401',
    ci: '~ DAST behind and beside the proxy',
    architecture:
      'signed tokens instead of headers, mTLS between proxy and service',
  },
  references: [
    {
      title: 'CWE-290: authentication bypass by spoofing',
      url: 'https://cwe.mitre.org/data/definitions/290.html',
    },
    {
      title: 'CWE-348: use of less trusted source',
      url: 'https://cwe.mitre.org/data/definitions/348.html',
    },
    {
      title: 'Express behind proxies',
      url: 'https://expressjs.com/en/guide/behind-proxies.html',
    },
  ],
  evaluate: judged(
    {
      containing: ['Forwarded', 'forwarded', 'X-User', 'x-user', 'trust proxy'],
    },
    async context => {
      const { applications: apps } = await context.facts(applications);
      const proxies = await context.facts(edge);
      const services = await context.facts(compose);
      const reads = await identityReads(context);
      const sites = proxies.sites.filter(site =>
        site.loadedBy.some(({ role }) => role === 'production'),
      );
      const failing: Evidence[] = [
        ...passedOn(sites),
        ...(await believedProxies(context)),
      ];
      const good: Evidence[] = [];
      for (const read of reads) {
        const app = applicationOf(read.path, apps);
        const front = app ? inFrontOf(app, apps, proxies, services) : [];
        const control = read.proven ? undefined : setByProxy(read, front);
        const published = front.some(({ route }) =>
          services.production.some(
            service =>
              service.name === route.upstream && service.ports.length > 0,
          ),
        );
        if (read.proven) {
          good.push({
            path: read.path,
            line: read.line,
            note: `${read.header} is read together with a proof of who sent it`,
          });
        } else if (control && !published) {
          good.push({
            ...control,
            note: `the proxy sets ${read.header} itself`,
          });
        } else {
          failing.push({
            path: read.path,
            line: read.line,
            subject: read.header,
            note: control
              ? `${read.header} decides who it is; the proxy sets it, but the service publishes its port beside the proxy`
              : `${read.header} decides who it is, and nothing proves who sent it`,
            ...(control ? { related: [control] } : {}),
          });
        }
      }
      const places = inOrder(failing);
      if (places.length > 0) {
        return {
          status: 'fail',
          summary: `${count(
            places.length,
            'place believes',
            'places believe',
          )} what clients send: ${somePlaces(places)}`,
          evidence: places,
          strengths: inOrder(good),
        };
      }
      if (reads.length === 0 && sites.length === 0) {
        return {
          status: 'not-applicable',
          summary:
            'No header says who somebody is, and no proxy is configured here',
          lookedFor: [
            'X-User, X-Forwarded-User, X-Auth-*, X-Remote-*, X-Client-Cert-*',
            'settings that believe proxies',
          ],
        };
      }
      return {
        status: 'pass',
        summary: 'No header of a client is believed without a proof',
        evidence: inOrder(good),
      };
    },
  ),
});

/** The application in whose folder a file lies; the innermost one. */
function applicationOf(
  path: string,
  apps: readonly ApplicationFact[],
): ApplicationFact | undefined {
  return apps
    .filter(({ part }) => part === '' || path.startsWith(`${part}/`))
    .sort((a, b) => b.part.length - a.part.length)[0];
}

/** Where every proxy in front replaces or deletes a header. */
function setByProxy(
  read: IdentityRead,
  front: readonly EdgeInFront[],
): { path: string; line: number } | undefined {
  const set = front.map(({ route }) =>
    route.requestHeaders.find(
      ({ name, value }) =>
        name.toLocaleLowerCase('en-US') === read.header &&
        !PASSED.test(value) &&
        !CADDY_PASSED.test(value),
    ),
  );
  return front.length > 0 && set.every(item => item !== undefined)
    ? { path: set[0]!.path, line: set[0]!.line }
    : undefined;
}

/** (b) Proxies that hand the client's own copy on. */
function passedOn(sites: readonly EdgeSite[]): Evidence[] {
  return sites.flatMap(site =>
    site.routes.flatMap(route =>
      route.requestHeaders
        .filter(({ value }) => PASSED.test(value) || CADDY_PASSED.test(value))
        .map(({ name, path, line }) => ({
          path,
          line,
          subject: `${route.upstream ?? site.hosts[0] ?? ''}: ${name}`,
          note: `the proxy passes on as ${name} what the client sent`,
        })),
    ),
  );
}
