const UNITS: Record<string, number> = {
  weeks: 604_800,
  week: 604_800,
  w: 604_800,
  days: 86_400,
  day: 86_400,
  d: 86_400,
  hours: 3600,
  hour: 3600,
  hrs: 3600,
  hr: 3600,
  h: 3600,
  minutes: 60,
  minute: 60,
  mins: 60,
  min: 60,
  m: 60,
  seconds: 1,
  second: 1,
  secs: 1,
  sec: 1,
  s: 1,
  years: 31_557_600,
  year: 31_557_600,
  yrs: 31_557_600,
  yr: 31_557_600,
  y: 31_557_600,
  milliseconds: 0.001,
  ms: 0.001,
};

/** Seconds of a life as libraries write it: `15m`, `7 days`, `3600`, a number of seconds. */
export function secondsOf(value: unknown): number | undefined {
  if (typeof value === 'number') {
    return value;
  }
  const match =
    typeof value === 'string'
      ? /^\s*(\d{1,12}(?:\.\d{1,6})?)\s*([a-z]*)\s*$/i.exec(value)
      : null;
  if (!match) {
    return undefined;
  }
  const [, digits, unit] = match;
  // A bare text of digits is milliseconds for some libraries and seconds for others.
  return unit === ''
    ? undefined
    : (UNITS[unit.toLowerCase()] ?? NaN) * Number(digits) || undefined;
}

/** The longest life that a text of code names with literal numbers: `timedelta(hours=1)`, `15 * 60 * 1000`. */
export function secondsIn(text: string): number | undefined {
  const found: number[] = [];
  for (const [, unit, digits] of text.matchAll(
    /\b(weeks|days|hours|minutes|seconds)\s*=\s*(\d{1,9})\b/g,
  )) {
    found.push(UNITS[unit] * Number(digits));
  }
  for (const [product] of text.matchAll(
    /\b\d[\d_]{0,9}(?:\s*\*\s*\d[\d_]{0,9}){1,4}/g,
  )) {
    const value = product
      .split('*')
      .reduce(
        (total, part) => total * Number(part.replace(/_/g, '').trim()),
        1,
      );
    // JavaScript counts milliseconds.
    found.push(
      value >= 60_000 && /\b1_?000\b/.test(product) ? value / 1000 : value,
    );
  }
  for (const [, digits] of text.matchAll(
    /Date\.now\(\)\s*\+\s*(\d{4,12})\b/g,
  )) {
    found.push(Number(digits) / 1000);
  }
  return found.length > 0 ? Math.max(...found) : undefined;
}
