import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { applications } from '../../../facts/applications/extract';
import { dependsOn, manifests } from '../../../facts/manifests/extract';
import { DependencyFact } from '../../../facts/manifests/schema';
import { tests } from '../../../facts/tests/extract';
import { qualitySteps } from '../../../facts/workflows/qualitySteps';
import { boundaryTests } from '../../../judging/boundaryTests';
import { frontendApplications } from '../../../judging/frontends';
import { count, inOrder } from '../../../judging/outcome';
import { activePipelines } from '../../../judging/pipelines';

const TOOLS = {
  npm: [
    '@playwright/test',
    'playwright',
    'cypress',
    'webdriverio',
    '@wdio/cli',
    'selenium-webdriver',
    'testcafe',
    'detox',
    'nightwatch',
    'protractor',
    'puppeteer',
    'codeceptjs',
  ],
  pypi: [
    'playwright',
    'pytest-playwright',
    'selenium',
    'splinter',
    'robotframework-seleniumlibrary',
    'robotframework-browser',
  ],
  maven: [
    'org.seleniumhq.selenium:*',
    'com.codeborne:selenide',
    'com.microsoft.playwright:*',
  ],
} as const;
const RUNNERS =
  /^(?:playwright|cypress|testcafe|wdio|detox|nightwatch|ng|robot)\b/;
const FLOWS = /(?:^|\/)(?:e2e|end[-_]?to[-_]?end|system|acceptance)[^/]*\//i;

export const check = defineCheck({
  id: 'no-end-to-end-tests',
  area: 'testing',
  severity: 'medium',
  confidence: 'likely',
  phase: 'testing-and-quality',
  effort: 'large',
  title: 'No end-to-end tests',
  description:
    'A system with a user interface should have tests that drive it in a browser: a direct dependency on Playwright, Cypress, WebdriverIO, Selenium, TestCafe, Detox or the like, and specs with tests in them. Several services without a user interface need flows over their APIs (folders e2e or acceptance). An empty folder of specs, a tool that only a lock file or a document names, and component tests do not count. Whether the specs cover the main flows, and viewports other than one of a desktop, is not judged.',
  failureMode:
    'Nobody but users ever walks through sign-in, the main flow and sign-out.',
  manifestation:
    'Each part passes its tests, and the page is white because an address, a header or a cookie does not fit.',
  impact:
    'Releases are followed by a round of clicking by hand, or by calls of customers.',
  remediation:
    'Start with the three flows that earn the money, in the pipeline, against the real backend.\n\n```ts\ntest("orders a book", async ({ page }) => {\n  await page.goto("/");\n  await page.getByRole("link", { name: "Books" }).click();\n  await page.getByRole("button", { name: "Order" }).click();\n  await expect(page.getByText("Thank you")).toBeVisible();\n});\n```',
  guardrail: {
    tests: 'Playwright or Cypress against the built system',
    ci: 'end-to-end job on pull requests or every night',
  },
  references: [
    {
      title: 'Playwright: best practices',
      url: 'https://playwright.dev/docs/best-practices',
    },
  ],
  evaluate: async context => {
    const frontends = await frontendApplications(context);
    const services = new Set(
      (await context.facts(applications)).applications
        .filter(({ routes, servesPages }) => routes.length > 0 && !servesPages)
        .map(({ part }) => part),
    );
    if (frontends.length === 0 && services.size < 2) {
      return {
        status: 'not-applicable',
        summary:
          'There is no user interface in a browser, and at most one service',
      };
    }
    const found = await specs(context, frontends.length > 0);
    if (found) {
      return {
        status: 'pass',
        summary: `${count(found.files, 'file')} of end-to-end tests`,
        evidence: inOrder(found.evidence),
      };
    }
    const [tool] = await toolsOf(context);
    const [frontend] = frontends;
    const place = tool ?? frontend?.manifest;
    return {
      status: 'fail',
      summary: tool
        ? `${tool.name} is there, and no spec has a test in it`
        : 'Nothing drives the system from end to end',
      evidence: place
        ? [
            {
              path: place.path,
              line: place.line,
              subject: frontend ? frontend.root || 'repository root' : 'system',
              note: tool
                ? `${tool.name} is a dependency, and no spec has a test in it`
                : 'nothing drives this user interface in a browser',
            },
          ]
        : [],
      lookedFor: [
        'Playwright, Cypress, WebdriverIO, Selenium, TestCafe, Detox, Puppeteer',
        'specs in e2e/, cypress/, *.e2e.*',
      ],
    };
  },
});

async function specs(
  context: CheckContext,
  browser: boolean,
): Promise<{ files: number; evidence: Evidence[] } | undefined> {
  const { files } = await context.facts(tests);
  const inBrowser = files.filter(
    ({ path, endToEnd }) => endToEnd || /(?:^|\/)cypress\//.test(path),
  );
  const tools = await toolsOf(context);
  if (inBrowser.length > 0 && tools.length > 0) {
    const { active } = await activePipelines(context);
    const step = qualitySteps(active).find(({ tool }) =>
      RUNNERS.test(tool.name),
    );
    return {
      files: inBrowser.length,
      evidence: [
        {
          path: inBrowser[0].path,
          line: inBrowser[0].line,
          note: `${tools[0].name} drives the system in a browser`,
          related: [
            { path: tools[0].path, line: tools[0].line, note: tools[0].name },
            ...(step
              ? [
                  {
                    path: step.stepPath,
                    line: step.stepLine,
                    note: 'runs here',
                  },
                ]
              : []),
          ],
        },
      ],
    };
  }
  // Flows over APIs are end to end where there is no user interface.
  const flows = browser
    ? []
    : (await boundaryTests(context)).filter(({ file }) =>
        FLOWS.test(file.path),
      );
  return flows.length > 0
    ? {
        files: flows.length,
        evidence: [
          {
            path: flows[0].file.path,
            line: flows[0].line,
            note: 'drives the services over their APIs',
          },
        ],
      }
    : undefined;
}

async function toolsOf(context: CheckContext): Promise<DependencyFact[]> {
  const declared = await context.facts(manifests);
  return (['npm', 'pypi', 'maven'] as const).flatMap(ecosystem =>
    dependsOn(declared, ecosystem, TOOLS[ecosystem], {
      scope: ['production', 'development'],
    }),
  );
}
