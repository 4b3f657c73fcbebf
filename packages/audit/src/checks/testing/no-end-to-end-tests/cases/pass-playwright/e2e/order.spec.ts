import { expect, test } from '@playwright/test';

test('orders', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByText('Shop')).toBeVisible();
});
