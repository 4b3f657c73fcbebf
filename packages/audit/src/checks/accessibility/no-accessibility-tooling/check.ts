import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { inventory } from '../../../facts/inventory/extract';
import { InventoryFile } from '../../../facts/inventory/schema';
import { dependsOn, manifests } from '../../../facts/manifests/extract';
import { Manifests } from '../../../facts/manifests/schema';
import { frontendApplications } from '../../../judging/frontends';

/** Linter plug-ins with the words by which a configuration switches their rules on. */
const LINTERS = [
  { package: 'eslint-plugin-jsx-a11y', words: ['jsx-a11y', 'jsxA11y'] },
  {
    package: 'eslint-plugin-vuejs-accessibility',
    words: ['vuejs-accessibility', 'vuejsAccessibility'],
  },
  {
    package: '@angular-eslint/eslint-plugin-template',
    words: [
      'template-accessibility',
      'templateAccessibility',
      'template/accessibility',
    ],
  },
  {
    package: 'angular-eslint',
    words: ['templateAccessibility', 'template-accessibility'],
  },
  // Biome has these rules in its recommended set.
  { package: '@biomejs/biome', words: ['"a11y"', '"recommended": true'] },
];

/** Packages of automated checks with the modules that tests import. */
const TEST_PACKAGES = [
  'jest-axe',
  'vitest-axe',
  '@axe-core/playwright',
  '@axe-core/react',
  'axe-playwright',
  'cypress-axe',
  'axe-core',
  '@chialab/vitest-axe',
  '@sa11y/jest',
  '@storybook/addon-a11y',
];

/** Programs by the package that brings them. */
const PROGRAMS: Record<string, string> = {
  pa11y: 'pa11y',
  'pa11y-ci': 'pa11y',
  '@lhci/cli': 'lhci',
  '@axe-core/cli': 'axe',
};
const COMMAND_PACKAGES = Object.keys(PROGRAMS);

export const check = defineCheck({
  id: 'no-accessibility-tooling',
  area: 'accessibility',
  severity: 'medium',
  confidence: 'certain',
  phase: 'production-hardening',
  effort: 'medium',
  title: 'Nothing checks accessibility',
  description:
    'A user interface should be checked for accessibility in two ways: by lint rules while it is written, and by automated checks of what is drawn (axe, pa11y, Lighthouse with an assertion). The tool has to be a direct dependency, its rules switched on, and its checks used.',
  failureMode:
    'No lint rules for accessibility are on, or no automated check looks at the pages.',
  manifestation:
    'Missing names, labels and alternative texts come in with every change and are found by the people who need them.',
  impact:
    'Barriers pile up until somebody complains or sues, and are dear to remove then.',
  remediation: `Switch the rules on, and check pages in tests.

\`\`\`js
// eslint.config.mjs
import jsxA11y from 'eslint-plugin-jsx-a11y';

export default [jsxA11y.flatConfigs.recommended];
\`\`\`

\`\`\`ts
const results = await new AxeBuilder({ page }).analyze();
expect(results.violations).toEqual([]);
\`\`\``,
  guardrail: {
    linter: 'eslint-plugin-jsx-a11y, eslint-plugin-vuejs-accessibility',
    tests: 'axe in component and Playwright tests',
    ci: 'Lighthouse CI with an accessibility assertion',
  },
  references: [
    {
      title: 'W3C: Evaluating web accessibility',
      url: 'https://www.w3.org/WAI/test-evaluate/',
    },
    {
      title: 'eslint-plugin-jsx-a11y',
      url: 'https://github.com/jsx-eslint/eslint-plugin-jsx-a11y',
    },
    {
      title: 'axe-core',
      url: 'https://github.com/dequelabs/axe-core',
    },
  ],
  evaluate: async context => {
    const applications = await frontendApplications(context);
    if (applications.length === 0) {
      return {
        status: 'not-applicable',
        summary: 'No application for the browser',
      };
    }
    const { files } = await context.facts(inventory);
    const declared = await context.facts(manifests);
    const [{ manifest }] = applications;
    const lint = lintRules(context, files, declared);
    const tests = await automatedChecks(context, files, declared);
    const good = [lint.good, tests].filter(
      (item): item is Evidence => item !== undefined,
    );
    const bad: Evidence[] = [
      ...(lint.good
        ? []
        : [
            {
              ...manifest,
              subject: 'lint rules',
              note: lint.partly ?? 'no lint rules for accessibility',
            },
          ]),
      ...(tests
        ? []
        : [
            {
              ...manifest,
              subject: 'automated checks',
              note: 'no automated check of accessibility',
            },
          ]),
    ];
    if (bad.length === 0) {
      return {
        status: 'pass',
        summary: 'Lint rules and automated checks look at accessibility',
        evidence: good,
      };
    }
    return {
      status: 'fail',
      summary: bad.map(({ note }) => note).join('; '),
      evidence: bad,
      share: good.length / 2,
      strengths: good,
      lookedFor: [
        ...LINTERS.map(item => item.package),
        ...TEST_PACKAGES,
        ...COMMAND_PACKAGES,
      ],
    };
  },
});

