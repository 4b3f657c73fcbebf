import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { coverage } from '../../../facts/testCoverage/extract';
import {
  Coverage,
  CoverageConfiguration,
} from '../../../facts/testCoverage/schema';
import { tests } from '../../../facts/tests/extract';
import { TestFamily, TestFileFact } from '../../../facts/tests/schema';
import { workflows } from '../../../facts/workflows/extract';
import { qualitySteps } from '../../../facts/workflows/qualitySteps';
import {
  CiCommand,
  CiJob,
  CiStep,
  Workflow,
} from '../../../facts/workflows/schema';
import { commandName } from '../../../facts/workflows/tools';
import { count, inOrder } from '../../../judging/outcome';

/** Options with a threshold of their own. */
const THRESHOLD_OPTION =
  /^--(?:cov-fail-under|fail-under)(?:=\s*[1-9]|$)|^--check-coverage$|^--coverageThreshold|^--coverage\.thresholds?\b/;
/** Options that measure. */
const MEASURING =
  /^--cov(?:=|$)|^--coverage(?:=true)?$|^--coverage\.enabled|^--collectCoverage|^-coverprofile|^-cover$|^-covermode|^--code-coverage/;
/** Programs that judge the coverage of Go. */
const GO_GATES =
  /^(?:go-test-coverage|gocovmerge-check|goverreport|coverage-check)$/;

/** Languages of the programs that test; all others are JavaScript's. */
const FAMILIES: readonly [RegExp, TestFamily][] = [
  [
    /^(?:pytest|py\.test|coverage|tox|nox|manage\.py|unittest|trial|hatch)$/,
    'python',
  ],
  [/^(?:mvnw?|gradlew?)$/, 'java'],
  [/^(?:go|gotestsum|ginkgo)$/, 'go'],
  [GO_GATES, 'go'],
];

interface Part {
  root: string;
  family: TestFamily;
  files: TestFileFact[];
}

interface Gating {
  workflow: Workflow;
  job: CiJob;
  step: CiStep;
  command: CiCommand;
}

export const check = defineCheck({
  id: 'no-coverage-gate',
  area: 'testing',
  severity: 'medium',
  confidence: 'certain',
  phase: 'testing-and-quality',
  effort: 'small',
  title: 'No threshold for test coverage',
  description:
    'Looks, for each part with tests, for a threshold of coverage that a gating step of an active pipeline enforces: `--cov-fail-under`, or `fail_under` of coverage.py when the executed command measures or reports; `coverageThreshold` of Jest and `thresholds` of Vitest when coverage is on; `--check-coverage` of nyc and c8; rules of JaCoCo that the build runs; a program that judges the profile of Go; a status of Codecov with a target that blocks. Coverage that is only measured or uploaded is low. A threshold in a file whose runner no pipeline starts does not count, nor targets in documents. Which code the measurement leaves out is not judged.',
  failureMode: 'Tests may cover less with every change, and nothing says so.',
  manifestation:
    'New code arrives without tests, old tests are deleted, and the figure falls for months until somebody looks.',
  impact: 'The tests still pass and protect less and less; defects come back.',
  remediation:
    'Set the threshold where the tests run, at what you have now, and raise it.\n\n```yaml\n- run: uv run pytest --cov --cov-fail-under=80\n```\n\n```js\n// jest.config.js, with `jest --coverage`\ncoverageThreshold: { global: { lines: 80, branches: 70 } }\n```',
  guardrail: {
    ci: 'coverage gate',
    architecture: 'runner configuration in the service template',
  },
  references: [
    {
      title: 'coverage.py: fail_under',
      url: 'https://coverage.readthedocs.io/en/latest/config.html#report-fail-under',
    },
    {
      title: 'Jest: coverageThreshold',
      url: 'https://jestjs.io/docs/configuration#coveragethreshold-object',
    },
  ],
  evaluate: async context => {
    const parts = partsOf((await context.facts(tests)).files);
    if (parts.length === 0) {
      return { status: 'not-applicable', summary: 'There are no tests' };
    }
    const facts = await context.facts(coverage);
    const { workflows: all } = await context.facts(workflows);
    const active = all.filter(workflow => workflow.active);
    const gating = gatingCommands(active);
    const failing: Evidence[] = [];
    const good: Evidence[] = [];
    for (const part of parts) {
      const own = gating.filter(item => belongs(item, part, parts));
      const gate = gateOf(part, own, facts);
      if (gate) {
        good.push(gate);
      } else {
        failing.push(missing(part, own, facts));
      }
    }
    if (failing.length === 0) {
      return {
        status: 'pass',
        summary: `A threshold of coverage gates ${count(parts.length, 'part')}`,
        evidence: inOrder(good),
      };
    }
    const opaque = active.find(workflow => workflow.opaque);
    if (opaque) {
      return {
        status: 'unknown',
        summary: `What ${opaque.path} (${opaque.platform}) runs is not read; it may enforce a threshold`,
      };
    }
    return {
      status: 'fail',
      summary: `${failing.length} of ${count(
        parts.length,
        'part',
      )} with tests ${
        failing.length === 1 ? 'has' : 'have'
      } no threshold of coverage that gates: ${failing
        .slice(0, 4)
        .map(({ subject }) => subject)
        .join(', ')}`,
      evidence: inOrder(failing),
      share: good.length / parts.length,
      strengths: inOrder(good),
      lookedFor: [
        '--cov-fail-under, fail_under, coverageThreshold, thresholds, --check-coverage, JaCoCo check, codecov.yml',
      ],
    };
  },
});

