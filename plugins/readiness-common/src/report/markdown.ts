import { visible, visibleLines } from './visible';

/**
 * Characters with a meaning inside a line of Markdown. An underscore within a word and an ampersand before a space have
 * none, and escaping them would only make the text hard to read as it is.
 */
const SPECIAL =
  /[\\`*[\]<|~$]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|&(?=[\w#])/gu;

/** What makes a list, a quote or a heading of the start of a line. */
const LINE_START = /^(\s*)([-+=>#]|\d+(?=[.)](?:\s|$)))/;

/** Plain text from anywhere, on one line, with nothing in it that Markdown would act on. */
export function text(value: string): string {
  return visible(value)
    .replace(SPECIAL, '\\$&')
    .replace(LINE_START, (_, space: string, start: string) =>
      /^\d/.test(start) ? `${space}${start}\\` : `${space}\\${start}`,
    );
}

/** Code on one line, whatever it contains. */
export function code(value: string): string {
  const shown = visible(value) || ' ';
  const fence = '`'.repeat(longestRun(shown) + 1);
  const pad = shown.startsWith('`') || shown.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}

/** A block of code that its contents cannot close. */
export function codeBlock(value: string, language = ''): string {
  const lines = visibleLines(value);
  const fence = '`'.repeat(Math.max(3, longestRun(lines.join('\n')) + 1));
  return [`${fence}${language}`, ...lines, fence].join('\n');
}

/** Cells are Markdown on one line. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(head),
    line(head.map(() => '---')),
    ...rows.map(cells => line(cells.map(cell))),
  ].join('\n');
}

/** Bars end a cell, inside of code as well. One that {@link text} has escaped already stays as it is. */
function cell(value: string): string {
  let escaped = '';
  let backslashes = 0;
  for (const character of value.split(/\r?\n/).join(' ')) {
    escaped += character === '|' && backslashes % 2 === 0 ? '\\|' : character;
    backslashes = character === '\\' ? backslashes + 1 : 0;
  }
  return escaped || ' ';
}

function longestRun(value: string): number {
  return Math.max(0, ...(value.match(/`+/g) ?? []).map(run => run.length));
}
