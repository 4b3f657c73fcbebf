import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { applications } from '../../../facts/applications/extract';
import { settings } from '../../../facts/settings/extract';
import { cookies, signed, storedTokens } from '../../../facts/tokens/extract';
import { SIGNERS } from '../../../facts/tokens/signed';
import { count, inOrder, judged, somePlaces } from '../../../judging/outcome';
import { libraryLives } from './libraries';
import { modelsWithoutEnd } from './models';
import { DAY, judgeCookie, judgeSigned } from './signed';

export const check = defineCheck({
  id: 'token-without-expiry',
  area: 'authentication-and-authorization',
  severity: 'high',
  confidence: 'likely',
  phase: 'security-critical',
  effort: 'medium',
  title: 'Tokens that do not end',
  description:
    'Looks for JSON Web Tokens that are signed without an end or, for access tokens, with a life above 24 hours (numbers are followed through settings; PyJWT, python-jose, Authlib, Flask-JWT-Extended, Simple JWT, fastapi-users, jsonwebtoken, jose, Nest, golang-jwt, jjwt), for persisted tokens that are issued here whose model has no field for an end or a revocation (one that can only be switched off is reported as medium), for the tokens of Django REST framework, which have none by design, and for cookies that keep a token for more than 30 days. Whether a sign-out revokes and whether keys can be rotated is not looked at.',
  failureMode:
    'A token works for ever, or for much longer than anybody watches it.',
  manifestation:
    'A token from last year’s log file, laptop or ticket still opens the account.',
  impact:
    'Every leak is permanent: it cannot be told which tokens are out there, and ending them all means changing the signing key for everybody.',
  remediation:
    'Give access tokens minutes and renew them with a refresh token that can be revoked; give stored tokens an end that the look-up checks.\n\n```python\nclaims = {"sub": user.id, "exp": datetime.now(UTC) + timedelta(minutes=15)}\njwt.encode(claims, key, algorithm="HS256")\n```\n\n```ts\njwt.sign({ sub: user.id }, key, { expiresIn: "15m" });\n```',
  guardrail: {
    linter: '~ semgrep rules on jwt.encode and jwt.sign',
    tests: 'a test that an expired and a revoked token are refused',
    architecture: 'one place that issues tokens, one identity provider',
  },
  references: [
    {
      title: 'RFC 8725: JSON Web Token best current practices',
      url: 'https://www.rfc-editor.org/rfc/rfc8725',
    },
    {
      title: 'CWE-613',
      url: 'https://cwe.mitre.org/data/definitions/613.html',
    },
  ],
  evaluate: judged(
    { containing: ['jwt', 'token_urlsafe', 'randomBytes'] },
    async context => {
      const tokens = await context.facts(signed);
      const stored = await context.facts(storedTokens);
      const libraries = await libraryLives(
        context,
        await context.facts(applications),
        await context.facts(settings),
      );
      const models = modelsWithoutEnd(stored);
      const failing = inOrder([
        ...tokens.flatMap(judgeSigned),
        ...libraries.failing,
        ...models.failing,
        ...(await context.facts(cookies)).flatMap(judgeCookie),
      ]);
      const good = inOrder([
        ...tokens
          .filter(
            item =>
              item.expiry === 'set' &&
              (item.seconds === undefined || item.seconds <= DAY),
          )
          .map(
            (item): Evidence => ({
              path: item.path,
              line: item.line,
              note:
                item.seconds === undefined
                  ? 'the token has an end'
                  : `the token ends after ${Math.round(
                      item.seconds / 60,
                    )} minutes`,
            }),
          ),
        ...libraries.good,
        ...models.good,
      ]);
      if (failing.length > 0) {
        return {
          status: 'fail',
          summary: `${count(
            failing.length,
            'token does',
            'tokens do',
          )} not end in time: ${failing[0].note} (${somePlaces(failing)})`,
          evidence: failing,
          strengths: good,
        };
      }
      const open = tokens.filter(({ expiry }) => expiry === 'open');
      if (open.length > 0 && good.length === 0) {
        return {
          status: 'unknown',
          summary: `Whether the token of ${open[0].path}:${open[0].line} ends could not be followed`,
        };
      }
      return good.length > 0
        ? {
            status: 'pass',
            summary: 'Tokens that are issued here end',
            evidence: good,
          }
        : {
            status: 'not-applicable',
            summary: 'No token is issued here',
            lookedFor: SIGNERS.filter(name => !name.startsWith('.')),
          };
    },
  ),
});
