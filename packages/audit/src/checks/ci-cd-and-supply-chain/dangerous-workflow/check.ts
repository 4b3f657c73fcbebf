import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { joinPath } from '../../../facts/compose/readService';
import { inventory } from '../../../facts/inventory/extract';
import { workflows } from '../../../facts/workflows/extract';
import {
  CiAction,
  CiInput,
  CiStep,
  CiVariable,
  Workflow,
  Workflows,
} from '../../../facts/workflows/schema';
import { count, inOrder, somePlaces } from '../../../judging/outcome';
import { contributionRun, privilegedEvent } from './contributions';
import { interpolations } from './expressions';

/** Parameters of actions that are run as a script. */
const SCRIPT_PARAMETERS: Readonly<Record<string, string>> = {
  'actions/github-script': 'script',
  'azure/cli': 'inlineScript',
  'Azure/cli': 'inlineScript',
  'azure/powershell': 'inlineScript',
  'Azure/powershell': 'inlineScript',
  'appleboy/ssh-action': 'script',
  'mikefarah/yq': 'cmd',
};
/** Types of inputs that hold no free text. */
const CLOSED_TYPES = new Set(['boolean', 'number', 'choice', 'environment']);
/** Parameters of sign-in actions that carry a key without an end. */
const KEY_PARAMETERS: readonly { action: RegExp; parameter: string }[] = [
  {
    action: /^aws-actions\/configure-aws-credentials$/i,
    parameter: 'aws-secret-access-key',
  },
  { action: /^google-github-actions\/auth$/i, parameter: 'credentials_json' },
  {
    action: /^google-github-actions\/setup-gcloud$/i,
    parameter: 'service_account_key',
  },
  { action: /^azure\/login$/i, parameter: 'creds' },
];
const KEY_VARIABLE =
  /^(?:AWS_SECRET_ACCESS_KEY|GOOGLE_CREDENTIALS|AZURE_CREDENTIALS|ARM_CLIENT_SECRET|AZURE_CLIENT_SECRET)$/;
/** With one of these the key is for another store that speaks the same language and knows no OIDC. */
const OTHER_ENDPOINT = /ENDPOINT|R2_|MINIO|SPACES|B2_/i;
const SAME_REPOSITORY = /head\.repo\.(?:full_name|fork)/;

