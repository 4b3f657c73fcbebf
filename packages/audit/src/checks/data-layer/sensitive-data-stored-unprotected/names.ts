import { nameWords } from '../../../facts/tenancy/words';
import { ModelFact } from '../../../facts/database/schema';

/** Word sequences that name such data, with what it is. */
const KINDS: [words: string[], what: string][] = [
  [['refresh', 'token'], 'a refresh token'],
  [['oauth', 'token'], 'a token of a third party'],
  [['bot', 'token'], 'a token of a third party'],
  [['private', 'key'], 'a private key'],
  [['client', 'secret'], 'a client secret'],
  [['webhook', 'secret'], 'a webhook secret'],
  [['api', 'secret'], 'a secret of a third party'],
  [['totp', 'secret'], 'the secret of a second factor'],
  [['mfa', 'secret'], 'the secret of a second factor'],
  [['otp', 'secret'], 'the secret of a second factor'],
  [['two', 'factor', 'secret'], 'the secret of a second factor'],
  [['smtp', 'password'], 'a password of a third party'],
  [['imap', 'password'], 'a password of a third party'],
  [['card', 'number'], 'a card number'],
  [['credit', 'card'], 'a card number'],
  [['cvv'], 'a card verification code'],
  [['cvc'], 'a card verification code'],
  [['iban'], 'bank data'],
  [['bank', 'account'], 'bank data'],
  [['routing', 'number'], 'bank data'],
  [['ssn'], 'a national id'],
  [['social', 'security'], 'a national id'],
  [['national', 'id'], 'a national id'],
  [['passport', 'number'], 'a national id'],
  [['medical', 'history'], 'health data'],
  [['medical', 'record'], 'health data'],
  [['diagnosis'], 'health data'],
];
/** Last words with which a name is about the data only. */
const ABOUT = new Set(
  (
    'id ids at type name url uri path ref reference enabled required count hash digest hint prefix suffix masked mask last4 ' +
    'last digits expires expiry expiration verified status holder brand country fingerprint version length set exists ' +
    'error errors code'
  ).split(' '),
);
/** Owners of tokens that somebody else gave. */
const THIRD_PARTY =
  /oauth|integration|connection|connector|provider|credential|social|linked|external|account|channel|installation/i;

/** What data of a protected kind a column has; `undefined` for all others. */
export function sensitiveKind(
  field: string,
  model: ModelFact,
): string | undefined {
  const words = nameWords(field);
  if (ABOUT.has(words[words.length - 1])) {
    // `national_id` and the like end so by themselves.
    const exact = KINDS.find(([wanted]) => wanted.join() === words.join());
    return exact?.[1];
  }
  const found = KINDS.find(([wanted]) =>
    words.some((_, index) =>
      wanted.every((word, offset) => words[index + offset] === word),
    ),
  );
  if (found) {
    return found[1];
  }
  return words.slice(-2).join() === 'access,token' &&
    (THIRD_PARTY.test(model.name) ||
      model.fields.some(other =>
        ['refresh_token', 'refreshToken'].includes(other.name),
      ))
    ? 'a token of a third party'
    : undefined;
}
