import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { qualitySteps } from '../../../facts/workflows/qualitySteps';
import { workflows } from '../../../facts/workflows/extract';
import { ToolKind } from '../../../facts/workflows/tools';
import { count, inOrder } from '../../../judging/outcome';

const KINDS: readonly ToolKind[] = [
  'test',
  'lint',
  'format',
  'type',
  'build',
  'migration',
  'policy',
];

export const check = defineCheck({
  id: 'ci-step-cannot-fail',
  area: 'ci-cd-and-supply-chain',
  severity: 'high',
  confidence: 'certain',
  phase: 'testing-and-quality',
  effort: 'small',
  title: 'Pipeline step that cannot fail',
  description:
    'Looks at every test, lint, format, type-check, build and migration command of active pipelines, and at own scripts that check something by their name, followed through npm scripts, Make, Task, just, tox, nox, local scripts and composite actions, and reads the shell as the runner does: `|| true`, pipes without `pipefail` (the default shell of GitHub Actions has none, `shell: bash` sets it), `set +e`, scripts without `-e`, `--exit-zero`, ignored recipes of Make and Task, `continue-on-error` and `allow_failure`. A status that is kept and evaluated later is followed and counts as good.',
  failureMode: 'The command may fail, and the job still ends with success.',
  manifestation:
    'The pipeline is green while tests fail, types are wrong or the linter reports errors; nobody reads the log of a green job.',
  impact:
    'The team believes that it is protected, and defects reach production past a check that found them.',
  remediation:
    "Let the status through. For a log file use a shell with `pipefail`:\n\n```yaml\n- run: npm test | tee test.log\n  shell: bash\n```\n\nTake `|| true` and `continue-on-error` out, and turn single rules off in the tool's configuration instead of turning its result off.",
  guardrail: {
    linter: 'actionlint with shellcheck, zizmor',
    ci: 'a deliberately failing branch that must go red',
    architecture: 'reusable workflows',
  },
  references: [
    {
      title: 'GitHub Actions: shell and exit codes',
      url: 'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#exit-codes-and-error-action-preference',
    },
    {
      title: 'GitLab CI: allow_failure',
      url: 'https://docs.gitlab.com/ci/yaml/#allow_failure',
    },
  ],
  async evaluate(context) {
    const { workflows: found } = await context.facts(workflows);
    const active = found.filter(workflow => workflow.active);
    const readable = active.filter(workflow => !workflow.opaque);
    if (readable.length === 0) {
      return active.length > 0
        ? {
            status: 'unknown',
            summary: `The steps of ${active[0].path} (${active[0].platform}) are not read`,
          }
        : { status: 'not-applicable', summary: 'There is no active pipeline' };
    }
    const steps = qualitySteps(readable).filter(({ tool }) =>
      KINDS.includes(tool.kind),
    );
    if (steps.length === 0) {
      return {
        status: 'not-applicable',
        summary: 'No step of the pipelines tests, lints, type-checks or builds',
      };
    }
    const evidence: Evidence[] = [];
    const good: Evidence[] = [];
    for (const step of steps) {
      const [neutraliser] = step.neutralisers;
      if (!neutraliser) {
        good.push({
          path: step.stepPath,
          line: step.stepLine,
          note: `${step.tool.name} gates`,
        });
        continue;
      }
      const elsewhere =
        neutraliser.path !== step.stepPath ||
        neutraliser.line !== step.stepLine;
      evidence.push({
        path: neutraliser.path,
        line: neutraliser.line,
        subject: `${step.job}: ${step.tool.name}`,
        note: `${step.tool.name} (${step.tool.kind}) cannot fail: ${neutraliser.text}`,
        ...(elsewhere && neutraliser.path !== step.stepPath
          ? {
              related: [
                {
                  path: step.stepPath,
                  line: step.stepLine,
                  note: `job ${step.job}`,
                },
              ],
            }
          : {}),
      });
    }
    if (evidence.length > 0) {
      const places = inOrder(evidence);
      return {
        status: 'fail',
        summary: `${evidence.length} of ${count(
          steps.length,
          'quality step',
        )} cannot fail: ${places
          .slice(0, 4)
          .map(({ subject }) => subject)
          .join(', ')}`,
        evidence: places,
        share: good.length / steps.length,
        strengths: inOrder(good),
      };
    }
    return {
      status: 'pass',
      summary: `${count(
        steps.length,
        'quality step gates',
        'quality steps gate',
      )} the pipeline`,
      evidence: inOrder(good),
    };
  },
});
