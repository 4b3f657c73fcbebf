import { Evidence, Severity } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { settings } from '../../../facts/settings/extract';
import { Settings } from '../../../facts/settings/schema';
import { wordsOf } from '../../../facts/settings/secretNames';
import { numberOf } from '../../../judging/numbers';
import {
  codeFiles,
  count,
  inOrder,
  somePlaces,
  judged,
} from '../../../judging/outcome';
import { ArgumentFact, CallFact, FileSyntax } from '../../../syntax/schema';

const MIN_BCRYPT = 12;
const MIN_PBKDF2: Record<string, number> = {
  sha1: 1_300_000,
  sha256: 600_000,
  sha512: 210_000,
};
const MIN_SCRYPT = 2 ** 14;
/** KiB. */
const MIN_ARGON2_MEMORY = 19 * 1024;
const MIN_ARGON2_TIME = 2;

type Judgement =
  | { good: string }
  | { bad: string; severity?: Severity; related?: Evidence['related'] }
  | { open: string }
  | undefined;

type Judge = (call: CallFact, facts: Settings, file: FileSyntax) => Judgement;

const positional = (call: CallFact, index: number) =>
  call.args.filter(item => !item.name)[index];
const named = (call: CallFact, ...names: string[]) =>
  call.args.find(item => item.name && names.includes(item.name));
/** Option of an object literal among the arguments. */
const option = (call: CallFact, name: string) =>
  call.args
    .flatMap(item => item.entries ?? [])
    .find(entry => entry.name === name);

/** Judges a cost that must be at least `least`; without the argument the library's own default decides. */
function atLeast(
  what: string,
  least: number,
  pick: (call: CallFact) => ArgumentFact | undefined,
  byDefault: number,
): Judge {
  return (call, facts) => {
    const given = pick(call);
    const number = given
      ? numberOf(given, facts, call)
      : { value: byDefault, setting: undefined };
    if (!number) {
      return { open: `${what} is \`${given!.text}\`` };
    }
    const { value, setting } = number;
    const ownDefault = given ? '' : " (the library's default)";
    const origin = setting ? ` (default of ${setting.name})` : ownDefault;
    return value >= least
      ? { good: `${what} ${value}${origin}` }
      : {
          bad: `${what} ${value}${origin}, accepted from ${least}`,
          ...(setting
            ? { related: [{ path: setting.path, line: setting.line }] }
            : {}),
        };
  };
}

const bcryptHash = (byDefault: number): Judge => {
  const judge = atLeast(
    'bcrypt cost',
    MIN_BCRYPT,
    call => positional(call, 1),
    byDefault,
  );
  return (call, facts, file) => {
    const second = positional(call, 1);
    // A salt that was made elsewhere: its own call is judged.
    return second && /salt/i.test(second.text) && second.value === undefined
      ? undefined
      : judge(call, facts, file);
  };
};
const bcryptSalt = (byDefault: number) =>
  atLeast(
    'bcrypt cost',
    MIN_BCRYPT,
    call => positional(call, 0) ?? named(call, 'rounds', 'prefix'),
    byDefault,
  );

/** Argon2 with its memory in KiB and its passes. */
function argon2(
  memory: (call: CallFact) => ArgumentFact | undefined,
  time: (call: CallFact) => ArgumentFact | undefined,
): Judge {
  const byMemory = atLeast('Argon2 memory', MIN_ARGON2_MEMORY, memory, 65536);
  const byTime = atLeast('Argon2 passes', MIN_ARGON2_TIME, time, 3);
  return (call, facts, file) => {
    const both = [byMemory(call, facts, file), byTime(call, facts, file)];
    return (
      both.find(item => item && 'bad' in item) ??
      both.find(item => item && 'open' in item) ?? { good: 'Argon2' }
    );
  };
}

function pbkdf2(
  algorithm: (call: CallFact) => ArgumentFact | undefined,
  iterations: (call: CallFact) => ArgumentFact | undefined,
): Judge {
  return (call, facts, file) => {
    if (!aboutPassword(call, file)) {
      return undefined;
    }
    const name = String(algorithm(call)?.value ?? 'sha256')
      .toLowerCase()
      .replace('-', '');
    return atLeast(
      `PBKDF2 (${name}) iterations`,
      MIN_PBKDF2[name] ?? MIN_PBKDF2.sha256,
      iterations,
      0,
    )(call, facts, file);
  };
}

