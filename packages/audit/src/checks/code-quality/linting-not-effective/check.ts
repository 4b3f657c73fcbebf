import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { inventory } from '../../../facts/inventory/extract';
import { dependsOn, manifests } from '../../../facts/manifests/extract';
import { isWithin } from '../../../facts/manifests/names';
import { DependencyFact, Ecosystem } from '../../../facts/manifests/schema';
import { tooling } from '../../../facts/tooling/extract';
import { isSyntaxOnly } from '../../../facts/tooling/linters';
import { LintConfiguration } from '../../../facts/tooling/schema';
import { TestFamily } from '../../../facts/tests/schema';
import { Workflow } from '../../../facts/workflows/schema';
import { commandName } from '../../../facts/workflows/tools';
import { CodePart, codeParts } from '../../../judging/codeParts';
import { count, inOrder } from '../../../judging/outcome';
import { activePipelines } from '../../../judging/pipelines';
import { looksAt, ToolRun, toolRuns } from '../../../judging/toolRuns';

/** Languages with less are not linted for their own sake. */
const MIN_LINES = 100;
/** From so many rules on that are off by name the rest is what somebody liked. */
const MANY_IGNORED = 30;

const TITLES: Record<TestFamily, string> = {
  python: 'Python',
  javascript: 'JavaScript/TypeScript',
  go: 'Go',
  java: 'Java',
};
const LINTERS: Record<
  TestFamily,
  { ecosystem: Ecosystem; packages: readonly string[]; shown: string }
