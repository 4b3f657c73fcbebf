import { Page } from '@readiness/plugin-readiness-common';
import { PagePosition } from './PagePosition';

/** The part of the rows that is shown, in its order, with cursors to what lies before and behind. */
export function pageOf<TRow>(options: {
  /** In the order in which they were read, one more than the limit if there are more. */
  rows: readonly TRow[];
  limit: number;
  position?: PagePosition;
  cursorAt: (row: TRow, direction: PagePosition['direction']) => string;
}): { shown: TRow[]; pageInfo: Page<TRow>['pageInfo'] } {
  const { rows, limit, position, cursorAt } = options;
  const more = rows.length > limit;
  const backwards = position?.direction === 'prev';
  const shown = rows.slice(0, limit);
  if (backwards) {
    shown.reverse();
  }
  const first = shown.at(0);
  const last = shown.at(-1);
  return {
    shown,
    pageInfo: {
      nextCursor:
        last && (more || backwards) ? cursorAt(last, 'next') : undefined,
      prevCursor: first && position ? cursorAt(first, 'prev') : undefined,
    },
  };
}

/**
 * Whether a page that was read backwards reached the beginning: the list has grown or shrunk since the cursor was made.
 * Then the first page is read anew, so that it is a full one.
 */
export function isAtBeginning(options: {
  rows: readonly unknown[];
  limit: number;
  position?: PagePosition;
}): boolean {
  return (
    options.position?.direction === 'prev' &&
    options.rows.length <= options.limit
  );
}