export const check = defineCheck({
  id: 'dangerous-workflow',
  area: 'ci-cd-and-supply-chain',
  severity: 'high',
  confidence: 'certain',
  phase: 'testing-and-quality',
  effort: 'small',
  title: 'Workflow that strangers can turn against the repository',
  description:
    'Looks at active GitHub workflows and the composite actions of the tree for five things: (1) `pull_request_target` or `workflow_run` jobs that check out a contribution and then run something of it (critical); (2) expressions with texts from outside – titles, bodies, branch names, commit messages, free-text inputs – that are put into `run:` or the script of an action, directly or through `env` (high, for inputs of a manual start or a caller medium); (3) no `permissions` on workflow or job, or `write-all` (medium); (4) long-lived cloud keys where the provider offers OIDC (medium); (5) self-hosted runners on pull requests of a tree with an open licence (medium, plausible: whether the repository is public is not in the tree). Of GitLab it looks at `include: remote` without `integrity`. Artifacts of a contribution that a later workflow executes are not followed. A workflow that only others call needs no `permissions` of its own: its callers bound it.',
  failureMode:
    'The pipeline runs text or code of people who have no rights in the repository, or has more rights than its steps need.',
  manifestation:
    'A pull request with `"; curl … | sh #` as its title or with a changed build script runs commands in the job and reads its secrets.',
  impact:
    'Tokens and secrets are stolen, releases and branches are changed, and cloud accounts behind the keys are taken over.',
  remediation:
    'Give the workflow only what it needs, and pass texts through the environment, quoted.\n\n```yaml\npermissions:\n  contents: read\njobs:\n  label:\n    runs-on: ubuntu-24.04\n    steps:\n      - env:\n          TITLE: ${{ github.event.pull_request.title }}\n        run: ./check-title.sh "$TITLE"\n```\n\nBuild contributions on `pull_request`, where the token reads only. Sign in to the cloud with OIDC (`id-token: write` and a role) instead of a stored key.',
  guardrail: {
    linter: 'actionlint, zizmor',
    ci: 'OpenSSF Scorecard (Dangerous-Workflow, Token-Permissions)',
    architecture:
      'read-only default token in the organisation, reusable workflows, OIDC roles',
  },
  references: [
    {
      title: 'GitHub: script injections',
      url: 'https://docs.github.com/en/actions/concepts/security/script-injections',
    },
    {
      title: 'GitHub Security Lab: preventing pwn requests',
      url: 'https://securitylab.github.com/resources/github-actions-preventing-pwn-requests/',
    },
    {
      title: 'OpenSSF Scorecard: Dangerous-Workflow',
      url: 'https://github.com/ossf/scorecard/blob/main/docs/checks.md#dangerous-workflow',
    },
    {
      title: 'CWE-94: code injection',
      url: 'https://cwe.mitre.org/data/definitions/94.html',
    },
  ],
  async evaluate(context) {
    const facts = await context.facts(workflows);
    const active = facts.workflows.filter(workflow => workflow.active);
    const readable = active.filter(workflow => !workflow.opaque);
    if (readable.length === 0) {
      return active.length > 0
        ? {
            status: 'unknown',
            summary: `The steps of ${active[0].path} (${active[0].platform}) are not read`,
          }
        : { status: 'not-applicable', summary: 'There is no active pipeline' };
    }
    const open = await looksOpen(context);
    const evidence: Evidence[] = [];
    const strengths: Evidence[] = [];
    let good = 0;
    for (const workflow of readable) {
      const found = [
        ...contributionsOf(workflow),
        ...injectionsOf(workflow, facts),
        ...permissionsOf(workflow),
        ...keysOf(workflow),
        ...runnersOf(workflow, open),
        ...includesOf(workflow),
      ];
      evidence.push(...found);
      if (found.length === 0) {
        good += 1;
        const place =
          workflow.permissions ??
          workflow.jobs.find(job => job.permissions)?.permissions;
        if (place) {
          strengths.push({
            path: workflow.path,
            line: place.line,
            note: `permissions: ${place.text.slice(0, 80)}`,
          });
        }
      }
    }
    for (const action of facts.actions) {
      evidence.push(...injectionsOfAction(action, facts));
    }
    if (evidence.length === 0) {
      return {
        status: 'pass',
        summary: `${count(
          readable.length,
          'workflow runs',
          'workflows run',
        )} no foreign text and no foreign code with rights`,
        evidence: inOrder(strengths),
      };
    }
    const places = inOrder(evidence);
    return {
      status: 'fail',
      summary: `${count(
        places.length,
        'dangerous place',
      )} in workflows: ${somePlaces(places)}`,
      evidence: places,
      share: good / readable.length,
      strengths: inOrder(strengths),
    };
  },
});

/** (a) Contributions that run with the rights of the repository. */
function contributionsOf(workflow: Workflow): Evidence[] {
  const event = privilegedEvent(workflow);
  return workflow.jobs
    .filter(job => job.canRun)
    .flatMap((job): Evidence[] => {
      const found = contributionRun(workflow, job);
      return found
        ? [
            {
              ...found.checkout,
              severity: 'critical',
              // A label has to be set by somebody with rights, though not again after the next push.
              ...(/labels/.test(job.if ?? '')
                ? { confidence: 'likely' as const }
                : {}),
              subject: `${job.id}: ${event}`,
              note: `on ${event} the job fetches the contribution and runs it`,
              related: [
                {
                  path: found.run.path,
                  line: found.run.line,
                  note: found.run.text,
                },
              ],
            },
          ]
        : [];
    });
}

interface Script {
  text: string;
  line: number;
}

/** Texts of a step that a shell or an interpreter runs. */
function scriptsOf(step: CiStep): Script[] {
  const action = step.uses && `${step.uses.owner}/${step.uses.repository}`;
  const parameter =
    action && Object.hasOwn(SCRIPT_PARAMETERS, action)
      ? step.with.find(({ name }) => name === SCRIPT_PARAMETERS[action])
      : undefined;
  return [
    ...(step.run ? [step.run] : []),
    ...(parameter
      ? [
          {
            text: parameter.value,
            // The text of a block stands below its key.
            line: parameter.line + (parameter.value.includes('\n') ? 1 : 0),
          },
        ]
      : []),
  ];
}

