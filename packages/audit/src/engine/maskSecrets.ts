/** Identifiers whose value is hidden; mirrors the *secret name* of the check catalogue. */
const SECRET_WORD =
  'pass(?:word|wd|phrase)?|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|master[_-]?key|signing[_-]?key|encryption[_-]?key|credentials?';

/** `NAME = "value"`, `name: value`, `"name": "value"`, `--name=value`. */
const ASSIGNED = new RegExp(
  `([\\w.-]*(?:${SECRET_WORD})[\\w.-]*["']?\\s*(?:[:=]|=>)\\s*["'\`]?)([^\\s"'\`,;(){}]{4,})`,
  'gi',
);
/** A string after a comma in a call that names a secret: `getenv("API_KEY", "value")`. */
const DEFAULTED = new RegExp(
  `((?:${SECRET_WORD})[\\w.-]*["'\`]\\s*,\\s*(?:default\\s*=\\s*)?["'\`])([^"'\`]{4,})`,
  'gi',
);
/** `scheme://user:value@host`. */
const USER_INFO =
  /(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@"']+:)([^\s@/"'$]{1,})(?=@)/gi;
/** Long runs without a space that look random. */
const RANDOM =
  /\b(?=[A-Za-z0-9_-]*\d)(?=[A-Za-z0-9_-]*[A-Za-z])[A-Za-z0-9_-]{32,}\b/g;

/**
 * Replaces what looks like a secret by its first two characters and dots, so that a finding can be recognised but
 * not used. Variables (`${NAME}`, `$NAME`) stay readable.
 *
 * @public
 */
export function maskSecrets(text: string): string {
  const hide = (_: string, before: string, value: string) =>
    `${before}${mask(value)}`;
  return text
    .replace(USER_INFO, hide)
    .replace(DEFAULTED, hide)
    .replace(ASSIGNED, hide)
    .replace(RANDOM, value => mask(value));
}

function mask(value: string): string {
  return isReference(value) ? value : `${value.slice(0, 2)}…`;
}

/** References to a value elsewhere, types and calls give nothing away. */
function isReference(value: string): boolean {
  return /^(?:\$|<|str\b|string\b|None\b|null\b|undefined\b|true\b|false\b|os\.|process\.|settings\.|config\.|self\.|this\.|env\.|[A-Z][A-Za-z]+\[|[\w.]+\()/i.test(
    value,
  );
}
