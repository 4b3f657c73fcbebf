import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import {
  onDefaultBranch,
  onPullRequests,
  triggersOf,
} from '../../../facts/workflows/events';
import { workflows } from '../../../facts/workflows/extract';
import { CiJob, CiStep, Workflow } from '../../../facts/workflows/schema';
import { toolOf } from '../../../facts/workflows/tools';
import { codeFiles, count, inOrder } from '../../../judging/outcome';

const LOOKED_FOR = [
  '.github/workflows/*.yml, *.yaml',
  '.gitlab-ci.yml',
  'azure-pipelines*',
  'Jenkinsfile',
  '.circleci/',
  'bitbucket-pipelines.yml',
  '.drone.yml',
  '.buildkite/',
  'cloudbuild.yaml',
  '.travis.yml',
];
/** Actions that prepare, greet, label, publish pages or notify: nothing of the code is judged by them. */
const TRIVIAL_ACTIONS =
  /^(?:actions\/(?:checkout|setup-[\w-]+|cache|labeler|stale|first-interaction|upload-artifact|download-artifact|github-script|upload-pages-artifact|deploy-pages|configure-pages|jekyll-build-pages|create-release|add-to-project)|peaceiris\/.*|release-drafter\/.*|dessant\/.*|peter-evans\/.*|crazy-max\/ghaction-(?:github-labeler|github-pages)|github-actions-x\/.*|dependabot\/.*|amannn\/action-semantic-pull-request|pnpm\/action-setup|astral-sh\/setup-uv|.*\/.*(?:label|stale|welcome|greet|notify|slack|assign)[\w-]*)$/;
/** Commands that only prepare or publish documents. */
const TRIVIAL_COMMANDS =
  /^(?:echo|printf|cd|set|export|mkdir|cp|mv|rm|ls|cat|git|gh|test|\[|\[\[|true|:|curl|mkdocs|sphinx-build|jekyll|exit|sleep|corepack|source)$/;

export const check = defineCheck({
  id: 'no-ci-pipeline',
  area: 'ci-cd-and-supply-chain',
  severity: 'high',
  confidence: 'certain',
  phase: 'testing-and-quality',
  effort: 'medium',
  title: 'No pipeline checks changes',
  description:
    'Looks for a pipeline in the place where its platform reads it, with a trigger and a job that can run, that does something with the code on pull or merge requests, or at least on pushes to the default branch. Files in other folders, with other endings, commented out or with every job switched off are parked. Pipelines that only label, greet, publish documents or run on a schedule do not count; a reusable workflow counts through its caller.',
  failureMode:
    'Changes reach the default branch without any machine having looked at them.',
  manifestation:
    'Broken builds, failing tests and faulty dependencies are found after the merge, by the next person or in production.',
  impact:
    'Every other guard in the tree depends on somebody remembering to run it.',
  remediation:
    'Build and test every proposed change, and require the result before merging.\n\n```yaml\non:\n  pull_request:\n  push: { branches: [main] }\njobs:\n  check:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@<commit>\n      - run: make lint test\n```',
  guardrail: {
    linter: 'actionlint',
    ci: 'OpenSSF Scorecard (CI-Tests)',
    architecture: 'reusable workflows, branch protection with required checks',
  },
  references: [
    {
      title: 'OpenSSF Scorecard: CI-Tests',
      url: 'https://github.com/ossf/scorecard/blob/main/docs/checks.md#ci-tests',
    },
    {
      title: 'DORA: continuous integration',
      url: 'https://dora.dev/capabilities/continuous-integration/',
    },
  ],
  async evaluate(context) {
    const { workflows: found, unreadable } = await context.facts(workflows);
    const working = found.filter(workflow => workflow.active);
    const judged = working.map(workflow => ({
      workflow,
      jobs: workflow.jobs.filter(job => job.canRun && doesWork(job)),
    }));
    const requests: Evidence[] = [];
    const branchOnly: Evidence[] = [];
    for (const { workflow, jobs } of judged) {
      const job = jobs.find(item => onPullRequests(triggersOf(workflow, item)));
      const pushed = jobs.find(item =>
        onDefaultBranch(triggersOf(workflow, item)),
      );
      if (workflow.opaque) {
        requests.push({
          path: workflow.path,
          line: workflow.line,
          note: `${workflow.platform}; its triggers are set in the platform`,
        });
      } else if (job) {
        requests.push({
          path: workflow.path,
          line: job.line,
          note: `job ${job.id} runs on proposed changes`,
        });
      } else if (pushed) {
        branchOnly.push({
          path: workflow.path,
          line:
            workflow.triggers.find(({ event }) => event === 'push')?.line ??
            pushed.line,
          subject: workflow.path,
          severity: 'medium',
          note: 'runs on the default branch only, after the merge',
        });
      }
    }
    if (requests.length > 0) {
      const certain = requests.some(
        ({ path }) => !found.find(item => item.path === path)?.opaque,
      );
      return {
        status: 'pass',
        summary: `${count(
          requests.length,
          'pipeline runs',
          'pipelines run',
        )} on proposed changes`,
        ...(certain ? {} : { confidence: 'likely' as const }),
        evidence: inOrder(requests),
      };
    }
    if (branchOnly.length > 0) {
      return {
        status: 'fail',
        summary: `Pipelines run on the default branch only, not on pull requests: ${branchOnly[0].path}`,
        evidence: inOrder(branchOnly),
      };
    }
    if ((await codeFiles(context)).length === 0) {
      return {
        status: 'not-applicable',
        summary: 'There is no production code',
      };
    }
    if (unreadable.length > 0) {
      return {
        status: 'unknown',
        summary: `${unreadable[0].path} could not be read: ${unreadable[0].reason}`,
        lookedFor: LOOKED_FOR,
      };
    }
    const parked = found
      .filter(workflow => workflow.parked)
      .map(
        (workflow): Evidence => ({
          path: workflow.path,
          line: workflow.line,
          subject: workflow.path,
          note: `parked: ${workflow.parked}`,
        }),
      );
    return {
      status: 'fail',
      summary: summaryOf(working, parked),
      evidence: inOrder(parked),
      lookedFor: LOOKED_FOR,
    };
  },
});

function summaryOf(
  working: readonly Workflow[],
  parked: readonly Evidence[],
): string {
  if (working.length > 0) {
    return `No pipeline checks the code: ${working
      .slice(0, 3)
      .map(({ path }) => path)
      .join(', ')} ${
      working.length === 1 ? 'does' : 'do'
    } something else or run on other events`;
  }
  return parked.length > 0
    ? `No pipeline is active; ${parked[0].path} is ${parked[0].note}`
    : 'There is no pipeline';
}

function doesWork(job: CiJob): boolean {
  return job.uses !== undefined || job.steps.some(isWork);
}

function isWork(step: CiStep): boolean {
  if (step.never) {
    return false;
  }
  if (step.uses && step.uses.kind === 'action') {
    return !TRIVIAL_ACTIONS.test(`${step.uses.owner}/${step.uses.repository}`);
  }
  return step.commands.some(
    command =>
      toolOf(command.words) !== undefined ||
      (!TRIVIAL_COMMANDS.test(command.words[0] ?? '') &&
        !isInstall(command.words)),
  );
}

function isInstall(words: readonly string[]): boolean {
  return (
    /^(?:npm|yarn|pnpm|bun|pip|pip3|pipx|poetry|uv|apt-get|apt|sudo|brew|apk|gem|bundle)$/.test(
      words[0],
    ) &&
    (words.length === 1 ||
      words.some(word =>
        /^(?:install|ci|i|add|sync|update|enable)$/.test(word),
      ))
  );
}
