import {
  CiCommand,
  CiJob,
  CiStep,
  Workflow,
} from '../../../facts/workflows/schema';

/** Expressions that name the commit or branch of a contribution. */
const CONTRIBUTION =
  /github\.(?:event\.(?:pull_request\.(?:head\.(?:sha|ref|label)|merge_commit_sha)|workflow_run\.(?:head_(?:sha|branch|commit)|pull_requests)|(?:number|issue\.number|pull_request\.number))|head_ref)|refs\/pull\//;
/** Conditions with which contributions from other repositories do not get here. */
const OWN_ONLY =
  /head\.repo\.full_name\s*==\s*github\.repository|head_repository\.full_name\s*==\s*github\.repository|head\.repo\.fork\s*(?:==\s*false|!=\s*true)|!\s*github\.event\.pull_request\.head\.repo\.fork|workflow_run\.event\s*==\s*'(?:push|release|schedule|workflow_dispatch)'|workflow_run\.event\s*!=\s*'pull_request'|dependabot\[bot\]|renovate\[bot\]|github\.repository\s*==\s*github\.event\.pull_request\.head\.repo\.full_name/;
/** Programs that look at files and run nothing of them. */
const READS_ONLY =
  /^(?:echo|printf|cat|ls|git|gh|jq|yq|grep|rg|sed|awk|cut|sort|uniq|wc|head|tail|diff|find|mkdir|cp|mv|rm|touch|test|\[|\[\[|export|set|cd|exit|true|false|sleep|date|env|curl|tar|zip|unzip|tee|tr|xargs|read|if|mapfile|declare|local|chmod|stat|du|file|sha256sum|basename|dirname|pushd|popd|shopt|trap|wait|kill|hadolint|shellcheck|actionlint|gitleaks|trivy|codespell|typos|yamllint)$/;
/** Actions that run what the tree says. */
const RUNS_TREE =
  /^(?:docker\/(?:build-push|bake)-action|cypress-io\/github-action|pre-commit\/action|goreleaser\/goreleaser-action|golangci\/golangci-lint-action|gradle\/gradle-build-action|bahmutov\/npm-install|borales\/actions-yarn|github\/codeql-action\/(?:autobuild)|actions\/jekyll-build-pages|pypa\/cibuildwheel|treosh\/lighthouse-ci-action|wearerequired\/lint-action|snok\/install-poetry|ruby\/setup-ruby)/;

/** A job that runs a contribution with the rights of the repository. */
export interface ContributionRun {
  checkout: { path: string; line: number };
  run: { path: string; line: number; text: string };
}

/** Events that run with secrets and a writing token although a stranger causes them. */
export function privilegedEvent(workflow: Workflow): string | undefined {
  return workflow.triggers.find(({ event }) =>
    ['pull_request_target', 'workflow_run'].includes(event),
  )?.event;
}

function checksOut(
  step: CiStep,
): { line: number; command?: CiCommand } | undefined {
  if (`${step.uses?.owner}/${step.uses?.repository}` === 'actions/checkout') {
    const ref = step.with.find(
      ({ name, value }) =>
        (name === 'ref' && CONTRIBUTION.test(value)) ||
        (name === 'repository' && /head\.repo|head_repository/.test(value)),
    );
    return ref && { line: ref.line };
  }
  const command = step.commands.find(
    ({ words: [program, ...args], text }) =>
      (program === 'gh' && args[0] === 'pr' && args[1] === 'checkout') ||
      (program === 'git' &&
        ['checkout', 'fetch', 'switch', 'reset', 'pull', 'merge'].includes(
          args[0] ?? '',
        ) &&
        CONTRIBUTION.test(text)),
  );
  return command && { line: command.line, command };
}

/** What a step runs of the tree, behind a command where one is given. */
function runsTree(
  step: CiStep,
  behind?: CiCommand,
): { text: string; line: number } | undefined {
  if (step.uses) {
    const name = step.uses.text.split('@')[0];
    return step.uses.kind === 'local' || RUNS_TREE.test(name)
      ? { text: name, line: step.uses.line }
      : undefined;
  }
  const from = behind ? step.commands.indexOf(behind) + 1 : 0;
  const command = step.commands.slice(from).find(({ words, text }) => {
    const name = (words[0] ?? '').slice((words[0] ?? '').lastIndexOf('/') + 1);
    return (
      name !== '' &&
      !READS_ONLY.test(name) &&
      !text.includes('--ignore-scripts') &&
      !/^[A-Za-z_]\w*=/.test(text)
    );
  });
  return command && { text: command.text.slice(0, 80), line: command.line };
}

/** Where a job fetches a contribution and runs something of it; `undefined` when it does not. */
export function contributionRun(
  workflow: Workflow,
  job: CiJob,
): ContributionRun | undefined {
  if (!privilegedEvent(workflow) || OWN_ONLY.test(job.if ?? '')) {
    return undefined;
  }
  let checkout: ContributionRun['checkout'] | undefined;
  for (const step of job.steps) {
    if (step.never || OWN_ONLY.test(step.if ?? '')) {
      continue;
    }
    const fetched = checksOut(step);
    if (fetched) {
      checkout = { path: step.path, line: fetched.line };
      if (!fetched.command) {
        continue;
      }
    }
    const run = checkout && runsTree(step, fetched?.command);
    if (checkout && run) {
      return { checkout, run: { path: step.path, ...run } };
    }
  }
  return undefined;
}
