import { Evidence, Place } from '@readiness/plugin-readiness-common';
import { CheckContext, CheckOutcome } from '../engine/types';
import { inventory } from '../facts/inventory/extract';
import { FileClass, InventoryFile } from '../facts/inventory/schema';
import { FileQuery } from '../syntax/schema';
import { unreadableLanguages } from './unreadable';

/** `1 place`, `2 places`. */
export function count(amount: number, one: string, many = `${one}s`): string {
  return `${amount} ${amount === 1 ? one : many}`;
}

/** Sorts by path and line, and drops what says the same of the same place. */
export function inOrder<T extends Place & { subject?: string }>(
  places: readonly T[],
): T[] {
  const seen = new Set<string>();
  return [...places]
    .sort(
      (a, b) =>
        compare(a.path ?? '', b.path ?? '') || (a.line ?? 0) - (b.line ?? 0),
    )
    .filter(item => {
      const key = `${item.path}\0${item.line}\0${item.subject ?? ''}`;
      const isNew = !seen.has(key);
      seen.add(key);
      return isNew;
    });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** The first files of evidence for a summary: `a.py:3, b.py:9 and 2 more`. */
export function somePlaces(evidence: readonly Evidence[], most = 3): string {
  const shown = evidence
    .slice(0, most)
    .map(item => (item.line ? `${item.path}:${item.line}` : `${item.path}`));
  const rest = evidence.length - shown.length;
  return shown.join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

/** Files of some classes, by default production code in a language that can be parsed. */
export async function codeFiles(
  context: CheckContext,
  classes: readonly FileClass[] = ['source'],
): Promise<InventoryFile[]> {
  const { files } = await context.facts(inventory);
  return files.filter(
    item => item.language !== null && classes.includes(item.class),
  );
}

/**
 * Judges code, and turns what is no failure into `unknown` where code that matters could not be read: languages without
 * a parser, or files that contain the words in question and do not parse.
 */
export function judged(
  query: FileQuery,
  judge: (context: CheckContext) => Promise<CheckOutcome>,
): (context: CheckContext) => Promise<CheckOutcome> {
  return async context => {
    const outcome = await judge(context);
    if (outcome.status !== 'pass' && outcome.status !== 'not-applicable') {
      return outcome;
    }
    const languages = await unreadableLanguages(context);
    if (languages.length > 0) {
      return {
        status: 'unknown',
        summary: `Most of the code is ${languages.join(
          ', ',
        )}, which is not read here`,
      };
    }
    // Declarations of types say what others do; nothing is judged by them.
    const unreadable = (await context.syntax.unreadable(query)).filter(
      path => !/\.d\.[cm]?ts$/.test(path),
    );
    return unreadable.length > 0
      ? {
          status: 'unknown',
          summary: `${count(
            unreadable.length,
            'file that matters cannot',
            'files that matter cannot',
          )} be parsed: ${unreadable.slice(0, 3).join(', ')}`,
        }
      : outcome;
  };
}
