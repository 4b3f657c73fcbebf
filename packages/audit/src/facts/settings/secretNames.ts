/**
 * The words *secret name*, *placeholder* and *weak word* of the check catalogue. Names of a thing's properties are
 * told from the thing itself by their last word: `token_url` is an address, `refresh_token` is a token.
 */

/** Words that make an identifier secret by themselves. */
const SECRET_WORDS = new Set([
  'password',
  'passwd',
  'pwd',
  'passphrase',
  'secret',
  'token',
  'apikey',
  'credential',
  'accesskey',
  'privatekey',
  'secretkey',
  'masterkey',
  'signingkey',
  'encryptionkey',
  'accesstoken',
  'authtoken',
  'bearertoken',
  'refreshtoken',
  'apitoken',
]);

/** Words that make a following `key` secret. */
const KEY_QUALIFIERS = new Set([
  'api',
  'access',
  'private',
  'master',
  'signing',
  'encryption',
]);

/** Ends of words written in one: `dbpassword`, `jwtsecret`. */
const SECRET_ENDINGS = ['password', 'passwd', 'passphrase', 'secret', 'apikey'];

/** Things that have a `pass` which is a password, unlike the passes of a compiler or a tour. */
const PASS_OWNERS = new Set([
  'admin',
  'amqp',
  'database',
  'db',
  'email',
  'ftp',
  'ldap',
  'mail',
  'mongo',
  'mongodb',
  'mysql',
  'pg',
  'postgres',
  'postgresql',
  'rabbitmq',
  'redis',
  'root',
  'smtp',
  'user',
]);

/** Last words that name a property of a secret or a thing made of it, not the secret. */
const HARMLESS_LAST_WORDS = new Set(
  // The catalogue's own list.
  (
    'name file path header field prefix type algorithm id url ttl expiry length count policy regex site public ' +
    // The same in other words: places and shapes,
    'alg suffix uri endpoint route page form label hint title text description message error exception placeholder ' +
    'pattern format scheme schema class kind version dir directory folder filename filepath location param ' +
    'parameter column table attribute property arn ref reference bytes size min max limit strength ' +
    // times and numbers,
    'age seconds secs minutes mins hours days lifetime duration timeout expire expires expiration expired at in on ' +
    'rounds iterations cost window interval index position offset usage budget price ' +
    // states,
    'required enabled disabled valid invalid verified changed reset confirmed optional supported set exists ' +
    // and what works with it.
    'method methods manager service provider hasher encoder validator generator store storage repository factory handler model ' +
    'view config configuration settings options context response request payload data info claims audience issuer ' +
    'scope scopes middleware strategy guard filter resolver client getter backend serializer mutation query ' +
    'callback hook button input dialog modal tokenizer ' +
    'chars characters charset alphabet digits ' +
    'fingerprint thumbprint checksum placement nonce status mode source target owner group role part taken'
  ).split(' '),
);

/** First words that make a name a question or an act. */
const HARMLESS_FIRST_WORDS = new Set([
  'is',
  'has',
  'should',
  'can',
  'needs',
  'use',
  'uses',
  'require',
  'requires',
  'enable',
  'disable',
  'allow',
  'show',
  'hide',
  'forgot',
]);

/** Words that turn `tokens` into the units of a language model or a parser. */
const COUNTED_TOKENS = new Set([
  'max',
  'min',
  'num',
  'n',
  'total',
  'prompt',
  'completion',
  'input',
  'output',
  'context',
  'used',
  'cached',
  'reasoning',
  'stop',
  'special',
  'design',
]);

/** First words that make a name a time, written in one or not: `EXPIRESIN_ACCESS_TOKEN`, `expires_in_token`. */
const TIMES_FIRST = /^(?:expir(?:e|es|y|ation)(?:in|at|time)?|ttl|lifetime)$/;

const WORD = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g;

/**
 * Lower-case words of an identifier in any convention: `X-Api-Key`, `dbPassword`, `JWT_SECRET`, `settings.api_key`.
 *
 * @public
 */
export function wordsOf(identifier: string): string[] {
  return (identifier.match(WORD) ?? []).map(word =>
    word.toLocaleLowerCase('en-US'),
  );
}

/**
 * Whether an identifier names a secret value (*secret name* of the catalogue), and not a property of one.
 *
 * @public
 */
