import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { tests } from '../../../facts/tests/extract';
import { TestFamily, TestFileFact } from '../../../facts/tests/schema';
import {
  onDefaultBranch,
  onPullRequests,
  triggersOf,
} from '../../../facts/workflows/events';
import {
  QualityStep,
  qualitySteps,
} from '../../../facts/workflows/qualitySteps';
import { Tool } from '../../../facts/workflows/tools';
import { count, inOrder } from '../../../judging/outcome';
import { activePipelines } from '../../../judging/pipelines';

type Side = TestFamily;

const RUNNERS: Record<Side, string> = {
  python: 'pytest, unittest, tox, nox',
  javascript: 'jest, vitest, mocha, node --test, playwright',
  go: 'go test',
  java: 'mvn, gradle',
};

/** Tests of one language in one part. */
interface TestedPart {
  root: string;
  side: Side;
  files: TestFileFact[];
}

export const check = defineCheck({
  id: 'tests-not-run-in-ci',
  area: 'testing',
  severity: 'high',
  confidence: 'certain',
  phase: 'testing-and-quality',
  effort: 'small',
  title: 'Tests that no pipeline runs',
  description:
    'Looks at every part of the tree that has tests, by language, and for a step of an active pipeline that runs them on pull or merge requests and whose failure fails the job. Steps are followed through npm scripts, Make, Task, just, tox, nox, local scripts, composite actions and reusable workflows, and matched to parts by the folder in which they run. Steps that cannot fail, jobs that are switched off and pipelines in the wrong place do not count.',
  failureMode: 'The tests exist, and nothing runs them when code changes.',
  manifestation:
    'Tests rot: they break unnoticed, and the next person who runs them cannot tell old failures from new ones.',
  impact: 'Regressions that a test would have caught reach production.',
  remediation:
    'Run the tests of every part on pull requests, as a required check.\n\n```yaml\non: [pull_request]\njobs:\n  api:\n    runs-on: ubuntu-24.04\n    defaults: { run: { working-directory: api } }\n    steps:\n      - uses: actions/checkout@<commit>\n      - run: uv run pytest\n```',
  guardrail: {
    ci: 'required check per part, coverage gate',
    architecture: 'reusable workflow that every part calls',
  },
  references: [
    {
      title: 'OpenSSF Scorecard: CI-Tests',
      url: 'https://github.com/ossf/scorecard/blob/main/docs/checks.md#ci-tests',
    },
    {
      title: 'DORA: test automation',
      url: 'https://dora.dev/capabilities/test-automation/',
    },
  ],
  async evaluate(context) {
    const parts = await testedParts(context);
    if (parts.length === 0) {
      return { status: 'not-applicable', summary: 'There are no tests' };
    }
    const { active, unclear } = await activePipelines(context);
    const steps = qualitySteps(active).filter(
      ({ tool }) => tool.kind === 'test',
    );
    const failing: Evidence[] = [];
    const good: Evidence[] = [];
    for (const part of parts) {
      const own = steps.filter(step => runs(step, part, parts));
      const judged = judge(part, own);
      (judged.ok ? good : failing).push(judged.evidence);
    }
    if (failing.length > 0 && unclear) {
      return {
        status: 'unknown',
        summary: `${unclear}; it may run the tests`,
      };
    }
    if (failing.length > 0) {
      return {
        status: 'fail',
        summary: `The tests of ${failing.length} of ${count(
          parts.length,
          'part',
        )} do not gate pull requests: ${failing
          .slice(0, 4)
          .map(({ subject }) => subject)
          .join(', ')}`,
        evidence: inOrder(failing),
        share: good.length / parts.length,
        strengths: inOrder(good),
        lookedFor: [...new Set(parts.map(({ side }) => RUNNERS[side]))],
      };
    }
    return {
      status: 'pass',
      summary: `The tests of ${count(
        parts.length,
        'part',
      )} run on pull requests`,
      evidence: inOrder(good),
    };
  },
});