interface Surroundings {
  env: readonly CiVariable[];
  inputs: readonly CiInput[];
  /** Whether callers in the tree give an input; what they give. */
  givenBy(input: string): string[] | undefined;
}

function judgeScript(
  script: Script,
  path: string,
  around: Surroundings,
): Evidence[] {
  return interpolations(script.text).flatMap((item): Evidence[] => {
    let { origin } = item;
    if (origin.kind === 'variable') {
      const { name } = origin;
      // The last definition is the innermost one.
      const variable = [...around.env]
        .reverse()
        .find(candidate => candidate.name === name);
      const [source] = variable ? interpolations(variable.value) : [];
      if (!source || source.origin.kind === 'variable') {
        return [];
      }
      origin = source.origin;
    }
    const place = {
      path,
      line: script.line + item.offset,
      subject: item.text.slice(0, 80),
    };
    if (origin.kind === 'outside') {
      return [
        {
          ...place,
          note: `${origin.name} of anybody becomes part of the script`,
        },
      ];
    }
    const { name } = origin;
    const input = around.inputs.find(candidate => candidate.name === name);
    if (!input || CLOSED_TYPES.has(input.type)) {
      return [];
    }
    const given = around.givenBy(name);
    const foreign = given?.some(value =>
      interpolations(value).some(({ origin: { kind } }) => kind === 'outside'),
    );
    if (foreign) {
      return [
        {
          ...place,
          note: `the input ${name}, filled from outside by a caller, becomes part of the script`,
        },
      ];
    }
    if (
      input.event !== 'workflow_dispatch' &&
      // Callers of the tree that give fixed texts, or nothing.
      given !== undefined
    ) {
      return [];
    }
    return [
      {
        ...place,
        severity: 'medium',
        confidence: input.event === 'workflow_dispatch' ? 'certain' : 'likely',
        note:
          input.event === 'workflow_dispatch'
            ? `the text of the input ${name} becomes part of the script`
            : `whatever a caller gives as ${name} becomes part of the script`,
      },
    ];
  });
}

/** (b) Texts from outside in scripts. */
function injectionsOf(workflow: Workflow, facts: Workflows): Evidence[] {
  const callers = facts.workflows.flatMap(other =>
    other.active
      ? other.jobs.filter(
          job =>
            job.uses?.kind === 'local' &&
            joinPath('', job.uses.text) === workflow.path,
        )
      : [],
  );
  return workflow.jobs
    .filter(job => job.canRun)
    .flatMap(job =>
      job.steps
        .filter(step => !step.never)
        .flatMap(step =>
          scriptsOf(step).flatMap(script =>
            judgeScript(script, step.path, {
              env: [...workflow.env, ...job.env, ...step.env],
              inputs: workflow.inputs,
              givenBy: name =>
                callers.length === 0
                  ? undefined
                  : callers.flatMap(caller =>
                      caller.with
                        .filter(item => item.name === name)
                        .map(({ value }) => value),
                    ),
            }),
          ),
        ),
    );
}

function injectionsOfAction(action: CiAction, facts: Workflows): Evidence[] {
  const folder = action.path.slice(
    0,
    Math.max(0, action.path.lastIndexOf('/')),
  );
  const uses = facts.workflows
    .filter(workflow => workflow.active)
    .flatMap(workflow => workflow.jobs.flatMap(job => job.steps))
    .filter(
      step =>
        step.uses?.kind === 'local' && joinPath('', step.uses.text) === folder,
    );
  // An action that nothing here uses runs elsewhere, if at all.
  return uses.length === 0
    ? []
    : action.steps.flatMap(step =>
        scriptsOf(step).flatMap(script =>
          judgeScript(script, action.path, {
            env: step.env,
            inputs: action.inputs,
            givenBy: name =>
              uses.flatMap(use =>
                use.with
                  .filter(item => item.name === name)
                  .map(({ value }) => value),
              ),
          }),
        ),
      );
}

