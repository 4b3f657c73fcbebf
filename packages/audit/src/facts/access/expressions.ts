import { splitList } from '../applications/code';

/** Parameters of an expression such as `Depends(x)` or `Security(x, scopes=[…])`. */
export function dependencyExpressions(
  text: string,
): { text: string; scoped: boolean }[] {
  const result: { text: string; scoped: boolean }[] = [];
  for (const match of text.matchAll(
    /\b(?:(?:\w+\.)?Depends|(?:\w+\.)?Security|Injected?|FromDishka)\(/g,
  )) {
    const [first, ...rest] = splitList(
      balanced(text, match.index + match[0].length),
    );
    if (first && !/^use_cache\b/.test(first)) {
      result.push({
        text: first.replace(/^dependency\s*=\s*/, ''),
        scoped: rest.some(item => /^scopes\s*=\s*\S/.test(item)),
      });
    }
  }
  return result;
}

/** Text up to the bracket that closes before `from` was opened. */
export function balanced(text: string, from: number): string {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    if ('([{'.includes(text[at])) {
      depth++;
    } else if (')]}'.includes(text[at])) {
      depth--;
      if (depth === 0) {
        return text.slice(from, at);
      }
    }
  }
  return text.slice(from);
}

/** `const auth = require('./auth')` binds a module, it makes nothing. */
export const isRequire = (text: string) => /^require\s*\(/.test(text);
