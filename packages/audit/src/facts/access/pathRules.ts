/**
 * Addresses that a guard for everything leaves out, or is limited to. Empty lists mean everywhere.
 */
export interface PathRules {
  exempt: string[];
  only: string[];
}

const OPEN_NAME =
  /public|exempt|open|skip|exclud|allow|white_?list|safe|un_?auth|no_?auth|ignor|bypass|anonymous|free|unprotected|login_?(?:path|url)|auth_?(?:routes|pages|paths)/i;
const CLOSED_NAME = /protect|private|secur|admin|restrict|guarded/i;
const GOES_ON =
  /^[^\n]*[\n\s{(:]*(?:return\s+(?:await\s+)?(?:call_next|self\.app|self\.get_response|get_response|next|NextResponse\.next|handler)\b|(?:await\s+)?(?:self\.app|next)\s*\(|return\s*;?\s*(?:\n|\}|$)|return\s+(?:None|True|true)\b)/;

/** Looks like an address: `/api/`, `/docs`. */
const ADDRESS = /^\/[\w\-./{}:*()]*$/;

/**
 * Reads which addresses the code of a guard names, and which way round.
 *
 * @param code of the guard
 * @param constants text of constants that it uses, by name
 */
export function pathRules(
  code: string,
  constants: ReadonlyMap<string, string>,
): PathRules {
  const rules: PathRules = { exempt: [], only: [] };
  for (const [name, text] of constants) {
    const addresses = literals(text).filter(item => ADDRESS.test(item));
    if (!addresses.length) {
      continue;
    }
    if (CLOSED_NAME.test(name) && !OPEN_NAME.test(name)) {
      rules.only.push(...addresses);
    } else {
      rules.exempt.push(...addresses);
    }
  }
  // `path.startswith("/docs")`, `pathname === '/login'`, `path in ("/a", "/b")`
  const tests =
    /(?:\.starts_?[wW]ith\s*\(|[=!]==?\s*|\bin\s*(?=[[({])|\.includes\s*\(\s*|\.test\s*\()/g;
  for (const match of code.matchAll(tests)) {
    const from = match.index + match[0].length;
    const line = code.slice(from, lineEnd(code, from));
    const addresses = literals(line.slice(0, 400)).filter(item =>
      ADDRESS.test(item),
    );
    if (!addresses.length) {
      continue;
    }
    const before = code.slice(
      Math.max(code.lastIndexOf('\n', match.index) + 1, match.index - 100),
      match.index,
    );
    const negated =
      /(?:\bnot\s+[\w.()]*|![\w.()]*)$/.test(before) ||
      match[0].startsWith('!');
    const goesOn = GOES_ON.test(code.slice(from, from + 400));
    (goesOn === negated ? rules.only : rules.exempt).push(...addresses);
  }
  return rules;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

/** String literals of a text. */
export function literals(text: string): string[] {
  return [...text.matchAll(/"([^"\n\\]{0,200})"|'([^'\n\\]{0,200})'/g)].map(
    match => match[1] ?? match[2],
  );
}

/** Whether a guard with such rules holds at an address. */
export function holdsAt(rules: PathRules, fullPath: string): boolean {
  const under = (base: string) => {
    const plain = base.replace(/\(?\.?[*:{(].*$/, '').replace(/\/+$/, '');
    if (plain === '') {
      // `/` alone is the start page, not everything.
      return fullPath === '/';
    }
    return fullPath === plain || fullPath.startsWith(`${plain}/`);
  };
  if (rules.exempt.some(under)) {
    return false;
  }
  return !rules.only.length || rules.only.some(under);
}
