import type { SgNode } from '@ast-grep/napi';

/** Longer texts may hold something that takes quadratic time; parsing a shorter one cannot take long. */
export const LARGE_CHARACTERS = 64 * 1024;
/** Brackets inside brackets. Some grammars need quadratic time for them. */
const MAX_BRACKETS = 2000;
/** Nodes inside nodes: each step up from one of them takes the parser as long as the way down to it. */
const MAX_DEPTH = 1000;
/** A place in so many characters is tried. */
const SAMPLE_CHARACTERS = 32 * 1024;

/** Whether brackets are nested as no person nests them. Strings and comments are not told apart, so the bound is wide. */
export function isNestedTooDeeply(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 40: // (
      case 91: // [
      case 123: // {
        depth += 1;
        if (depth > MAX_BRACKETS) {
          return true;
        }
        break;
      case 41: // )
      case 93: // ]
      case 125: // }
        depth = Math.max(0, depth - 1);
        break;
      default:
    }
  }
  return false;
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
  const leaves = leavesOf(root);
  const samples = Math.ceil(root.range().end.index / SAMPLE_CHARACTERS) * 2;
  const step = Math.max(1, Math.floor(leaves.length / samples));
  for (let index = 0; index < leaves.length; index += step) {
    if (leaves[index].ancestors().length > MAX_DEPTH) {
      return true;
    }
  }
  return false;
}

function leavesOf(root: SgNode): SgNode[] {
  return LEAVES.flatMap(kind => {
    try {
      return root.findAll({ rule: { kind } });
    } catch {
      // Not a kind of this language.
      return [];
    }
  });
}
