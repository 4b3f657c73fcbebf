import { Evidence } from '@readiness/plugin-readiness-common';
import { isPlaceholder } from '../../../facts/settings/secretNames';
import { CallFact, ConstantValue, FileSyntax } from '../../../syntax/schema';
import { isSecretSetting, isSecretValue } from './values';

/** Words that a file with a literal secret contains. */
export const NAME_WORDS = [
  'assword',
  'ASSWORD',
  'asswd',
  'ASSWD',
  'pwd',
  'PWD',
  'assphrase',
  'ecret',
  'ECRET',
  'oken',
  'OKEN',
  'pi_key',
  'piKey',
  'PI_KEY',
  'pikey',
  'ApiKey',
  'pi-key',
  'Api-Key',
  'ccess_key',
  'ccessKey',
  'CCESS_KEY',
  'rivate_key',
  'rivateKey',
  'RIVATE_KEY',
  'aster_key',
  'ASTER_KEY',
  'igning_key',
  'igningKey',
  'IGNING_KEY',
  'ncryption_key',
  'ncryptionKey',
  'NCRYPTION_KEY',
  'redential',
  'REDENTIAL',
  'uthorization',
  '_pass',
  '_PASS',
  'jwt',
  'hmac',
  'Hmac',
  '://',
];

/** Which argument of a call is a key. */
const KEY_ARGUMENTS: Record<string, number> = {
  'jwt.encode': 1,
  'jose.jwt.encode': 1,
  'hmac.new': 0,
  'jsonwebtoken.sign': 1,
  'jsonwebtoken.verify': 1,
  'crypto.createHmac': 1,
  'itsdangerous.URLSafeTimedSerializer': 0,
  'itsdangerous.URLSafeSerializer': 0,
  'cryptography.fernet.Fernet': 0,
  'java.sql.DriverManager.getConnection': 2,
  'cookie-parser': 0,
};

/** Literal secrets of one file of production code, and addresses with a password in them. */
export function literalSecrets(file: FileSyntax): Evidence[] {
  const result: Evidence[] = [];
  const add = (
    name: string,
    line: number,
    value: ConstantValue | undefined,
    use: 'variable' | 'entry',
    note: string,
  ) => {
    if (
      typeof value === 'string' &&
      isSecretSetting(name) &&
      !isPlaceholder(value) &&
      isSecretValue(name, value, use)
    ) {
      result.push({ path: file.path, line, subject: name, note });
    }
  };

  // Whatever takes the place of a missing setting works as one.
  const fallback = (name: string, line: number, text: string) => {
    const value = fallbackOf(text);
    if (
      value !== undefined &&
      !isPlaceholder(value) &&
      isSecretValue(name, value, 'setting')
    ) {
      result.push({
        path: file.path,
        line,
        subject: name,
        note: `\`${name}\` has a literal default`,
      });
    }
  };
  for (const item of file.assignments) {
    const name = nameOfTarget(item.target);
    if (
      name !== undefined &&
      isSecretSetting(name) &&
      !isLiteral(item.text) &&
      item.text.length < 400
    ) {
      fallback(name, item.line, item.text);
    }
    // A name that stands for another one is judged where that is bound.
    if (name !== undefined && isSecretSetting(name) && isLiteral(item.text)) {
      add(
        name,
        item.line,
        item.value,
        'variable',
        `\`${item.target}\` is a literal`,
      );
    }
  }
  for (const pair of pairs(file)) {
    const { key, line, text } = pair;
    if (
      /^authorization$|^x-api-key$|^x-auth-token$/i.test(key) &&
      isLiteral(text)
    ) {
      const { value } = pair;
      const sent =
        typeof value === 'string'
          ? value.replace(/^(?:Bearer|Basic|Token)\s+/i, '')
          : '';
      if (
        sent.length >= 8 &&
        !isPlaceholder(sent) &&
        isSecretValue('api_key', sent, 'entry')
      ) {
        result.push({
          path: file.path,
          line,
          subject: key,
          note: `header ${key} is a literal`,
        });
      }
    } else if (isSecretSetting(key) && isLiteral(text)) {
      add(key, line, pair.value, 'entry', `\`${key}\` is a literal`);
    } else if (isSecretSetting(key)) {
      fallback(key, line, text);
    }
  }
  for (const call of file.calls) {
    literalArguments(file, call, add, result);
  }
  result.push(...addresses(file));
  return result;
}

function literalArguments(
  file: FileSyntax,
  call: CallFact,
  add: (
    name: string,
    line: number,
    value: ConstantValue | undefined,
    use: 'variable' | 'entry',
    note: string,
  ) => void,
  result: Evidence[],
): void {
  const index = KEY_ARGUMENTS[call.name];
  const key = index === undefined ? undefined : call.args[index];
  if (
    key &&
    isLiteral(key.text) &&
    typeof key.value === 'string' &&
    key.value !== '' &&
    !isPlaceholder(key.value)
  ) {
    result.push({
      path: file.path,
      line: key.line,
      note: `key of ${call.callee} is a literal`,
    });
  }
  // `dataSource.setPassword("…")`, `.password("…")`.
  const method = /\.(?:set|with)?([A-Z]\w*|[a-z]\w*)$/.exec(call.callee)?.[1];
  if (file.language !== 'java' || !method || !isSecretSetting(method)) {
    return;
  }
  const [only] = call.args;
  if (call.args.length === 1 && isLiteral(only.text)) {
    add(
      method,
      only.line,
      only.value,
      'entry',
      `${call.callee} is given a literal`,
    );
  }
}