/** (c) Tokens without bounds. Other servers that read the same files have no such block. */
function permissionsOf(workflow: Workflow): Evidence[] {
  if (
    workflow.platform !== 'github-actions' ||
    !workflow.path.startsWith('.github/') ||
    workflow.calledOnly
  ) {
    return [];
  }
  const jobs = workflow.jobs.filter(job => job.canRun);
  const wide = [workflow, ...jobs].flatMap(owner =>
    owner.permissions?.writeAll
      ? [
          {
            path: workflow.path,
            line: owner.permissions.line,
            severity: 'medium' as const,
            subject:
              'id' in owner ? `permissions of ${owner.id}` : 'permissions',
            note: 'write-all: the token may change everything',
          },
        ]
      : [],
  );
  const without = jobs.filter(job => !job.permissions);
  if (workflow.permissions || without.length === 0) {
    return wide;
  }
  const all = without.length === jobs.length;
  return [
    ...wide,
    {
      path: workflow.path,
      line: all ? workflow.line : without[0].line,
      severity: 'medium',
      subject: 'permissions',
      note: all
        ? 'neither the workflow nor its jobs set permissions; the token has the defaults of the organisation'
        : `no permissions for ${without.map(({ id }) => id).join(', ')}`,
    },
  ];
}

/** (d) Keys that never end. */
function keysOf(workflow: Workflow): Evidence[] {
  const found: Evidence[] = [];
  const report = (line: number, name: string, owner: string, path: string) =>
    found.push({
      path,
      line,
      severity: 'medium',
      subject: `${owner}: ${name}`,
      note: 'a stored key of the cloud that never ends, where OIDC gives one for each run',
    });
  const variables = (
    owner: string,
    env: readonly CiVariable[],
    path: string,
  ): void => {
    if (env.some(({ name }) => OTHER_ENDPOINT.test(name))) {
      return;
    }
    const key = env.find(
      ({ name, value }) =>
        KEY_VARIABLE.test(name) &&
        /\$\{\{\s*secrets\./.test(value) &&
        !OTHER_ENDPOINT.test(value),
    );
    if (key) {
      report(key.line, key.name, owner, path);
    }
  };
  variables('workflow', workflow.env, workflow.path);
  for (const job of workflow.jobs.filter(item => item.canRun)) {
    variables(job.id, job.env, job.path);
    for (const step of job.steps.filter(item => !item.never)) {
      variables(job.id, step.env, step.path);
      const action = `${step.uses?.owner}/${step.uses?.repository}`;
      const rule = KEY_PARAMETERS.find(item => item.action.test(action));
      const key = step.with.find(({ name }) => name === rule?.parameter);
      if (key && /\$\{\{\s*secrets\./.test(key.value)) {
        report(key.line, key.name, job.id, step.path);
      }
    }
  }
  return found;
}

/** (e) Own machines that run contributions. */
function runnersOf(workflow: Workflow, open: boolean): Evidence[] {
  const onRequests = workflow.triggers.some(({ event }) =>
    ['pull_request', 'pull_request_target', 'issue_comment'].includes(event),
  );
  if (!open || !onRequests || workflow.platform !== 'github-actions') {
    return [];
  }
  return workflow.jobs
    .filter(
      job =>
        job.canRun &&
        job.runsOn.includes('self-hosted') &&
        !SAME_REPOSITORY.test(job.if ?? ''),
    )
    .map(job => ({
      path: job.path,
      line: job.line,
      severity: 'medium' as const,
      confidence: 'plausible' as const,
      subject: `${job.id}: self-hosted`,
      note: 'contributions run on a machine of your own; if the repository is public, those of anybody',
    }));
}

/** GitLab: definitions from an address that may answer something else tomorrow. */
function includesOf(workflow: Workflow): Evidence[] {
  return workflow.includes
    .filter(({ kind, fixedBy }) => kind === 'remote' && !fixedBy)
    .map(({ path, line, text }) => ({
      path,
      line,
      subject: text.split('?')[0].slice(0, 120),
      note: 'jobs from a remote file without integrity: whoever controls it runs code in this pipeline',
    }));
}

/** A licence at the root is what public repositories have. */
async function looksOpen(context: CheckContext): Promise<boolean> {
  const { files } = await context.facts(inventory);
  return files.some(({ path }) =>
    /^(?:LICENSE|LICENCE|COPYING)(?:\.\w+)?$/i.test(path),
  );
}
