import { wordsOf } from '../../../facts/settings/secretNames';
import { CallFact, FileSyntax } from '../../../syntax/schema';

/** An expression whose last name is a password: `password.encode()`, `user.password`, not `password_file`. */
export function isPassword(text: string): boolean {
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
export function aboutPassword(call: CallFact, file: FileSyntax): boolean {
  const text = call.args.map(item => item.text).join(' ');
  return (
    // `hashPassword(text)`: the function says what its parameter is.
    (isPassword(text) || makesPasswordHash(call.enclosing.at(-1) ?? '')) &&
    !/encrypt|decrypt|cipher|derive_?key|fernet/i.test(
      `${call.enclosing.join(' ')} ${call.assignedTo ?? ''}`,
    ) &&
    !file.imports.some(({ module }) =>
      /cryptography\.(?:fernet|hazmat)/.test(module),
    )
  );
}

/** `hashPassword`, `verify_password`, `encryptPwd`. */
function makesPasswordHash(name: string): boolean {
  const words = wordsOf(name);
  return (
    words.some(word => /^(?:password|passwd|pwd)s?$/.test(word)) &&
    words.some(word =>
      /^(?:hash|hashed|encrypt|crypt|verify|check|compare|validate)$/.test(
        word,
      ),
    )
  );
}

/** The list of leaked passwords is asked by the first characters of a SHA-1 digest. */
export function asksBreachList(call: CallFact, file: FileSyntax): boolean {
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
export function feedsPasswordHash(call: CallFact, file: FileSyntax): boolean {
  const scope = call.enclosing.join('.');
  return file.calls.some(
    other =>
      other.enclosing.join('.') === scope &&
      /(?:bcrypt|argon2|scrypt|pbkdf2|hashpw|CryptContext|pwd_context)/i.test(
        other.name,
      ),
  );
}