export function isSecretName(identifier: string): boolean {
  const words = wordsOf(identifier);
  const last = words.at(-1);
  if (
    last === undefined ||
    HARMLESS_LAST_WORDS.has(last) ||
    HARMLESS_LAST_WORDS.has(singular(last)) ||
    HARMLESS_FIRST_WORDS.has(words[0]) ||
    TIMES_FIRST.test(words[0])
  ) {
    return false;
  }
  if (last === 'tokens' && words.some(word => COUNTED_TOKENS.has(word))) {
    return false;
  }
  return words.some((word, index) => {
    const one = singular(word);
    const before = words[index - 1];
    if (words[index + 1] === 'less') {
      // `PASSWORD_LESS_LOGIN` has none.
      return false;
    }
    return (
      // `tokens_taken` counts; `access_tokens` holds.
      (SECRET_WORDS.has(one) && (word !== 'tokens' || word === last)) ||
      SECRET_ENDINGS.some(ending => one.endsWith(ending)) ||
      (one === 'key' && KEY_QUALIFIERS.has(before)) ||
      (word === 'pass' && word === last && PASS_OWNERS.has(before))
    );
  });
}

function singular(word: string): string {
  return word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
}

const PLACEHOLDER_START =
  /^(?:change[-_ ]?(?:me|this|it|in|before|for|to)|your[-_ ]|your$|replace|dummy|todo|fixme|insert[-_ ]|put[-_ ]|enter[-_ ]|placeholder|fill[-_ ])/i;

/** `whsec_your_secret`, `sk_test_replace_me`: how the values of a provider begin, before what says to fill it in. */
const PROVIDER_PREFIX =
  /^(?:sk|pk|rk|whsec|ghp|gho|ghs|glpat|xox[abp]|xapp|SG|re|hf|npm|dop)[-_.](?:(?:test|live|proj|v1)[-_])?/;

/**
 * Whether a value stands for one that somebody has to fill in: empty, `<…>`, `${…}`, `xxx`, `changeme`, `your-…`.
 * Weak words such as `admin` are no placeholders: they work.
 *
 * @public
 */
export function isPlaceholder(value: string): boolean {
  const text = value.trim();
  return (
    text === '' ||
    (text.startsWith('<') && text.endsWith('>')) ||
    (text.startsWith('[') && text.endsWith(']')) ||
    text.includes('${') ||
    text.includes('{{') ||
    text.startsWith('%(') ||
    /^\$[A-Z_][A-Z0-9_]*$/i.test(text) ||
    /x{3}/i.test(text) ||
    /^[\W_]+$/.test(text) ||
    PLACEHOLDER_START.test(text.replace(PROVIDER_PREFIX, '')) ||
    PLACEHOLDER_START.test(text) ||
    /\bchange[-_ ]?me\b/i.test(text) ||
    /[-_ ]here$/i.test(text)
  );
}

/** Values that anybody would try first. */
const WEAK_WORDS = new Set(
  (
    'password passwd pass admin administrator root example test testing secret default guest user demo dev ' +
    'development local changeit qwerty letmein welcome token key postgres mysql mongo redis rabbitmq minio ' +
    'supersecret topsecret mysecret secretkey mypassword'
  ).split(' '),
);

/**
 * Whether a value is one that anybody would try first: a common word with or without digits, or one of `names` (the
 * user, the product, the image).
 *
 * @public
 */
export function isWeakWord(
  value: string,
  names: readonly string[] = [],
): boolean {
  const bare = (text: string) =>
    text.toLocaleLowerCase('en-US').replace(/[^a-z]/g, '');
  const word = bare(value);
  if (word === '') {
    return /^\d{1,8}$/.test(value);
  }
  return WEAK_WORDS.has(word) || names.some(name => bare(name) === word);
}

/** Further words after which a value must not be shown. */
const SENSITIVE_WORDS = new Set([
  'auth',
  'authorization',
  'bearer',
  'dsn',
  'identified',
  'otp',
  'passcode',
  'pass',
  'pepper',
  'pin',
  'salt',
  'jwt',
]);

/** Last words after which a value is certainly harmless to show. */
const SHOWN_LAST_WORDS = new Set(
  (
    'name file path header field prefix type algorithm url uri ttl expiry length count policy regex site public ' +
    'endpoint route min max size minutes hours days seconds expire expires expiration enabled required rounds ' +
    'iterations scheme schemes method methods context manager service provider factory backend middleware strategy class schema ' +
    'error exception message'
  ).split(' '),
);

/**
 * Whether values beside an identifier are hidden in snippets. Wider than {@link isSecretName}: showing too little is
 * a nuisance, showing a secret is a leak.
 */
export function isSensitiveName(identifier: string): boolean {
  const words = wordsOf(identifier);
  const last = words.at(-1);
  return (
    last !== undefined &&
    !SHOWN_LAST_WORDS.has(last) &&
    (isSecretName(identifier) ||
      words.some(
        (word, index) =>
          SENSITIVE_WORDS.has(word) ||
          SECRET_WORDS.has(singular(word)) ||
          SECRET_ENDINGS.some(ending => word.endsWith(ending)) ||
          (word === 'key' && KEY_QUALIFIERS.has(words[index - 1])),
      ))
  );
}
