import {
  argon2,
  atLeast,
  bcryptHash,
  bcryptSalt,
  Judge,
  MIN_BCRYPT,
  MIN_SCRYPT,
  named,
  option,
  pbkdf2,
  positional,
} from './costs';
import {
  cryptContext,
  digest,
  NODE_DIGEST,
  nodeScrypt,
  werkzeug,
} from './digests';
import { aboutPassword } from './passwords';

/** How each call that hashes is judged, by its resolved name. */
export const TABLE: Record<string, Judge> = {
  'bcrypt.gensalt': bcryptSalt(12),
  'passlib.context.CryptContext': cryptContext,
  'passlib.hash.bcrypt.using': atLeast(
    'bcrypt cost',
    MIN_BCRYPT,
    call => named(call, 'rounds'),
    12,
  ),
  'argon2.PasswordHasher': argon2(
    call => named(call, 'memory_cost') ?? positional(call, 1),
    call => named(call, 'time_cost') ?? positional(call, 0),
  ),
  'hashlib.pbkdf2_hmac': pbkdf2(
    call => positional(call, 0) ?? named(call, 'hash_name'),
    call => positional(call, 3) ?? named(call, 'iterations'),
  ),
  'hashlib.scrypt': (call, facts, file) =>
    aboutPassword(call, file)
      ? atLeast(
          'scrypt N',
          MIN_SCRYPT,
          item => named(item, 'n'),
          0,
        )(call, facts, file)
      : undefined,
  'werkzeug.security.generate_password_hash': werkzeug,
  'flask_bcrypt.generate_password_hash': bcryptHash(12),
  'django.contrib.auth.hashers.make_password': () => ({
    good: "Django's hasher",
  }),
  ...Object.fromEntries(
    ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'].map(name => [
      `hashlib.${name}`,
      digest(name.toUpperCase()),
    ]),
  ),
  ...Object.fromEntries(
    ['bcrypt', 'bcryptjs', '@node-rs/bcrypt'].flatMap(name => [
      [`${name}.hash`, bcryptHash(10)],
      [`${name}.hashSync`, bcryptHash(10)],
      [`${name}.genSalt`, bcryptSalt(10)],
      [`${name}.genSaltSync`, bcryptSalt(10)],
    ]),
  ),
  'argon2.hash': argon2(
    call => option(call, 'memoryCost'),
    call => option(call, 'timeCost'),
  ),
  '@node-rs/argon2.hash': argon2(
    call => option(call, 'memoryCost') ?? { text: '', value: 19456, line: 0 },
    call => option(call, 'timeCost'),
  ),
  'crypto.pbkdf2': pbkdf2(
    call => positional(call, 4),
    call => positional(call, 2),
  ),
  'crypto.pbkdf2Sync': pbkdf2(
    call => positional(call, 4),
    call => positional(call, 2),
  ),
  'crypto.scrypt': nodeScrypt,
  'crypto.scryptSync': nodeScrypt,
  'crypto.createHash': NODE_DIGEST,
  'golang.org/x/crypto/bcrypt.GenerateFromPassword': (call, facts, file) => {
    const cost = positional(call, 1);
    const fixed = { MinCost: 4, DefaultCost: 10 }[
      cost?.text.split('.').at(-1) ?? ''
    ];
    return atLeast(
      'bcrypt cost',
      MIN_BCRYPT,
      () => (cost && fixed !== undefined ? { ...cost, value: fixed } : cost),
      10,
    )(call, facts, file);
  },
  'crypto/md5.Sum': digest('MD5'),
  'crypto/sha1.Sum': digest('SHA-1'),
  'crypto/sha256.Sum256': digest('SHA-256'),
  'crypto/sha512.Sum512': digest('SHA-512'),
  'golang.org/x/crypto/pbkdf2.Key': pbkdf2(
    () => undefined,
    call => positional(call, 2),
  ),
  'golang.org/x/crypto/argon2.IDKey': argon2(
    call => positional(call, 3),
    () => ({ text: '2', value: 2, line: 0 }),
  ),
  'org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder': atLeast(
    'bcrypt cost',
    MIN_BCRYPT,
    call => call.args.find(item => !/BCryptVersion/.test(item.text)),
    10,
  ),
  'org.springframework.security.crypto.factory.PasswordEncoderFactories.createDelegatingPasswordEncoder':
    () => ({ good: "Spring's delegating encoder" }),
  'org.springframework.security.crypto.password.NoOpPasswordEncoder.getInstance':
    () => ({
      bad: 'passwords are stored as plain text',
      severity: 'critical',
    }),
  ...Object.fromEntries(
    [
      'MessageDigestPasswordEncoder',
      'StandardPasswordEncoder',
      'Md4PasswordEncoder',
      'LdapShaPasswordEncoder',
    ].map(name => [
      `org.springframework.security.crypto.password.${name}`,
      () => ({
        bad: `${name} is a general digest`,
        severity: 'critical' as const,
      }),
    ]),
  ),
};
