import { Settings } from '../facts/settings/schema';
import { ArgumentFact } from '../syntax/schema';

/** A number with the place that decides it. */
export interface DecidedNumber {
  value: number;
  /** The default of a setting: a deployment may set another. */
  setting?: { name: string; path: string; line: number };
}

/**
 * The number that an argument stands for, through variables, conversions and the defaults of settings.
 *
 * @returns `undefined` when nothing in the tree says it.
 */
export function numberOf(
  argument: Pick<ArgumentFact, 'text' | 'value'>,
  { settings }: Settings,
  at: { path: string },
): DecidedNumber | undefined {
  const own = asNumber(argument.value);
  if (own !== undefined) {
    return { value: own };
  }
  // `settings.BCRYPT_ROUNDS`, `config.get('BCRYPT_ROUNDS')`, `int(os.getenv("BCRYPT_ROUNDS", "4"))`, `ROUNDS`.
  const words = argument.text.match(/[A-Za-z_]\w*/g) ?? [];
  const candidates = settings.filter(
    item =>
      asNumber(item.default?.value) !== undefined &&
      words.some(
        word =>
          word.length > 3 &&
          [item.name, item.assignedTo].some(
            name => name?.toLowerCase() === word.toLowerCase(),
          ),
      ),
  );
  const found = candidates.find(item => item.path === at.path) ?? candidates[0];
  return found
    ? {
        value: asNumber(found.default!.value)!,
        setting: { name: found.name, path: found.path, line: found.line },
      }
    : undefined;
}

function asNumber(value: unknown): number | undefined {
  if (typeof value === 'number') {
    return value;
  }
  return typeof value === 'string' && /^\d{1,12}$/.test(value)
    ? Number(value)
    : undefined;
}