> = {
  python: {
    ecosystem: 'pypi',
    packages: [
      'ruff',
      'flake8',
      'pylint',
      'prospector',
      'pylama',
      'wemake-python-styleguide',
    ],
    shown: 'ruff, flake8, pylint',
  },
  javascript: {
    ecosystem: 'npm',
    packages: [
      'eslint',
      '@biomejs/biome',
      'oxlint',
      'tslint',
      'xo',
      'standard',
      'neostandard',
      'ts-standard',
      'jshint',
      'eslint-config-next',
      '@backstage/cli',
      '@antfu/eslint-config',
      'ultracite',
      'gts',
    ],
    shown: 'ESLint, Biome, oxlint',
  },
  go: {
    ecosystem: 'go',
    packages: [],
    shown: 'golangci-lint, go vet, staticcheck',
  },
  java: {
    ecosystem: 'maven',
    packages: [
      'com.puppycrawl.tools:*',
      'com.github.spotbugs:*',
      'com.google.errorprone:*',
      'net.sourceforge.pmd:*',
    ],
    shown: 'Checkstyle, SpotBugs, PMD, Error Prone',
  },
};
/** Plugins of builds of Java that lint. */
const JAVA_PLUGINS =
  /\b(?:maven-checkstyle-plugin|maven-pmd-plugin|spotbugs-maven-plugin|errorprone|detekt|ktlint)\b|\bid\s*\(?\s*["'](?:checkstyle|pmd|com\.github\.spotbugs|net\.ltgt\.errorprone)["']|apply plugin:\s*["'](?:checkstyle|pmd)["']/;
const JAVA_BUILDS = /^(?:mvnw?|gradlew?)$/;

export const check = defineCheck({
  id: 'linting-not-effective',
  area: 'code-quality',
  severity: 'medium',
  confidence: 'certain',
  phase: 'testing-and-quality',
  effort: 'small',
  title: 'No linter, or one that stops nothing',
  description:
    'Looks, for every language of the production code (Python, JavaScript and TypeScript, Go, Java), for a linter that is configured or a direct dependency, and for a gating step of an active pipeline that runs it, followed through scripts, task runners, hooks of pre-commit that the pipeline runs, and images that it builds. Selections that leave only rules for code that cannot run (`--select=E9,F63,F7,F82`, `pylint --errors-only`) count as no linting. Low: warnings that pass (`--max-warnings` above zero, or rules that only warn and no `--max-warnings`), a step whose failure is swallowed, more than 30 rules switched off by name. Files with old findings that are let through are not looked at.',
  failureMode: 'No rule looks at changes, or whatever it says is passed over.',
  manifestation:
    'Unused results, shadowed names, dead branches and known dangerous calls are merged; reviews talk about what a tool would say.',
  impact:
    'Classes of defects that cost nothing to prevent reach production, and the list of warnings grows until nobody reads it.',
  remediation:
    'Lint every language in the pipeline, with no warnings left over.\n\n```yaml\n- run: uv run ruff check .\n- run: npx eslint . --max-warnings 0\n- uses: golangci/golangci-lint-action@v8\n```\n\n```toml\n[tool.ruff.lint]\nselect = ["E", "F", "B", "S", "UP"]\n```',
  guardrail: {
    linter: 'ruff, ESLint, Biome, golangci-lint, Checkstyle, SpotBugs',
    ci: 'lint as a required step',
    architecture: 'shared configurations in the service template',
  },
  references: [
    {
      title: 'Ruff: rules',
      url: 'https://docs.astral.sh/ruff/rules/',
    },
    {
      title: 'ESLint: --max-warnings',
      url: 'https://eslint.org/docs/latest/use/command-line-interface#--max-warnings',
    },
  ],
  evaluate: async context => {
    const languages = await lintedLanguages(context);
    if (languages.length === 0) {
      return {
        status: 'not-applicable',
        summary: 'There is no production code in a language that is linted',
      };
    }
    const { linters, unreadable } = await context.facts(tooling);
    const { active, unclear } = await activePipelines(context);
    const runs = (await toolRuns(context, active)).filter(
      run => run.kind === 'lint' && !isHelper(run),
    );
    const failing: Evidence[] = [];
    const good: Evidence[] = [];
    let undecided = false;
    for (const language of languages) {
      const found = judgeLanguage(
        language,
        linters.filter(({ family }) => family === language.family),
        runs.filter(run => language.parts.some(part => lints(run, part))),
        javaBuilds(language.family, active),
      );
      if (found.unrun && unclear) {
        undecided = true;
      } else if (found.failing.length > 0) {
        failing.push(...found.failing);
      } else {
        good.push(...found.good);
      }
    }
    const failed = new Set(failing.map(({ subject }) => subject));
    if (failing.length > 0) {
      return {
        status: 'fail',
        summary: inOrder(failing)
          .slice(0, 3)
          .map(({ note }) => note)
          .join('; '),
        evidence: inOrder(failing),
        share: (languages.length - failed.size) / languages.length,
        strengths: inOrder(good),
        lookedFor: languages.map(({ family }) => LINTERS[family].shown),
      };
    }
    if (undecided || unreadable.length > 0) {
      return {
        status: 'unknown',
        summary:
          undecided && unclear
            ? `${unclear}; it may lint`
            : `${unreadable[0].path} cannot be parsed: ${unreadable[0].reason}`,
      };
    }
    return {
      status: 'pass',
      summary: `${count(
        languages.length,
        'language is',
        'languages are',
      )} linted in the pipeline`,
      evidence: inOrder(good),
    };
  },
});

interface LintedLanguage {
  family: TestFamily;
  title: string;
  parts: CodePart[];
  /** Linters that manifests name. */
  dependencies: DependencyFact[];
  /** A build of Java with a plugin that lints. */
  plugin?: Evidence;
}

async function lintedLanguages(
  context: CheckContext,
): Promise<LintedLanguage[]> {
  const parts = await codeParts(context, MIN_LINES);
  const declared = await context.facts(manifests);
  const found: LintedLanguage[] = [];
  for (const family of ['python', 'javascript', 'go', 'java'] as const) {
    const own = parts.filter(part => part.family === family);
    if (own.length > 0) {
      found.push({
        family,
        title: TITLES[family],
        parts: own,
        dependencies: dependsOn(
          declared,
          LINTERS[family].ecosystem,
          LINTERS[family].packages,
        ),
        plugin: family === 'java' ? await javaPlugin(context) : undefined,
      });
    }
  }
  return found;
}

async function javaPlugin(
  context: CheckContext,
): Promise<Evidence | undefined> {
  const { files } = await context.facts(inventory);
  for (const { path } of files) {
    if (/(?:^|\/)(?:pom\.xml|build\.gradle(?:\.kts)?)$/.test(path)) {
      const line = (context.read(path) ?? '')
        .split('\n')
        .findIndex(text => JAVA_PLUGINS.test(text));
      if (line >= 0) {
        return { path, line: line + 1, note: 'plugin of the build' };
      }
    }
  }
  return undefined;
}

/** Builds of Java run the plugins that are bound to them. */
function javaBuilds(
  family: TestFamily,
  active: readonly Workflow[],
): ToolRun[] {
  if (family !== 'java') {
    return [];
  }
  return active.flatMap(workflow =>
    workflow.jobs
      .filter(job => job.canRun && !job.mayFail)
      .flatMap(job => job.steps.flatMap(step => step.commands))
      .filter(({ words }) => JAVA_BUILDS.test(commandName(words[0])))
      .map(command => ({
        tool: commandName(command.words[0]),
        kind: 'lint' as const,
        language: 'java',
        path: command.via[0]?.path ?? command.path,
        line: command.via[0]?.line ?? command.line,
        cwd: command.cwd,
        words: command.words,
        neutralisers: command.neutralisers,
      })),
  );
}

/** Tools that look at style of documents or at one property only. */
function isHelper({ tool }: ToolRun): boolean {
  return /^(?:stylelint|vulture|lint-imports|deptry|pydocstyle)\b/.test(tool);
}

/** A linter of the language; `super-linter` and the like know all. */
function lints(run: ToolRun, part: CodePart): boolean {
  return (
    looksAt(run, part) ||
    (run.language === 'any' && /^(?:super-linter|megalinter)$/.test(run.tool))
  );
}

interface Judged {
  failing: Evidence[];
  good: Evidence[];
  unrun: boolean;
}

function judgeLanguage(
  language: LintedLanguage,
  configurations: readonly LintConfiguration[],
  runs: readonly ToolRun[],
  builds: readonly ToolRun[],
): Judged {
  const { title, parts, dependencies, plugin } = language;
  const own = configurations.filter(({ folder }) =>
    parts.some(({ root }) => isWithin(root, folder) || isWithin(folder, root)),
  );
  const [part] = parts;
  const fails = (...failing: Evidence[]): Judged => ({
    failing: failing.map(item => ({ ...item, subject: title })),
    good: [],
    unrun: false,
  });
  const all = [...runs, ...(plugin ? builds : [])];
  if (own.length + dependencies.length + all.length === 0 && !plugin) {
    return fails({
      path: part.manifest?.path ?? part.file,
      line: 1,
      note: `${title} has no linter`,
    });
  }
  if (all.length === 0) {
    const place = own[0] ?? dependencies[0] ?? plugin!;
    return {
      failing: [
        {
          path: place.path,
          line: place.line,
          subject: title,
          note: `no gating step of a pipeline lints ${title}`,
        },
      ],
      good: [],
      unrun: true,
    };
  }
  const real = all.filter(run => !onlySyntax(run, own));
  if (real.length === 0) {
    return fails({
      path: all[0].path,
      line: all[0].line,
      note: `${title}: ${all[0].tool} looks only for code that cannot run`,
    });
  }
  const gating = real.filter(({ neutralisers }) => neutralisers.length === 0);
  if (gating.length === 0) {
    const syntax = all.find(
      run => !real.includes(run) && run.neutralisers.length === 0,
    );
    const [hidden] = real;
    return fails({
      path: hidden.path,
      line: hidden.line,
      // `ci-step-cannot-fail` speaks of the step itself.
      severity: syntax ? 'medium' : 'low',
      note: syntax
        ? `${title}: only rules for code that cannot run can fail (line ${syntax.line}); all others are passed over: ${hidden.neutralisers[0].text}`
        : `${title}: what ${hidden.tool} finds is passed over: ${hidden.neutralisers[0].text}`,
    });
  }
  const tolerated = tolerance(gating, own);
  return tolerated.length > 0
    ? fails(...tolerated.map(item => ({ ...item, severity: 'low' as const })))
    : {
        failing: [],
        good: gating.slice(0, 3).map(run => ({
          path: run.path,
          line: run.line,
          note: `${run.tool} lints ${title}`,
        })),
        unrun: false,
      };
}

/** Whether a run looks only for what cannot run, by its options or by its configuration. */
function onlySyntax(
  { tool, words }: ToolRun,
  own: readonly LintConfiguration[],
): boolean {
  if (tool.startsWith('pylint')) {
    return words.includes('-E') || words.includes('--errors-only');
  }
  const option = words.findIndex(word => /^--select(?:=|$)/.test(word));
  if (option >= 0) {
    const codes = words[option].includes('=')
      ? words[option].split('=')[1]
      : words[option + 1] ?? '';
    return isSyntaxOnly(codes.split(',').map(code => code.trim()));
  }
  const configured = own.filter(item => tool.startsWith(item.tool));
  return (
    configured.length > 0 &&
    configured.every(({ syntaxOnly }) => syntaxOnly !== undefined)
  );
}

/** Warnings and rules that are let pass. */
function tolerance(
  gating: readonly ToolRun[],
  own: readonly LintConfiguration[],
): Evidence[] {
  const found: Evidence[] = [];
  for (const { tool, words, path, line } of gating) {
    if (tool === 'eslint') {
      const at = words.findIndex(word => word.startsWith('--max-warnings'));
      const value =
        at < 0 ? undefined : words[at].split('=')[1] ?? words[at + 1] ?? '';
      if (value !== undefined && Number(value) !== 0) {
        found.push({
          path,
          line,
          note: `ESLint may leave ${value} warnings`,
        });
      } else if (
        value === undefined &&
        !words.includes('--quiet') &&
        own.some(item => item.tool === 'eslint' && item.warns)
      ) {
        found.push({
          path,
          line,
          note: 'some rules of ESLint only warn, and warnings pass: there is no --max-warnings 0',
        });
      }
    }
  }
  for (const { tool, path, ignored } of own) {
    if (ignored && ignored.count > MANY_IGNORED) {
      found.push({
        path,
        line: ignored.line,
        note: `${ignored.count} rules of ${tool} are switched off by name`,
      });
    }
  }
  return found;
}
