import { nameWords } from '../../../facts/tenancy/words';

/** Words that mean money by themselves. */
const STRONG = new Set(
  'price prices fee fees salary subtotal payout refund revenue balance tax vat surcharge deposit wage'.split(
    ' ',
  ),
);
/** Words that mean money where a currency or another amount of money stands beside them. */
const WEAK = new Set(
  'amount total cost costs charge discount paid due credit debit net gross'.split(
    ' ',
  ),
);
/** With one of these it is a number of something else, or no amount at all. */
const OTHER = new Set(
  (
    'id count number at date time type percent percentage pct rate rates ratio factor weight quantity qty code currency ' +
    'name status change hours hour minutes seconds duration score size bytes points usage tokens views items users ' +
    'requests days memory cpu steps rows kwh mb gb kb distance level index limit rank probability confidence loss ' +
    'class classes exempt included enabled month year version list map mode label units lines pages steps load reward ' +
    'function iterations epoch params attempts'
  ).split(' '),
);
/** Amounts that nobody is charged by. */
const ESTIMATES = new Set(
  'estimated estimate predicted forecast llm token tokens model ml cloud compute feature avg average mean median'.split(
    ' ',
  ),
);
const OWNERS =
  /cost|order|invoice|payment|transaction|cart|product|wallet|bill|subscription|payout|refund|plan|price|expense|purchase|sale|checkout|charge|quote|receipt|salary|payroll|booking|basket|offer|item|fee|ledger|entry|coupon/i;

export type MoneyName = 'strong' | 'weak' | undefined;

/** Whether a name sounds like an amount of money. */
export function moneyName(name: string): MoneyName {
  const words = nameWords(name);
  if (words.some(word => OTHER.has(word))) {
    return undefined;
  }
  if (words.some(word => STRONG.has(word))) {
    return 'strong';
  }
  return words.some(word => WEAK.has(word)) ? 'weak' : undefined;
}

export const isEstimate = (name: string) =>
  nameWords(name).some(word => ESTIMATES.has(word));

export const isMinorUnit = (name: string) =>
  nameWords(name).some(word =>
    ['minor', 'cents', 'cent', 'pence', 'pennies', 'micros'].includes(word),
  );

/** Whether weak names of a class mean money: its name or another field says so. */
export function isMonetary(
  owner: string,
  fields: readonly { name: string }[],
): boolean {
  return (
    OWNERS.test(owner) ||
    fields.some(
      field =>
        nameWords(field.name).includes('currency') ||
        moneyName(field.name) === 'strong',
    )
  );
}
