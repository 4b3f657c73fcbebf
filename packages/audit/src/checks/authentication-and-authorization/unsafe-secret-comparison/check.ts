import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import {
  codeFiles,
  count,
  inOrder,
  somePlaces,
  judged,
} from '../../../judging/outcome';
import { comparisonsOf, isBrowser } from './comparisons';
import { reusableCodes } from './reusable';

const CONSTANT_TIME = [
  'hmac.compare_digest',
  'secrets.compare_digest',
  'django.utils.crypto.constant_time_compare',
  'werkzeug.security.safe_str_cmp',
  'crypto.timingSafeEqual',
  'tsscmp',
  'safe-compare',
  'scmp',
  'crypto/subtle.ConstantTimeCompare',
  'crypto/hmac.Equal',
  'java.security.MessageDigest.isEqual',
];

const WORDS = [
  'assword',
  'ASSWORD',
  'asswd',
  'passphrase',
  'ecret',
  'ECRET',
  'oken',
  'OKEN',
  'pi_key',
  'piKey',
  'PI_KEY',
  'ignature',
  'IGNATURE',
  'hmac',
  'otp',
  'OTP',
  'igest',
  'code',
  'Code',
  'redential',
  'access_key',
];

export const check = defineCheck({
  id: 'unsafe-secret-comparison',
  area: 'authentication-and-authorization',
  severity: 'high',
  confidence: 'certain',
  phase: 'security-critical',
  effort: 'small',
  title: 'Secrets are compared in variable time',
  description:
    'Looks for comparisons with `==`, `!=`, `===`, `.equals` or `bytes.Equal` in which one side is a password, token, API key, signature, digest of a message or one-time code and the other the stored or expected value. Comparing a password with its repetition, kinds of tokens, lengths, constants of a parser and status codes does not count. A one-time code that is read from a cache, compared and then deleted in separate steps is medium: two requests at once can both use it.',
  failureMode:
    'A secret that a caller sends is compared by an operator that stops at the first difference.',
  manifestation:
    'Answers to wrong values take measurably longer the more of the beginning is right.',
  impact:
    'Signatures, API keys and tokens can be guessed piece by piece by somebody who can repeat requests and measure.',
  remediation:
    'Compare with the constant-time function of the platform, on both sides as bytes.\n\n```python\nif not hmac.compare_digest(given.encode(), expected.encode()):\n    raise HTTPException(401)\n```\n\nIn Node: `crypto.timingSafeEqual(Buffer.from(a), Buffer.from(b))` after comparing the lengths; in Go `subtle.ConstantTimeCompare`.',
  guardrail: {
    linter: 'semgrep, eslint-plugin-security detect-possible-timing-attacks',
    tests: 'negative tests for signatures and keys',
    architecture: 'one helper that verifies signatures and keys',
  },
  references: [
    {
      title: 'CWE-208',
      url: 'https://cwe.mitre.org/data/definitions/208.html',
    },
    {
      title: 'Python: hmac.compare_digest',
      url: 'https://docs.python.org/3/library/hmac.html#hmac.compare_digest',
    },
    {
      title: 'Node.js: crypto.timingSafeEqual',
      url: 'https://nodejs.org/api/crypto.html#cryptotimingsafeequala-b',
    },
  ],
  evaluate: judged({ containing: WORDS }, async context => {
    if ((await codeFiles(context)).length === 0) {
      return {
        status: 'not-applicable',
        summary: 'There is no production code',
      };
    }
    const files = await context.syntax.files({ containing: WORDS });
    const texts = new Map(
      files.map(file => [file.path, context.read(file.path) ?? '']),
    );
    const failing = inOrder(
      files
        .filter(file => !isBrowser(file, texts.get(file.path)!))
        .flatMap(file => [...comparisonsOf(file), ...reusableCodes(file)]),
    );
    const good = inOrder(
      (await context.syntax.calls({ names: CONSTANT_TIME })).map(
        (call): Evidence => ({
          path: call.path,
          line: call.line,
          endLine: call.endLine,
          note: `compares with ${call.callee}`,
        }),
      ),
    );
    if (failing.length > 0) {
      return {
        status: 'fail',
        summary: `${count(
          failing.length,
          'comparison of a secret is',
          'comparisons of secrets are',
        )} unsafe: ${somePlaces(failing)}`,
        evidence: failing,
        strengths: good,
      };
    }
    return good.length > 0
      ? {
          status: 'pass',
          summary: 'Secrets are compared in constant time',
          evidence: good,
        }
      : {
          status: 'not-applicable',
          summary: 'No secret is compared in code',
          lookedFor: [
            'comparisons of passwords, tokens, keys, signatures and one-time codes',
            ...CONSTANT_TIME,
          ],
        };
  }),
});
