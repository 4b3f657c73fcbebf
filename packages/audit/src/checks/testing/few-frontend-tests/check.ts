import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { InventoryFile } from '../../../facts/inventory/schema';
import { isWithin, nameOf } from '../../../facts/manifests/names';
import { tests } from '../../../facts/tests/extract';
import { TestFileFact } from '../../../facts/tests/schema';
import {
  FrontendApplication,
  frontendApplications,
} from '../../../judging/frontends';
import { count, inOrder } from '../../../judging/outcome';

/** So many components are an application whose parts want tests. */
const MANY_COMPONENTS = 20;
/** Modules for one test file. */
const MODULES_PER_TEST = 10;

/** Modules with which tests draw a component. */
const DRAWING =
  /^(?:@testing-library\/(?:react|vue|svelte|angular|preact|user-event)|@vue\/test-utils|enzyme|react-test-renderer|react-dom\/test-utils|@angular\/core\/testing|@storybook\/(?:test|react|vue3|testing-library)|vitest-browser-\w+|cypress\/(?:react|vue|svelte|angular).*|@playwright\/experimental-ct-\w+|@backstage\/(?:frontend-)?test-utils|@solidjs\/testing-library|@nuxt\/test-utils.*)$/;
const DRAWING_WORDS = [
  'testing-library',
  'test-utils',
  'enzyme',
  'test-renderer',
  'core/testing',
  'storybook',
  'vitest-browser',
  'cypress',
  'experimental-ct',
];

export const check = defineCheck({
  id: 'few-frontend-tests',
  area: 'testing',
  severity: 'medium',
  confidence: 'likely',
  phase: 'testing-and-quality',
  effort: 'large',
  title: 'The frontend has few tests, or none that draw a component',
  description:
    'Looks at every browser application: with 20 or more hand-written components or pages it should have component or interaction tests (Testing Library, Vue Test Utils, TestBed, Cypress or Playwright components, Storybook play functions), and one test file for ten hand-written modules. Generated clients, types, styles, stories and configuration are left out. Tests of hooks and helpers count as test files, not as component tests.',
  failureMode:
    'What users see and press is not run by any test, or by very few.',
  manifestation:
    'A form that loses its input, a list that does not reload, a dialogue that does not close are found by clicking.',
  impact:
    'Every change of a shared component may break pages nobody looks at; upgrades of the framework are put off.',
  remediation:
    'Test components as users use them, beginning with forms and with what has caused incidents.\n\n```tsx\nrender(<OrderForm onOrder={onOrder} />);\nawait userEvent.type(screen.getByLabelText("Amount"), "3");\nawait userEvent.click(screen.getByRole("button", { name: "Order" }));\nexpect(onOrder).toHaveBeenCalledWith({ amount: 3 });\n```',
  guardrail: {
    linter: 'eslint-plugin-testing-library',
    tests: 'Testing Library, Vue Test Utils',
    ci: 'coverage gate for the frontend',
  },
  references: [
    {
      title: 'Testing Library: guiding principles',
      url: 'https://testing-library.com/docs/guiding-principles',
    },
  ],
  evaluate: async context => {
    const frontends = (await frontendApplications(context)).filter(
      ({ files }) => modulesOf(files).length >= MODULES_PER_TEST,
    );
    if (frontends.length === 0) {
      return {
        status: 'not-applicable',
        summary: `No browser application has ${MODULES_PER_TEST} or more modules`,
      };
    }
    const failing: Evidence[] = [];
    const good: Evidence[] = [];
    let share = 0;
    for (const frontend of frontends) {
      const judged = await judge(context, frontend);
      failing.push(...judged.failing);
      good.push(...judged.good);
      share += judged.share / frontends.length;
    }
    if (failing.length > 0) {
      return {
        status: 'fail',
        summary: failing.map(({ note }) => note).join('; '),
        evidence: inOrder(failing),
        share,
        strengths: inOrder(good),
        lookedFor: [
          'Testing Library, Vue Test Utils, TestBed, Enzyme, component tests of Cypress and Playwright, Storybook play functions',
        ],
      };
    }
    return {
      status: 'pass',
      summary: `${count(
        frontends.length,
        'browser application has',
        'browser applications have',
      )} component tests`,
      evidence: inOrder(good),
    };
  },
});

async function judge(
  context: CheckContext,
  { root, manifest, files }: FrontendApplication,
): Promise<{ failing: Evidence[]; good: Evidence[]; share: number }> {
  const subject = root || 'repository root';
  const modules = modulesOf(files);
  const components = modules.filter(isComponent);
  const own = (await context.facts(tests)).files.filter(
    file =>
      file.family === 'javascript' &&
      !file.endToEnd &&
      (file.part === root || isWithin(file.path, root)),
  );
  const drawing = await drawingTests(context, own);
  const share = Math.min(1, own.length / (modules.length / MODULES_PER_TEST));
  if (drawing === undefined && components.length >= MANY_COMPONENTS) {
    return {
      failing: [
        {
          ...manifest,
          subject,
          note: `${subject}: ${components.length} components, and no test draws one`,
        },
      ],
      good: [],
      share: Math.min(share, 0.5),
    };
  }
  if (share < 1) {
    return {
      failing: [
        {
          ...manifest,
          subject,
          note: `${subject}: ${count(own.length, 'test file')} for ${
            modules.length
          } modules`,
        },
      ],
      good: [],
      share,
    };
  }
  return {
    failing: [],
    good: drawing
      ? [{ ...drawing, note: `draws a component of ${subject}` }]
      : [],
    share: 1,
  };
}

/** Hand-written modules: code and templates, without types, entries of folders and configuration. */
function modulesOf(files: readonly InventoryFile[]): InventoryFile[] {
  return files.filter(({ path, language, lines }) => {
    const name = nameOf(path);
    return (
      (language !== null || /\.(?:vue|svelte)$/.test(name)) &&
      language !== 'python' &&
      lines > 3 &&
      !/\.d\.[cm]?ts$|\.config\.[cm]?[jt]s$|\.module\.ts$|^(?:types|index|constants|setupTests|vite-env)\.[jt]sx?$|\.(?:types|styles|gen|generated)\.[jt]sx?$/.test(
        name,
      )
    );
  });
}

function isComponent({ path, language }: InventoryFile): boolean {
  return (
    language === 'tsx' || /\.(?:jsx|vue|svelte)$|\.component\.ts$/.test(path)
  );
}

async function drawingTests(
  context: CheckContext,
  own: readonly TestFileFact[],
): Promise<{ path: string; line: number } | undefined> {
  const paths = new Set(own.map(({ path }) => path));
  const files = await context.syntax.files({
    classes: ['test', 'story'],
    containing: DRAWING_WORDS,
  });
  for (const file of files) {
    const played =
      /\.stories\.[jt]sx?$/.test(file.path) && /\bplay\s*[:=(]/.test(file.text);
    const found =
      paths.has(file.path) || played
        ? file.imports.find(({ module }) => DRAWING.test(module))
        : undefined;
    if (found) {
      return { path: file.path, line: found.line };
    }
  }
  return undefined;
}
