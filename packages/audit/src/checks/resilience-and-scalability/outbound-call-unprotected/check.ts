import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { inventory, partOf } from '../../../facts/inventory/extract';
import { frontendApplications } from '../../../judging/frontends';
import { outboundCall } from '../../../judging/outbound';
import { count, inOrder, judged, somePlaces } from '../../../judging/outcome';
import {
  isBrowserCode,
  isCommandLine,
  serviceParts,
} from '../../../judging/services';
import { FileSyntax } from '../../../syntax/schema';
import { wildRetries } from './retries';

/** Words of which every call that leaves the process has one. */
const WORDS = [
  'requests',
  'httpx',
  'aiohttp',
  'urlopen',
  'smtplib',
  'create_connection',
  'axios',
  'fetch(',
  "'got'",
  '"got"',
  'http.Get(',
  'http.Post(',
  'http.Head(',
  'http.PostForm(',
  'http.Client',
  'RestTemplate',
  'tenacity',
];
const BROWSER_FOLDERS =
  /(?:^|\/)(?:client|frontend|public|browser|static|assets|www|components|hooks|composables)\//;
/** Whatever the code of a server is, these run on it. */
const ON_SERVER =
  /(?:^|\/)(?:app\/.*route|pages\/api\/.*|middleware|server\/.*|.*\.server)\.[cm]?[jt]sx?$/;

export const check = defineCheck({
  id: 'outbound-call-unprotected',
  area: 'resilience-and-scalability',
  severity: 'medium',
  confidence: 'likely',
  phase: 'production-hardening',
  effort: 'small',
  title: 'Outbound call without a time limit',
  description:
    'Looks at calls that leave the process: `requests` and its sessions, `urllib`, `httpx`, `aiohttp`, SMTP and sockets of Python; `fetch`, `axios`, `got` of servers in JavaScript; clients of Go and `RestTemplate`. (a) Neither the call nor its client has a time limit, and the library has none by default (`httpx` and `aiohttp` have); (b) retries for ever without a pause: endless loops around such a call, `tenacity.retry` without arguments. Command-line programs are low. What browsers fetch, options that come from somewhere else, SDKs (boto and others have defaults of a minute), gRPC, circuit breakers and time limits of whole requests are not judged.',
  failureMode:
    'When the other side accepts the connection and does not answer, the caller waits for minutes or for ever.',
  manifestation:
    'One slow partner, and all workers hang in calls to it; the own health checks fail, and a restart helps for a minute.',
  impact:
    'An outage of somebody else becomes an own one, and retries without pause keep both down.',
  remediation:
    'Make one client with limits for connecting and reading, and use it everywhere; retry a few times with growing pauses.\n\n```python\nclient = httpx.Client(timeout=httpx.Timeout(5, connect=2))\n\n@retry(stop=stop_after_attempt(3), wait=wait_random_exponential(max=10))\ndef rates():\n    return client.get(RATES_URL).raise_for_status().json()\n```',
  guardrail: {
    linter: 'ruff S113, bandit B113, noctx (Go)',
    tests: 'a partner that never answers (toxiproxy)',
    architecture: 'one shared HTTP client',
  },
  references: [
    {
      title: 'CWE-1088: synchronous access without timeout',
      url: 'https://cwe.mitre.org/data/definitions/1088.html',
    },
    {
      title: 'ruff: request-without-timeout (S113)',
      url: 'https://docs.astral.sh/ruff/rules/request-without-timeout/',
    },
    {
      title: 'Google SRE: addressing cascading failures',
      url: 'https://sre.google/sre-book/addressing-cascading-failures/',
    },
  ],
  evaluate: judged({ containing: WORDS }, async context => {
    const runs = await onServer(context);
    const evidence: Evidence[] = [];
    const good: Evidence[] = [];
    let held = 0;
    for (const file of await context.syntax.files({ containing: WORDS })) {
      if (!runs(file)) {
        continue;
      }
      const milder = isCommandLine(file) ? { severity: 'low' as const } : {};
      const limitless = globalLimit(file);
      for (const call of file.calls) {
        const outbound = outboundCall(call, file);
        if (!outbound || outbound.bound === 'unclear') {
          continue;
        }
        if (outbound.bound === 'none' && !limitless) {
          evidence.push({
            path: file.path,
            line: call.line,
            endLine: call.endLine,
            subject: call.enclosing.join('.') || undefined,
            ...milder,
            note: `\`${call.callee.slice(0, 60)}\` has no time limit, and ${
              outbound.library === 'fetch'
                ? 'the default is minutes'
                : `${outbound.library} has none by default`
            }`,
          });
          continue;
        }
        held += 1;
        if (
          outbound.bound === 'set' &&
          (call.construct || /[Cc]lient|Session|\.create$/.test(call.callee))
        ) {
          good.push({
            path: file.path,
            line: call.line,
            note: `client of ${outbound.library} with a time limit`,
          });
        }
      }
      evidence.push(...wildRetries(file).map(item => ({ ...item, ...milder })));
    }
    const places = inOrder(evidence);
    if (places.length) {
      return {
        status: 'fail',
        summary: `${count(
          places.length,
          'outbound call may',
          'outbound calls may',
        )} wait or try for ever: ${somePlaces(places)}`,
        evidence: places,
        share: held / (held + places.length),
        lookedFor: ['timeout', 'signal', 'adapters and defaults of clients'],
        ...(good.length ? { strengths: inOrder(good).slice(0, 10) } : {}),
      };
    }
    return held
      ? {
          status: 'pass',
          summary: `${count(
            held,
            'outbound call has',
            'outbound calls have',
          )} a time limit`,
          evidence: inOrder(good).slice(0, 10),
        }
      : {
          status: 'not-applicable',
          summary: 'No outbound call that is read here was found',
        };
  }),
});

/** Something of the module sets a limit for all its calls. */
function globalLimit(file: FileSyntax): boolean {
  return /socket\.setdefaulttimeout\(|axios\.defaults\.timeout\s*=|requests\.(?:get|post|request|Session\.request)\s*=\s*|\bsetGlobalDispatcher\(/.test(
    file.text,
  );
}

/** Tells which files run on a server; JavaScript of browsers has limits of its own. */
async function onServer(
  context: CheckContext,
): Promise<(file: FileSyntax) => boolean> {
  const { parts } = await context.facts(inventory);
  const services = new Set(
    (await serviceParts(context)).map(part => part.root),
  );
  const frontends = new Set(
    (await frontendApplications(context)).map(({ root }) => root),
  );
  return file => {
    if (!['typescript', 'tsx', 'javascript'].includes(file.language)) {
      return true;
    }
    if (ON_SERVER.test(file.path)) {
      return true;
    }
    const root = partOf(parts, file.path);
    return (
      root !== undefined &&
      services.has(root) &&
      !frontends.has(root) &&
      !BROWSER_FOLDERS.test(file.path) &&
      !isBrowserCode(file, file.text)
    );
  };
}
