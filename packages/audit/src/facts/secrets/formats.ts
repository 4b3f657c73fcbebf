/** A provider's format: found wherever it stands. */
export interface ProviderFormat {
  provider: string;
  pattern: RegExp;
}

/** Formats with a fixed beginning; ordinary words never match. */
export const PROVIDER_FORMATS: readonly ProviderFormat[] = [
  { provider: 'AWS access key', pattern: /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/ },
  { provider: 'GitHub token', pattern: /\bgh[pousr]_[A-Za-z0-9]{36,}\b/ },
  { provider: 'GitHub token', pattern: /\bgithub_pat_[A-Za-z0-9_]{50,}\b/ },
  { provider: 'GitLab token', pattern: /\bglpat-[A-Za-z0-9_-]{20,}/ },
  { provider: 'Slack token', pattern: /\bxox[abeoprs]-[A-Za-z0-9-]{20,}/ },
  {
    provider: 'Slack webhook',
    pattern:
      /https:\/\/hooks\.slack\.com\/services\/T[A-Z0-9]{6,}\/B[A-Z0-9]{6,}\/[A-Za-z0-9]{20,}/,
  },
  { provider: 'Stripe key', pattern: /\b(?:sk|rk)_live_[A-Za-z0-9]{20,}\b/ },
  { provider: 'Google API key', pattern: /\bAIza[A-Za-z0-9_-]{35}\b/ },
  {
    provider: 'OpenAI key',
    pattern: /\bsk-(?:proj-)?[A-Za-z0-9_-]{20,}T3BlbkFJ[A-Za-z0-9_-]{20,}/,
  },
  { provider: 'Anthropic key', pattern: /\bsk-ant-[A-Za-z0-9_-]{40,}/ },
  {
    provider: 'SendGrid key',
    pattern: /\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}\b/,
  },
  { provider: 'npm token', pattern: /\bnpm_[A-Za-z0-9]{36}\b/ },
  {
    provider: 'PyPI token',
    pattern: /\bpypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{50,}/,
  },
  { provider: 'Hugging Face token', pattern: /\bhf_[A-Za-z]{34}\b/ },
  { provider: 'Twilio key', pattern: /\bSK[0-9a-f]{32}\b/ },
  { provider: 'DigitalOcean token', pattern: /\bdop_v1_[0-9a-f]{64}\b/ },
  {
    provider: 'private key',
    pattern:
      /-----BEGIN (?:RSA |EC |DSA |OPENSSH |ENCRYPTED |PGP )?PRIVATE KEY(?: BLOCK)?-----/,
  },
];

/** Literals of which a text with one of the formats contains at least one. */
export const PROVIDER_WORDS = [
  'AKIA',
  'ASIA',
  'ghp_',
  'gho_',
  'ghu_',
  'ghs_',
  'ghr_',
  'github_pat_',
  'glpat-',
  'xox',
  'hooks.slack.com',
  'k_live_',
  'AIza',
  'sk-',
  'SG.',
  'npm_',
  'pypi-',
  'hf_',
  'SK',
  'dop_v1_',
  'PRIVATE KEY-----',
  'PRIVATE KEY BLOCK-----',
];

/**
 * Whether a value in a provider's format is obviously made up: the documentation's own examples, runs and counting.
 */
export function isMadeUp(value: string): boolean {
  return (
    /EXAMPLE|example|x{4}|X{4}|\.\.\.|…|1234567|abcdefg|ABCDEFG|deadbeef/.test(
      value,
    ) || /(.)\1{6}/.test(value)
  );
}
