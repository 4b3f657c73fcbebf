import { lineAt, lineStarts } from '../documents/json';
import { documents } from '../documents/documents';
import type { Found, Lookup, Search, Subject } from '../evaluate';
import { listOf } from '../lists';
import { compileRegex } from '../regex';
import type { TextCondition } from '../schema';
import { candidates, valuesOfFile } from './candidates';

/** Lines of one file that are kept. */
const MAX_LINES = 200;
/** Matches looked at in one file; many may stand in one line. */
const MAX_MATCHES = 2_000;

/** Finds lines by regular expressions: a place for each line. */
export async function findText(
  condition: TextCondition,
  search: Search,
): Promise<Lookup> {
  const { context, inside } = search;
  const regex = compileRegex(condition.text, condition.ignoreCase);
  const except =
    condition.except === undefined
      ? undefined
      : compileRegex(condition.except, condition.ignoreCase);
  const given = listOf(condition.containing);
  const literals = given.length > 0 ? given : regex.literals;
  const files = await context.facts(documents);
  const places: Found[] = [];

  const searchIn = (path: string, text: string, firstLine: number) => {
    if (
      (literals.length > 0 && !literals.some(word => text.includes(word))) ||
      !regex.test(text)
    ) {
      return;
    }
    const starts = lineStarts(text);
    const seen = new Set<number>();
    for (const match of regex.find(text, MAX_MATCHES)) {
      const index = lineAt(starts, match.start) - 1;
      const end = starts[index + 1] ?? text.length + 1;
      const line = text.slice(starts[index], end - 1);
      if (!seen.has(index) && !except?.test(line) && seen.size < MAX_LINES) {
        seen.add(index);
        const number = firstLine + index;
        places.push({
          path,
          line: number,
          values: {
            ...valuesOfFile(path),
            line: String(number),
            text: text.slice(match.start, match.end),
            ...prefixed(match.groups),
          },
          inside: { kind: 'text', path, text: line, line: number },
        });
      }
    }
  };

  const own = condition.in ? undefined : ownText(inside, files.text);
  if (own) {
    searchIn(own.path, own.text, own.line);
  } else {
    for (const { path } of await candidates(condition, search)) {
      const text = files.text(path);
      if (text !== undefined) {
        searchIn(path, text, 1);
      }
    }
  }
  return { places, unreadable: [] };
}

/** The text of a subject that is smaller than a file. */
function ownText(
  inside: Subject,
  read: (path: string) => string | undefined,
): { path: string; text: string; line: number } | undefined {
  switch (inside.kind) {
    case 'text':
      return inside;
    case 'code':
      return { ...inside, text: inside.node.text() };
    case 'value':
      return {
        path: inside.path,
        line: inside.line,
        text: (read(inside.path) ?? '')
          .split('\n', inside.endLine)
          .slice(inside.line - 1)
          .join('\n'),
      };
    default:
      return undefined;
  }
}

function prefixed(groups: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(groups).map(([name, text]) => [`match.${name}`, text]),
  );
}
