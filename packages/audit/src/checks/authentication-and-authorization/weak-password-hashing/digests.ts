import { Settings } from '../../../facts/settings/schema';
import { CallFact, FileSyntax } from '../../../syntax/schema';
import {
  atLeast,
  Judge,
  Judgement,
  MIN_BCRYPT,
  MIN_PBKDF2,
  MIN_SCRYPT,
  named,
  option,
  positional,
} from './costs';
import {
  aboutPassword,
  asksBreachList,
  feedsPasswordHash,
  isPassword,
} from './passwords';

/** A general digest is only judged where it is given a password. */
export const digest =
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

/** werkzeug names method and cost in one text. */
export const werkzeug: Judge = (call, facts, file) => {
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
export const cryptContext: Judge = (call, facts, file) => {
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

/** Digests of Node are fed by a second call. */
export const NODE_DIGEST: Judge = (call, facts, file) => {
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

/** scrypt of Node, whose default cost is the accepted one. */
export function nodeScrypt(
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