/**
 * The literal that stands in for a setting that is not set: `getEnv("ADMIN_PASSWORD") || "hunter2"`. What is read
 * directly from `process.env` or `os.environ` is a setting, and judged as one.
 */
export function fallbackOf(text: string): string | undefined {
  const match =
    /^([^|?"'`\n]{0,40}(?:env|config|setting|option|secret)[^|?\n]{0,120}?)\s{0,4}(?:\|\||\?\?|\bor\b)\s{0,4}(?:"([^"\n]{3,200})"|'([^'\n]{3,200})')\s{0,4}\)?$/i.exec(
      text.trim(),
    );
  return match && /[\w\])]$/.test(match[1]) && /\(/.test(match[1])
    ? match[2] ?? match[3]
    : undefined;
}

/** A literal on the spot; templates and sums of them count. */
function isLiteral(text: string): boolean {
  return /^(?:[bru]{0,2}["'`(])|^\[\]byte\(/i.test(text.trim());
}

/** `self.token`, `config["SECRET_KEY"]`, `os.environ["X"]`. */
function nameOfTarget(target: string): string | undefined {
  const key = /\[\s*["']([^"']{1,100})["']\s*\]$/.exec(target)?.[1];
  if (key !== undefined) {
    return key;
  }
  return /([A-Za-z_$][\w$]{0,100})$/.exec(target)?.[1];
}

interface Pair {
  key: string;
  line: number;
  text: string;
  value: ConstantValue | undefined;
}

/** Words in the keys of dictionaries, keyword arguments and struct fields that are looked at. */
const KEY_WORDS =
  '(?i)passw|pwd|passphrase|secret|token|api_?-?key|access_?key|private_?key|master_?key|signing_?key|encryption_?key|credential|authorization|_pass';

/** The same as text with a sign behind it: asking the tree costs more. */
const KEY_TEXT =
  /(?:passw|pwd|passphrase|secret|token|api_?-?key|access_?key|private_?key|master_?key|signing_?key|encryption_?key|credential|authorization|_pass)[\w-]{0,60}["'`]?\s{0,8}[:=]/i;

const JAVASCRIPT_PAIRS = [{ kind: 'pair', field: 'key' }];
const PAIRS: Partial<
  Record<FileSyntax['language'], { kind: string; field: string }[]>
> = {
  python: [
    { kind: 'pair', field: 'key' },
    { kind: 'keyword_argument', field: 'name' },
  ],
  typescript: JAVASCRIPT_PAIRS,
  tsx: JAVASCRIPT_PAIRS,
  javascript: JAVASCRIPT_PAIRS,
  go: [{ kind: 'keyed_element', field: 'key' }],
};

/** Entries of dictionaries and object literals. */
function pairs(file: FileSyntax): Pair[] {
  const kinds = PAIRS[file.language];
  if (!kinds || !KEY_TEXT.test(file.root.text())) {
    return [];
  }
  return kinds
    .flatMap(({ kind, field }) =>
      file.root.findAll({
        rule: { kind, has: { field, regex: KEY_WORDS } },
      }),
    )
    .flatMap(node => {
      const key =
        (node.field('key') ?? node.field('name') ?? node.child(0))
          ?.text()
          .replace(/^["'`]|["'`]$/g, '') ?? '';
      const value = node.field('value') ?? node.namedChildren().at(-1);
      // `Token.Name: …` is an entry for an object, not for a name.
      return value &&
        !node.field('key')?.is('attribute') &&
        /^[\w.-]{1,80}$/.test(key)
        ? [
            {
              key,
              line: value.range().start.line + 1,
              text: value.text().slice(0, 4000),
              get value() {
                return file.valueOf(value);
              },
            },
          ]
        : [];
    });
}

const STRINGS: Record<string, string[]> = {
  python: ['string'],
  typescript: ['string', 'template_string'],
  tsx: ['string', 'template_string'],
  javascript: ['string', 'template_string'],
  go: ['interpreted_string_literal', 'raw_string_literal'],
  java: ['string_literal'],
};

function addresses(file: FileSyntax): Evidence[] {
  const kinds = STRINGS[file.language];
  if (!/:\/\/[^\s/@]{0,100}:[^\s/@]{1,200}@/.test(file.root.text())) {
    return [];
  }
  return file.root
    .findAll({
      rule: {
        any: kinds.map(kind => ({ kind })),
        regex: '://[^\\s/@]*:[^\\s/@]+@',
      },
    })
    .flatMap((node): Evidence[] => {
      const text = node.text();
      // A docstring or a message only shows the form.
      if (/\s/.test(text) || !connectionUrls(text)) {
        return [];
      }
      return [
        {
          path: file.path,
          line: node.range().start.line + 1,
          severity: 'high',
          note: 'an address with user and password',
        },
      ];
    });
}

const ADDRESS =
  /\b[a-z][a-z0-9+.-]{1,30}:\/\/([^\s:/@"'`]{0,100}):([^\s@/"'`]{1,200})@([^\s/"'`:,?]{1,253})/i;

/** Whether a text is an address with a user and a password that is neither a reference nor a placeholder. */
export function connectionUrls(text: string): boolean {
  const match = ADDRESS.exec(text);
  if (!match) {
    return false;
  }
  const [, user, password, host] = match;
  return (
    !/[{}$<%]/.test(password) &&
    !/[{}$<%]/.test(user) &&
    !isPlaceholder(password) &&
    !/^(?:user|username|usr|u|login|name)$/i.test(user) &&
    !/^(?:\*+|\.+|pass|passwd|password|pwd|p|…)$/i.test(
      /^(?:user|username|u)?$/i.test(user) ? password : '',
    ) &&
    !/(?:^|\.)example\.(?:com|org|net)$/i.test(host)
  );
}
