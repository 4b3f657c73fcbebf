import { Place } from '@readiness/plugin-readiness-common';
import { maskSecrets } from './maskSecrets';

const MAX_LINES = 3;
const MAX_LINE_LENGTH = 200;
/** Lines before the place that are read for masking: the name of a secret often stands above its value. */
const CONTEXT_LINES = 40;

/** The first lines of a place, indentation removed, secrets masked; `undefined` for a place without a line. */
export function cutSnippet(
  place: Place,
  read: (path: string) => string | undefined,
): string | undefined {
  if (place.path === undefined || place.line === undefined) {
    return undefined;
  }
  const text = read(place.path);
  if (text === undefined) {
    return undefined;
  }
  const first = place.line - 1;
  const last = Math.min(
    place.endLine ?? place.line,
    place.line + MAX_LINES - 1,
  );
  const start = Math.max(0, first - CONTEXT_LINES);
  const context = linesBetween(text, start, last)
    // Twice the length that is shown, so that a value at the edge is still seen as one.
    .map(line => line.slice(0, MAX_LINE_LENGTH * 2));
  const lines = maskSecrets(context.join('\n'), place.path)
    .split('\n')
    .slice(first - start);
  const indent = Math.min(
    ...lines
      .filter(line => line.trim() !== '')
      .map(line => line.length - line.trimStart().length),
  );
  return lines
    .map(line => line.slice(Number.isFinite(indent) ? indent : 0))
    .map(line => line.slice(0, MAX_LINE_LENGTH))
    .join('\n')
    .trimEnd();
}

let remembered: { text: string; starts: number[] } = { text: '', starts: [0] };

/**
 * Lines of a text, `from` inclusive and `to` exclusive, from 0. Starts of lines are remembered for the last text: the
 * places of a result usually lie in one file after the other, and there may be thousands of them.
 */
function linesBetween(text: string, from: number, to: number): string[] {
  if (remembered.text !== text) {
    const starts = [0];
    for (
      let at = text.indexOf('\n');
      at >= 0;
      at = text.indexOf('\n', at + 1)
    ) {
      starts.push(at + 1);
    }
    remembered = { text, starts };
  }
  const { starts } = remembered;
  const lines: string[] = [];
  for (let line = from; line < Math.min(to, starts.length); line++) {
    const end = line + 1 < starts.length ? starts[line + 1] - 1 : text.length;
    const written = text.slice(starts[line], end);
    lines.push(
      written.endsWith('\r') && end < text.length
        ? written.slice(0, -1)
        : written,
    );
  }
  return lines;
}
