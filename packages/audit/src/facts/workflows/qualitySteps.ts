import { CiCommand, CiJob, CiStep, Neutraliser, Workflow } from './schema';
import { Tool, toolOf } from './tools';

/** A command of a pipeline that runs a quality tool, with everything that hides its failure. */
export interface QualityStep {
  workflow: Workflow;
  job: string;
  jobFact: CiJob;
  tool: Tool;
  command?: CiCommand;
  /** Where the command stands. */
  path: string;
  line: number;
  /** Place in the pipeline that leads to it. */
  stepPath: string;
  stepLine: number;
  neutralisers: Neutraliser[];
}

/** Actions that run a quality tool themselves. */
const ACTIONS: Readonly<Record<string, Tool>> = {
  'golangci/golangci-lint-action': {
    name: 'golangci-lint',
    kind: 'lint',
    language: 'go',
  },
  'psf/black': { name: 'black', kind: 'format', language: 'python' },
  'astral-sh/ruff-action': { name: 'ruff', kind: 'lint', language: 'python' },
  'chartboost/ruff-action': { name: 'ruff', kind: 'lint', language: 'python' },
  'pre-commit/action': { name: 'pre-commit', kind: 'lint', language: 'any' },
  'super-linter/super-linter': {
    name: 'super-linter',
    kind: 'lint',
    language: 'any',
  },
  'github/super-linter': {
    name: 'super-linter',
    kind: 'lint',
    language: 'any',
  },
  'oxsecurity/megalinter': {
    name: 'megalinter',
    kind: 'lint',
    language: 'any',
  },
  'hadolint/hadolint-action': {
    name: 'hadolint',
    kind: 'lint',
    language: 'any',
  },
  'biomejs/setup-biome': {
    name: 'biome',
    kind: 'lint',
    language: 'javascript',
  },
  'cypress-io/github-action': {
    name: 'cypress',
    kind: 'test',
    language: 'javascript',
  },
  'docker/build-push-action': {
    name: 'docker build',
    kind: 'build',
    language: 'any',
  },
  'jakebailey/pyright-action': {
    name: 'pyright',
    kind: 'type',
    language: 'python',
  },
};

/** Tools run by jobs and steps that can run, in the order of the files. */
export function qualitySteps(workflows: readonly Workflow[]): QualityStep[] {
  const found: QualityStep[] = [];
  for (const workflow of workflows) {
    for (const job of workflow.jobs.filter(item => item.canRun)) {
      for (const step of job.steps) {
        if (!step.never && !step.afterFailure) {
          found.push(...toolsOf(workflow, job, step));
        }
      }
    }
  }
  return found;
}

function toolsOf(workflow: Workflow, job: CiJob, step: CiStep): QualityStep[] {
  const ofJob: Neutraliser[] = job.mayFail
    ? [
        {
          kind: 'continue-on-error',
          text: job.mayFail.text,
          path: job.mayFail.path ?? job.path,
          line: job.mayFail.line,
        },
      ]
    : [];
  const common = { workflow, job: job.id, jobFact: job };
  const action =
    step.uses &&
    Object.hasOwn(ACTIONS, `${step.uses.owner}/${step.uses.repository}`)
      ? ACTIONS[`${step.uses.owner}/${step.uses.repository}`]
      : undefined;
  if (action) {
    return [
      {
        ...common,
        tool: action,
        path: step.path,
        line: step.uses!.line,
        stepPath: step.path,
        stepLine: step.uses!.line,
        neutralisers: [
          ...ofJob,
          ...(step.mayFail
            ? [
                {
                  kind: 'continue-on-error' as const,
                  text: step.mayFail.text,
                  path: step.path,
                  line: step.mayFail.line,
                },
              ]
            : []),
        ],
      },
    ];
  }
  const seen = new Set<string>();
  return step.commands.flatMap(command => {
    const tool = toolOf(command.words);
    // The same line for each folder of a matrix is one step.
    const key = `${command.path}:${command.line}:${command.words.join(' ')}`;
    if (!tool || seen.has(key)) {
      return [];
    }
    seen.add(key);
    return [
      {
        ...common,
        tool,
        command,
        path: command.path,
        line: command.line,
        stepPath: command.via[0]?.path ?? command.path,
        stepLine: command.via[0]?.line ?? command.line,
        neutralisers: [...ofJob, ...command.neutralisers],
      },
    ];
  });
}
