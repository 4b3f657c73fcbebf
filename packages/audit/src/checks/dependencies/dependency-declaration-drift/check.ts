import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { inventory } from '../../../facts/inventory/extract';
import {
  dependencyUse,
  importsOf,
} from '../../../facts/manifests/dependencyUse';
import { manifests } from '../../../facts/manifests/extract';
import { isWithin } from '../../../facts/manifests/names';
import { DependencyFact, ManifestFact } from '../../../facts/manifests/schema';
import { workflows } from '../../../facts/workflows/extract';
import { count, inOrder } from '../../../judging/outcome';
import { broughtBy, isTool } from './packages';
import { undeclaredPackages } from './undeclared';
import { unusedDependencies } from './unused';

const CHECKERS = ['deptry', 'knip', 'depcheck', 'fawltydeps', 'unimported'];

export const check = defineCheck({
  id: 'dependency-declaration-drift',
  area: 'dependencies',
  severity: 'low',
  confidence: 'likely',
  phase: 'testing-and-quality',
  effort: 'small',
  title: 'Declared and used dependencies differ',
  description:
    'Manifests of Python and JavaScript should name what production code uses, and nothing else: (a) a production dependency that no file imports or names; (b) a package that is imported although only a lock brings it, for another package; (c) a package beside a bundle that brings it; (d) tools for testing and linting among the production dependencies. Drivers, plug-ins and parts that frameworks load by themselves are left alone, as are optional imports and what a framework documents to import with it. Without a lock nothing is said about (b).',
  failureMode:
    'The manifest and the code disagree about what the service needs.',
  manifestation:
    'Images carry packages that nobody calls; an update of one package breaks an import of another.',
  impact:
    'Every unused package can be attacked and has to be patched; a package that is only there by chance disappears with the next update of its parent, and the service does not start.',
  remediation: `Remove what is not used, name what is, and move tools to the development dependencies.

\`\`\`sh
uvx deptry .      # Python
npx knip          # JavaScript, TypeScript
\`\`\``,
  guardrail: {
    linter: 'deptry, knip',
    ci: 'deptry or knip in the pipeline',
  },
  references: [
    { title: 'deptry: rules', url: 'https://deptry.com/rules-violations/' },
    {
      title: 'CWE-1104: Use of Unmaintained Third Party Components',
      url: 'https://cwe.mitre.org/data/definitions/1104.html',
    },
    {
      title: '12-factor: Dependencies',
      url: 'https://12factor.net/dependencies',
    },
  ],
  evaluate: async context => {
    const all = await context.facts(manifests);
    const subjects = await judgedManifests(context, all.manifests);
    if (subjects.length === 0) {
      return all.unreadable.length > 0
        ? {
            status: 'unknown',
            summary: `Cannot be parsed: ${all.unreadable.join(', ')}`,
          }
        : {
            status: 'not-applicable',
            summary: 'No manifest of Python or JavaScript with production code',
          };
    }
    const use = await context.facts(dependencyUse);
    const evidence: Evidence[] = [];
    const bad = new Set<DependencyFact>();
    let total = 0;
    const add = (dependency: DependencyFact, note: string) => {
      bad.add(dependency);
      evidence.push({
        path: dependency.path,
        line: dependency.line,
        subject: dependency.name,
        note,
      });
    };
    for (const manifest of subjects) {
      const declared = productionOf(manifest);
      total += declared.length;
      const tools = misplacedTools(manifest, declared);
      for (const dependency of tools) {
        add(
          dependency,
          `${dependency.name} is a tool for development, declared for production`,
        );
      }
      const rest = declared.filter(item => !tools.includes(item));
      for (const dependency of await unusedDependencies(
        context,
        manifest,
        rest,
        use,
      )) {
        add(dependency, `nothing uses ${dependency.name}`);
      }
    }
    // Also in files that only name what development needs.
    for (const manifest of all.manifests) {
      for (const { dependency, bundle } of bundled(manifest)) {
        if (
          !bad.has(dependency) &&
          importsOf(use, dependency, manifest)?.length === 0
        ) {
          total += dependency.scope === 'production' ? 0 : 1;
          add(dependency, `${bundle} brings ${dependency.name}`);
        }
      }
    }
    const undeclared = await undeclaredPackages(context, all, use);
    for (const { name, manifest, lock, first } of undeclared) {
      evidence.push({
        path: first.path,
        line: first.line,
        severity: 'medium',
        subject: `${manifest.path}: ${name}`,
        note: `${name} is imported, but ${manifest.path} does not name it`,
        related: [{ path: lock, note: 'brings it for another package' }],
      });
    }
    if (evidence.length === 0) {
      const checkers = await checkersInCi(context);
      return {
        status: 'pass',
        summary: `${count(
          total,
          'production dependency is',
          'production dependencies are',
        )} declared and used`,
        evidence: checkers,
      };
    }
    const subjectsTotal = total + undeclared.length;
    return {
      status: 'fail',
      summary: summaryOf(
        bad.size,
        total,
        undeclared.map(({ name }) => name),
      ),
      evidence: inOrder(evidence),
      share: subjectsTotal === 0 ? 0 : (total - bad.size) / subjectsTotal,
      strengths: await checkersInCi(context),
      lookedFor: ['imports, and names of packages in files of any kind'],
    };
  },
});

