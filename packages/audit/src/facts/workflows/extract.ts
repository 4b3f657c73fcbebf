import { defineExtractor } from '../../engine/defineExtractor';
import { ExtractContext } from '../../engine/types';
import { joinPath } from '../compose/readService';
import { mapOf, valueAt } from '../yaml/access';
import { parseYaml } from '../yaml/parseYaml';
import { compositeCommands, inputsOf, readGithubWorkflow } from './github';
import { readGitlab } from './gitlab';
import { ResolveContext } from './resolveCommand';
import {
  CiAction,
  CiJob,
  CiPlatform,
  CiStep,
  Workflow,
  Workflows,
} from './schema';
import { readTasks } from './tasks/readTasks';

/** Files of platforms that are recognised; the steps of these are not read. */
const OPAQUE: readonly [RegExp, CiPlatform][] = [
  [/^(?:.*\/)?Jenkinsfile(?:\.[\w-]+)?$/, 'jenkins'],
  [/^\.circleci\/config\.ya?ml$/, 'circleci'],
  [
    /^(?:\.azure\/|\.azure-pipelines\/)?(?:.*\/)?azure-pipelines[\w.-]*\.ya?ml$/,
    'azure-pipelines',
  ],
  [/^bitbucket-pipelines\.ya?ml$/, 'bitbucket-pipelines'],
  [/^\.drone\.ya?ml$/, 'drone'],
  [/^\.buildkite\/(?:.*\/)?pipeline\.ya?ml$/, 'buildkite'],
  [/^cloudbuild\.ya?ml$/, 'cloudbuild'],
  [/^\.travis\.ya?ml$/, 'travis'],
  [/^\.cirrus\.(?:ya?ml|star)$/, 'cirrus'],
  [/^\.woodpecker(?:\.ya?ml$|\/.*\.ya?ml$)/, 'woodpecker'],
  [/^\.?appveyor\.ya?ml$/, 'appveyor'],
  [/^\.?zuul(?:\.ya?ml$|\.d\/.*\.ya?ml$)/, 'zuul'],
  [/^\.semaphore\/.*\.ya?ml$/, 'semaphore'],
  [/^\.teamcity\/settings\.kts$/, 'teamcity'],
];
/** Gitea and Forgejo read the same files in folders of their own. */
const GITHUB = /^\.(?:github|gitea|forgejo)\/workflows\/[^/]+\.ya?ml$/;
/** Files in other places or with other endings that look like workflows somebody put away. */
const PARKED =
  /(?:^|\/)(?:\.?github\/)?(?:workflows?|ci)[^/]*\/.*\.ya?ml(?:\.\w+)?$|^\.github\/.*\.ya?ml(?:\.\w+)?$|\.github\/workflows\/.+/;
const MAX_DEPTH = 4;

/**
 * Pipelines of continuous integration: what starts them, what they run in the end, and what keeps a failure from
 * being seen.
 *
 * @public
 */
export const workflows = defineExtractor<Workflows>({
  id: 'workflows',
  extract: async context => {
    const resolveContext: ResolveContext = {
      tasks: await readTasks(context),
      read: path => context.tree.read(path),
    };
    const found: Workflow[] = [];
    const unreadable: Workflows['unreadable'] = [];
    for (const { path } of context.tree.files) {
      const workflow =
        readYamlWorkflow(path, context, resolveContext, unreadable) ??
        readOpaque(path, context);
      if (workflow) {
        found.push(workflow);
      }
    }
    expandLocal(found, context, resolveContext);
    found.forEach(workflow => decideActive(workflow, found));
    return {
      workflows: found,
      actions: readActions(context, resolveContext),
      unreadable,
    };
  },
});

