import {
  isPlaceholder,
  isSensitiveName,
  wordsOf,
} from '../facts/settings/secretNames';

/**
 * How a text is read: in code only literals are values, in configuration everything after a name is. `mixed` is for
 * texts of unknown origin.
 */
type Mode = 'code' | 'configuration' | 'mixed';

const CODE =
  /\.(?:py|pyi|ipynb|ts|tsx|mts|cts|js|jsx|mjs|cjs|vue|svelte|go|java|kt|kts|scala|groovy|rb|php|cs|rs|swift|c|h|cc|cpp)$/i;
const CONFIGURATION =
  /(?:\.(?:ya?ml|env|ini|cfg|conf|cnf|properties|toml|sh|bash|zsh|ps1|bat|tf|tfvars|hcl|service|timer|npmrc|pypirc|netrc|dockerfile)|(?:^|\/)(?:\.env[^/]*|[^/]*Dockerfile[^/]*|Makefile|Procfile|\.netrc|\.npmrc|\.pypirc))$/i;

/**
 * Replaces what looks like a secret, so that a finding can be recognised but not used: all but the first two
 * characters of long values, short ones whole. References (`${NAME}`) and placeholders stay readable, and so does code
 * that only names secrets. Lines stay lines.
 *
 * @param text - Some lines of a file.
 * @param path - The file, which tells code from configuration.
 * @public
 */
export function maskSecrets(text: string, path?: string): string {
  const mode = modeOf(path);
  let carried = false;
  const lines = maskKeyBlocks(text)
    .split('\n')
    .map(line => {
      const literals = maskLiterals(line, carried);
      carried = literals.open;
      return maskRandom(
        maskKnownFormats(maskBare(literals.line, modeOfLine(line, mode))),
      );
    });
  return lines.join('\n');
}

function modeOf(path: string | undefined): Mode {
  if (path === undefined) {
    return 'mixed';
  }
  if (CODE.test(path)) {
    return 'code';
  }
  return CONFIGURATION.test(path) ? 'configuration' : 'mixed';
}

