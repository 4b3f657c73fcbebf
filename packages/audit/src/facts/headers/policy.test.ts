import { policyOfText } from './policy';

describe('policyOfText', () => {
  it.each([
    [
      "default-src 'self'; script-src 'self' 'unsafe-inline'; frame-ancestors 'none'",
      {
        'default-src': ["'self'"],
        'script-src': ["'self'", "'unsafe-inline'"],
        'frame-ancestors': ["'none'"],
      },
    ],
    [
      `["default-src 'self'", "font-src 'self' data:"].join('; ')`,
      { 'default-src': ["'self'"], 'font-src': ["'self'", 'data:'] },
    ],
    [
      "`\n  default-src 'self';\n  script-src 'self' 'nonce-${nonce}' 'strict-dynamic';\n  upgrade-insecure-requests;\n`",
      {
        'default-src': ["'self'"],
        'script-src': ["'self'", "'nonce-N0NCE'", "'strict-dynamic'"],
        'upgrade-insecure-requests': [],
      },
    ],
    [
      `f"default-src 'self'; script-src 'nonce-{request.nonce}'"`,
      { 'default-src': ["'self'"], 'script-src': ["'nonce-N0NCE'"] },
    ],
  ])('reads %s', (text, directives) => {
    expect(policyOfText(text)?.directives).toEqual(directives);
  });

  it('sees no policy in other texts', () => {
    expect(policyOfText('max-age=3600')).toBeUndefined();
    expect(policyOfText('buildPolicy(request)')).toBeUndefined();
  });
});
