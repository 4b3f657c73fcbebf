import type { SgNode } from '@ast-grep/napi';

/** Longer texts are told to whoever watches over the process: they may hold something that takes long. */
export const LARGE_CHARACTERS = 64 * 1024;
/** Brackets inside brackets. Some grammars need quadratic time for them. */
const MAX_BRACKETS = 2000;
/** Nodes inside nodes: each step up from one of them takes the parser as long as the way down to it. */
const MAX_DEPTH = 500;
/** Signs that a tree may be that deep. */
const SUSPICIOUS_BRACKETS = 150;
const SUSPICIOUS_LINE = 2000;
const SUSPICIOUS_RUN = 150;
/** One place in so many characters is tried. */
const SAMPLE_CHARACTERS = 2 * 1024;

const LINE_BREAK = 10;
const TAB = 9;
const SPACE = 32;
const OPENING = 1;
const CLOSING = 2;
const CONTINUING = 3;

/** What each character of ASCII is. */
const SORTS = new Uint8Array(128);
const sort = (characters: string, as: number) =>
  [...characters].forEach(character => {
    SORTS[character.charCodeAt(0)] = as;
  });
sort('([{', OPENING);
sort(')]}', CLOSING);
sort('.+-*/%&|?:=<>^,', CONTINUING);

/** What the text tells of how deep its tree can be. */
export type Nesting = 'flat' | 'suspicious' | 'too deep';

/**
 * Looks for what makes a tree deep: brackets in brackets, long lines, and runs of lines that continue the one before
 * (`.then(…)`, `+ "…"`, `else if`). Strings and comments are not told apart, so the bounds are wide.
 */
export function nestingOf(text: string): Nesting {
  let depth = 0;
  let deepest = 0;
  let lineStart = 0;
  let longest = 0;
  let run = 0;
  let longestRun = 0;
  let atStart = true;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === LINE_BREAK) {
      longest = Math.max(longest, at - lineStart);
      lineStart = at + 1;
      atStart = true;
      continue;
    }
    if (atStart && code !== SPACE && code !== TAB) {
      atStart = false;
      run = continues(text, at, code) ? run + 1 : 0;
      longestRun = Math.max(longestRun, run);
    }
    const kind = code < 128 ? SORTS[code] : 0;
    if (kind === OPENING) {
      depth += 1;
      deepest = Math.max(deepest, depth);
    } else if (kind === CLOSING) {
      depth = Math.max(0, depth - 1);
    }
  }
  longest = Math.max(longest, text.length - lineStart);
  if (deepest > MAX_BRACKETS) {
    return 'too deep';
  }
  return deepest > SUSPICIOUS_BRACKETS ||
    longest > SUSPICIOUS_LINE ||
    longestRun > SUSPICIOUS_RUN
    ? 'suspicious'
    : 'flat';
}

/** Whether a line goes on with what the line before began. */
function continues(text: string, at: number, code: number): boolean {
  return (
    (code < 128 && SORTS[code] === CONTINUING) ||
    text.startsWith('else', at) ||
    text.startsWith('} else', at) ||
    text.startsWith('and ', at) ||
    text.startsWith('or ', at)
  );
}

const LEAVES = [
  'identifier',
  'string',
  'number',
  'integer',
  'interpreted_string_literal',
  'string_literal',
];

/** Whether a tree is deeper than code that somebody wrote: `"a" + "a" + …`, `a.b(1).b(1)…` without end. */
export function hasDeepTree(root: SgNode): boolean {
  const samples = Math.ceil(root.range().end.index / SAMPLE_CHARACTERS) + 1;
  return LEAVES.some(kind => {
    const leaves = leavesOf(root, kind);
    const step = Math.max(1, Math.floor(leaves.length / samples));
    for (let index = 0; index < leaves.length; index += step) {
      if (leaves[index].ancestors().length > MAX_DEPTH) {
        return true;
      }
    }
    return false;
  });
}

function leavesOf(root: SgNode, kind: string): SgNode[] {
  try {
    return root.findAll({ rule: { kind } });
  } catch {
    // Not a kind of this language.
    return [];
  }
}