function partsOf(files: readonly TestFileFact[]): Part[] {
  const own = files.filter(({ endToEnd }) => !endToEnd);
  const found = new Map<string, Part>();
  for (const file of own.length > 0 ? own : files) {
    const key = `${file.part}\n${file.family}`;
    const part = found.get(key) ?? {
      root: file.part,
      family: file.family,
      files: [],
    };
    part.files.push(file);
    found.set(key, part);
  }
  return [...found.values()].sort((a, b) =>
    `${a.root}\n${a.family}` < `${b.root}\n${b.family}` ? -1 : 1,
  );
}

/** Commands of active pipelines whose failure fails their job. */
function gatingCommands(active: readonly Workflow[]): Gating[] {
  const testing = new Set(
    qualitySteps(active)
      .filter(({ tool }) => tool.kind === 'test')
      .map(({ command }) => command),
  );
  return active.flatMap(workflow =>
    workflow.jobs
      .filter(job => job.canRun && !job.mayFail)
      .flatMap(job =>
        job.steps
          .filter(step => !step.never && !step.afterFailure)
          .flatMap(step =>
            step.commands
              .filter(
                command =>
                  command.neutralisers.length === 0 &&
                  (testing.has(command) || reports(command)),
              )
              .map(command => ({ workflow, job, step, command })),
          ),
      ),
  );
}

/** `coverage report`, `c8 check-coverage`, programs that judge a profile. */
function reports({ words, text }: CiCommand): boolean {
  const name = commandName(words[0]);
  return (
    (name === 'coverage' && words[1] === 'report') ||
    (['c8', 'nyc'].includes(name) && words.includes('check-coverage')) ||
    /\bnyc\b|\bc8\b/.test(text) ||
    GO_GATES.test(name)
  );
}

function within(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}

function belongs(
  { command }: Gating,
  part: Part,
  all: readonly Part[],
): boolean {
  const name = commandName(command.words[0]);
  const family =
    FAMILIES.find(([pattern]) => pattern.test(name))?.[1] ?? 'javascript';
  if (family !== part.family) {
    return false;
  }
  if (within(command.cwd, part.root)) {
    const nearest = all
      .filter(item => item.family === family && within(command.cwd, item.root))
      .sort((a, b) => b.root.length - a.root.length)[0];
    return nearest.root === part.root;
  }
  return within(part.root, command.cwd);
}

