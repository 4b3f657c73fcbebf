import { write } from './store';

export async function signIn(body: unknown) {
  const data = await (await fetch('/api/sessions', { method: 'POST', body: JSON.stringify(body) })).json();
  write('accessToken', data.accessToken);
  write('theme', data.theme);
}