/** A general digest is only judged where it is given a password. */
const digest =
  (what: string): Judge =>
  (call, _, file) => {
    if (
      !call.args.some(item => isPassword(item.text)) ||
      // Answers to a challenge, as HTTP digest sends them, are made of several things and not stored.
      call.args.some(item => /nonce|challenge|realm/i.test(item.text)) ||
      asksBreachList(call, file) ||
      feedsPasswordHash(call, file)
    ) {
      return undefined;
    }
    return {
      bad: `${what} of a password, which is computed billions of times a second`,
      severity: 'critical',
    };
  };

const werkzeug: Judge = (call, facts, file) => {
  const method = named(call, 'method') ?? positional(call, 1);
  if (!method) {
    return { good: "werkzeug's default" };
  }
  if (typeof method.value !== 'string') {
    return { open: `the method is \`${method.text}\`` };
  }
  const [kind, algorithm, rounds] = method.value.split(':');
  if (kind === 'scrypt') {
    return { good: 'scrypt' };
  }
  if (kind !== 'pbkdf2') {
    return {
      bad: `${method.value} of a password, which is computed billions of times a second`,
      severity: 'critical',
    };
  }
  return rounds
    ? atLeast(
        `PBKDF2 (${algorithm}) iterations`,
        MIN_PBKDF2[algorithm] ?? MIN_PBKDF2.sha256,
        () => ({ text: rounds, value: rounds, line: call.line }),
        0,
      )(call, facts, file)
    : { good: `werkzeug's ${method.value}` };
};

const FAST_SCHEMES =
  /^(?:plaintext|md5_crypt|hex_md5|hex_sha1|hex_sha256|hex_sha512|ldap_md5|ldap_sha1|des_crypt|apr_md5_crypt|nthash|lmhash)$/;

/** passlib: the first scheme makes new hashes. */
const cryptContext: Judge = (call, facts, file) => {
  const schemes = named(call, 'schemes') ?? positional(call, 0);
  const list = Array.isArray(schemes?.value) ? schemes.value : [];
  const preferred = String(named(call, 'default')?.value ?? list[0] ?? '');
  if (FAST_SCHEMES.test(preferred)) {
    return {
      bad: `new passwords are stored as ${preferred}`,
      severity: 'critical',
    };
  }
  const rounds = named(
    call,
    `${preferred}__rounds`,
    `${preferred}__default_rounds`,
  );
  if (!rounds) {
    return preferred
      ? { good: `passlib's ${preferred}` }
      : { open: 'the schemes are not in the code' };
  }
  if (preferred.startsWith('bcrypt')) {
    return atLeast(
      'bcrypt cost',
      MIN_BCRYPT,
      () => rounds,
      12,
    )(call, facts, file);
  }
  const hash = /^pbkdf2_(sha\d+)$/.exec(preferred)?.[1];
  return hash
    ? atLeast(
        `PBKDF2 (${hash}) iterations`,
        MIN_PBKDF2[hash] ?? MIN_PBKDF2.sha256,
        () => rounds,
        0,
      )(call, facts, file)
    : { good: `passlib's ${preferred}` };
};

const NODE_DIGEST: Judge = (call, facts, file) => {
  const algorithm = positional(call, 0)?.value;
  const range = enclosingStatement(file, call);
  // `createHash('md5').update(password)`: the value is given to another call of the same chain.
  const update = file.calls.find(
    other =>
      other.callee.endsWith('.update') &&
      other.line >= range.line &&
      other.endLine <= range.endLine &&
      other.args.some(item => isPassword(item.text)),
  );
  return update && typeof algorithm === 'string'
    ? digest(algorithm.toUpperCase())(update, facts, file)
    : undefined;
};

function enclosingStatement(_: FileSyntax, call: CallFact) {
  return { line: call.line, endLine: call.endLine + 3 };
}

