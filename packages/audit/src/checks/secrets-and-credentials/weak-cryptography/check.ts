import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { nodeOfCall } from '../../../facts/applications/code';
import { isDevelopmentOnly } from '../../../facts/settings/conditions';
import { settings } from '../../../facts/settings/extract';
import {
  codeFiles,
  count,
  inOrder,
  somePlaces,
  judged,
} from '../../../judging/outcome';
import { CIPHER_WORDS, weakCiphers } from './ciphers';
import { TLS_OPTIONS, uncheckedConnections } from './connections';
import { uncheckedInFiles } from './files';
import { predictableSecrets, RANDOM_WORDS, useOf } from './predictable';
import { CallFact } from '../../../syntax/schema';

const SAFE_SOURCES = [
  'secrets.token_urlsafe',
  'secrets.token_hex',
  'secrets.token_bytes',
  'secrets.choice',
  'secrets.randbelow',
  'os.urandom',
  'crypto.randomBytes',
  'crypto.randomInt',
  'crypto.randomUUID',
  'crypto.getRandomValues',
  'nanoid.nanoid',
  'crypto/rand.Read',
  'crypto/rand.Int',
  'crypto/rand.Text',
  'java.security.SecureRandom',
  'cryptography.fernet.Fernet',
];

/** Most of what these make are names of rows and requests: they count where the value is a secret. */
const IDENTIFIERS = new Set([
  'crypto.randomInt',
  'crypto.randomUUID',
  'nanoid.nanoid',
  'secrets.choice',
  'crypto/rand.Int',
]);

async function isForSecrets(
  { syntax }: CheckContext,
  call: CallFact,
): Promise<boolean> {
  const file = await syntax.file(call.path);
  const node = file && nodeOfCall(file, call);
  return Boolean(node && useOf(file, node));
}

export const check = defineCheck({
  id: 'weak-cryptography',
  area: 'secrets-and-credentials',
  severity: 'high',
  confidence: 'certain',
  phase: 'security-critical',
  effort: 'small',
  title:
    'Predictable secrets, broken ciphers or switched-off certificate checks',
  description:
    'Looks for tokens, passwords, codes, keys and salts that come from a source which can be predicted (`random`, `Math.random`, `java.util.Random`, `math/rand`), and for outgoing connections that do not check the certificate of the other side (`verify=False`, `rejectUnauthorized: false`, `InsecureSkipVerify`, `NODE_TLS_REJECT_UNAUTHORIZED=0`, unverified contexts). Also for broken ciphers and modes (DES, RC4, ECB), fixed initialisation vectors, MD5 and SHA-1 over a secret or as a signature, RSA keys below 2048 bits, TLS below 1.2 (medium), `curl -k` and `NODE_TLS_REJECT_UNAUTHORIZED=0` in scripts, images and configuration. Random numbers for jitter, sampling, simulation or display, and digests as cache keys do not count. Switched off in development only is low.',
  failureMode:
    'A security value is made by a generator that is not made for it, or a TLS connection is opened without knowing to whom.',
  manifestation:
    'Nothing shows: tokens look random, connections work, also through a stranger.',
  impact:
    'Reset links, invitations and sessions can be computed by somebody who has seen a few; traffic with credentials can be read and changed by whoever stands between.',
  remediation:
    'Take the generator of the platform for secrets, with 128 bits or more, and trust a private authority instead of nobody.\n\n```python\ntoken = secrets.token_urlsafe(32)\nrequests.get(url, verify="/etc/ssl/internal-ca.pem", timeout=5)\n```\n\nIn Node: `crypto.randomBytes(32).toString("base64url")` and `NODE_EXTRA_CA_CERTS`.',
  guardrail: {
    linter: 'ruff S311/S501, semgrep, gosec G402/G404',
    tests: 'settings tests',
    ci: 'CodeQL, semgrep',
    architecture:
      'one helper for tokens, one HTTP client with the own authority',
  },
  references: [
    {
      title: 'CWE-338',
      url: 'https://cwe.mitre.org/data/definitions/338.html',
    },
    {
      title: 'CWE-295',
      url: 'https://cwe.mitre.org/data/definitions/295.html',
    },
    {
      title: 'Python: secrets',
      url: 'https://docs.python.org/3/library/secrets.html',
    },
  ],
  evaluate: judged(
    { containing: [...TLS_OPTIONS, ...RANDOM_WORDS, ...CIPHER_WORDS] },
    async context => {
      if ((await codeFiles(context)).length === 0) {
        return {
          status: 'not-applicable',
          summary: 'There is no production code',
        };
      }
      const { conditions } = await context.facts(settings);
      const found: Evidence[] = [];
      for (const file of await context.syntax.files({
        containing: RANDOM_WORDS,
      })) {
        found.push(...predictableSecrets(file));
      }
      let checksNothing: Evidence[] = [];
      for (const file of await context.syntax.files({
        containing: TLS_OPTIONS,
      })) {
        checksNothing = checksNothing.concat(uncheckedConnections(file));
      }
      for (const file of await context.syntax.files({
        containing: CIPHER_WORDS,
      })) {
        found.push(...weakCiphers(file));
      }
      found.push(...(await uncheckedInFiles(context)));
      for (const place of checksNothing) {
        const local = isDevelopmentOnly(
          { conditions },
          {
            path: place.path!,
            line: place.line!,
          },
        );
        found.push({
          ...place,
          ...(local
            ? { severity: 'low', note: `${place.note}, in development only` }
            : {}),
        });
      }
      const sources: Evidence[] = [];
      for (const call of await context.syntax.calls({ names: SAFE_SOURCES })) {
        if (
          !IDENTIFIERS.has(call.name) ||
          (await isForSecrets(context, call))
        ) {
          sources.push({
            path: call.path,
            line: call.line,
            endLine: call.endLine,
            note: `${call.callee} makes a value that cannot be predicted`,
          });
        }
      }
      const safe = inOrder(sources);
      if (found.length > 0) {
        const places = inOrder(found);
        return {
          status: 'fail',
          summary: `${count(
            places.length,
            'place weakens',
            'places weaken',
          )} secrets or connections: ${places[0].note} (${somePlaces(places)})`,
          evidence: places,
          strengths: safe,
        };
      }
      return safe.length > 0
        ? {
            status: 'pass',
            summary: 'Security values come from a cryptographic source',
            evidence: safe,
          }
        : {
            status: 'not-applicable',
            summary:
              'No security value is generated and no TLS option of an outgoing connection is set',
            lookedFor: [...SAFE_SOURCES, ...TLS_OPTIONS, ...CIPHER_WORDS],
          };
    },
  ),
});
