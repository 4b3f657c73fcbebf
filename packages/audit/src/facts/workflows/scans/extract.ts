import { defineExtractor } from '../../../engine/defineExtractor';
import { workflows } from '../extract';
import { CiJob, CiStep, Neutraliser, Workflow } from '../schema';
import { readTasks } from '../tasks/readTasks';
import { scannerOfAction } from './actions';
import { ScannerCall, scannerOf } from './commands';
import { scanExceptions } from './exceptions';
import { hookScans } from './hooks';
import { securityLinterOf, SecurityLinters, securityLinters } from './linters';
import { ScanKind, SecurityScan, SecurityScans } from './schema';

/** Templates and components of GitLab that scan; their jobs report and never fail. */
const GITLAB_TEMPLATES: readonly [RegExp, ScanKind[]][] = [
  [/(?:^|\/)SAST[\w.-]*\.gitlab-ci\.yml$|components\/sast/i, ['static']],
  [/secret-detection/i, ['secrets']],
  [/dependency-scanning/i, ['dependencies']],
  [/container-scanning/i, ['images']],
  [/auto-devops/i, ['static', 'secrets', 'dependencies', 'images']],
];

/**
 * Security scanners that active pipelines and hooks run: commands through task runners and containers, actions,
 * reusable workflows, templates of GitLab, hooks, and linters whose security rules are on; with what happens to their
 * result.
 *
 * @public
 */
export const securityScans = defineExtractor<SecurityScans>({
  id: 'securityScans',
  extract: async context => {
    const linters = await securityLinters(context);
    const facts = await context.facts(workflows);
    const trivyFails = /^[ \t]*exit-code:[ \t]*[1-9]/m.test(
      ['trivy.yaml', 'trivy.yml']
        .map(path => context.tree.read(path) ?? '')
        .join('\n'),
    );
    const scans = [
      ...facts.workflows
        .filter(({ active }) => active)
        .flatMap(workflow => scansOf(workflow, linters)),
      ...hookScans(context, {
        tasks: await readTasks(context),
        read: path => context.tree.read(path),
      }),
    ];
    return {
      scans: scans
        .map(scan =>
          trivyFails &&
          scan.tool === 'trivy' &&
          scan.result.fails === 'never' &&
          scan.result.why.startsWith('without')
            ? { ...scan, result: { fails: 'on-finding' as const } }
            : scan,
        )
        .sort(
          (a, b) =>
            (a.stepPath < b.stepPath ? -1 : Number(a.stepPath > b.stepPath)) ||
            a.stepLine - b.stepLine ||
            a.line - b.line,
        ),
      exceptions: scanExceptions(context),
    };
  },
});

function scansOf(workflow: Workflow, linters: SecurityLinters): SecurityScan[] {
  return [
    ...workflow.includes.flatMap((include): SecurityScan[] => {
      const kinds =
        include.kind === 'template' || include.kind === 'component'
          ? GITLAB_TEMPLATES.find(([pattern]) =>
              pattern.test(include.text),
            )?.[1]
          : undefined;
      return kinds
        ? [
            {
              tool: include.text.slice(include.text.lastIndexOf('/') + 1),
              kinds,
              result: {
                fails: 'elsewhere',
                why: 'its result goes to the merge request',
              },
              source: 'template',
              path: include.path,
              line: include.line,
              stepPath: include.path,
              stepLine: include.line,
              workflow: workflow.path,
              neutralisers: [],
            },
          ]
        : [];
    }),
    ...workflow.jobs
      .filter(({ canRun }) => canRun)
      .flatMap(job => [
        ...calledWorkflow(workflow, job),
        ...job.steps
          .filter(step => !step.never && !step.afterFailure)
          .flatMap(step => scansOfStep(workflow, job, step, linters)),
      ]),
  ];
}

function mayFail(
  owner: Pick<CiJob | CiStep, 'mayFail' | 'path'>,
): Neutraliser[] {
  return owner.mayFail
    ? [{ kind: 'continue-on-error', path: owner.path, ...owner.mayFail }]
    : [];
}

function calledWorkflow(workflow: Workflow, job: CiJob): SecurityScan[] {
  const call = job.uses && scannerOfAction(job.uses, job.with, job.env);
  return call
    ? [
        placed(call, workflow, job, {
          path: job.path,
          line: job.uses!.line,
          neutralisers: mayFail(job),
        }),
      ]
    : [];
}

function scansOfStep(
  workflow: Workflow,
  job: CiJob,
  step: CiStep,
  linters: SecurityLinters,
): SecurityScan[] {
  const env = [...workflow.env, ...job.env, ...step.env];
  const action = step.uses && scannerOfAction(step.uses, step.with, env);
  const linter =
    step.uses &&
    ((/^golangci\/golangci-lint-action@/.test(step.uses.text) &&
      linters.golangci &&
      'golangci-lint (gosec)') ||
      (/^(?:astral-sh|chartboost)\/ruff-action@/.test(step.uses.text) &&
        linters.ruff &&
        'ruff (S)'));
  const call: ScannerCall | undefined =
    action ??
    (linter
      ? { tool: linter, kinds: ['static'], result: { fails: 'on-finding' } }
      : undefined);
  if (call) {
    return [
      placed(call, workflow, job, {
        path: step.path,
        line: step.uses!.line,
        neutralisers: [...mayFail(job), ...mayFail(step)],
      }),
    ];
  }
  const seen = new Set<string>();
  return step.commands.flatMap((command): SecurityScan[] => {
    const scanner = scannerOf(command.words) ?? linterCall(command, linters);
    const key = `${command.path}:${command.line}:${command.words.join(' ')}`;
    // The same line for each folder of a matrix is one step.
    if (!scanner || seen.has(key)) {
      return [];
    }
    seen.add(key);
    const exit = env.find(({ name }) => name === 'TRIVY_EXIT_CODE')?.value;
    const fails =
      scanner.tool === 'trivy' && exit !== undefined && exit !== '0'
        ? { ...scanner, result: { fails: 'on-finding' as const } }
        : scanner;
    return [
      {
        ...placed(fails, workflow, job, {
          path: command.path,
          line: command.line,
          neutralisers: [...mayFail(job), ...command.neutralisers],
        }),
        stepPath: command.via[0]?.path ?? command.path,
        stepLine: command.via[0]?.line ?? command.line,
      },
    ];
  });
}

function linterCall(
  command: CiStep['commands'][number],
  linters: SecurityLinters,
): ScannerCall | undefined {
  const tool = securityLinterOf(command, linters);
  return (tool && {
    tool,
    kinds: ['static'],
    result: { fails: 'on-finding' as const },
  }) as ScannerCall | undefined;
}

function placed(
  call: ScannerCall,
  workflow: Workflow,
  job: CiJob,
  place: Pick<SecurityScan, 'path' | 'line' | 'neutralisers'>,
): SecurityScan {
  return {
    ...call,
    source: 'workflow',
    ...place,
    stepPath: place.path,
    stepLine: place.line,
    workflow: workflow.path,
    job: job.id,
  };
}