const TABLE: Record<string, Judge> = {
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

function nodeScrypt(
  call: CallFact,
  facts: Settings,
  file: FileSyntax,
): Judgement {
  return aboutPassword(call, file)
    ? atLeast(
        'scrypt N',
        MIN_SCRYPT,
        item => option(item, 'N') ?? option(item, 'cost'),
        MIN_SCRYPT,
      )(call, facts, file)
    : undefined;
}

/** Text of files that import a library for password hashes. */
const LIBRARIES = ['passlib', 'bcrypt', 'argon2'];

/** Text of files that may hash a password. */
const WORDS = [...LIBRARIES, 'pbkdf2', 'scrypt', 'PasswordEncoder'];

/** Settings of frameworks that carry a cost. */
const COST_SETTINGS: Record<string, { what: string; least: number }> = {
  BCRYPT_LOG_ROUNDS: { what: 'bcrypt cost', least: MIN_BCRYPT },
};
const WEAK_DJANGO_HASHER = /(?:MD5|SHA1|Unsalted\w*|Crypt)PasswordHasher$/;

export const check = defineCheck({
  id: 'weak-password-hashing',
  area: 'authentication-and-authorization',
  severity: 'high',
  confidence: 'certain',
  phase: 'security-critical',
  effort: 'small',
  title: 'Passwords are hashed too weakly',
  description:
    'Judges every call that hashes passwords by its cost: bcrypt from 12 rounds, PBKDF2 from 600,000 iterations with SHA-256, scrypt from N = 2^14, Argon2 from 19 MiB and 2 passes. Costs are followed through variables and defaults of settings, and where none is given the default of the library decides. A general digest (MD5, SHA-1, SHA-2) of a password always fails.',
  failureMode:
    'Passwords are stored with a hash that is too cheap to compute, or with no password hash at all.',
  manifestation:
    'Nothing shows in operation. After a leak of the user table most passwords are known within hours.',
  impact:
    'Every user with a common or reused password loses the account here and elsewhere; a digest without cost turns a leak of hashes into a leak of passwords.',
  remediation:
    'Use Argon2id, or bcrypt with 12 rounds or more, and rehash at the next sign-in.\n\n```python\nhasher = argon2.PasswordHasher()  # 64 MiB, 3 passes\nuser.password_hash = hasher.hash(password)\n```\n\nIn Node: `await bcrypt.hash(password, 12)`.',
  guardrail: {
    linter: 'semgrep rules for hash costs, bandit B303/B324',
    tests: 'unit test on the prefix and cost of a new hash',
    architecture: 'one function that sets passwords, or an identity provider',
  },
  references: [
    {
      title: 'OWASP: Password Storage',
      url: 'https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html',
    },
    {
      title: 'CWE-916',
      url: 'https://cwe.mitre.org/data/definitions/916.html',
    },
  ],
  evaluate: judged({ containing: WORDS }, async context => {
    if ((await codeFiles(context)).length === 0) {
      return {
        status: 'not-applicable',
        summary: 'There is no production code',
      };
    }
    const facts = await context.facts(settings);
    const failing: Evidence[] = [];
    const good: Evidence[] = [];
    const open: Evidence[] = [];
    const note = (place: Evidence, judgement: Judgement) => {
      if (!judgement) {
        return;
      }
      if ('good' in judgement) {
        good.push({ ...place, note: judgement.good });
      } else if ('open' in judgement) {
        open.push({ ...place, note: judgement.open });
      } else {
        const { bad, severity, related } = judgement;
        failing.push({
          ...place,
          note: bad,
          ...(severity ? { severity } : {}),
          ...(related ? { related } : {}),
        });
      }
    };

    for (const call of await context.syntax.calls({
      names: Object.keys(TABLE),
    })) {
      const file = await context.syntax.file(call.path);
      if (file) {
        note(
          { path: call.path, line: call.line, endLine: call.endLine },
          TABLE[call.name](call, facts, file),
        );
      }
    }
    for (const item of facts.settings.filter(
      found => found.class === 'source',
    )) {
      const place = { path: item.path, line: item.line, subject: item.name };
      const value = item.default?.value;
      const cost = COST_SETTINGS[item.name];
      if (cost && item.default) {
        note(
          place,
          atLeast(
            cost.what,
            cost.least,
            () => item.default,
            0,
          )(
            { ...item, args: [] } as unknown as CallFact,
            facts,
            undefined as unknown as FileSyntax,
          ),
        );
      }
      if (
        item.name === 'INSTALLED_APPS' &&
        item.default?.text.includes('django.contrib.auth') &&
        !facts.settings.some(({ name }) => name === 'PASSWORD_HASHERS')
      ) {
        note(place, { good: "Django's default hasher" });
      }
      if (item.name === 'PASSWORD_HASHERS' && Array.isArray(value)) {
        const [preferred] = value.map(String);
        note(
          place,
          WEAK_DJANGO_HASHER.test(preferred ?? '')
            ? {
                bad: `new passwords are hashed by ${preferred}`,
                severity: 'critical',
              }
            : { good: `${preferred}` },
        );
      }
    }

    if (failing.length > 0) {
      const places = inOrder(failing);
      return {
        status: 'fail',
        summary: `${count(
          places.length,
          'place hashes',
          'places hash',
        )} passwords too weakly: ${places[0].note} (${somePlaces(places)})`,
        evidence: places,
        strengths: inOrder(good),
      };
    }
    if (open.length > 0) {
      return {
        status: 'unknown',
        summary: `The cost of hashing is not in the tree: ${
          open[0].note
        } (${somePlaces(inOrder(open))})`,
      };
    }
    const library =
      good.length > 0
        ? undefined
        : (await context.syntax.files({ containing: LIBRARIES })).flatMap(
            file =>
              file.imports.filter(
                item =>
                  !item.typeOnly &&
                  /^(?:passlib|bcrypt|bcryptjs|argon2|@node-rs\/(?:bcrypt|argon2)|flask_bcrypt|golang\.org\/x\/crypto\/(?:bcrypt|argon2))(?:\.|$)/.test(
                    item.module,
                  ),
              ),
          )[0];
    if (library) {
      return {
        status: 'unknown',
        summary: `${library.path}:${library.line} imports ${library.module}, but no call that hashes could be followed`,
      };
    }
    return good.length > 0
      ? {
          status: 'pass',
          summary: `Passwords are hashed with ${good[0].note}`,
          evidence: inOrder(good),
        }
      : {
          status: 'not-applicable',
          summary: 'No code hashes passwords',
          lookedFor: [
            'bcrypt',
            'argon2',
            'scrypt',
            'PBKDF2',
            'passlib',
            'digests of passwords',
          ],
        };
  }),
});

/** An expression whose last name is a password: `password.encode()`, `user.password`, not `password_file`. */
function isPassword(text: string): boolean {
  const names = text.match(/[A-Za-z_$][\w$]*/g) ?? [];
  return names.some(name => {
    const words = wordsOf(name);
    return (
      /^(?:password|passwd|pwd|passphrase)\d*$/.test(words.at(-1) ?? '') &&
      words.length <= 3
    );
  });
}

/** Key derivation functions also make keys from secrets; those are not stored. */
function aboutPassword(call: CallFact, file: FileSyntax): boolean {
  const text = call.args.map(item => item.text).join(' ');
  return (
    isPassword(text) &&
    !/encrypt|decrypt|cipher|derive_?key|fernet/i.test(
      `${call.enclosing.join(' ')} ${call.assignedTo ?? ''}`,
    ) &&
    !file.imports.some(({ module }) =>
      /cryptography\.(?:fernet|hazmat)/.test(module),
    )
  );
}

/** The list of leaked passwords is asked by the first characters of a SHA-1 digest. */
function asksBreachList(call: CallFact, file: FileSyntax): boolean {
  return (
    /pwned|breach|leaked|compromised|hibp/i.test(call.enclosing.join(' ')) ||
    file.calls.some(
      other =>
        other.enclosing.join('.') === call.enclosing.join('.') &&
        other.args.some(item => /pwned|hibp/i.test(item.text)),
    )
  );
}

/** A digest in front of bcrypt only lifts its limit on length. */
function feedsPasswordHash(call: CallFact, file: FileSyntax): boolean {
  const scope = call.enclosing.join('.');
  return file.calls.some(
    other =>
      other.enclosing.join('.') === scope &&
      /(?:bcrypt|argon2|scrypt|pbkdf2|hashpw|CryptContext|pwd_context)/i.test(
        other.name,
      ),
  );
}