/** The threshold that a step enforces, with its step. */
function gateOf(
  part: Part,
  own: readonly Gating[],
  facts: Coverage,
): Evidence | undefined {
  const subject = nameOf(part);
  for (const { command } of own) {
    const place = {
      path: command.via[0]?.path ?? command.path,
      line: command.via[0]?.line ?? command.line,
    };
    const option = wordsOf(command).find(word => THRESHOLD_OPTION.test(word));
    if (option || GO_GATES.test(commandName(command.words[0]))) {
      return {
        ...place,
        note: `${subject}: ${option ?? commandName(command.words[0])}`,
      };
    }
    const configuration = facts.configurations.find(
      item =>
        item.family === part.family &&
        item.threshold !== undefined &&
        (item.folder === command.cwd ||
          item.folder === part.root ||
          item.folder === '') &&
        measures(command, item, facts.configurations),
    );
    if (configuration) {
      const { threshold } = configuration;
      return {
        path: threshold!.path,
        line: threshold!.line,
        note: `${subject}: ${threshold!.text}`,
        related: [{ ...place, note: command.text.slice(0, 80) }],
      };
    }
  }
  const service = facts.services.find(({ blocks }) => blocks === 'project');
  return service && own.some(({ job }) => uploads(job))
    ? {
        path: service.path,
        line: service.line,
        note: `${subject}: status of Codecov`,
      }
    : undefined;
}

/** Words of the command as it runs and as it is written: wrappers such as `coverage run` and `c8` are off. */
function wordsOf(command: CiCommand): string[] {
  return [
    ...command.words,
    ...command.text.split(/\s+/),
    ...command.via.flatMap(({ text }) => text.split(/\s+/)),
  ];
}

function measures(
  command: CiCommand,
  configuration: CoverageConfiguration,
  all: readonly CoverageConfiguration[],
): boolean {
  const name = commandName(command.words[0]);
  const on =
    configuration.measured ||
    all.some(
      item =>
        item.family === configuration.family &&
        item.folder === configuration.folder &&
        item.measured,
    );
  return (
    on ||
    (name === 'coverage' && command.words[1] === 'report') ||
    wordsOf(command).some(word => MEASURING.test(word)) ||
    // The threshold of nyc and c8 holds whenever they run.
    (/check-?coverage/i.test(configuration.threshold!.text) &&
      /\b(?:nyc|c8)\b/.test(command.text)) ||
    configuration.family === 'java'
  );
}

function uploads(job: CiJob): boolean {
  return job.steps.some(
    step =>
      /^codecov\/codecov-action/.test(step.uses?.text ?? '') ||
      step.commands.some(({ words }) =>
        /^codecov(?:cli)?$/.test(commandName(words[0])),
      ),
  );
}

function nameOf({ root, family }: Part): string {
  return `${root === '' ? '.' : root} (${family})`;
}

function missing(
  part: Part,
  own: readonly Gating[],
  facts: Coverage,
): Evidence {
  const subject = nameOf(part);
  const measuring = own.find(
    ({ command }) =>
      wordsOf(command).some(word => MEASURING.test(word)) ||
      facts.configurations.some(
        item =>
          item.family === part.family &&
          item.measured &&
          (item.folder === command.cwd || item.folder === part.root),
      ),
  );
  const unused = facts.configurations.find(
    item =>
      item.family === part.family &&
      item.threshold &&
      (item.folder === part.root || item.folder === ''),
  );
  if (measuring) {
    const { command } = measuring;
    return {
      path: command.via[0]?.path ?? command.path,
      line: command.via[0]?.line ?? command.line,
      subject,
      severity: 'low',
      note: facts.services.some(({ blocks }) => blocks === 'patch')
        ? 'coverage is measured; only the status of the patch blocks'
        : 'coverage is measured, and no threshold fails the step',
    };
  }
  const [step] = own;
  const [file] = part.files;
  return {
    ...(step
      ? {
          path: step.command.via[0]?.path ?? step.command.path,
          line: step.command.via[0]?.line ?? step.command.line,
        }
      : { path: file.path, line: file.line }),
    subject,
    note: unused
      ? 'a threshold is configured, and no gating step measures coverage'
      : 'nothing measures coverage in a gating step',
    ...(unused
      ? {
          related: [
            {
              path: unused.threshold!.path,
              line: unused.threshold!.line,
              note: unused.threshold!.text,
            },
          ],
        }
      : {}),
  };
}
