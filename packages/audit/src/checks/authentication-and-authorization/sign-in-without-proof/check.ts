import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { count, inOrder, judged, somePlaces } from '../../../judging/outcome';
import { mintedFromRequest } from './minted';
import { authorizationCodes, integrations } from './oauth';
import { samlResponses } from './saml';
import { tokenChecks } from './verification';

export const check = defineCheck({
  id: 'sign-in-without-proof',
  area: 'authentication-and-authorization',
  severity: 'critical',
  confidence: 'likely',
  phase: 'security-critical',
  effort: 'medium',
  title: 'Identity is accepted without proof',
  description:
    'Looks for JSON Web Tokens that server code reads without verifying them (`verify_signature: False`, `verify=False`, `get_unverified_claims`, `decode` of jsonwebtoken, jose and jwt-decode, algorithms with `none`, or symmetric and asymmetric ones together), for exchanges of an OAuth code where neither `state` nor PKCE is checked, for handlers that issue a session or token for an e-mail or user from the request without any check in between, and for SAML responses that are not bound to the own request. An unverified look at a header followed by a verified decode is fine, and so is code for the browser. Password resets that trust the named account, and impersonation without a record, are not looked at.',
  failureMode:
    'A session is opened, or a caller believed, on the strength of what the caller says.',
  manifestation:
    'A request with somebody else’s address, or a token that was written by hand, is answered as that person.',
  impact:
    'Anybody can be anybody, administrators included, without a password and without leaving a failed sign-in.',
  remediation:
    'Verify what the provider signed, with explicit algorithms, audience and issuer, and bind the answer to the session that asked.\n\n```python\nclaims = jwt.decode(\n    token, key, algorithms=["RS256"], audience=AUDIENCE, issuer=ISSUER\n)\n```\n\n```python\nif not hmac.compare_digest(request.query_params["state"], session.pop("oauth_state")):\n    raise HTTPException(400)\n```\n\nBetter: leave the flow to Authlib, Auth.js, social-auth or Spring’s OAuth2 client.',
  guardrail: {
    linter: 'semgrep rules for JWT libraries, bandit',
    tests: 'negative tests: forged token, missing state, replayed answer',
    ci: 'CodeQL',
    architecture: 'one identity provider, one place that verifies tokens',
  },
  references: [
    {
      title: 'RFC 8725: JSON Web Token best current practices',
      url: 'https://www.rfc-editor.org/rfc/rfc8725',
    },
    {
      title: 'RFC 9700: OAuth 2.0 security best current practice',
      url: 'https://www.rfc-editor.org/rfc/rfc9700',
    },
    {
      title: 'CWE-347',
      url: 'https://cwe.mitre.org/data/definitions/347.html',
    },
    {
      title: 'CWE-287',
      url: 'https://cwe.mitre.org/data/definitions/287.html',
    },
  ],
  evaluate: judged(
    { containing: ['verify_signature', 'authorization_code', 'jsonwebtoken'] },
    async context => {
      const tokens = await tokenChecks(context);
      const codes = await authorizationCodes(context);
      const saml = await samlResponses(context);
      const minted = await mintedFromRequest(context);
      const failing = inOrder([
        ...tokens.failing,
        ...codes.failing,
        ...saml.failing,
        ...minted.failing,
      ]);
      const good = inOrder<Evidence>([
        ...tokens.good,
        ...codes.good,
        ...saml.good,
        ...(await integrations(context)),
      ]);
      if (failing.length > 0) {
        return {
          status: 'fail',
          summary: `${count(
            failing.length,
            'place accepts',
            'places accept',
          )} an identity without proof: ${failing[0].note} (${somePlaces(
            failing,
          )})`,
          evidence: failing,
          strengths: good,
        };
      }
      if (good.length > 0) {
        return {
          status: 'pass',
          summary: 'Identities are verified before they are believed',
          evidence: good,
        };
      }
      return minted.seen
        ? { status: 'pass', summary: 'Sessions are opened behind a check' }
        : {
            status: 'not-applicable',
            summary: 'No sign-in and no verification of tokens here',
            lookedFor: [
              'decoding of JSON Web Tokens',
              'exchanges of authorization codes',
              'SAML responses',
              'handlers that open a session',
            ],
          };
    },
  ),
});
