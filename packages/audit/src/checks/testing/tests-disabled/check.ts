import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { tests } from '../../../facts/tests/extract';
import { TestMark, testMarks } from '../../../facts/tests/marks';
import { TestFamily, TestFileFact } from '../../../facts/tests/schema';
import {
  QualityStep,
  qualitySteps,
} from '../../../facts/workflows/qualitySteps';
import { count, inOrder, somePlaces } from '../../../judging/outcome';
import { activePipelines } from '../../../judging/pipelines';

/** Share of tests without a reason from which on skipping is a habit, and the least number that says something. */
const MANY = 0.1;
const MIN_SKIPS = 3;
/** Tests that nobody should leave out. */
const GUARDING =
  /secur|isolat|tenan|migrat|\brls\b|permission|authori[sz]|access.?control/i;
/** Options that leave tests out, and what they leave out. */
const OPTIONS = [
  '-m',
  '-k',
  '--deselect',
  '--ignore',
  '--ignore-glob',
  '-skip',
  '--skip',
  '--exclude',
  '--testPathIgnorePatterns',
  '--exclude-tag',
  '--grep-invert',
  '--tags',
];

export const check = defineCheck({
  id: 'tests-disabled',
  area: 'testing',
  severity: 'medium',
  confidence: 'likely',
  phase: 'testing-and-quality',
  effort: 'medium',
  title: 'Tests that do not run or prove nothing',
  description:
    'Looks at tests that runners collect (Python, JavaScript, TypeScript, Java): focused ones that switch all others off (`it.only`, `fdescribe`), more than a tenth switched off without a reason (`skip`, `xfail`, `it.skip`, `@Disabled`), bodies with nothing in them, and tests for security, tenant isolation, permissions or migrations that every pipeline deselects by marker, name, tag or path. Skips under a condition and skips with a reason, also in a comment beside them, are fine. Whether a body that does something also asserts something is not judged, and modules of tests that do not parse are reported by `broken-code`.',
  failureMode: 'The suite is green because what would be red does not run.',
  manifestation:
    'Numbers of tests look good, and the defect that a switched-off test describes is in production.',
  impact:
    'What the tests were written for – often isolation or migrations – is unprotected, and nobody is reminded.',
  remediation:
    'Run every marker in some job, give each skip a reason and an issue, and let the linter refuse focused tests.\n\n```yaml\n- run: pytest -m "not isolation"\n- run: pytest -m isolation   # in the job with a database\n```\n\n```python\n@pytest.mark.skip(reason="waits for #421")\n```',
  guardrail: {
    linter: 'eslint-plugin-jest (no-focused-tests, no-disabled-tests), ruff PT',
    ci: '--strict-markers, --forbid-only, a job for each marker',
  },
  references: [
    {
      title: 'pytest: skip and xfail',
      url: 'https://docs.pytest.org/en/stable/how-to/skipping.html',
    },
    {
      title: 'Playwright: --forbid-only',
      url: 'https://playwright.dev/docs/test-cli',
    },
  ],
  evaluate: async context => {
    const { files } = await context.facts(tests);
    if (files.length === 0) {
      return { status: 'not-applicable', summary: 'There are no tests' };
    }
    const marks = await context.facts(testMarks);
    const { active } = await activePipelines(context);
    const evidence = [
      ...marks
        .filter(({ kind }) => kind === 'only')
        .map(mark =>
          found(mark, `only this one runs of its file: ${mark.name}`),
        ),
      ...marks
        .filter(({ kind }) => kind === 'empty')
        .map(mark => found(mark, `nothing in it: ${mark.name}`, 'low')),
      ...skippedWithoutReason(marks, files),
      ...deselected(
        qualitySteps(active).filter(({ tool }) => tool.kind === 'test'),
      ),
    ];
    if (evidence.length > 0) {
      return {
        status: 'fail',
        summary: `${count(
          evidence.length,
          'place keeps',
          'places keep',
        )} tests from proving anything: ${somePlaces(inOrder(evidence))}`,
        evidence: inOrder(evidence),
      };
    }
    return {
      status: 'pass',
      summary: `${count(
        files.reduce((sum, file) => sum + file.cases, 0),
        'test',
      )}: none is focused or empty, and few are switched off`,
    };
  },
});

function found(
  { path, line, name }: TestMark,
  note: string,
  severity?: Evidence['severity'],
): Evidence {
  return { path, line, subject: name, note, ...(severity ? { severity } : {}) };
}

function skippedWithoutReason(
  marks: readonly TestMark[],
  files: readonly TestFileFact[],
): Evidence[] {
  const families: TestFamily[] = ['python', 'javascript', 'java'];
  return families.flatMap(family => {
    const own = marks.filter(
      mark => mark.family === family && mark.kind === 'skip' && !mark.reason,
    );
    const skipped = own.reduce((sum, { cases }) => sum + cases, 0);
    const all = files
      .filter(file => file.family === family)
      .reduce((sum, { cases }) => sum + cases, 0);
    return skipped >= MIN_SKIPS && skipped > all * MANY
      ? own.map(mark =>
          found(mark, `switched off without a reason: ${mark.name}`),
        )
      : [];
  });
}

interface Left {
  step: QualityStep;
  /** As written: `-m not isolation`. */
  option: string;
  /** Words of what is left out. */
  names: string[];
}

/** Tests of guards that each run of the suite leaves out. */
function deselected(steps: readonly QualityStep[]): Evidence[] {
  const left = steps.flatMap(leftOutBy);
  return left.flatMap(({ step, option, names }) => {
    const missed = names.filter(
      name => !steps.some(other => runsAlso(other, step, name)),
    );
    return missed.length > 0
      ? [
          {
            path: step.path,
            line: step.line,
            subject: missed.join(', '),
            note: `${option} leaves these tests out, and no other step runs them`,
          },
        ]
      : [];
  });
}

function leftOutBy(step: QualityStep): Left[] {
  const words = step.command?.words ?? [];
  return words.flatMap((word, index): Left[] => {
    const [option, inline] = word.startsWith('-')
      ? word.split(/=(.*)/s)
      : [word];
    if (!OPTIONS.includes(option) && option !== '-DexcludedGroups') {
      return [];
    }
    const value = inline ?? words[index + 1] ?? '';
    const excluded =
      option === '-m' || option === '-k'
        ? [...value.matchAll(/\bnot\s+\(?\s*([\w-]+)/g)].map(match => match[1])
        : value.split(/[\s,|]+/);
    const positive = option === '--tags' && !value.startsWith('not');
    const names = positive ? [] : excluded.filter(name => GUARDING.test(name));
    return names.length > 0
      ? [{ step, option: `${option} ${value}`, names }]
      : [];
  });
}

/** Another run that takes them in: it names them, or leaves nothing out. */
function runsAlso(
  other: QualityStep,
  step: QualityStep,
  name: string,
): boolean {
  if (other === step || other.tool.language !== step.tool.language) {
    return false;
  }
  const out = leftOutBy(other);
  if (out.some(item => item.names.includes(name))) {
    return false;
  }
  const words = other.command?.words ?? [];
  const selects = words.some(word =>
    ['-m', '-k', '-run', '--grep', '--tags'].includes(word),
  );
  const paths = words
    .slice(1)
    .some(word => word.includes('/') && !word.startsWith('-'));
  return words.some(word => word.includes(name)) || (!selects && !paths);
}