function readYamlWorkflow(
  path: string,
  context: ExtractContext,
  resolveContext: ResolveContext,
  unreadable: Workflows['unreadable'],
): Workflow | undefined {
  const gitlab = path === '.gitlab-ci.yml' || path === '.gitlab-ci.yaml';
  const github = GITHUB.test(path);
  if (!gitlab && !github && !PARKED.test(path)) {
    return undefined;
  }
  const text = context.tree.read(path);
  if (text === undefined || (!gitlab && !/^["']?jobs["']?\s*:/m.test(text))) {
    if (!github || text === undefined) {
      return undefined;
    }
    const workflow = emptyWorkflow(path, text);
    if (!workflow) {
      nameWhatIsNoMapping(path, parseYaml(text), context);
    }
    return workflow;
  }
  const parsed = parseYaml(text);
  const { documents, problem } = parsed;
  if (problem) {
    if (gitlab || github) {
      context.skip(path, problem);
      unreadable.push({ path, reason: problem });
    }
    return undefined;
  }
  if (documents.length === 0) {
    return undefined;
  }
  if (gitlab || github) {
    nameWhatIsNoMapping(path, parsed, context);
  }
  if (gitlab) {
    return readGitlab(path, documents[0], resolveContext);
  }
  if (!valueAt(documents[0], 'on') && !valueAt(documents[0], 'true')) {
    return undefined;
  }
  return readGithubWorkflow(path, documents[0], text, resolveContext);
}

/** No platform runs such a file, so it counts as none; but whoever wrote it hears why. */
function nameWhatIsNoMapping(
  path: string,
  { documents, problem }: ReturnType<typeof parseYaml>,
  context: ExtractContext,
): void {
  if (problem) {
    context.skip(path, problem);
  } else if (documents.length > 0 && !mapOf(documents[0])) {
    context.skip(path, 'unparsable: no mapping');
  }
}

/** A file in the right place without jobs: commented out or emptied. */
function emptyWorkflow(path: string, text: string): Workflow | undefined {
  return /^[ \t]*#[ \t]*jobs[ \t]*:/m.test(text)
    ? {
        path,
        platform: 'github-actions',
        line: 1,
        triggers: [],
        env: [],
        inputs: [],
        includes: [],
        calledOnly: false,
        jobs: [],
        active: false,
        parked: 'commented out',
        opaque: false,
        partial: [],
      }
    : undefined;
}

function readOpaque(
  path: string,
  context: ExtractContext,
): Workflow | undefined {
  const platform = OPAQUE.find(([pattern]) => pattern.test(path))?.[1];
  const text = platform && context.tree.read(path);
  if (!platform || text === undefined) {
    return undefined;
  }
  const empty = text.split('\n').every(line => /^\s*(?:#|\/\/|$)/.test(line));
  return {
    path,
    platform,
    line: 1,
    triggers: [],
    env: [],
    inputs: [],
    includes: [],
    calledOnly: false,
    jobs: [],
    active: !empty,
    parked: empty ? 'empty or commented out' : undefined,
    opaque: true,
    partial: [],
  };
}

/** Local composite actions are read where they are used. */
function expandLocal(
  found: readonly Workflow[],
  context: ExtractContext,
  resolveContext: ResolveContext,
): void {
  for (const workflow of found) {
    for (const job of workflow.jobs) {
      for (const step of job.steps) {
        step.commands.push(
          ...composite(step, context, resolveContext, 0).flatMap(
            inner => inner.commands,
          ),
        );
      }
    }
  }
}

function composite(
  step: CiStep,
  context: ExtractContext,
  resolveContext: ResolveContext,
  depth: number,
): CiStep[] {
  if (step.uses?.kind !== 'local' || depth > MAX_DEPTH) {
    return [];
  }
  const folder = joinPath('', step.uses.text);
  for (const name of ['action.yml', 'action.yaml']) {
    const path = joinPath(folder, name);
    const text = context.tree.read(path);
    if (text !== undefined) {
      const { documents, problem } = parseYaml(text);
      if (problem || documents.length === 0) {
        context.skip(path, problem ?? 'empty');
        return [];
      }
      const via = { text: step.uses.text, path: step.path, line: step.line };
      return compositeCommands(path, documents[0], text, resolveContext)
        .flatMap(inner => [
          inner,
          ...composite(inner, context, resolveContext, depth + 1),
        ])
        .map(inner => ({
          ...inner,
          commands: inner.commands.map(command => ({
            ...command,
            via: [via, ...command.via],
          })),
        }));
    }
  }
  return [];
}

/** All composite actions of the tree; those that cannot be read are named where they are used. */
function readActions(
  context: ExtractContext,
  resolveContext: ResolveContext,
): CiAction[] {
  return context.tree.files.flatMap(({ path }): CiAction[] => {
    const text = /(?:^|\/)action\.ya?ml$/.test(path)
      ? context.tree.read(path)
      : undefined;
    if (!text || !/^runs\s*:/m.test(text)) {
      return [];
    }
    const { documents, problem } = parseYaml(text);
    return problem || documents.length === 0
      ? []
      : [
          {
            path,
            inputs: inputsOf(valueAt(documents[0], 'inputs'), 'action'),
            steps: compositeCommands(path, documents[0], text, resolveContext),
          },
        ];
  });
}

function decideActive(workflow: Workflow, all: readonly Workflow[]): void {
  if (workflow.opaque || workflow.parked) {
    return;
  }
  if (workflow.platform === 'github-actions' && !GITHUB.test(workflow.path)) {
    workflow.parked = 'not in .github/workflows with the ending .yml or .yaml';
    return;
  }
  workflow.calledOnly =
    workflow.triggers.length > 0 &&
    workflow.triggers.every(({ event }) => event === 'workflow_call');
  const callers = callersOf(workflow, all);
  if (
    callers.length > 0 &&
    workflow.triggers.some(({ event }) => event === 'workflow_call')
  ) {
    workflow.triggers = [
      ...workflow.triggers,
      ...callers.flatMap(caller => caller.triggers),
    ];
  }
  const started = workflow.triggers.some(
    ({ event }) => event !== 'workflow_call',
  );
  if (!started) {
    workflow.parked =
      workflow.triggers.length === 0 ? 'no trigger' : 'nothing calls it';
  } else if (!workflow.jobs.some(job => job.canRun)) {
    workflow.parked = 'no job can run';
  } else {
    workflow.active = true;
  }
}

function callersOf(workflow: Workflow, all: readonly Workflow[]): Workflow[] {
  const calls = (job: CiJob) =>
    job.canRun &&
    job.uses?.kind === 'local' &&
    joinPath('', job.uses.text) === workflow.path;
  return all.filter(
    other =>
      other !== workflow && GITHUB.test(other.path) && other.jobs.some(calls),
  );
}
