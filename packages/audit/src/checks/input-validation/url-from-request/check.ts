import { defineCheck } from '../../../engine/defineCheck';
import { judgeFlows } from '../../../judging/flows';
import { judged } from '../../../judging/outcome';

export const check = defineCheck({
  id: 'url-from-request',
  area: 'input-validation',
  severity: 'high',
  confidence: 'plausible',
  phase: 'security-critical',
  effort: 'medium',
  title: 'Address of a request or redirect chosen by the caller',
  description:
    'Starts at requests that the server makes (`requests`, `httpx`, `aiohttp`, `urllib`, `fetch`, `axios`, `got`, `http.Get`, `RestTemplate`, pages of a headless browser) and at redirects, and follows the beginning of the address back to values of requests. An address whose host is fixed before the value is put in (`f"{base}/items/{id}"`, `/login?next=…`) does not count; neither does one whose host was compared with a list before. Image and PDF renderers and addresses that were stored first are not followed.',
  failureMode:
    'The caller chooses the host that the server talks to, or that the browser is sent to.',
  manifestation:
    '`http://169.254.169.254/…` or `http://localhost:6379` in a parameter answers what only the server may see; a link to the own site ends on a foreign one.',
  impact:
    'Cloud credentials and internal services are reached from outside; the own domain lends its name to phishing.',
  remediation:
    'Compare scheme and host with a list, refuse private address ranges after resolving the name, and do not follow redirects. Redirect to own paths only.\n\n```python\nhost = urlsplit(url).hostname\nif host not in ALLOWED_HOSTS:\n    raise HTTPException(422, "This host is not allowed")\nif not url_has_allowed_host_and_scheme(next_url, allowed_hosts={request.get_host()}):\n    next_url = "/"\n```',
  guardrail: {
    linter: 'semgrep, bandit',
    tests: 'negative tests with private addresses and foreign hosts',
    ci: 'CodeQL (request forgery)',
    architecture: 'egress proxy with an allow-list',
  },
  references: [
    {
      title: 'CWE-918',
      url: 'https://cwe.mitre.org/data/definitions/918.html',
    },
    {
      title: 'CWE-601',
      url: 'https://cwe.mitre.org/data/definitions/601.html',
    },
    {
      title: 'OWASP: SSRF Prevention',
      url: 'https://cheatsheetseries.owasp.org/cheatsheets/Server_Side_Request_Forgery_Prevention_Cheat_Sheet.html',
    },
  ],
  evaluate: judged(
    { containing: ['requests', 'httpx', 'fetch(', 'axios', 'redirect'] },
    context =>
      judgeFlows(context, {
        kinds: ['url', 'redirect'],
        confidence: 'plausible',
        severity: (_, sink) =>
          sink.kind === 'redirect' ? 'medium' : undefined,
        // The host that was asked for: whoever can change it sends no link.
        ignore: (flow, sink) =>
          sink.kind === 'redirect' && flow.source.kind === 'header',
        one: 'address is chosen by a caller',
        many: 'addresses are chosen by callers',
        clean: 'the host of an address',
        absent:
          'No request or redirect of the server goes to an address that varies',
      }),
  ),
});
