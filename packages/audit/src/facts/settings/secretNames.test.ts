import {
  isPlaceholder,
  isSecretName,
  isWeakWord,
  wordsOf,
} from './secretNames';

describe('wordsOf', () => {
  it.each([
    ['JWT_SECRET', ['jwt', 'secret']],
    ['dbPassword', ['db', 'password']],
    ['X-Api-Key', ['x', 'api', 'key']],
    ['APIKey', ['api', 'key']],
    ['self.settings.smtp_pass', ['self', 'settings', 'smtp', 'pass']],
  ])('%s', (name, words) => {
    expect(wordsOf(name)).toEqual(words);
  });
});

describe('isSecretName', () => {
  it.each([
    'password',
    'DB_PASSWORD',
    'SECRET_KEY',
    'jwtSecret',
    'apiKey',
    'STRIPE_API_KEY',
    'aws_secret_access_key',
    'privateKey',
    'encryption_key',
    'refresh_token',
    'credentials',
    'dbpassword',
    'SMTP_PASS',
    'pwd',
    'spring.datasource.password',
    'PASSWORD_2',
    'reset_token',
  ])('%s', name => {
    expect(isSecretName(name)).toBe(true);
  });

  it.each([
    'token_url',
    'TOKEN_TYPE',
    'password_field',
    'csrfTokenHeader',
    'secret_name',
    'PASSWORD_MIN_LENGTH',
    'ACCESS_TOKEN_EXPIRE_MINUTES',
    'max_tokens',
    'tokenizer',
    'tokenize',
    'tokens_taken',
    'signing_key_fingerprint',
    'primary_key',
    'public_key',
    'key',
    'AWS_ACCESS_KEY_ID',
    'private_key_path',
    'has_password',
    'PASSWORD_LESS_REGISTRATION_CHECKS',
    'render_pass',
    'compass',
    'passenger',
    'secretary',
    'monkey',
    '',
  ])('not %s', name => {
    expect(isSecretName(name)).toBe(false);
  });
});

describe('isPlaceholder', () => {
  it.each([
    '',
    '  ',
    '<your token>',
    '${TOKEN}',
    '$TOKEN',
    'xxxx-xxxx',
    'changeme',
    'whsec_your_secret',
    'sk_test_replace_me',
    'change-me-in-production',
    'CHANGE_THIS',
    'your-secret-key',
    'replace_with_real',
    'dummy',
    'TODO',
    'sk_live_xxxxxxxx',
    '{{ secret }}',
    '********',
    'paste-token-here',
  ])('%s', value => {
    expect(isPlaceholder(value)).toBe(true);
  });

  it.each(['admin', 'password', 'hunter2', 's3cr3t', 'example', 'a$b', 'ex'])(
    'not %s',
    value => {
      expect(isPlaceholder(value)).toBe(false);
    },
  );
});

describe('isWeakWord', () => {
  it.each(['password', 'Admin123', 'root', 'test', 'secret', '123456'])(
    '%s',
    value => {
      expect(isWeakWord(value)).toBe(true);
    },
  );

  it('knows the names of the user, product or image', () => {
    expect(isWeakWord('payments', ['payments'])).toBe(true);
    expect(isWeakWord('payments')).toBe(false);
    expect(isWeakWord('g7Qp-2Lx', ['payments'])).toBe(false);
  });
});
