const STORAGE_KEY = 'admin-console.session';

export const tokenStore = {
  read(): string | null {
    return window.localStorage.getItem(STORAGE_KEY);
  },

  save(accessToken: string): void {
    window.localStorage.setItem(STORAGE_KEY, accessToken);
  },

  clear(): void {
    window.localStorage.removeItem(STORAGE_KEY);
  },
};
