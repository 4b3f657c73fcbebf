import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { count, inOrder, judged, somePlaces } from '../../../judging/outcome';
import { frameworkPolicies } from './frameworks';
import { HASHES, passwordsThatAreSet } from './places';

export const check = defineCheck({
  id: 'no-password-policy',
  area: 'authentication-and-authorization',
  severity: 'high',
  confidence: 'likely',
  phase: 'security-critical',
  effort: 'small',
  title: 'Any password is accepted',
  description:
    'Follows what reaches the function that hashes passwords back to where it comes from: fields of request models (pydantic, class-validator, zod, Joi, yup, mongoose), form and body values, and settings for the first account; through helpers and parameters of own code. A rule is a minimum length of 8 or more, a pattern, a validator, or a call that judges strength. Django is judged by `AUTH_PASSWORD_VALIDATORS`, fastapi-users by `validate_password`. Rules in the frontend do not count. Java and Go are not followed.',
  failureMode:
    'A password is set without anybody asking whether it is one that an attacker would try first.',
  manifestation: 'An account with the password `a` or `123456` can be created.',
  impact:
    'Lists of common passwords open accounts within minutes; hashing them well does not help.',
  remediation:
    'Put one rule where every password passes: sign-up, change, reset, invitation, first administrator.\n\n```python\nNewPassword = Annotated[SecretStr, Field(min_length=12, max_length=128)]\n```\n\n```ts\nconst newPassword = z.string().min(12).max(128);\n```\n\nLength beats composition; a list of leaked passwords helps most.',
  guardrail: {
    linter: '~ semgrep rule on password fields',
    tests: 'a test that each way to set a password refuses a short one',
    architecture: 'one type for new passwords, or an identity provider',
  },
  references: [
    {
      title: 'NIST SP 800-63B: passwords',
      url: 'https://pages.nist.gov/800-63-4/sp800-63b.html',
    },
    {
      title: 'OWASP: Authentication',
      url: 'https://cheatsheetseries.owasp.org/cheatsheets/Authentication_Cheat_Sheet.html#implement-proper-password-strength-controls',
    },
    {
      title: 'CWE-521',
      url: 'https://cwe.mitre.org/data/definitions/521.html',
    },
  ],
  evaluate: judged({ containing: HASHES }, async context => {
    const framework = await frameworkPolicies(context);
    const places = framework.decides
      ? { failing: [], good: [], open: [] }
      : await passwordsThatAreSet(context);
    const failing = inOrder<Evidence>([
      ...framework.failing,
      ...places.failing,
    ]);
    const good = inOrder<Evidence>([...framework.good, ...places.good]);
    if (failing.length > 0) {
      return {
        status: 'fail',
        summary: `${failing.length} of ${count(
          failing.length + good.length,
          'place that sets a password has',
          'places that set a password have',
        )} no rule for it: ${failing
          .slice(0, 3)
          .map(item => item.subject)
          .join(', ')} (${somePlaces(failing)})`,
        evidence: failing,
        share: good.length / (failing.length + good.length),
        strengths: good,
      };
    }
    if (good.length > 0) {
      return {
        status: 'pass',
        summary: 'New passwords follow a rule',
        evidence: good,
      };
    }
    return places.open.length > 0
      ? {
          status: 'unknown',
          summary: `Where the password of ${somePlaces(
            inOrder(places.open),
          )} comes from could not be followed`,
        }
      : {
          status: 'not-applicable',
          summary: 'No password is set here',
          lookedFor: HASHES,
        };
  }),
});
