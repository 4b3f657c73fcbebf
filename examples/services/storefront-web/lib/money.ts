const formats = new Map<string, Intl.NumberFormat>();

export function formatMoney(
  minor: number,
  currency: string,
  locale = 'en-IE',
): string {
  const key = `${locale}/${currency}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale, { style: 'currency', currency });
    formats.set(key, format);
  }
  return format.format(minor / 100);
}
