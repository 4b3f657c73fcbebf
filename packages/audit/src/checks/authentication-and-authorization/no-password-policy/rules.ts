import { FileSyntax } from '../../../syntax/schema';
import { Resolver } from '../../../facts/applications/Resolver';

/** Shortest length that counts as a rule. */
const LEAST = 8;

/** Calls that judge strength whatever their numbers. */
const STRENGTH =
  /zxcvbn|validate_password\w*\(|password_validation|isStrongPassword|IsStrongPassword|(?:check|validate|enforce|assert|verify)_?password_?(?:strength|policy|rules|complexity)|password_?(?:strength|policy|complexity|validator)|is_?strong_?password|pwned|haveibeenpwned|PasswordPolicy|passwordSchema\.|owasp/i;

const NUMBERS = [
  /min_?[lL]ength\s*[=:]\s*\[?\s*(\d{1,3})/g,
  /MinLength\(\s*(\d{1,3})/g,
  /\bLength\(\s*(?:min\s*=\s*)?(\d{1,3})/g,
  /\.min\(\s*(\d{1,3})/g,
  /\bmin\s*[:=]\s*(\d{1,3})/g,
  /len\([^()\n]{0,60}passw[^()\n]{0,40}(?:\(\))?[^()\n]{0,10}\)\s*<=?\s*(\d{1,3})/gi,
  /passw\w{0,40}(?:\.get_secret_value\(\))?\.length\s*<=?\s*(\d{1,3})/gi,
  /(?:MIN|min)\w{0,30}(?:LENGTH|length|LEN|len)\w{0,10}\s*[=:]\s*(\d{1,3})/g,
];
const PATTERN =
  /\.(?:regex|refine|superRefine|pattern|matches)\(|\bMatches\(|pattern\s*=|\bregex\s*=/;

/** Whether a text of code has a rule for the password that it names. */
export function hasRule(text: string): boolean {
  return (
    STRENGTH.test(text) ||
    PATTERN.test(text) ||
    NUMBERS.some(form =>
      [...text.matchAll(form)].some(([, digits]) => Number(digits) >= LEAST),
    )
  );
}

/** Whether a function that a password passes through judges it: the length or the strength of the password itself. */
export function judgesPassword(text: string): boolean {
  return (
    STRENGTH.test(text) ||
    NUMBERS.slice(5, 7).some(form =>
      [...text.matchAll(form)].some(([, digits]) => Number(digits) >= LEAST),
    ) ||
    // `len(password) < MIN_PASSWORD_LENGTH`
    /len\(\s*[\w.]*passw\w*\s*\)\s*<=?\s*[A-Z_a-z]/i.test(text) ||
    /passw\w*\.length\s*<=?\s*[A-Za-z_]/i.test(text)
  );
}

/** What a request model says about one of its fields; `undefined` when it has no such field. */
export async function ruleOfClass(
  resolver: Resolver,
  read: (path: string) => string | undefined,
  path: string,
  name: string,
  field: string,
  depth = 0,
): Promise<
  { good: boolean; path: string; line: number; owner: string } | undefined
> {
  const item = depth > 4 ? undefined : await resolver.class(path, name);
  if (!item) {
    return undefined;
  }
  const file = await resolver.file(item.path);
  const lines = (read(item.path) ?? '').split('\n');
  const own = item.fields.find(
    ({ target }) => target.replace(/[?!]$/, '') === field,
  );
  if (!own) {
    for (const base of item.bases) {
      const found = await ruleOfClass(
        resolver,
        read,
        item.path,
        base.replace(/[<[(].*$/, ''),
        field,
        depth + 1,
      );
      if (found) {
        return found;
      }
    }
    return undefined;
  }
  // Decorators of TypeScript are part of the field.
  const declared = `${own.annotation ?? ''} ${own.text} ${lines
    .slice(own.line - 1, own.endLine)
    .join('\n')}`;
  const place = { path: item.path, line: own.line, owner: item.name };
  const good =
    hasRule(declared) ||
    (!item.path.endsWith('.py') && hasRule(decoratorsAbove(lines, own.line))) ||
    (await aliasHasRule(resolver, item.path, own.annotation)) ||
    validatorsOf(file, lines, item, field);
  return { good, ...place };
}

/** Decorators of class-validator stand above their field. */
function decoratorsAbove(lines: readonly string[], line: number): string {
  const result: string[] = [lines[line - 1] ?? ''];
  for (let at = line - 2; at >= 0 && at > line - 16; at--) {
    const text = lines[at].trim();
    if (text === '' || (/[;{}]$/.test(text) && !/^@|\}\)$/.test(text))) {
      break;
    }
    result.unshift(text);
  }
  return result.join('\n');
}

/** `password: NewPassword`, where the alias has the rule. */
async function aliasHasRule(
  resolver: Resolver,
  path: string,
  annotation: string | undefined,
): Promise<boolean> {
  for (const name of (annotation?.match(/[A-Z]\w+/g) ?? []).slice(0, 4)) {
    const alias = await resolver.assignment(path, [], name);
    if (alias && hasRule(alias.text)) {
      return true;
    }
    const type = await resolver.class(path, name);
    const lines = type
      ? ((await resolver.file(type.path))?.text ?? '').split('\n')
      : [];
    if (type && hasRule(lines.slice(type.line - 1, type.endLine).join('\n'))) {
      return true;
    }
  }
  return false;
}

/** `@field_validator("password")` in the class, or a model validator that names the field. */
function validatorsOf(
  file: FileSyntax | undefined,
  lines: readonly string[],
  item: { name: string; line: number; endLine: number },
  field: string,
): boolean {
  return Boolean(
    file?.functions.some(
      ({ enclosing, decorators, line, endLine }) =>
        enclosing.at(-1) === item.name &&
        decorators.some(
          text =>
            /validator|validates/.test(text) &&
            (text.includes(`"${field}"`) ||
              text.includes(`'${field}'`) ||
              /model_validator|root_validator/.test(text)),
        ) &&
        /\blen\(|\braise\b|re\.|zxcvbn|validate/.test(
          lines.slice(line - 1, endLine).join('\n'),
        ) &&
        !/passwords?\s+(?:do not|don't) match/i.test(
          lines.slice(line - 1, endLine).join('\n'),
        ),
    ),
  );
}
