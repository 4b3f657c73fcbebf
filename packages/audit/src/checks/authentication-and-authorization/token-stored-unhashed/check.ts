import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { storedTokens } from '../../../facts/tokens/extract';
import { isProtectedName, isCredentialName } from '../../../facts/tokens/names';
import {
  StoredModelFact,
  TokenStorageFact,
} from '../../../facts/tokens/schema';
import { MAKERS } from '../../../facts/tokens/stored';
import { secondsIn } from '../../../facts/tokens/durations';
import { count, inOrder, judged, somePlaces } from '../../../judging/outcome';

/** Models in which tokens of others are kept to be sent again. */
const OF_OTHERS =
  /oauth|social|provider|integration|external|connector|third|remote|upstream|smtp|webhook|vendor|github|gitlab|slack|google|stripe/i;

export const check = defineCheck({
  id: 'token-stored-unhashed',
  area: 'authentication-and-authorization',
  severity: 'high',
  confidence: 'likely',
  phase: 'security-critical',
  effort: 'medium',
  title: 'Tokens are stored as they are',
  description:
    'Follows values that are made to be secret (`secrets.token_urlsafe`, `crypto.randomBytes`, `uuid4`, `nanoid` …) through variables, helpers and parameters into fields of persisted models and SQL statements, and looks for queries that compare a stored token with what a caller sent as it is. A digest between the two ends the trail. Tokens of other services that must be sent again are another check; caches are not judged. One-time tokens with a life of an hour or less are medium.',
  failureMode:
    'A token that opens an account is stored in the form in which it is used.',
  manifestation:
    'The column of the table, and every copy of it, contains values that work in an `Authorization` header or a reset link.',
  impact:
    'Whoever reads the table once (a backup, a replica, an injection, a support tool) is signed in as everybody, without breaking any hash.',
  remediation:
    'Store a digest and look up by the digest; show the token once.\n\n```python\ntoken = secrets.token_urlsafe(32)\nuser.token_digest = hashlib.sha256(token.encode()).hexdigest()\n...\nfound = User.find_one(User.token_digest == digest(given))\n```\n\nA token with 128 random bits or more needs no slow hash. Keep the first characters apart to recognise it.',
  guardrail: {
    linter: '~ semgrep rule on token columns',
    tests: 'a test that the stored value is not the token',
    architecture: 'one function that issues and one that checks tokens',
  },
  references: [
    {
      title: 'OWASP ASVS: session management',
      url: 'https://github.com/OWASP/ASVS/blob/master/4.0/en/0x12-V3-Session-management.md',
    },
    {
      title: 'OWASP: Forgot Password',
      url: 'https://cheatsheetseries.owasp.org/cheatsheets/Forgot_Password_Cheat_Sheet.html',
    },
    {
      title: 'CWE-312',
      url: 'https://cwe.mitre.org/data/definitions/312.html',
    },
  ],
  evaluate: judged(
    { containing: ['token_urlsafe', 'token_hex', 'randomBytes'] },
    async context => {
      const { models, storage } = await context.facts(storedTokens);
      const groups = new Map<string, TokenStorageFact[]>();
      for (const item of storage) {
        if (!OF_OTHERS.test(item.subject)) {
          groups.set(item.subject, [...(groups.get(item.subject) ?? []), item]);
        }
      }
      const failing = inOrder(
        await Promise.all(
          [...groups].map(([subject, items]) =>
            toEvidence(context, models, subject, items),
          ),
        ),
      );
      const good = await digests(context, models);
      if (failing.length > 0) {
        return {
          status: 'fail',
          summary: `${count(
            failing.length,
            'field holds',
            'fields hold',
          )} tokens as they are: ${failing
            .slice(0, 4)
            .map(item => item.subject)
            .join(', ')} (${somePlaces(failing)})`,
          evidence: failing,
          strengths: good,
        };
      }
      return good.length > 0
        ? {
            status: 'pass',
            summary: 'Only digests of tokens are stored',
            evidence: good,
          }
        : {
            status: 'not-applicable',
            summary:
              'No token that is issued here was found in a persisted field',
            lookedFor: [...MAKERS, 'queries by a field that holds a token'],
          };
    },
  ),
});

const ONE_TIME =
  /reset|verif|confirm|invit|activat|otp|magic|unsubscrib|email_?token/i;
const HOUR = 3600;

async function toEvidence(
  context: CheckContext,
  models: readonly StoredModelFact[],
  subject: string,
  items: readonly TokenStorageFact[],
): Promise<Evidence> {
  const writes = items.filter(({ kind }) => kind === 'write');
  const [first, ...others] = [
    ...writes,
    ...items.filter(({ kind }) => kind === 'lookup'),
  ];
  const declared = models
    .flatMap(model => model.fields)
    .find(field => `${field.owner}.${field.name}` === subject);
  const life = ONE_TIME.test(subject)
    ? secondsIn(await aroundOf(context, first))
    : undefined;
  return {
    path: first.path,
    line: first.line,
    endLine: first.endLine,
    subject,
    ...(life !== undefined && life <= HOUR
      ? { severity: 'medium' as const }
      : {}),
    note:
      first.kind === 'write'
        ? `what ${
            first.madeBy?.name ?? 'a generator'
          } makes is stored in \`${subject}\` without a digest`
        : `\`${subject}\` is looked up by the value that the caller sent`,
    related: [
      ...others.map(({ path, line }) => ({ path, line })),
      ...(declared && declared.line !== first.line
        ? [{ path: declared.path, line: declared.line, note: 'the field' }]
        : []),
      ...(first.madeBy && first.madeBy.line !== first.line
        ? [
            {
              path: first.madeBy.path,
              line: first.madeBy.line,
              note: 'made here',
            },
          ]
        : []),
    ].slice(0, 10),
  };
}

/** The lines around a place, in which its life would be set. */
async function aroundOf(
  context: CheckContext,
  { path, line }: TokenStorageFact,
): Promise<string> {
  return (context.read(path) ?? '')
    .split('\n')
    .slice(Math.max(0, line - 12), line + 12)
    .join('\n');
}

const DIGEST_WORD = /_?(?:hash(?:ed)?|digest)_?/i;

/** Fields for digests of tokens that a digest is really written to. */
async function digests(
  { syntax }: CheckContext,
  models: readonly StoredModelFact[],
): Promise<Evidence[]> {
  const fields = models
    .flatMap(model => model.fields)
    .filter(
      ({ name, owner }) =>
        isProtectedName(name) &&
        // `hash` and `key_hash` are those of a token where the model is one.
        (isCredentialName(name.replace(DIGEST_WORD, '_')) ||
          (/^_?(?:key|value)?$/i.test(name.replace(DIGEST_WORD, '')) &&
            isCredentialName(owner))) &&
        !/passw|pwd/i.test(name),
    );
  if (fields.length === 0) {
    return [];
  }
  const files = await syntax.files({
    containing: ['sha256', 'hmac', 'Hmac', 'createHash', 'digest'],
  });
  const hashing = files.find(file =>
    file.calls.some(({ name }) =>
      /(?:sha256|sha512|hmac\.new|createHash|createHmac|blake2b)$/.test(name),
    ),
  );
  return hashing
    ? inOrder(
        fields.map(field => ({
          path: field.path,
          line: field.line,
          subject: `${field.owner}.${field.name}`,
          note: 'holds a digest of the token',
        })),
      )
    : [];
}
