/** Longer texts are told to whoever watches over the process: they may hold something that takes long. */
export const LARGE_CHARACTERS = 64 * 1024;
/** Brackets inside brackets. Some grammars need quadratic time for them. */
const MAX_BRACKETS = 2000;
/** Nodes inside nodes. Nobody writes such code, and what looks into it calls itself for each. */
export const MAX_NODE_DEPTH = 1000;

const OPENING = new Set([40, 91, 123]);
const CLOSING = new Set([41, 93, 125]);

/** Whether a text is better not parsed. Strings and comments are not told apart, so the bound is wide. */
export function nestsTooDeeply(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (OPENING.has(code)) {
      depth += 1;
      if (depth > MAX_BRACKETS) {
        return true;
      }
    } else if (CLOSING.has(code) && depth > 0) {
      depth -= 1;
    }
  }
  return false;
}