async function testedParts(context: CheckContext): Promise<TestedPart[]> {
  const { files } = await context.facts(tests);
  // Tests that drive a browser have runners and pipelines of their own; they count where there are no others.
  const own = files.filter(({ endToEnd }) => !endToEnd);
  const found = new Map<string, TestedPart>();
  for (const file of own.length > 0 ? own : files) {
    const key = `${file.part}\n${file.family}`;
    const part = found.get(key) ?? {
      root: file.part,
      side: file.family,
      files: [],
    };
    part.files.push(file);
    found.set(key, part);
  }
  return [...found.values()].sort((a, b) =>
    `${a.root}\n${a.side}` < `${b.root}\n${b.side}` ? -1 : 1,
  );
}

function isWithin(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}

/** Whether a step runs the tests of a part: the language fits, and so does the folder. */
function runs(
  step: QualityStep,
  part: TestedPart,
  all: readonly TestedPart[],
): boolean {
  const { tool, command } = step;
  if (tool.language !== 'any' && tool.language !== part.side) {
    return false;
  }
  if (!command) {
    // An action without a folder is taken to run at the root.
    return (
      part.root === '' ||
      all.filter(item => item.side === part.side).length === 1
    );
  }
  const { cwd } = command;
  if (cwd.includes('$') || isWithin(cwd, part.root)) {
    // Inside the part; not a nested part of its own.
    const nearest = all
      .filter(item => item.side === part.side && isWithin(cwd, item.root))
      .sort((a, b) => b.root.length - a.root.length)[0];
    return (
      cwd.includes('$') || nearest === undefined || nearest.root === part.root
    );
  }
  if (!isWithin(part.root, cwd)) {
    return false;
  }
  const targets = pathsOf(tool, command.words, cwd);
  return (
    targets.length === 0 ||
    targets.some(
      target => isWithin(part.root, target) || isWithin(target, part.root),
    )
  );
}

/** Folders and files that a command names, below its own folder. */
function pathsOf(tool: Tool, words: readonly string[], cwd: string): string[] {
  return words
    .slice(1)
    .filter(
      word =>
        !word.startsWith('-') &&
        word.includes('/') &&
        !word.includes('$') &&
        !word.includes('='),
    )
    .map(word =>
      word
        .replace(/^\.\//, '')
        .replace(/::.*$/, '')
        .replace(/\/?\.{3}$/, '')
        .replace(/\/+$/, ''),
    )
    .filter(word => word !== '' && word !== '.' && tool.language !== 'java')
    .map(word => (cwd === '' ? word : `${cwd}/${word}`));
}

function judge(
  part: TestedPart,
  steps: readonly QualityStep[],
): { ok: boolean; evidence: Evidence } {
  const subject = `${part.root === '' ? '.' : part.root} (${part.side})`;
  const [{ path, line }] = part.files;
  const place = { path, line, subject };
  const gating = steps.filter(step => step.neutralisers.length === 0);
  const requested = gating.find(step =>
    onPullRequests(triggersOf(step.workflow, step.jobFact)),
  );
  if (requested) {
    return {
      ok: true,
      evidence: {
        path: requested.stepPath,
        line: requested.stepLine,
        note: `${requested.tool.name} runs the tests of ${subject}`,
      },
    };
  }
  const at = (step: QualityStep) => ({
    path: step.stepPath,
    line: step.stepLine,
    subject,
  });
  if (gating.length > 0) {
    const [step] = gating;
    const pushed = onDefaultBranch(triggersOf(step.workflow, step.jobFact));
    return {
      ok: false,
      evidence: {
        ...at(step),
        severity: 'medium',
        note: pushed
          ? 'the tests run on the default branch only, after the merge'
          : 'the tests run on tags, schedules or by hand only',
      },
    };
  }
  const [hidden] = steps;
  return {
    ok: false,
    evidence: hidden
      ? {
          ...at(hidden),
          note: `the tests run, but the step cannot fail: ${hidden.neutralisers[0].text}`,
        }
      : {
          ...place,
          note: `${count(
            part.files.length,
            'test file',
          )}, and no step of an active pipeline runs them`,
        },
  };
}
