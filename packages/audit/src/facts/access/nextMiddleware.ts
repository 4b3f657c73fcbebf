import { codeOf, signalsOf } from './signals';
import { holdsAt, literals, PathRules, pathRules } from './pathRules';

/** What the middleware (or proxy) of a Next.js project does. */
export interface NextMiddleware {
  rejects: boolean;
  /** Whether it runs for an address and turns callers away there. */
  guards(fullPath: string): boolean;
}

const LIBRARIES =
  /\bauth(?:\(\))?\.protect\s*\(|\bprotect\s*\(\s*\)|\bwithAuth\s*\(|\bauthkitMiddleware\s*\([^)]*enabled\s*:\s*true|export\s*\{\s*default\s*(?:as\s+\w+\s*)?\}\s*from\s*['"]next-auth\/middleware['"]|\bwithMiddlewareAuthRequired\s*\(|!\s*(?:req|request)\.auth\b|\bupdateSession\s*\(/;
/** `export { auth as middleware }` guards where the configuration has an `authorized` callback. */
const AUTH_JS =
  /\bauth\s+as\s+(?:middleware|proxy|default)\b|export\s+default\s+(?:NextAuth\s*\([^)]*\)\.)?auth\s*;?\s*$/m;

/**
 * Reads a middleware file.
 *
 * @param text of the file
 * @param authorizes whether the configuration of Auth.js decides who is authorized
 */
export function readNextMiddleware(
  text: string,
  authorizes: boolean,
): NextMiddleware {
  const code = codeOf(text, 'typescript');
  const rejects =
    LIBRARIES.test(code) ||
    signalsOf(code).rejects ||
    (AUTH_JS.test(code) && authorizes) ||
    (/\bNextAuth\s*\(/.test(code) && authorizes);
  const constants = new Map<string, string>();
  for (const match of code.matchAll(
    /\bconst\s+(\w+)\s*(?::[^=\n]{0,80})?=\s*((?:createRouteMatcher\s*\()?\s*(?:new Set\s*\(\s*)?\[[^\]]{0,4000}\]|["'][^"'\n]{0,200}["'])/g,
  )) {
    constants.set(match[1], match[2]);
  }
  const config =
    /\bconfig\b[^=\n]{0,60}=\s*\{[\s\S]{0,80}?matcher\s*:\s*(\[[\s\S]{0,2000}?\]\s*[,}]|["'`][^"'`\n]{0,400}["'`])/.exec(
      code,
    );
  const matchers = config ? literals(config[1].replace(/`/g, '"')) : [];
  const body = config
    ? code.slice(0, config.index) + code.slice(config.index + config[0].length)
    : code;
  constants.delete('config');
  const rules: PathRules = pathRules(
    body,
    new Map(
      [...constants].filter(([name]) =>
        /path|route|url|public|protect|api|page|auth|is[A-Z]/i.test(name),
      ),
    ),
  );
  return {
    rejects,
    guards: fullPath =>
      rejects &&
      (!matchers.length || matchers.some(item => runsAt(item, fullPath))) &&
      holdsAt(rules, fullPath),
  };
}

/** Whether a matcher of the configuration covers an address. */
function runsAt(matcher: string, fullPath: string): boolean {
  const start = matcher.indexOf('(?!');
  if (start >= 0) {
    // `/((?!api|_next/static|.*\\.png$).*)`: everything but what begins like one of these.
    const base = matcher.slice(0, start).replace(/\/?\($/, '');
    const rest = fullPath.slice(base.length).replace(/^\//, '');
    return (
      fullPath.startsWith(base) &&
      !alternatives(matcher, start + '(?!'.length).some(item =>
        rest.startsWith(item),
      )
    );
  }
  const plain = matcher
    .replace(/\/?(?:\(\.\*\)|:\w+[*+?]?|\(\.\*\)\*?)\/?$/, '')
    .replace(/\/$/, '');
  if (/[()[\]*:]/.test(plain)) {
    return fullPath.startsWith(plain.split(/[()[\]*:]/)[0].replace(/\/$/, ''));
  }
  return plain === matcher
    ? fullPath === (plain || '/')
    : fullPath === plain || fullPath.startsWith(`${plain}/`) || plain === '';
}

/** Plain beginnings among the alternatives of a group; those with more than words are left out. */
function alternatives(text: string, from: number): string[] {
  const result: string[] = [];
  let depth = 0;
  let current = '';
  for (let at = from; at < text.length; at++) {
    const sign = text[at];
    if (sign === '(') {
      depth++;
    } else if (sign === ')') {
      if (depth === 0) {
        break;
      }
      depth--;
    }
    if (sign === '|' && depth === 0) {
      result.push(current);
      current = '';
    } else {
      current += sign;
    }
  }
  return [...result, current]
    .map(item => item.replace(/\\/g, '').replace(/(?:\$|\.\*)$/, ''))
    .filter(item => /^[\w\-/.]+$/.test(item));
}
