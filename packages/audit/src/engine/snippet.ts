import { Place } from '@readiness/plugin-readiness-common';
import { maskSecrets } from './maskSecrets';

const MAX_LINES = 3;
const MAX_LINE_LENGTH = 200;

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
  const lines = text
    .split(/\r?\n/, last)
    .slice(first)
    .map(line => line.slice(0, MAX_LINE_LENGTH * 2));
  const indent = Math.min(
    ...lines
      .filter(line => line.trim() !== '')
      .map(line => line.length - line.trimStart().length),
  );
  return maskSecrets(
    lines
      .map(line => line.slice(Number.isFinite(indent) ? indent : 0))
      .map(line => line.slice(0, MAX_LINE_LENGTH))
      .join('\n')
      .trimEnd(),
  );
}
