import {
  isPlaceholder,
  isSecretName,
  isWeakWord,
  wordsOf,
} from '../../../facts/settings/secretNames';

/** Names of secrets whose values are known to everybody or are no values. */
const NOT_SECRET =
  /(?:^|[._-])(?:public|publishable|site|anon|anonymous|csrf_?cookie|recaptcha_?site|next_public|vite|react_app)(?:[._-]|$)|TokenUrl$|_?public_?key$/i;

/** Whether a setting, variable or field of this name holds a secret. */
export function isSecretSetting(name: string): boolean {
  const last = name.split('.').slice(-2).join('_');
  return isSecretName(last) && !NOT_SECRET.test(name);
}

/** Words that say which kind of secret something is. */
const KINDS =
  /^(?:string|str|text|password|hidden|pass|passwd|pwd|bearer|basic|jwt|oauth2?|token|none|null|undefined|true|false|required|optional|secret|api[_-]?key|access|refresh|id_token|header|cookie|query|body|env|vault|file|database|memory|redis|local|auto|default|opaque|uuid|session|client_credentials|authorization_code|disabled|enabled|plain|plaintext|redacted|masked|\[?redacted\]?|filtered)$/i;

const nameOfEntry = (name: string) => wordsOf(name).join('_');

/**
 * Whether a literal can be the value of a secret of this name. Texts for people, addresses, names of settings, and
 * words that repeat the name are not.
 *
 * @param use - `setting`: everything that is given to a secret setting works as one. `variable` and `entry` are bound
 * in code, where constants of parsers, forms and dictionaries have such names too.
 */
export function isSecretValue(
  name: string,
  value: string,
  use: 'setting' | 'variable' | 'entry',
): boolean {
  const text = value.trim();
  if (text.length < 3 || text.length > 2000 || isPlaceholder(text)) {
    return false;
  }
  if (
    // Addresses and paths,
    /^(?:https?:\/\/|\/|\.{1,2}\/|~\/|[a-z]:\\|file:|arn:|projects\/|vault:|secret:|env:|op:\/\/|ssm:)/i.test(
      text,
    ) ||
    // formats and patterns,
    /%[sdr(]|\{[\w.]*\}|\(\?|\\[dws]|\[\^?[a-z]-/i.test(text) ||
    // what stands for a value in logs and templates: `**SECRET**`, `@password`,
    /^[*<[(@]+[A-Za-z _-]+[*>\])]*$/.test(text) ||
    // names of settings and of keys in other stores,
    /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(text) ||
    // and texts for people.
    /\s\S+\s/.test(text) ||
    (/[.!?:]$/.test(text) && /\s/.test(text))
  ) {
    return false;
  }
  if (
    use === 'entry' &&
    /^tokens?$/i.test(nameOfEntry(name)) &&
    (text.length < 16 || /#[0-9a-f]{3}/i.test(text))
  ) {
    return false;
  }
  if (use !== 'setting' && /\s/.test(text)) {
    return false;
  }
  const nameWords = wordsOf(name);
  const valueWords = wordsOf(text);
  const plainWords = /^[A-Za-z][A-Za-z]*(?:[ ._:/-][A-Za-z]+)*$/.test(text);
  if (use !== 'setting') {
    if (
      KINDS.test(text) &&
      !(use === 'variable' && isWeakLiteral(name, text))
    ) {
      return false;
    }
    // `INVALID_TOKEN = "invalid_token"`, `password: "password"`, `"x-api-key"`.
    if (
      (nameWords.length > 1 &&
        nameWords.every(word => valueWords.includes(word))) ||
      /^[a-z][\w-]*[:.][a-z_.:-]+$/i.test(text)
    ) {
      return false;
    }
    if (
      plainWords &&
      (valueWords.every(word => nameWords.includes(word)) ||
        (isSecretName(text) && valueWords.length > 1) ||
        valueWords.length > 2)
    ) {
      return false;
    }
  }
  if (!plainWords) {
    return true;
  }
  if (isWeakWord(text)) {
    return (
      use !== 'entry' ||
      /^(?:password|passwd|pwd)$/.test(nameWords.at(-1) ?? '')
    );
  }
  // Only letters: for a bare `token`, a parser's word; in a dictionary, a label.
  return (
    use === 'setting' ||
    (use === 'variable' &&
      text.length >= 6 &&
      !/^tokens?$/.test(nameWords.at(-1) ?? '')) ||
    text.length >= 24
  );
}

/** A weak word that is bound to a password, and is not just its own name. */
function isWeakLiteral(name: string, text: string): boolean {
  return (
    isWeakWord(text) &&
    !wordsOf(name).includes(text.toLowerCase()) &&
    /(?:key|password|passwd|pwd)$/i.test(name)
  );
}
