import { DateTime } from 'luxon';

/** For instance `3 hours ago`. */
export function relativeTime(iso: string): string {
  return DateTime.fromISO(iso).toRelative() ?? iso;
}

/** For instance `22 November 2026 at 02:31 UTC`. */
export function exactTime(iso: string): string {
  return DateTime.fromISO(iso).toLocaleString(DateTime.DATETIME_FULL);
}

/** Whole days since then. */
export function daysSince(iso: string): number {
  return Math.floor(DateTime.now().diff(DateTime.fromISO(iso), 'days').days);
}

export function isPast(iso: string): boolean {
  return DateTime.fromISO(iso) < DateTime.now();
}
