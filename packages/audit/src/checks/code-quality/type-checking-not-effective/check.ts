import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { inventory } from '../../../facts/inventory/extract';
import { dependsOn, manifests } from '../../../facts/manifests/extract';
import { isWithin } from '../../../facts/manifests/names';
import { tooling } from '../../../facts/tooling/extract';
import { TypeConfiguration } from '../../../facts/tooling/schema';
import { CodePart, codeParts } from '../../../judging/codeParts';
import { count, inOrder } from '../../../judging/outcome';
import { activePipelines } from '../../../judging/pipelines';
import {
  checksTypes,
  looksAt,
  ToolRun,
  toolRuns,
} from '../../../judging/toolRuns';

/** Parts below this are glue. */
const MIN_LINES = 100;
const CHECKERS: Readonly<Record<string, readonly string[]>> = {
  python: ['mypy', 'pyright', 'basedpyright', 'pytype', 'pyre-check', 'ty'],
  javascript: ['typescript'],
};

export const check = defineCheck({
  id: 'type-checking-not-effective',
  area: 'code-quality',
  severity: 'medium',
  confidence: 'certain',
  phase: 'testing-and-quality',
  effort: 'medium',
  title: 'Types are not checked, or not in earnest',
  description:
    'Looks, for every part with Python, TypeScript or JavaScript, at three things: a checker (mypy, pyright, pyre, pytype, ty; `tsc` with `strict`, also through shared configurations and references), a configuration that leaves it its teeth, and a gating step of an active pipeline that runs it, followed through scripts, task runners, hooks of pre-commit that the pipeline runs, and images that it builds. `next build`, `ng build` and `nest build` check types, `vite build` and other bundlers do not. Settings that take the effect: `ignore_errors`, error codes without which wrong names and calls pass, five or more codes switched off, own packages left out, `strict` or `noImplicitAny` false, paths that match nothing. Up to four narrow codes, and tests, migrations and generated code left out, are fine. Plain JavaScript without a checker is low.',
  failureMode:
    'Annotations and signatures are promises that nothing compares with the code.',
  manifestation:
    'A renamed field, a missing argument or a `None` is found by users, in the branch that no test walks.',
  impact:
    'Errors that a checker finds in seconds become incidents; large changes are not dared.',
  remediation:
    'Switch strict checking on, and let the pipeline fail.\n\n```toml\n# pyproject.toml\n[tool.mypy]\nstrict = true\nfiles = ["src"]\n```\n\n```json\n{ "compilerOptions": { "strict": true, "noEmit": true } }\n```\n\n```yaml\n- run: uv run mypy\n- run: npx tsc --noEmit\n```\n\nOld code can be let in module by module: strict for everything, with overrides that name the modules still to do.',
  guardrail: {
    linter: 'mypy, pyright, tsc, typescript-eslint',
    ci: 'type check as a required step',
    architecture: 'strict configuration in the service template',
  },
  references: [
    {
      title: 'mypy: using mypy with an existing codebase',
      url: 'https://mypy.readthedocs.io/en/stable/existing_code.html',
    },
    {
      title: 'TypeScript: strict',
      url: 'https://www.typescriptlang.org/tsconfig/#strict',
    },
  ],
  evaluate: async context => {
    const parts = (await codeParts(context, MIN_LINES)).filter(
      ({ family }) => family === 'python' || family === 'javascript',
    );
    if (parts.length === 0) {
      return {
        status: 'not-applicable',
        summary: 'There is no code in Python, TypeScript or JavaScript',
      };
    }
    const { types, unreadable } = await context.facts(tooling);
    const { active, unclear } = await activePipelines(context);
    const runs = (await toolRuns(context, active)).filter(checksTypes);
    const buildsUnchecked = await ignoresBuildErrors(context);
    const failing: Evidence[] = [];
    const good: Evidence[] = [];
    let undecided = false;
    for (const part of parts) {
      const own = types.filter(item => concerns(item, part, types));
      const ran = runs.filter(
        run =>
          looksAt(run, part) &&
          !(run.tool === 'next build' && buildsUnchecked !== undefined),
      );
      const found = await judgePart(context, part, own, ran, buildsUnchecked);
      if (found.unrun && unclear) {
        undecided = true;
      } else if (found.failing.length > 0) {
        failing.push(...found.failing);
        continue;
      }
      good.push(...found.good);
    }
    if (failing.length > 0) {
      const evidence = oneForEachPlace(failing);
      const failed = parts.length - good.length;
      return {
        status: 'fail',
        summary: `The types of ${failed} of ${count(
          parts.length,
          'part',
        )} are not checked in earnest: ${evidence
          .slice(0, 2)
          .map(({ note }) => note)
          .join('; ')}`,
        evidence,
        share: good.length / parts.length,
        strengths: inOrder(good),
        lookedFor: ['mypy, pyright, pyre, pytype, ty', 'tsc with strict'],
      };
    }
    if (undecided || unreadable.length > 0) {
      return {
        status: 'unknown',
        summary:
          undecided && unclear
            ? `${unclear}; it may check the types`
            : `${unreadable[0].path} cannot be parsed: ${unreadable[0].reason}`,
      };
    }
    return {
      status: 'pass',
      summary: `The types of ${count(parts.length, 'part')} are checked`,
      evidence: inOrder(good),
    };
  },
});

