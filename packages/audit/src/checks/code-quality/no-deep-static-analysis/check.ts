import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { inventory } from '../../../facts/inventory/extract';
import { securityScans } from '../../../facts/workflows/scans/extract';
import { TestFamily } from '../../../facts/tests/schema';
import { Workflow } from '../../../facts/workflows/schema';
import { commandName } from '../../../facts/workflows/tools';
import { documents } from '../../../rules/documents/documents';
import {
  itemsOf,
  scalarsOf,
  textAt,
  valueAt,
} from '../../../facts/yaml/access';
import { codeParts } from '../../../judging/codeParts';
import { inOrder } from '../../../judging/outcome';
import { activePipelines } from '../../../judging/pipelines';
import { toolRuns } from '../../../judging/toolRuns';

const MIN_LINES = 200;
/** Programs that find code which nothing uses. */
const DEAD_CODE: Record<
  TestFamily,
  { names: readonly string[]; title: string }
> = {
  python: { names: ['vulture', 'deadcode', 'skylos'], title: 'Python' },
  javascript: {
    names: [
      'knip',
      'ts-prune',
      'unimported',
      'ts-unused-exports',
      'tsr',
      'fallow',
    ],
    title: 'JavaScript/TypeScript',
  },
  go: {
    names: ['staticcheck', 'deadcode', 'unused', 'golangci-lint'],
    title: 'Go',
  },
  java: { names: ['pmd'], title: 'Java' },
};
/** Files of platforms that analyse code. */
const PLATFORMS: readonly [RegExp, string][] = [
  [
    /(?:^|\/)sonar-project\.properties$|^\.sonarcloud\.properties$/,
    'SonarQube',
  ],
  [/^\.codeclimate\.ya?ml$/, 'Code Climate'],
  [/^\.qlty\/qlty\.toml$/, 'Qlty'],
  [/^qodana\.ya?ml$/, 'Qodana'],
  [/^\.codacy\.ya?ml$/, 'Codacy'],
  [/^\.deepsource\.toml$/, 'DeepSource'],
];
const ANALYSERS = /^(?:codeql|semgrep|sonar\w*|qodana|opengrep)/i;
const JAVA_ANALYSIS =
  /maven-pmd-plugin|spotbugs|net\.ltgt\.errorprone|<artifactId>error_prone|id\s*\(?\s*["']pmd["']/;

export const check = defineCheck({
  id: 'no-deep-static-analysis',
  area: 'code-quality',
  severity: 'low',
  confidence: 'likely',
  phase: 'testing-and-quality',
  effort: 'small',
  title: 'No search for dead code, no analysis platform',
  description:
    'Looks for two things that a linter does not do. For every language of the production code: a search for code that nothing uses, in a step of an active pipeline or a hook (vulture or deadcode for Python, knip, ts-prune or unimported for JavaScript and TypeScript, staticcheck, deadcode or golangci-lint for Go, PMD, SpotBugs or Error Prone for Java); unused imports and variables of a linter are not enough. Once for the repository: an analysis platform, by its configuration or its step (CodeQL, Semgrep, SonarQube, Code Climate, Qlty, Qodana, Codacy, DeepSource). Platforms that are set up outside of the tree cannot be seen.',
  failureMode:
    'Code that nothing uses stays, and flows across files are looked at by nobody.',
  manifestation:
    'People maintain, translate and secure functions that are never called; complexity and duplication grow unseen.',
  impact:
    'Changes take longer, and defects that only show across files are found in production.',
  remediation:
    'Add one tool for each language and one platform.\n\n```yaml\n- run: uvx vulture app --min-confidence 80\n- run: npx knip\n- uses: github/codeql-action/analyze@v4\n```',
  guardrail: {
    linter: 'vulture, knip, staticcheck, PMD',
    ci: 'CodeQL, Semgrep, SonarQube',
  },
  references: [
    { title: 'Knip', url: 'https://knip.dev/' },
    { title: 'Vulture', url: 'https://github.com/jendrikseipp/vulture' },
    { title: 'CodeQL', url: 'https://codeql.github.com/' },
  ],
  evaluate: async context => {
    const parts = await codeParts(context, MIN_LINES);
    if (parts.length === 0) {
      return {
        status: 'not-applicable',
        summary: 'There is no production code to analyse',
      };
    }
    const { active, unclear } = await activePipelines(context);
    const families = [...new Set(parts.map(({ family }) => family))];
    const failing: Evidence[] = [];
    const good: Evidence[] = [];
    for (const family of families) {
      const found = await deadCode(context, family, active);
      const part = parts.find(item => item.family === family)!;
      const { title, names } = DEAD_CODE[family];
      if (found) {
        good.push({
          ...found,
          note: `${found.note} looks for dead code in ${title}`,
        });
      } else {
        failing.push({
          path: part.manifest?.path ?? part.file,
          line: 1,
          subject: title,
          note: `nothing looks for dead code in ${title} (${names
            .slice(0, 3)
            .join(', ')})`,
        });
      }
    }
    const platform = await platformOf(context);
    if (platform) {
      good.push(platform);
    } else {
      failing.push({
        ...(active[0] ? { path: active[0].path, line: active[0].line } : {}),
        subject: 'analysis platform',
        note: 'no platform analyses the code (CodeQL, Semgrep, SonarQube, Qodana and the like)',
      });
    }
    if (failing.length === 0) {
      return {
        status: 'pass',
        summary: 'Dead code is looked for, and a platform analyses the code',
        evidence: inOrder(good),
      };
    }
    if (unclear) {
      return {
        status: 'unknown',
        summary: `${unclear}; it may run what was not found`,
      };
    }
    return {
      status: 'fail',
      summary: failing.map(({ note }) => note).join('; '),
      evidence: inOrder(failing),
      share: good.length / (families.length + 1),
      strengths: inOrder(good),
      lookedFor: [
        ...families.flatMap(family => DEAD_CODE[family].names),
        ...PLATFORMS.map(([, name]) => name),
        'CodeQL',
        'Semgrep',
      ],
    };
  },
});

async function deadCode(
  context: CheckContext,
  family: TestFamily,
  active: readonly Workflow[],
): Promise<Evidence | undefined> {
  const { names } = DEAD_CODE[family];
  for (const workflow of active) {
    for (const job of workflow.jobs.filter(item => item.canRun)) {
      for (const command of job.steps.flatMap(step => step.commands)) {
        const name = commandName(command.words[0]);
        if (names.includes(name)) {
          const place = command.via[0] ?? command;
          return { path: place.path, line: place.line, note: name };
        }
      }
    }
  }
  const run = (await toolRuns(context, active)).find(({ tool }) =>
    names.some(name => tool === name || tool.startsWith(`${name} `)),
  );
  if (run) {
    return { path: run.path, line: run.line, note: run.tool };
  }
  return (
    (await inHooks(context, names)) ??
    (family === 'java' ? javaPlugin(context) : undefined)
  );
}

async function inHooks(
  context: CheckContext,
  names: readonly string[],
): Promise<Evidence | undefined> {
  const values = await context.facts(documents);
  const { files } = await context.facts(inventory);
  for (const { path } of files) {
    if (/(?:^|\/)\.pre-commit-config\.ya?ml$/.test(path)) {
      const [root] = values.read(path)?.roots ?? [];
      const hook = itemsOf(valueAt(root, 'repos'))
        .flatMap(repository => itemsOf(valueAt(repository, 'hooks')))
        .find(
          item =>
            names.includes(textAt(item, 'id') ?? '') &&
            !scalarsOf(valueAt(item, 'stages')).some(
              ({ text }) => text === 'manual',
            ),
        );
      if (hook) {
        return { path, line: hook.line, note: textAt(hook, 'id') };
      }
    }
  }
  return undefined;
}

async function javaPlugin(
  context: CheckContext,
): Promise<Evidence | undefined> {
  const { files } = await context.facts(inventory);
  for (const { path } of files) {
    if (/(?:^|\/)(?:pom\.xml|build\.gradle(?:\.kts)?)$/.test(path)) {
      const line = (context.read(path) ?? '')
        .split('\n')
        .findIndex(text => JAVA_ANALYSIS.test(text));
      if (line >= 0) {
        return { path, line: line + 1, note: 'a plugin of the build' };
      }
    }
  }
  return undefined;
}

async function platformOf(
  context: CheckContext,
): Promise<Evidence | undefined> {
  const { files } = await context.facts(inventory);
  for (const { path } of files) {
    const name = PLATFORMS.find(([pattern]) => pattern.test(path))?.[1];
    if (name) {
      return { path, line: 1, note: `configuration of ${name}` };
    }
  }
  const { scans } = await context.facts(securityScans);
  const scan = scans.find(({ tool }) => ANALYSERS.test(tool));
  return (
    scan && {
      path: scan.stepPath,
      line: scan.stepLine,
      note: `${scan.tool} analyses the code`,
    }
  );
}
