import { InputError } from '@backstage/errors';
import {
  Severity,
  Standard,
  WaiverKind,
} from '@readiness/plugin-readiness-common';
import { DateTime } from 'luxon';

/**
 * Reads the end of a waiver: in the future, and for accepted risks and exemptions no later than the standard allows for
 * the severity. Only a false positive may last for ever.
 *
 * @throws InputError
 */
export function checkExpiry(options: {
  kind: WaiverKind;
  expiresAt: string | undefined;
  severity: Severity;
  standard: Standard;
  /** ISO 8601. */
  now: string;
}): string | null {
  const { kind, severity, standard } = options;
  if (options.expiresAt === undefined) {
    if (kind === 'false-positive') {
      return null;
    }
    throw new InputError('Invalid field "expiresAt": it is missing');
  }
  const expiresAt = instantOf('expiresAt', options.expiresAt);
  const now = DateTime.fromISO(options.now, { zone: 'utc' });
  if (expiresAt <= now) {
    throw new InputError('Invalid field "expiresAt": not in the future');
  }
  const days = standard.severities[severity].acceptAtMostDays;
  // An hour more, so that clocks need not agree.
  const latest = now.plus({ days, hours: 1 });
  if (kind !== 'false-positive' && expiresAt > latest) {
    throw new InputError(
      `Invalid field "expiresAt": for severity ${severity} no more than ${days} days from now`,
    );
  }
  return expiresAt.toISO();
}

/** @throws InputError unless it is an ISO 8601 time that databases can hold. */
export function instantOf(field: string, text: string): DateTime<true> {
  const time = DateTime.fromISO(text, { zone: 'utc' });
  if (!time.isValid || time.year < 1970 || time.year > 9999) {
    throw new InputError(`Invalid field "${field}": not a time`);
  }
  return time;
}
