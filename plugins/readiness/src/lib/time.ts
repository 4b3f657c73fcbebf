import { DateTime } from 'luxon';

/** Up to here days are counted: "in 1 month" would be 31 of them, or 59. */
const MAX_COUNTED_DAYS = 90;

/** For instance `3 hours ago` or `in 59 days`. */
export function relativeTime(iso: string): string {
  const time = DateTime.fromISO(iso);
  const days = Math.abs(time.diffNow('days').days);
  const unit = days >= 1 && days <= MAX_COUNTED_DAYS ? 'days' : undefined;
  return time.toRelative({ unit }) ?? iso;
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

/** The day in so many days, as a date field takes it: `2026-12-31`. */
export function dayIn(days: number): string {
  return DateTime.now().plus({ days }).toISODate();
}

/**
 * The end of a day where the reader is, ISO 8601. A bound of so many days from now cuts the last day short, a minute
 * early, because the clock that judges it is another one.
 */
export function endOfDay(day: string, atMostDays?: number): string {
  const end = DateTime.fromISO(day).endOf('day');
  const bound = DateTime.now().plus({ days: atMostDays, minutes: -1 });
  return (atMostDays === undefined ? end : DateTime.min(end, bound))
    .toUTC()
    .toISO()!;
}
