import { expect, Page } from '@playwright/test';

/** Signs in as the guest of the demo world. */
export async function signIn(page: Page, path = '/'): Promise<void> {
  await page.goto(path);
  const enter = page.getByRole('button', { name: 'Enter' });
  const sidebar = page
    .getByRole('navigation', { name: 'sidebar nav' })
    .getByRole('link', { name: 'Readiness' });
  await expect(enter.or(sidebar).first()).toBeVisible();
  if (await enter.isVisible()) {
    await enter.click();
  }
  await expect(sidebar).toBeVisible();
}

/** What the API says, with the rights of the signed-in guest. */
export async function api<T>(page: Page, path: string): Promise<T> {
  const session = await page.request.get('/api/auth/guest/refresh', {
    headers: { 'X-Requested-With': 'XMLHttpRequest' },
  });
  const { backstageIdentity } = await session.json();
  const response = await page.request.get(`/api/readiness/v1${path}`, {
    headers: { Authorization: `Bearer ${backstageIdentity.token}` },
  });
  expect(response.ok(), `${path}: ${response.status()}`).toBe(true);
  return response.json();
}

export interface Services {
  items: {
    entityRef: string;
    title: string;
    score: number | null;
    state: string;
  }[];
  totalItems: number;
}
