const STATUS_TEXTS = {
  announced: 'We expect your parcel',
  collected: 'The carrier has your parcel',
  'in-transit': 'Your parcel is on its way',
  'out-for-delivery': 'Your parcel arrives today',
  delivered: 'Your parcel was delivered',
  problem: 'There is a problem with your parcel',
};

const dayFormat = new Intl.DateTimeFormat(undefined, { dateStyle: 'full' });
const timeFormat = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });

export function statusText(status) {
  return STATUS_TEXTS[status] ?? 'Your parcel is on its way';
}

export function timeText(at) {
  return timeFormat.format(new Date(at));
}

export function byDay(events) {
  const days = new Map();
  for (const event of [...events].sort((a, b) => b.at.localeCompare(a.at))) {
    const day = dayFormat.format(new Date(event.at));
    days.set(day, [...(days.get(day) ?? []), event]);
  }
  return [...days.entries()];
}

export function normaliseNumber(text) {
  const digits = text.replace(/\D/g, '');
  return digits.length === 10 ? `AR${digits}` : null;
}
