import { expect, test } from '@playwright/test';
import { mkdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { api, Services, signIn } from './portal';

const DEMO_SERVICES = [
  'admin-console',
  'booking-api',
  'cost-insights',
  'inventory-service',
  'ledger-service',
  'legacy-importer',
  'notifications-hub',
  'orders-api',
  'payments-api',
  'practice-hub',
  'pricing-engine',
  'storefront-web',
  'tracking-api',
  'tracking-web',
];

test.describe.configure({ mode: 'serial' });

test('scores every demo service without anybody clicking', async ({ page }) => {
  await signIn(page);
  await expect
    .poll(
      async () => {
        const { items } = await api<Services>(page, '/services?limit=200');
        return items
          .filter(({ entityRef }) => entityRef.startsWith('component:'))
          .filter(({ score, state }) => score !== null && state === 'done')
          .map(({ entityRef }) => entityRef.split('/')[1])
          .sort();
      },
      { timeout: 110_000, intervals: [2_000] },
    )
    .toEqual(expect.arrayContaining(DEMO_SERVICES));
});

test('opens a service, shows its score and the evidence of a finding', async ({
  page,
}) => {
  await signIn(page, '/catalog/default/component/payments-api');
  await page
    .getByRole('navigation', { name: 'Content navigation' })
    .getByRole('link', { name: 'Readiness' })
    .click();
  await expect(page).toHaveURL(/\/payments-api\/readiness/);

  const score = page.getByRole('region', { name: 'Overall score' });
  await expect(score).toContainText(/\d\.\d\s*of 10/);
  await expect(page.getByRole('region', { name: 'Ready for' })).toContainText(
    'Prototype',
  );

  await page
    .getByRole('button', { name: 'Pilot: No-go. Show the reasons' })
    .click();
  await expect(page.getByText('Stands in the way')).toBeVisible();
  await page.keyboard.press('Escape');

  await page
    .getByRole('searchbox', { name: 'Search findings' })
    .fill('cors-wildcard');
  const finding = page.getByRole('button', {
    name: /Any origin may send credentials/,
  });
  await finding.first().click();
  await expect(
    page.getByText('src/payments_api/main.py', { exact: false }).first(),
  ).toBeVisible();
  await expect(page.getByText('How to fix it')).toBeVisible();
  await expect(page.getByText(/allow_credentials/).first()).toBeVisible();
});

test('lists services, sorts and filters them, and keeps that in the URL', async ({
  page,
}) => {
  await signIn(page, '/readiness');
  const table = page.getByRole('grid', { name: 'Services' });
  await expect(table.getByRole('row').nth(1)).toBeVisible();

  await table.getByRole('columnheader', { name: 'Score' }).click();
  await expect(page).toHaveURL(/orderBy=score/);
  const worst = await api<Services>(
    page,
    '/services?limit=1&orderBy=score&order=asc',
  );
  const best = await api<Services>(
    page,
    '/services?limit=1&orderBy=score&order=desc',
  );
  await expect(table.getByRole('row').nth(1)).toContainText(
    new RegExp(`${worst.items[0].title}|${best.items[0].title}`),
  );

  await page.goto(
    '/readiness/services?owner=group:default/payments&kind=component',
  );
  await expect(table.getByRole('row')).toHaveCount(3);
  await expect(table).toContainText('Payments API');
  await expect(table).toContainText('Ledger Service');
  await page.reload();
  await expect(table.getByRole('row')).toHaveCount(3);

  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(table).toContainText('Booking API');
  await page.getByRole('searchbox', { name: 'Search services' }).fill('track');
  await expect(table.getByRole('row')).toHaveCount(3);
  await expect(page).toHaveURL(/text=track/);

  await table.getByRole('link', { name: 'Tracking API' }).click();
  await expect(page).toHaveURL(/tracking-api\/readiness/);
});

test('audits a service on request and shows when it is done', async ({
  page,
}) => {
  await signIn(page, '/catalog/default/component/ledger-service/readiness');
  const button = page.getByRole('button', { name: 'Audit now' });
  await button.click();
  await expect(page.getByText('Audit finished')).toBeVisible();
  await expect(button).toBeEnabled();
});

test('audits a folder that appears below an allowed root within a minute', async ({
  page,
}) => {
  const playground = process.env.E2E_PLAYGROUND!;
  mkdirSync(join(playground, 'src'), { recursive: true });
  writeFileSync(
    join(playground, 'src/app.py'),
    [
      'import yaml',
      '',
      '',
      'def load(text):',
      '    return yaml.load(text, Loader=yaml.Loader)',
      '',
    ].join('\n'),
  );
  writeFileSync(
    join(playground, 'catalog-info.yaml'),
    [
      'apiVersion: backstage.io/v1alpha1',
      'kind: Component',
      'metadata:',
      '  name: playground',
      'spec:',
      '  type: service',
      '  lifecycle: experimental',
      '  owner: group:default/payments',
      '',
    ].join('\n'),
  );

  await signIn(page);
  await expect
    .poll(
      async () => {
        const { items } = await api<Services>(
          page,
          '/services?text=playground',
        );
        return items[0]?.state;
      },
      { timeout: 100_000, intervals: [2_000] },
    )
    .toBe('done');
  await page.goto('/catalog/default/component/playground/readiness');
  await expect(page.getByText('src/app.py').first()).toBeVisible();
});

test('refuses a folder that is not allowed and names the setting', async ({
  page,
}) => {
  const playground = process.env.E2E_PLAYGROUND!;
  const descriptor = join(playground, 'catalog-info.yaml');
  writeFileSync(
    descriptor,
    [
      readFileSync(descriptor, 'utf8'),
      '---',
      'apiVersion: backstage.io/v1alpha1',
      'kind: Component',
      'metadata:',
      '  name: outside',
      '  annotations:',
      '    backstage.io/source-location: file:/etc/',
      'spec:',
      '  type: service',
      '  lifecycle: experimental',
      '  owner: group:default/payments',
      '',
    ].join('\n'),
  );

  await signIn(page);
  await expect
    .poll(
      async () => {
        const { items } = await api<Services>(page, '/services?text=outside');
        return items[0]?.state;
      },
      { timeout: 100_000, intervals: [2_000] },
    )
    .toBe('failed');
  await page.goto('/catalog/default/component/outside/readiness');
  await expect(
    page.getByText('readiness.repository.localRoots').first(),
  ).toBeVisible();
});

test('keeps what is decided about a finding, with its history', async ({
  page,
}) => {
  const tab =
    '/catalog/default/component/pricing-engine/readiness?view=findings';
  await signIn(page, tab);
  const [finding] = (
    await api<{ items: { id: string; check: string; title: string }[] }>(
      page,
      '/findings?entity=component:default/pricing-engine&severity=high&limit=1',
    )
  ).items;
  const opened = `${tab}&check=${finding.check}`;
  await page.goto(opened);
  const decide = async (action: RegExp) => {
    await page.getByRole('button', { name: 'Decide' }).first().click();
    await page.getByRole('menuitem', { name: action }).click();
  };
  await decide(/^Acknowledge/);
  await expect(page.getByText('Acknowledged', { exact: true })).toBeVisible();

  await decide(/^Accept the risk/);
  const dialog = page.getByRole('dialog', { name: 'Accept the risk' });
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('Behind a VPN');
  const until = dialog.getByLabel('Until');
  await until.fill((await until.getAttribute('max'))!);
  await dialog.getByRole('button', { name: 'Accept the risk' }).click();
  await expect(page.getByText('Risk accepted', { exact: true })).toBeVisible();

  await page.goto(opened);
  await expect(page.getByText('Risk accepted', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'History' }).first().click();
  await expect(page.getByText(/^Risk accepted by/)).toBeVisible();
  await expect(page.getByText('Behind a VPN')).toBeVisible();
  await expect(page.getByText(/^Acknowledged by/)).toBeVisible();
});

test('tells why an area has its score, and exports the report', async ({
  page,
}) => {
  await signIn(page, '/catalog/default/component/payments-api/readiness');
  await page
    .getByRole('button', { name: /why CORS & Headers has this score/ })
    .click();
  const why = page.getByRole('dialog', {
    name: 'Why this score: CORS & Headers',
  });
  await expect(why).toContainText(/earned ÷ [\d.]+ possible/);
  await page.keyboard.press('Escape');

  await page.getByRole('tab', { name: /^Roadmap/ }).click();
  await expect(
    page.getByRole('region', { name: 'The short way to Pilot' }),
  ).toContainText(/score \d+\.\d instead of/);

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: 'Report (Markdown)' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(
    /^readiness-payments-api-\d{4}-\d\d-\d\d\.md$/,
  );
  expect(readFileSync(await file.path(), 'utf8')).toContain('payments');
});

test('looks as it should, light and dark, wide and narrow', async ({
  page,
}) => {
  await signIn(page);
  for (const theme of ['light', 'dark']) {
    await page.evaluate(name => localStorage.setItem('theme', name), theme);
    for (const width of [1400, 800]) {
      await page.setViewportSize({ width, height: 900 });
      for (const [name, path, landmark] of [
        ['tab', '/catalog/default/component/payments-api/readiness', 'Areas'],
        ['services', '/readiness/services', 'Payments API'],
      ]) {
        await page.goto(path);
        await expect(page.getByText(landmark).first()).toBeVisible();
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - window.innerWidth,
        );
        expect(
          overflow,
          `${name} at ${width} px is cut off`,
        ).toBeLessThanOrEqual(0);
        await page.screenshot({
          path: `.cache/e2e/screenshots/${name}-${theme}-${width}.png`,
          fullPage: true,
        });
      }
    }
  }
});