function summaryOf(bad: number, total: number, undeclared: string[]): string {
  const parts: string[] = [];
  if (bad > 0) {
    parts.push(
      `${bad} of ${count(
        total,
        'declared dependency is',
        'declared dependencies are',
      )} not used or in the wrong place`,
    );
  }
  if (undeclared.length > 0) {
    const names = [...new Set(undeclared)];
    parts.push(
      `${count(
        names.length,
        'package is',
        'packages are',
      )} imported without being declared: ${names.slice(0, 5).join(', ')}`,
    );
  }
  return parts.join('; ');
}

/** Manifests with production code of their language below them. */
async function judgedManifests(
  context: CheckContext,
  all: readonly ManifestFact[],
): Promise<ManifestFact[]> {
  const { files } = await context.facts(inventory);
  const code = files.filter(file => file.class === 'source');
  return all.filter(
    manifest =>
      (manifest.ecosystem === 'npm' || manifest.ecosystem === 'pypi') &&
      productionOf(manifest).length > 0 &&
      code.some(
        ({ path, language }) =>
          language !== null &&
          (language === 'python') === (manifest.ecosystem === 'pypi') &&
          isWithin(path, manifest.root),
      ),
  );
}

function productionOf({ dependencies }: ManifestFact): DependencyFact[] {
  return dependencies.filter(
    ({ scope, range }) =>
      scope === 'production' &&
      !['workspace:', 'file:', 'link:', 'portal:', './', '../'].some(start =>
        range.startsWith(start),
      ),
  );
}

/** Packages about testing and linting need their tools in production. */
const TOOL_WORDS = [
  'test',
  'lint',
  'jest',
  'config',
  'preset',
  'plugin',
  'cli',
];

function misplacedTools(
  { name = '', ecosystem }: ManifestFact,
  declared: readonly DependencyFact[],
): DependencyFact[] {
  return TOOL_WORDS.some(word => name.includes(word))
    ? []
    : declared.filter(item => isTool(item.name, ecosystem));
}

function bundled({ dependencies, ecosystem }: ManifestFact) {
  return dependencies.flatMap(bundle =>
    broughtBy(bundle.name, ecosystem).flatMap(name =>
      dependencies
        .filter(item => item.name === name && item.scope === bundle.scope)
        .map(dependency => ({ dependency, bundle: bundle.name })),
    ),
  );
}

/** Steps of pipelines that compare declarations with imports. */
async function checkersInCi(context: CheckContext): Promise<Evidence[]> {
  const { workflows: pipelines } = await context.facts(workflows);
  const found = pipelines
    .filter(({ active }) => active)
    .flatMap(({ jobs }) => jobs)
    .flatMap(({ steps }) => steps)
    .flatMap(({ commands }) => commands)
    .filter(({ words }) => words.some(word => CHECKERS.includes(word)))
    .map(({ path, line }) => ({
      path,
      line,
      note: 'compares declared and used dependencies',
    }));
  return inOrder(found);
}
