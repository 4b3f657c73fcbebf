export function write(key: string, value: unknown) {
  localStorage.setItem(key, JSON.stringify(value));
}
