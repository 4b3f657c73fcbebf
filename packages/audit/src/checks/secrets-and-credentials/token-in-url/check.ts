import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { urlsWithCredentials } from '../../../facts/tokens/extract';
import { UrlCredentialFact } from '../../../facts/tokens/schema';
import { count, inOrder, judged, somePlaces } from '../../../judging/outcome';

const NOTES: Record<UrlCredentialFact['kind'], string> = {
  credential: '',
  handshake: ', for a connection that cannot send headers',
  'one-time link': ', in a link for one person',
};

/** Calls that send a credential in a header. */
const HEADERS = ['Authorization', 'authorization', 'GIT_ASKPASS', 'GIT_SSH'];

export const check = defineCheck({
  id: 'token-in-url',
  area: 'secrets-and-credentials',
  severity: 'high',
  confidence: 'certain',
  phase: 'security-critical',
  effort: 'small',
  title: 'Credential in an address',
  description:
    'Looks for tokens, passwords and API keys that are put into an address: as user information (`https://user:token@host`), as a query parameter (`?token=`, `?api_key=`), or in the parameters of an HTTP client; in code (templates, formats, concatenations), shell scripts, Dockerfiles and pipelines. Addresses of databases and brokers from the environment are not judged here. A token for opening a WebSocket or event stream, and one-time links that are sent to a person, are medium.',
  failureMode:
    'A secret is part of an address, and addresses are written down everywhere.',
  manifestation:
    'The secret stands in access logs, process lists, `.git/config`, error messages, browser histories and `Referer` headers.',
  impact:
    'Everybody who may read logs or configuration, here or at any proxy on the way, can act with the credential until it is rotated.',
  remediation:
    'Send it in a header, or let a helper give it to the program that asks.\n\n```python\nhttpx.get(url, headers={"Authorization": f"Bearer {token}"})\nsubprocess.run(\n    ["git", "-c", "credential.helper=!token-helper", "clone", "https://host/repo"],\n    env={**os.environ, "GIT_TERMINAL_PROMPT": "0"},\n)\n```\n\nFor sockets exchange the session for a ticket that works once and for seconds.',
  guardrail: {
    linter: 'semgrep, gitleaks (hook)',
    tests: 'a test that no request of the client has a secret in its address',
    ci: 'gitleaks, trufflehog',
    architecture:
      'one HTTP client that sets the header, credential helpers for git',
  },
  references: [
    {
      title: 'CWE-598',
      url: 'https://cwe.mitre.org/data/definitions/598.html',
    },
    {
      title: 'RFC 6750, 5.3: do not pass bearer tokens in page URLs',
      url: 'https://www.rfc-editor.org/rfc/rfc6750#section-5.3',
    },
    {
      title: 'Git: credential helpers',
      url: 'https://git-scm.com/docs/gitcredentials',
    },
  ],
  evaluate: judged({ containing: ['token=', 'api_key='] }, async context => {
    const found = await context.facts(urlsWithCredentials);
    if (found.length > 0) {
      const evidence = inOrder(
        await Promise.all(found.map(item => toEvidence(context, item))),
      );
      return {
        status: 'fail',
        summary: `${count(
          evidence.length,
          'address carries',
          'addresses carry',
        )} a credential: ${somePlaces(evidence)}`,
        evidence,
      };
    }
    const good = await inHeaders(context);
    return good.length > 0
      ? {
          status: 'pass',
          summary: 'Credentials are sent in headers, none in an address',
          evidence: good,
        }
      : {
          status: 'not-applicable',
          summary: 'No call or clone with a credential',
          lookedFor: [
            'https://user:token@host',
            '?token=, ?access_token=, ?api_key=',
            'Authorization headers',
          ],
        };
  }),
});

async function toEvidence(
  context: CheckContext,
  item: UrlCredentialFact,
): Promise<Evidence> {
  const uses = await usesOf(context, item);
  return {
    path: item.path,
    line: item.line,
    endLine: item.endLine,
    subject: [...item.enclosing, item.what].join('.').slice(0, 120),
    ...(item.kind === 'credential' ? {} : { severity: 'medium' as const }),
    note: `\`${item.what}\` as ${item.where}${NOTES[item.kind]}`,
    ...(uses.length ? { related: uses } : {}),
  };
}

/** Where the function that builds the address is called in its file. */
async function usesOf(
  { syntax }: CheckContext,
  { path, enclosing, line, endLine }: UrlCredentialFact,
): Promise<{ path: string; line: number }[]> {
  const maker = enclosing.at(-1);
  if (!maker || maker.length < 4) {
    return [];
  }
  const calls = await syntax.calls({ names: [maker, `.${maker}`] });
  const lines = calls
    .filter(
      call => call.path === path && (call.line < line || call.line > endLine),
    )
    .map(call => call.line);
  return [...new Set(lines)].slice(0, 10).map(at => ({ path, line: at }));
}

/** Where an `Authorization` header is set. */
async function inHeaders({ syntax }: CheckContext): Promise<Evidence[]> {
  const result: Evidence[] = [];
  for (const file of await syntax.files({ containing: HEADERS })) {
    for (const call of file.calls) {
      const header = call.args
        .flatMap(argument => [argument, ...(argument.entries ?? [])])
        .flatMap(argument => [argument, ...(argument.entries ?? [])])
        .find(
          entry =>
            entry.name !== undefined && /^authorization$/i.test(entry.name),
        );
      if (header) {
        result.push({
          path: file.path,
          line: header.line,
          note: 'the credential is sent in a header',
        });
      }
    }
    if (result.length >= 10) {
      break;
    }
  }
  return inOrder(result);
}
