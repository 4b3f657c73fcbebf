import { isSecretName, wordsOf } from '../settings/secretNames';

/** Words beside `token` of things that prove nothing about who somebody is. */
const NO_CREDENTIAL = new Set(
  (
    'csrf xsrf captcha recaptcha hcaptcha turnstile fcm push device design next page cursor sync continuation cancel ' +
    'cancellation idempotency lexer parser syntax theme css color colour style verifier challenge nonce state ' +
    'symbol trace span upload tracking public publishable anon anonymous site analytics map maps mapbox ' +
    'count usage limit pagination tokenizer mock fake sample input inject injection injector di'
  ).split(' '),
);

const TOKEN_WORDS = new Set([
  'token',
  'jwt',
  'apikey',
  'otp',
  'sessionid',
  'sid',
  'bearer',
  'authorization',
]);

/**
 * Whether a name stands for something that proves who somebody is: a token, a password, an API key, a session. Names
 * of CSRF tokens, push tokens, page tokens and properties of tokens are none.
 */
export function isCredentialName(name: string): boolean {
  const words = wordsOf(name);
  if (words.some(word => NO_CREDENTIAL.has(word))) {
    return false;
  }
  const last = words.at(-1) ?? '';
  return (
    isSecretName(name) ||
    TOKEN_WORDS.has(last) ||
    (last === 'id' && words.at(-2) === 'session')
  );
}

const PASSWORD = /^(?:password|passwd|pwd|passphrase|pass)\d*$/;

/** Names that become longer until they are no password: `password_reset_url`, `passwordStrength`. */
const PASSWORD_OF = new Set(
  'plain raw clear text new current old confirm confirmed repeat user admin account my your master login db'.split(
    ' ',
  ),
);

/** Whether a name stands for a password itself. */
export function isPasswordName(name: string): boolean {
  const words = wordsOf(name.slice(name.lastIndexOf('.') + 1)).map(word =>
    word.replace(/\d+$/, ''),
  );
  const at = words.findIndex(word => PASSWORD.test(word));
  return (
    at >= 0 &&
    !words.some(word => NO_CREDENTIAL.has(word)) &&
    words
      .slice(at + 1)
      .every(word => PASSWORD_OF.has(word) || PASSWORD.test(word))
  );
}

/** Names of results of a hash, mask or cipher: what they hold is no longer the secret itself. */
const PROTECTED =
  /(?:^|_)(?:hash|hashed|digest|hmac|encrypted|cipher|ciphertext|masked|redacted|sealed|obfuscated|signature|checksum|sha|fingerprint)(?:_|$)/;

/** `token_hash`, `hashedPassword`, `maskedKey`. */
export function isProtectedName(name: string): boolean {
  return PROTECTED.test(
    wordsOf(name)
      .join('_')
      .replace(/sha_?\d*/, 'sha'),
  );
}

/** A field that holds a token of our own by its name; passwords and digests are other matters. */
export function isTokenField(name: string): boolean {
  return (
    isCredentialName(name) &&
    !isProtectedName(name) &&
    !isPasswordName(name) &&
    !/idempot|correlation|trace|client_?secret|webhook|_?ids?$/i.test(name)
  );
}