/** In a comment anything may stand. */
function modeOfLine(line: string, mode: Mode): Mode {
  return mode === 'code' && /^\s*(?:#|\/\/|\/?\*|--|;)/.test(line)
    ? 'mixed'
    : mode;
}

function mask(value: string): string {
  return value.length >= 8 ? `${value.slice(0, 2)}…` : '…';
}

// --- Key material -----------------------------------------------------------------------------------------------

const KEY_BLOCK =
  /(-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----)([^]*?)(-----END|$)/g;

function maskKeyBlocks(text: string): string {
  return text.includes('PRIVATE KEY')
    ? text.replace(
        KEY_BLOCK,
        (_, begin: string, body: string, end: string) =>
          `${begin}${body.replace(/[^\r\n]+/g, '…')}${end}`,
      )
    : text;
}

// --- Formats that are secret wherever they stand ------------------------------------------------------------------

/** `scheme://user:value@host`; the value may hold `@` and `:` itself. */
const USER_INFO =
  /(\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s:/@"'`]{0,100}:)([^\s"'`]{1,200})@/gi;
const KNOWN_FORMATS = [
  /\b(?:AKIA|ASIA)[A-Z0-9]{12,}/g,
  /\b(?:gh[pousr]_|github_pat_|glpat-|xox[abeoprs]-|sk_live_|sk_test_|rk_live_|whsec_|sk-ant-|sk-proj-|sk-|npm_|pypi-|hf_|SG\.|AIza|ya29\.|dop_v1_|shpat_|sq0|EAAC|dckr_pat_|hvs\.|AGE-SECRET-KEY-)[A-Za-z0-9_.-]{10,}/g,
  /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_.-]{4,}/g,
  /(?<=hooks\.slack\.com\/services\/)[A-Za-z0-9/]{8,}/g,
  /(?<=discord(?:app)?\.com\/api\/webhooks\/)[A-Za-z0-9/_-]{8,}/g,
  /(?<=\b(?:Bearer|Basic|Digest)\s)[A-Za-z0-9._~+/=-]{6,}/g,
  /\$(?:2[abxy]|argon2id?|argon2i|scrypt|pbkdf2[a-z0-9-]*|[156]|apr1)\$[A-Za-z0-9./+$=,-]{10,}/g,
];

function maskKnownFormats(line: string): string {
  let result = line;
  if (result.includes('://')) {
    result = result.replace(USER_INFO, (whole, before: string, value: string) =>
      isReference(value) ? whole : `${before}…@`,
    );
  }
  for (const format of KNOWN_FORMATS) {
    result = result.replace(format, value => mask(value));
  }
  return result;
}

// --- Literals beside a sensitive name -----------------------------------------------------------------------------

const TOKEN =
  /"(?:[^"\\]|\\.)*(?:"|$)|'(?:[^'\\]|\\.)*(?:'|$)|`(?:[^`\\]|\\.)*(?:`|$)|[A-Za-z_$][\w$]*(?:[.-][A-Za-z_$][\w$]*)*|[=!]==?|=>|:=|\d[\w.]*|[^\s\w]/g;

/** Names of things that are passed as text and give nothing away. */
const HARMLESS_VALUES =
  /^(?:hex|base64|base64url|utf-?8|ascii|latin-?1|binary|md5|sha-?\d{1,3}|sha\d-\d{3}|[HREP]S\d{3}|bcrypt|argon2(?:id)?|scrypt|pbkdf2\w*|aes-\d{3}-\w{3}|GET|POST|PUT|PATCH|DELETE|bearer|basic|utf8mb4|string|password|text|strict|lax|none|[*/,.;: -]{0,3})$/i;
/** What stands before a text that people read. */
const MESSAGE_BEFORE =
  /(?:Error|Exception|HTTP\w{0,30}|logg?(?:er|ing)?\.\w{1,20}|console\.\w{1,20}|print\w{0,4}|debug|info|warn(?:ing)?|error|abort|fail|message|msg|detail|details|description|help|help_text|title|label|placeholder|verbose_name|test|it|describe)\s*[(:=]\s*f?$/;
/** What stands before a name that is looked up. */
const KEY_BEFORE =
  /(?:get\w{0,30}|env\w{0,20}|config\w{0,20}|setting\w{0,10}|prop\w{0,15}|lookup|option|pop|setdefault|header|cookie|Query|Header|Cookie|Body|Form|Column|mapped_column|has|append|delete|add_argument|Value)\s*\(\s*$/i;
/** Assigned to the name itself, so that even a harmless looking word is the value. */
const ASSIGNED_BEFORE =
  /[\w\])}"'`]\s*(?:[:=]|:=|=>|==|===|!=|!==)\s*[a-z]{0,2}$/i;

function maskLiterals(
  line: string,
  carried: boolean,
): { line: string; open: boolean } {
  let armed = carried;
  let previous = '';
  let result = '';
  let end = 0;
  for (const match of line.matchAll(TOKEN)) {
    const token = match[0];
    const start = match.index;
    result += line.slice(end, start);
    end = start + token.length;
    const after = line.slice(end, end + 40);
    const quoted = /^["'`]/.test(token);
    if (!quoted) {
      result += token;
      armed = arm(token, previous, after, armed);
    } else if (
      /^\s*(?::(?!:)|=>)/.test(after) &&
      /^(?:[{,(-]|)$/.test(previous)
    ) {
      // A key: it decides for what comes after it.
      result += token;
      armed = isSensitiveName(token);
    } else {
      const before = line.slice(Math.max(0, start - 60), start);
      const compared =
        /^\s*(?:[!=]==?|\.equals\()/.test(after) &&
        (after.match(/[A-Za-z_$][\w$.]*/g) ?? []).some(isSensitiveName);
      result +=
        armed || compared ? maskLiteral(token, before, after) : inText(token);
      if (
        isSensitiveName(token) &&
        (isKey(before, after) || /^\s*,/.test(after))
      ) {
        armed = true;
      }
    }
    previous = token;
  }
  return {
    line: result + line.slice(end),
    open: armed && /[([{=,:+\\|?]\s*$|=>\s*$|\bor\s*$/.test(line),
  };
}

/** Whether what follows belongs to a sensitive name, after one more word of the line. */
function arm(
  token: string,
  previous: string,
  after: string,
  armed: boolean,
): boolean {
  if (token === ';') {
    return false;
  }
  if (!/^[A-Za-z_$]/.test(token)) {
    return armed;
  }
  if (isSensitiveName(token)) {
    return true;
  }
  // `host=` or `host:` begins something else; the type in `password: str =` does not.
  const begins =
    /^\s*(?:=(?!=)|:(?![:=]))/.test(after) && !/^(?:default|value)/.test(token);
  return begins && /^(?:[,({[;]|)$/.test(previous) ? false : armed;
}

function isKey(before: string, after: string): boolean {
  return (
    KEY_BEFORE.test(before) || (/\[\s*$/.test(before) && /^\s*\]/.test(after))
  );
}

function maskLiteral(token: string, before: string, after: string): string {
  const quote = token[0];
  const closed = token.length > 1 && token.endsWith(quote);
  const text = token.slice(1, closed ? -1 : undefined);
  const assigned = ASSIGNED_BEFORE.test(before);
  if (
    isReference(text) ||
    isPlaceholder(text) ||
    isKey(before, after) ||
    (!assigned && HARMLESS_VALUES.test(text)) ||
    (!assigned && namesASecret(text)) ||
    (MESSAGE_BEFORE.test(before) && /\s/.test(text)) ||
    /^(?:\.{0,2}\/[\w./:{}-]*|https?:\/\/[^:@?]*)$/.test(text)
  ) {
    return inText(token);
  }
  return `${quote}${mask(text)}${closed ? quote : ''}`;
}

const VOCABULARY = new Set(
  (
    'x api key access refresh auth authorization bearer csrf xsrf id session user current new old confirm reset ' +
    'password passwd secret token credential credentials client private public service account jwt login db ' +
    'database'
  ).split(' '),
);

/** Words of which names of secrets are made: `X-Api-Key`, `access_token`. */
function namesASecret(text: string): boolean {
  return (
    /^[A-Za-z_-]+$/.test(text) &&
    isSensitiveName(text) &&
    wordsOf(text).every(word => VOCABULARY.has(word))
  );
}

/** `Password=value` inside a connection string or an address. */
const IN_TEXT =
  /((?:password|passwd|pwd|secret|token|api[_-]?key|account[_-]?key|access[_-]?key|signature|sig)=)([^;&\s"'`]{1,400})/gi;

function inText(token: string): string {
  return token.replace(IN_TEXT, (whole, before: string, value: string) =>
    isReference(value) ? whole : before + mask(value),
  );
}

// --- Values without quotes ----------------------------------------------------------------------------------------

/** `name: value`, `NAME=value`, `export NAME=value`, `- NAME=value`, commented out or not. */
const ENTRY =
  /^(\s*(?:(?:#|\/\/|\/?\*|--|;)\s*)*(?:-\s+)?(?:(?:export|set|ENV|ARG|local|declare|readonly)\s+)?)([\w.$-]{1,100})(\s*(?::=|[:=])\s*|\s+)(\S.*)$/;
const SHELL_ASSIGNMENT =
  /(^|[\s;"'])([A-Za-z_][\w.-]{0,80})=([^\s"'`;]{1,400})/g;
const OPTION =
  /(\s--?[\w-]{0,40}(?:password|passwd|pwd|pass|secret|token|api-?key|credentials?)(?:[= ]|\s+))([^\s"'-][^\s"']{0,400})/gi;
const USER_OPTION = /(\s(?:-u|--user)[ =]?[^\s:"']{1,100}:)([^\s"']{1,400})/g;
const SHORT_PASSWORD =
  /(\b(?:mysql\w{0,10}|mariadb\w{0,10}|sshpass)\b[^\n]{0,200}?\s-p)([^\s-][^\s]{0,400})/g;
const REDIS_PASSWORD = /(\bredis-cli\b[^\n]{0,200}?\s-a\s+)([^\s]{1,400})/g;
const ELEMENT = /(<([\w.:-]{1,60})>)([^<>\n]{1,400})(?=<\/)/g;

function maskBare(line: string, mode: Mode): string {
  if (mode === 'code') {
    return line;
  }
  const hide = (whole: string, before: string, value: string) =>
    keepsBare(value, mode) ? whole : before + mask(value);
  let result = line.replace(
    ENTRY,
    (whole, lead: string, name: string, sign: string, rest: string) => {
      // Only a few formats (`ENV NAME value`, netrc) separate by a space.
      const spaced = sign.trim() === '';
      if (
        !isSensitiveName(name) ||
        (spaced && !/ENV\s+$/.test(lead) && !/^password$/i.test(name)) ||
        (spaced && mode === 'mixed')
      ) {
        return whole;
      }
      const comment = /(?<!\s)\s+#.*$/.exec(rest)?.[0] ?? '';
      const value = rest.slice(0, rest.length - comment.length);
      return keepsBare(value, mode)
        ? whole
        : `${lead}${name}${sign}${mask(value)}${comment}`;
    },
  );
  result = result
    .replace(
      SHELL_ASSIGNMENT,
      (whole, lead: string, name: string, value: string) =>
        isSensitiveName(name) && !keepsBare(value, mode)
          ? `${lead}${name}=${mask(value)}`
          : whole,
    )
    .replace(ELEMENT, (whole, tag: string, name: string, value: string) =>
      isSensitiveName(name) && !keepsBare(value, mode)
        ? tag + mask(value)
        : whole,
    )
    .replace(OPTION, hide)
    .replace(USER_OPTION, hide);
  if (mode === 'configuration') {
    result = result.replace(SHORT_PASSWORD, hide).replace(REDIS_PASSWORD, hide);
  }
  return result;
}

const EXPRESSION =
  /^(?:(?:await|new|typeof|async|function|lambda|not)\s|[\w.]{1,80}[([<]|[a-z_]\w*(?:\.\w+)+[,;)]?$|(?:str|string|bytes|int|number|boolean|bool|any|unknown|self|this|Secret\w*|Optional)\b)/;

/** What is no value of its own: references, quotes (judged as literals), types and, outside configuration, expressions. */
function keepsBare(value: string, mode: Mode): boolean {
  return (
    isReference(value) ||
    isPlaceholder(value) ||
    /^["'`|>&*!…]/.test(value) ||
    /^.{0,2}…$/.test(value) ||
    /^(?:true|false|yes|no|on|off|null|none|undefined|~|\{\}|\[\])[,;]?$/i.test(
      value,
    ) ||
    (mode === 'mixed' && EXPRESSION.test(value))
  );
}

function isReference(value: string): boolean {
  return (
    /^(?:\$[A-Za-z_{(]|\{\{|\{[\w.$()[\]]{0,60}\}|<[^>]*>|%[sd({]|%[A-Z_]+%)/.test(
      value,
    ) || value === ''
  );
}

// --- Long random runs ---------------------------------------------------------------------------------------------

const RUN = /[A-Za-z0-9+/_-]{20,}={0,2}/g;
/** Digests and revisions pin things and open nothing. */
const PIN_BEFORE =
  /(?:@|sha\d{1,3}[:-]|\b(?:rev|ref|commit|revision|sha|digest|checksum|integrity|etag|hash)\W{1,4})$/i;

function maskRandom(line: string): string {
  return line.replace(RUN, (run, offset: number) =>
    looksRandom(run) &&
    !PIN_BEFORE.test(line.slice(Math.max(0, offset - 16), offset))
      ? mask(run)
      : run,
  );
}

/** Words are long; in random characters the kinds change all the time. */
function looksRandom(run: string): boolean {
  const pieces = run.match(/[A-Z]?[a-z]+|[A-Z]+|\d+/g) ?? [];
  const letters = pieces.reduce((sum, piece) => sum + piece.length, 0);
  return /\d/.test(run) && pieces.length > 0 && letters / pieces.length < 2.8;
}
