import { Evidence } from '@readiness/plugin-readiness-common';
import { isSecretName, wordsOf } from '../../../facts/settings/secretNames';
import { FileSyntax } from '../../../syntax/schema';

/** Functions that compare and stop at the first difference. */
const COMPARING_CALLS = [
  'bytes.Equal',
  'bytes.Compare',
  'java.util.Arrays.equals',
];

/** What runs in a browser compares nothing that it does not already know. */
export function isBrowser(file: FileSyntax, text: string): boolean {
  return (
    file.language === 'tsx' ||
    file.path.endsWith('.jsx') ||
    /^\s*["']use client["']/.test(text)
  );
}

const EQUALITY = /^(?:__eq__|__ne__|equals|Equals|isEqual|is_equal|hashCode)$/;

const short = (text: string) =>
  text.length > 40 ? `${text.slice(0, 40)}…` : text;

/** (a) Comparisons of secrets that stop at the first difference. */
export function comparisonsOf(file: FileSyntax): Evidence[] {
  const comparisons = [
    ...file.comparisons.map(({ line, left, right, operator, enclosing }) => ({
      line,
      left,
      right,
      operator,
      enclosing,
    })),
    ...file.calls
      .filter(call => COMPARING_CALLS.includes(call.name))
      .map(({ line, args, callee, enclosing }) => ({
        line,
        left: args[0]?.text ?? '',
        right: args[1]?.text ?? '',
        operator: callee,
        enclosing,
      })),
  ];
  return (
    comparisons
      // Objects that compare themselves are not asked by a caller.
      .filter(({ enclosing }) => !EQUALITY.test(enclosing.at(-1) ?? ''))
      .filter(({ left, right }) => isSecretPair(left, right))
      .map(({ line, left, right, operator, enclosing }) => ({
        path: file.path,
        line,
        note: `\`${short(left)}\` ${operator} \`${short(right)}\`${
          enclosing.length ? ` in ${enclosing.join('.')}` : ''
        }`,
      }))
  );
}

function isSecretPair(left: string, right: string): boolean {
  const sides = [left, right].map(describe);
  return (
    sides.every(side => !side.literal) &&
    // A `code` is many things; it is secret beside another one, not beside a constant.
    (sides.some(side => side.secret && !side.code) ||
      (sides.every(side => side.code || side.expected) &&
        !sides.some(side => side.constant))) &&
    sides.some(side => side.secret) &&
    !sides.some(side => side.harmless) &&
    // What the session remembered against what it holds now: neither comes with the request.
    !sides.every(side => side.session) &&
    // Nor where both come with the request: nothing is kept from the caller.
    !sides.every(side => side.ofRequest) &&
    // Two inputs of one form, as a password and its repetition.
    !sides.some(side => side.repetition) &&
    // One side at least is known to be the caller's or the stored one; otherwise it may be a parser's token.
    sides.some(side => side.expected || side.given)
  );
}

interface Side {
  literal: boolean;
  secret: boolean;
  /** Secret only by the word `code`. */
  code: boolean;
  constant: boolean;
  harmless: boolean;
  repetition: boolean;
  expected: boolean;
  given: boolean;
  session: boolean;
  ofRequest: boolean;
}

/** Words beside `token` and `code` of parsers, pages, models and calendars. */
const HARMLESS =
  /(?:^|_)(?:page|next|prev|previous|cursor|sync|continuation|cancellation|cancel|stop|start|end|pad|eos|bos|eof|mask|sep|unk|lex|lexer|parser|grammar|syntax|kind|status|error|err|exit|country|zip|postal|post|currency|language|lang|locale|http|return|response|event|key_code|ascii|char|op|area|dial|region|product|promo|coupon|color|source|class|count|index|len|length|typ|type|state|role|scope|version|last|design|concurrency|lock|etag|replacement|placeholder|masked|redacted|redaction|hidden|obfuscated|censored|unchanged|sentinel|dummy|annotation)(?:_|$)/;
/**
 * Keys that somebody signs or encrypts with: nobody sends one to be let in. Two of them are compared to see whether
 * they are the same, and with identities (`signingKey !== keypair.did()`) they are the public half.
 */
const OWN_KEY =
  /(?:^|_)(?:(?:signing|encryption|decryption|private|public|verification|rotation)_?keys?|public|pem|did|jwk|jwks|fingerprint|thumbprint)$/;
const REPETITION =
  /(?:^|_)(?:confirm\w*|confirmation|repeat\w*|again|retype\w*|retyped|verify|check|new|old|re|password2|second|same)(?:_|$)|2$/;
const EXPECTED =
  /(?:^|_)(?:expected|stored|settings|config|env|environ|environment|secret|cached|saved|valid|correct|computed|calculated|actual|real|hash|hashed|hexdigest|digest|hmac|user|account|row|record|db|self|this|key|redis|session|master|admin)(?:_|$)/;
const GIVEN =
  /(?:^|_)(?:request|req|body|payload|header|headers|query|params|param|form|data|given|provided|supplied|input|submitted|incoming|received|presented|candidate|credentials|credential|authorization|x|dto|args|cookie|cookies|client|plain|raw)(?:_|$)/;
const OTHER_SECRETS =
  /(?:^|_)(?:otp|totp|hotp|signature|hmac|mac|passcode|pin|code|hash_pass|pass_hash|hashed_pass|password_hash|hash_pwd|pwd_hash)$/;

function describe(text: string): Side {
  const trimmed = text.trim();
  const literal =
    /^(?:["'`]|[bfru]{1,2}["']|\d|-\d)/i.test(trimmed) ||
    /^(?:None|null|nil|undefined|true|false|True|False|NaN|void 0|\[\]|\{\}|\(\)|"")$/.test(
      trimmed,
    );
  // Names in the order of the expression: `request.headers.get("X-Token")` → request_headers_get_x_token.
  const all = wordsOf(trimmed).join('_');
  const last = lastName(trimmed);
  const lastWords = wordsOf(last).join('_');
  const measured =
    /\.(?:length|size|count|kind|type|lower|status|name|id|value_type)(?:\(\))?$/.test(
      trimmed,
    ) || /^(?:typeof\b|(?:len|type|id|hash|sizeof)\s*\()/.test(trimmed);
  const digestOf = /\b(?:hexdigest|digest)\(/.test(trimmed);
  return {
    literal,
    secret:
      !measured &&
      (isSecretName(last) ||
        OTHER_SECRETS.test(lastWords) ||
        (digestOf && /hmac|token|passw|secret|key/i.test(trimmed))),
    code: /(?:^|_)code$/.test(lastWords),
    constant: /(?:^|\.)[A-Z][A-Z0-9_]+$/.test(trimmed),
    harmless:
      measured ||
      /^[[{]|^\([^()]*,/.test(trimmed) ||
      /^(?:e|ex|exc|err|error|status|response|res|resp|result)\.code$/.test(
        trimmed,
      ) ||
      HARMLESS.test(lastWords) ||
      OWN_KEY.test(lastWords) ||
      // A time, or the default that nobody is let in with.
      /(?:^|_)(?:expir\w*|default|defaults)(?:_|$)/.test(all) ||
      // A part of an address that is compared with another address.
      /(?:ur[il]|address|parsed)\w*\.password$/i.test(trimmed) ||
      isEnumMember(trimmed) ||
      isColumn(trimmed),
    repetition:
      REPETITION.test(lastWords) ||
      /\b_?(?:previous|changed|original|old)\b/i.test(trimmed),
    expected: EXPECTED.test(all) || /^[A-Z][A-Z0-9_]+$/.test(last),
    given: GIVEN.test(all),
    session: /(?:^|\.)session\b\s*[[.]/.test(trimmed),
    ofRequest: /^(?:req|request|ctx|c)\.(?!session|user|app\b)/.test(trimmed),
  };
}

/** `TokenType.ACCESS`, `Token.PLUS`: a constant of a class. */
function isEnumMember(text: string): boolean {
  return /^(?:[a-z]\w*\.)*[A-Z][a-z]\w*\.[A-Z]\w*$/.test(text);
}

/** `User.token == …` builds a query: the database looks it up. */
function isColumn(text: string): boolean {
  return /^(?:[a-z]\w*\.)*[A-Z]\w*(?:\.c)?\.[a-z_]\w*$/.test(text);
}

/** The name that says what an expression is: of `headers.get("x-token")` the key, of `user.token.encode()` the token. */
function lastName(text: string): string {
  const key =
    /(?:\[|\b(?:get|header|Get|pop|getHeader)\(\s*)["'`]([^"'`]{1,80})["'`]/.exec(
      text,
    );
  if (key) {
    return key[1];
  }
  const bare = text
    .replace(
      /\.(?:encode|decode|strip|trim|toString|lower|hex|get_secret_value|digest|hexdigest|getBytes|toLowerCase)\([^()]*\)/g,
      '',
    )
    .replace(/^(?:str|String|bytes|Buffer\.from|\[\]byte|await)\s*\(?/, '')
    .replace(/(?<!\))\)+$/, '');
  return /([A-Za-z_$][\w$]{0,100})\s*$/.exec(bare)?.[1] ?? '';
}
