const KEY = 'tracking.recent';
const KEEP = 5;

export function recentNumbers() {
  try {
    return JSON.parse(window.localStorage.getItem(KEY) ?? '[]');
  } catch {
    return [];
  }
}

export function remember(number) {
  const numbers = [
    number,
    ...recentNumbers().filter(known => known !== number),
  ];
  window.localStorage.setItem(KEY, JSON.stringify(numbers.slice(0, KEEP)));
}

export function forget(number) {
  const numbers = recentNumbers().filter(known => known !== number);
  window.localStorage.setItem(KEY, JSON.stringify(numbers));
}
