import { ArgumentFact, ConstantValue } from '../../syntax/schema';
import { ContentPolicy } from './schema';

/** What helmet and its relatives send without any options. */
export const HELMET_DEFAULTS: Readonly<Record<string, string[]>> = {
  'default-src': ["'self'"],
  'base-uri': ["'self'"],
  'font-src': ["'self'", 'https:', 'data:'],
  'form-action': ["'self'"],
  'frame-ancestors': ["'self'"],
  'img-src': ["'self'", 'data:'],
  'object-src': ["'none'"],
  'script-src': ["'self'"],
  'script-src-attr': ["'none'"],
  'style-src': ["'self'", 'https:', "'unsafe-inline'"],
};
const DIRECTIVE =
  /^(?:default|script|style|img|font|connect|media|object|frame|child|worker|manifest|prefetch)-src(?:-elem|-attr)?$|^(?:base-uri|form-action|frame-ancestors|sandbox|report-uri|report-to|upgrade-insecure-requests|block-all-mixed-content|require-trusted-types-for|trusted-types)$/;
/** Longer texts are no policy. */
const MAX_LENGTH = 8000;

/** `scriptSrc`, `script_src`, `CSP_SCRIPT_SRC` as `script-src`. */
function kebab(name: string): string {
  return name
    .replace(/^CSP_/, '')
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .replace(/_/g, '-')
    .toLocaleLowerCase('en-US');
}

/**
 * A policy from its text, or from code that builds one: quotes, line breaks and joins of the language around it do not
 * matter, interpolated values count as a nonce when their name says so.
 */
export function policyOfText(text: string): ContentPolicy | undefined {
  if (text.length > MAX_LENGTH) {
    return undefined;
  }
  const flat = text
    .replace(/\$\{([^{}]{0,200})\}|\{([a-zA-Z_][\w.]{0,60})\}/g, (_, a, b) =>
      /nonce/i.test(a ?? b) ? 'N0NCE' : ' ',
    )
    .replace(/["'`]\s*\+\s*(\w*[nN]once\w*)\s*\+\s*["'`]/g, 'N0NCE')
    .replace(/\\n|\\?\r?\n/g, ' ')
    // `'self'` keeps its quotes; those of the language go.
    .replace(/["`]|\\(?=')/g, ' ; ');
  const directives: Record<string, string[]> = {};
  for (const part of flat.split(';')) {
    const words = part
      .replace(/^[\s',()[\]+]+(?=[a-z])/, '')
      .trim()
      .split(/\s+/);
    const name = kebab(words[0] ?? '');
    if (DIRECTIVE.test(name) && !Object.hasOwn(directives, name)) {
      directives[name] = words
        .slice(1)
        .map(word => word.replace(/[,)\]]+$/, ''))
        .filter(Boolean);
    }
  }
  return Object.keys(directives).length > 0
    ? { directives, reportOnly: false, partial: text.includes('${') }
    : undefined;
}

/** Sources of a directive given as a list or a text. */
function sourcesOf(value: ConstantValue | undefined): string[] | undefined {
  if (typeof value === 'string') {
    return value.split(/\s+/).filter(Boolean);
  }
  if (Array.isArray(value)) {
    return value.flatMap(item =>
      typeof item === 'string' ? item.split(/\s+/) : [],
    );
  }
  return undefined;
}

/** Entries of an object literal or dictionary as directives. */
export function policyOfEntries(
  entries: readonly ArgumentFact[],
  defaults: Readonly<Record<string, string[]>> = {},
): ContentPolicy {
  const directives: Record<string, string[]> = { ...defaults };
  let partial = false;
  for (const entry of entries) {
    const name = kebab(entry.name ?? '');
    if (!DIRECTIVE.test(name)) {
      continue;
    }
    if (entry.value === null) {
      delete directives[name];
      continue;
    }
    const sources = sourcesOf(entry.value);
    partial ||= sources === undefined;
    // What does not resolve is searched as it is written: nonces are functions.
    directives[name] = sources ?? [
      ...(entry.text.match(/'[\w-]+'(?=["`,\s\]])/g) ?? []),
      ...(/nonce/i.test(entry.text) ? ["'nonce-N0NCE'"] : []),
    ];
  }
  return { directives, reportOnly: false, partial };
}

/** A record value of a setting as a policy. */
export function policyOfRecord(
  value: ConstantValue | undefined,
): ContentPolicy | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return undefined;
  }
  const directives: Record<string, string[]> = {};
  for (const [key, sources] of Object.entries(value)) {
    const name = kebab(key);
    if (DIRECTIVE.test(name)) {
      directives[name] = sourcesOf(sources) ?? [];
    }
  }
  return { directives, reportOnly: false, partial: false };
}
