import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';

test('home', async ({ page }) => {
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
});
