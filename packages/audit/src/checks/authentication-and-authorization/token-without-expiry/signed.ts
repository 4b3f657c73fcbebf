import { Evidence } from '@readiness/plugin-readiness-common';
import { isCredentialName } from '../../../facts/tokens/names';
import { CookieFact, SignedTokenFact } from '../../../facts/tokens/schema';

export const DAY = 86_400;
const MONTH = 30 * DAY;

/** Tokens that may live longer: they are exchanged, not used. */
const LONG_BY_PURPOSE =
  /refresh|remember|reset|verif|invit|email|mail|confirm|activat|share|unsubscrib|offline/i;
/** What is signed here for another service, for one request. */
const NO_SESSION = /assertion|client_?assertion|apns|jws|webhook|test/i;

export function judgeSigned(item: SignedTokenFact): Evidence[] {
  const around = item.enclosing.join('.');
  if (NO_SESSION.test(around)) {
    return [];
  }
  const place = {
    path: item.path,
    line: item.line,
    endLine: item.endLine,
    ...(around ? { subject: around.slice(0, 120) } : {}),
    ...(item.decidedAt ? { related: [item.decidedAt] } : {}),
  };
  if (item.expiry === 'never') {
    return [{ ...place, note: `${item.api} signs a token without an end` }];
  }
  if (
    item.seconds !== undefined &&
    item.seconds > DAY &&
    !LONG_BY_PURPOSE.test(around)
  ) {
    return [
      {
        ...place,
        note: `${item.api} signs an access token for ${lifeIn(item.seconds)}`,
      },
    ];
  }
  return [];
}

export function lifeIn(seconds: number): string {
  const days = Math.round((seconds / DAY) * 10) / 10;
  return `${days} ${days === 1 ? 'day' : 'days'}`;
}

/** Cookies that keep a token longer than a month. */
export function judgeCookie(item: CookieFact): Evidence[] {
  return item.maxAge !== undefined &&
    item.maxAge > MONTH &&
    (item.session ||
      [item.name, ...item.values].some(name =>
        isCredentialName(name.slice(name.lastIndexOf('.') + 1)),
      ))
    ? [
        {
          path: item.path,
          line: item.line,
          endLine: item.endLine,
          subject: `cookie ${item.name}`.slice(0, 120),
          severity: 'medium',
          note: `the cookie \`${item.name}\` keeps a token for ${lifeIn(
            item.maxAge,
          )}`,
        },
      ]
    : [];
}
