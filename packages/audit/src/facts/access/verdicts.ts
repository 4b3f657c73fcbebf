import { GuardUse } from '../applications/schema';
import { GuardVerdict, Rejection } from './schema';

/** Turns nobody away. */
export const NONE: GuardVerdict = {
  rejects: 'no',
  privilege: false,
  opens: false,
  because: '',
};

/** What a rule of a framework comes to. */
export const SAID: Record<NonNullable<GuardUse['says']>, Rejection> = {
  required: 'yes',
  privilege: 'yes',
  open: 'no',
  unclear: 'unclear',
};
const RANK: Record<Rejection, number> = {
  no: 0,
  unclear: 1,
  writes: 2,
  yes: 3,
};

/** What several guards do together. */
export function together(verdicts: readonly GuardVerdict[]): GuardVerdict {
  let best = verdicts[0] ?? NONE;
  let privilege = false;
  let opens = false;
  for (const item of verdicts) {
    opens ||= item.opens;
    if (RANK[item.rejects] > RANK[best.rejects]) {
      best = item;
    }
    privilege ||= item.privilege && item.rejects !== 'no';
  }
  return { ...best, privilege, opens: best.rejects === 'no' && opens };
}
