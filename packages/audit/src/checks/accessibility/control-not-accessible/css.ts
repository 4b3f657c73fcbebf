/** A rule that takes the outline away. */
export interface OutlineProblem {
  selector: string;
  line: number;
}

/** Declarations that show the focus in another way. */
const REPLACEMENTS = [
  'box-shadow',
  'border',
  'background',
  'text-decoration',
  'outline-offset',
  'color',
];

/**
 * Rules that remove the outline without showing the focus otherwise. A style sheet that has a rule for `:focus-visible`
 * with an outline of its own replaces it for everything.
 */
export function outlineProblems(
  text: string,
  lineComments = false,
): OutlineProblem[] {
  const rules = readRules(text, lineComments);
  const replaced = rules.some(
    ({ selector, declarations }) =>
      selector.includes(':focus-visible') &&
      (declarations.some(
        ({ name, value }) => name.startsWith('outline') && !isNone(value),
      ) ||
        declarations.some(({ name }) => REPLACEMENTS.includes(name))),
  );
  if (replaced) {
    return [];
  }
  return rules.flatMap(({ selector, declarations }) => {
    const removed = declarations.find(
      ({ name, value }) => name === 'outline' && isNone(value),
    );
    const shown = declarations.some(({ name }) =>
      REPLACEMENTS.some(start => name.startsWith(start)),
    );
    const focusable =
      selector.includes(':focus') ||
      selector === '*' ||
      ['button', 'a', 'input', 'select', 'textarea'].includes(selector);
    return removed && focusable && !shown && !selector.includes(':not(')
      ? [{ selector, line: removed.line }]
      : [];
  });
}

function isNone(value: string): boolean {
  return ['none', '0', '0px'].includes(value.split('!')[0].trim());
}

interface CssRule {
  selector: string;
  declarations: { name: string; value: string; line: number }[];
}

/** Rules with their declarations, nested ones by themselves; comments are skipped. */
function readRules(text: string, lineComments: boolean): CssRule[] {
  const result: CssRule[] = [];
  const open: CssRule[] = [];
  let piece = '';
  let line = 1;
  let pieceLine = 1;
  const declare = () => {
    const colon = piece.indexOf(':');
    const rule = open[open.length - 1];
    if (rule && colon > 0) {
      rule.declarations.push({
        name: piece.slice(0, colon).trim(),
        value: piece.slice(colon + 1).trim(),
        line: pieceLine,
      });
    }
    piece = '';
  };
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '/' && text[at + 1] === '*') {
      const end = text.indexOf('*/', at + 2);
      const stop = end < 0 ? text.length : end + 2;
      line += text.slice(at, stop).split('\n').length - 1;
      at = stop - 1;
      continue;
    }
    // Line comments of SCSS and Less; `https://` in an address is none.
    if (
      character === '/' &&
      text[at + 1] === '/' &&
      lineComments &&
      text[at - 1] !== ':'
    ) {
      const end = text.indexOf('\n', at);
      at = (end < 0 ? text.length : end) - 1;
      continue;
    }
    if (character === '{') {
      open.push({
        selector: piece.trim().split(/\s+/).join(' '),
        declarations: [],
      });
      piece = '';
    } else if (character === '}') {
      declare();
      const closed = open.pop();
      if (closed) {
        result.push(closed);
      }
    } else if (character === ';') {
      declare();
    } else {
      if (piece.trim() === '') {
        pieceLine = line + (character === '\n' ? 1 : 0);
      }
      piece += character;
    }
    if (character === '\n') {
      line += 1;
    }
  }
  return result;
}
