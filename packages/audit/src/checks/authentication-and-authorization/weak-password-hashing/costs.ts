import { Evidence, Severity } from '@readiness/plugin-readiness-common';
import { Settings } from '../../../facts/settings/schema';
import { numberOf } from '../../../judging/numbers';
import { ArgumentFact, CallFact, FileSyntax } from '../../../syntax/schema';
import { aboutPassword } from './passwords';

export const MIN_BCRYPT = 12;
export const MIN_PBKDF2: Record<string, number> = {
  sha1: 1_300_000,
  sha256: 600_000,
  sha512: 210_000,
};
export const MIN_SCRYPT = 2 ** 14;
/** KiB. */
export const MIN_ARGON2_MEMORY = 19 * 1024;
const MIN_ARGON2_TIME = 2;

/** What a call says about the strength of a hash; nothing when it is about something else. */
export type Judgement =
  | { good: string }
  | { bad: string; severity?: Severity; related?: Evidence['related'] }
  | { open: string }
  | undefined;

/** Judges one call. */
export type Judge = (
  call: CallFact,
  facts: Settings,
  file: FileSyntax,
) => Judgement;

export const positional = (call: CallFact, index: number) =>
  call.args.filter(item => !item.name)[index];
export const named = (call: CallFact, ...names: string[]) =>
  call.args.find(item => item.name && names.includes(item.name));
/** Option of an object literal among the arguments. */
export const option = (call: CallFact, name: string) =>
  call.args
    .flatMap(item => item.entries ?? [])
    .find(entry => entry.name === name);

/** The smallest number that the calls in the same file pass for a parameter of the function around. */
function passedNumber(
  name: string,
  { enclosing, line }: CallFact,
  file: FileSyntax,
): { value: number; setting: undefined } | undefined {
  const made = file.functions.find(
    item =>
      enclosing.includes(item.name) &&
      item.line <= line &&
      item.endLine >= line &&
      item.parameters.some(parameter => parameter.name === name),
  );
  const position =
    made?.parameters.findIndex(parameter => parameter.name === name) ?? -1;
  const passed = file.calls
    .filter(item => item.callee.split('.').pop() === made?.name)
    .flatMap(item => {
      const argument = positional(item, position);
      return argument === undefined
        ? []
        : argument.value ??
            file.assignments.find(({ target }) => target === argument.text)
              ?.value;
    })
    .filter((value): value is number => typeof value === 'number');
  return passed.length
    ? { value: Math.min(...passed), setting: undefined }
    : undefined;
}

/** Judges a cost that must be at least `least`; without the argument the library's own default decides. */
export function atLeast(
  what: string,
  least: number,
  pick: (call: CallFact) => ArgumentFact | undefined,
  byDefault: number,
): Judge {
  return (call, facts, file) => {
    const given = pick(call);
    const number = given
      ? numberOf(given, facts, call) ?? passedNumber(given.text, call, file)
      : { value: byDefault, setting: undefined };
    if (!number) {
      return { open: `${what} is \`${given!.text}\`` };
    }
    const { value, setting } = number;
    const ownDefault = given ? '' : " (the library's default)";
    const origin = setting ? ` (default of ${setting.name})` : ownDefault;
    return value >= least
      ? { good: `${what} ${value}${origin}` }
      : {
          bad: `${what} ${value}${origin}, accepted from ${least}`,
          ...(setting
            ? { related: [{ path: setting.path, line: setting.line }] }
            : {}),
        };
  };
}

export const bcryptHash = (byDefault: number): Judge => {
  const judge = atLeast(
    'bcrypt cost',
    MIN_BCRYPT,
    call => positional(call, 1),
    byDefault,
  );
  return (call, facts, file) => {
    const second = positional(call, 1);
    // A salt that was made elsewhere: its own call is judged.
    return second && /salt/i.test(second.text) && second.value === undefined
      ? undefined
      : judge(call, facts, file);
  };
};
export const bcryptSalt = (byDefault: number) =>
  atLeast(
    'bcrypt cost',
    MIN_BCRYPT,
    call => positional(call, 0) ?? named(call, 'rounds', 'prefix'),
    byDefault,
  );

/** Argon2 with its memory in KiB and its passes. */
export function argon2(
  memory: (call: CallFact) => ArgumentFact | undefined,
  time: (call: CallFact) => ArgumentFact | undefined,
): Judge {
  const byMemory = atLeast('Argon2 memory', MIN_ARGON2_MEMORY, memory, 65536);
  const byTime = atLeast('Argon2 passes', MIN_ARGON2_TIME, time, 3);
  return (call, facts, file) => {
    const both = [byMemory(call, facts, file), byTime(call, facts, file)];
    return (
      both.find(item => item && 'bad' in item) ??
      both.find(item => item && 'open' in item) ?? { good: 'Argon2' }
    );
  };
}

export function pbkdf2(
  algorithm: (call: CallFact) => ArgumentFact | undefined,
  iterations: (call: CallFact) => ArgumentFact | undefined,
): Judge {
  return (call, facts, file) => {
    if (!aboutPassword(call, file)) {
      return undefined;
    }
    const name = String(algorithm(call)?.value ?? 'sha256')
      .toLowerCase()
      .replace('-', '');
    return atLeast(
      `PBKDF2 (${name}) iterations`,
      MIN_PBKDF2[name] ?? MIN_PBKDF2.sha256,
      iterations,
      0,
    )(call, facts, file);
  };
}