/** One configuration may serve many parts: what is wrong with it is one finding. */
function oneForEachPlace(failing: readonly Evidence[]): Evidence[] {
  const found = new Map<string, { first: Evidence; parts: Set<string> }>();
  for (const item of inOrder(failing)) {
    const reason = (item.note ?? '').slice((item.subject ?? '').length);
    const key = `${item.path}\n${item.line}\n${reason}`;
    const same = found.get(key) ?? { first: item, parts: new Set() };
    same.parts.add(item.subject ?? '');
    found.set(key, same);
  }
  return [...found.values()].map(({ first, parts }) =>
    parts.size === 1
      ? first
      : {
          ...first,
          subject: first.path,
          note: `${parts.size} parts, among them ${first.note}`,
        },
  );
}

/** Configurations of the nearest folder at or above a part, and those inside of it. */
function concerns(
  item: TypeConfiguration,
  part: CodePart,
  all: readonly TypeConfiguration[],
): boolean {
  if (item.family !== part.family) {
    return false;
  }
  if (isWithin(item.folder, part.root)) {
    return true;
  }
  const nearest = all
    .filter(
      ({ family, folder }) =>
        family === part.family && isWithin(part.root, folder),
    )
    .reduce((best, { folder }) => Math.max(best, folder.length), -1);
  return isWithin(part.root, item.folder) && item.folder.length === nearest;
}

interface Judged {
  failing: Evidence[];
  good: Evidence[];
  /** All is well but that no pipeline was seen to run it. */
  unrun: boolean;
}

async function judgePart(
  context: CheckContext,
  part: CodePart,
  own: readonly TypeConfiguration[],
  ran: readonly ToolRun[],
  buildsUnchecked: Evidence | undefined,
): Promise<Judged> {
  const declared = await context.facts(manifests);
  const [dependency] = dependsOn(
    declared,
    part.family === 'python' ? 'pypi' : 'npm',
    CHECKERS[part.family],
    { root: part.root },
  );
  const subject = part.name;
  const plain = part.family === 'javascript' && !part.languages.some(isTyped);
  const where: Evidence = part.manifest
    ? { path: part.manifest.path, line: 1, subject }
    : { path: part.file, line: 1, subject };
  const fails = (...failing: Evidence[]): Judged => ({
    failing,
    good: [],
    unrun: false,
  });
  if (plain && !own.some(({ checksJavaScript }) => checksJavaScript)) {
    return fails({
      ...where,
      severity: 'low',
      confidence: 'likely',
      note: `${subject}: plain JavaScript, and nothing checks its types`,
    });
  }
  if (own.length === 0 && ran.length === 0) {
    return fails({
      ...where,
      ...(dependency ? { path: dependency.path, line: dependency.line } : {}),
      note: dependency
        ? `${subject}: ${dependency.name} is there, and nothing configures or runs it`
        : `${subject}: no type checker`,
    });
  }
  const weak = weaknessesOf(own, subject);
  if (weak.length > 0) {
    return fails(...weak);
  }
  const gating = ran.find(({ neutralisers }) => neutralisers.length === 0);
  if (gating) {
    return {
      failing: [],
      good: [
        {
          path: gating.path,
          line: gating.line,
          note: `${gating.tool} checks the types of ${subject}`,
        },
      ],
      unrun: false,
    };
  }
  if (ran.length > 0) {
    return fails({
      path: ran[0].path,
      line: ran[0].line,
      subject,
      note: `${subject}: ${ran[0].tool} runs, but cannot fail: ${ran[0].neutralisers[0].text}`,
    });
  }
  const [configuration] = own;
  return {
    failing: [
      buildsUnchecked && part.family === 'javascript'
        ? { ...buildsUnchecked, subject }
        : {
            path: configuration.path,
            line: configuration.line,
            subject,
            note: `${subject}: ${configuration.tool} is configured, and no gating step of a pipeline runs it`,
          },
    ],
    good: [],
    unrun: true,
  };
}

function isTyped(language: string): boolean {
  return language === 'typescript' || language === 'tsx';
}

function weaknessesOf(
  own: readonly TypeConfiguration[],
  subject: string,
): Evidence[] {
  return own.flatMap(({ tool, strict, weaknesses, path }) => [
    ...(tool === 'tsc' && strict && !strict.on
      ? [
          {
            path: strict.path,
            line: strict.line,
            subject,
            note: `${subject}: ${path} does not switch strict on`,
          },
        ]
      : []),
    ...weaknesses.map(weakness => ({
      path: weakness.path,
      line: weakness.line,
      subject,
      note: `${subject}: ${weakness.text}`,
    })),
  ]);
}

/** `ignoreBuildErrors` of Next.js: its build then checks nothing. */
async function ignoresBuildErrors(
  context: CheckContext,
): Promise<Evidence | undefined> {
  const { files } = await context.facts(inventory);
  for (const { path } of files) {
    if (/(?:^|\/)next\.config\.[cm]?[jt]s$/.test(path)) {
      const line = (context.read(path) ?? '')
        .split('\n')
        .findIndex(text =>
          /^\s*(?!\/\/).*ignoreBuildErrors\s*:\s*true/.test(text),
        );
      if (line >= 0) {
        return {
          path,
          line: line + 1,
          note: 'ignoreBuildErrors: the build checks no types',
        };
      }
    }
  }
  return undefined;
}
