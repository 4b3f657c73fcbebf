import Cookies from 'js-cookie';

export function save(theme: string, csrfToken: string, locale: string) {
  localStorage.setItem('theme', theme);
  localStorage.setItem('theme-token', theme);
  sessionStorage.setItem('csrf', csrfToken);
  Cookies.set('locale', locale);
  sessionStorage.setItem('pkce_code_verifier', makeVerifier());
}
