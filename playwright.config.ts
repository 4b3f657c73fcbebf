import { defineConfig } from '@playwright/test';

/** Started by scripts/e2e.mjs, which brings the backend, the database and the browser. */
export default defineConfig({
  testDir: 'packages/app/e2e-tests',
  outputDir: `.cache/e2e/results-${process.env.E2E_ENGINE}`,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  forbidOnly: true,
  workers: 1,
  reporter: [['list'], ['json']],
  use: {
    baseURL: process.env.E2E_BASE_URL,
    viewport: { width: 1400, height: 900 },
    actionTimeout: 20_000,
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