function lintRules(
  context: CheckContext,
  files: readonly InventoryFile[],
  declared: Manifests,
): { good?: Evidence; partly?: string } {
  const configurations = files.filter(
    ({ path, class: fileClass }) =>
      fileClass === 'config' && isLintConfiguration(path),
  );
  for (const linter of LINTERS) {
    const [dependency] = dependsOn(declared, 'npm', [linter.package]);
    if (!dependency) {
      continue;
    }
    for (const { path } of configurations) {
      const found = firstLine(context.read(path) ?? '', linter.words);
      if (
        found &&
        usesBiomeOnly(path) === (linter.package === '@biomejs/biome')
      ) {
        return {
          good: {
            path,
            line: found,
            subject: 'lint rules',
            note: `${linter.package} switched on`,
            related: [
              {
                path: dependency.path,
                line: dependency.line,
                note: 'direct dependency',
              },
            ],
          },
        };
      }
    }
    if (
      linter.package !== '@biomejs/biome' &&
      linter.package !== 'angular-eslint'
    ) {
      return {
        partly: `${linter.package} is there, but no configuration switches its rules on`,
      };
    }
  }
  return dependsOn(declared, 'npm', ['eslint-config-next']).length > 0
    ? {
        partly:
          'eslint-config-next brings only a few of the lint rules for accessibility',
      }
    : {};
}

function isLintConfiguration(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return (
    name.startsWith('eslint.config.') ||
    name.startsWith('.eslintrc') ||
    name === 'package.json' ||
    usesBiomeOnly(path)
  );
}

function usesBiomeOnly(path: string): boolean {
  return path.endsWith('biome.json') || path.endsWith('biome.jsonc');
}

/** Line of a word outside of comments; a manifest that only names the package switches nothing on. */
function firstLine(text: string, words: readonly string[]): number | undefined {
  const index = text.split('\n').findIndex(line => {
    const code = line.trim();
    return (
      !code.startsWith('//') &&
      !code.startsWith('*') &&
      !code.startsWith('#') &&
      !code.startsWith('"eslint-plugin-') &&
      words.some(word => code.includes(word))
    );
  });
  return index < 0 ? undefined : index + 1;
}

/** An import in a test, a story set-up, or a command of a script or pipeline. */
async function automatedChecks(
  context: CheckContext,
  files: readonly InventoryFile[],
  declared: Manifests,
): Promise<Evidence | undefined> {
  const direct = dependsOn(declared, 'npm', TEST_PACKAGES);
  for (const dependency of direct) {
    const { name } = dependency;
    const users = await context.syntax.files({
      classes: ['test', 'story', 'config', 'source'],
      languages: ['typescript', 'tsx', 'javascript'],
      containing: [name],
    });
    const related = [
      {
        path: dependency.path,
        line: dependency.line,
        note: 'direct dependency',
      },
    ];
    for (const file of users) {
      const used = file.imports.find(
        ({ module }) => module === name || module.startsWith(`${name}/`),
      );
      const inStorybook =
        file.path.includes('.storybook/') && name === '@storybook/addon-a11y';
      if (used || inStorybook) {
        return {
          path: file.path,
          line:
            used?.line ?? firstLine(context.read(file.path) ?? '', [name]) ?? 1,
          subject: 'automated checks',
          note: `${name} in use`,
          related,
        };
      }
    }
  }
  for (const dependency of dependsOn(declared, 'npm', COMMAND_PACKAGES)) {
    const program = PROGRAMS[dependency.name];
    for (const manifest of declared.manifests) {
      const script = manifest.scripts.find(({ command }) =>
        command.split(/\s/).some(word => word.startsWith(program)),
      );
      if (
        script &&
        (program !== 'lhci' || assertsAccessibility(context, files))
      ) {
        return {
          path: manifest.path,
          line: script.line,
          subject: 'automated checks',
          note: `${dependency.name} runs in the script ${script.name}`,
        };
      }
    }
  }
  return undefined;
}

function assertsAccessibility(
  context: CheckContext,
  files: readonly InventoryFile[],
): boolean {
  return files.some(({ path }) => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    return (
      (name.startsWith('lighthouserc') || name.startsWith('.lighthouserc')) &&
      (context.read(path) ?? '').includes('categories:accessibility')
    );
  });
}
