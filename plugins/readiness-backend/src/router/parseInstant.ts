import { InputError } from '@backstage/errors';
import { DateTime } from 'luxon';

/**
 * A time from a query in the form that cursors hold.
 *
 * @throws InputError that names the parameter.
 */
export function parseInstant(parameter: string, text: string): string {
  const time = DateTime.fromISO(text, { zone: 'utc' });
  if (!time.isValid || time.year < 1970 || time.year > 9999) {
    throw new InputError(`Invalid parameter "${parameter}": not a time`);
  }
  return time.toISO();
}
