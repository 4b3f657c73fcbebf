import Cookies from 'js-cookie';
import { SESSION_KEY } from './keys';

export function remember(accessToken: string) {
  localStorage.setItem(SESSION_KEY, accessToken);
}

export function keep(response: { jwt: string; refreshToken: string }) {
  window.sessionStorage.refresh_token = response.refreshToken;
  document.cookie = `token=${response.jwt}; path=/`;
  Cookies.set('auth_token', response.jwt);
}

export function rememberLogin(email: string, password: string) {
  localStorage.setItem('login', JSON.stringify({ email, password }));
}

export function forget() {
  localStorage.setItem('token', '');
  localStorage.removeItem('token');
}
