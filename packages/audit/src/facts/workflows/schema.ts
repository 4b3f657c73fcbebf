import { ImageReference } from '../deployables/image';

/** @public */
export type CiPlatform =
  | 'github-actions'
  | 'gitlab-ci'
  | 'jenkins'
  | 'circleci'
  | 'azure-pipelines'
  | 'bitbucket-pipelines'
  | 'drone'
  | 'buildkite'
  | 'cloudbuild'
  | 'travis'
  | 'cirrus'
  | 'woodpecker'
  | 'appveyor'
  | 'zuul'
  | 'semaphore'
  | 'teamcity';

/**
 * Something that keeps a command's failure from failing its job.
 *
 * @public
 */
export interface Neutraliser {
  kind:
    | 'or-true'
    | 'pipe'
    | 'no-errexit'
    | 'background'
    | 'flag'
    | 'continue-on-error'
    | 'ignore-prefix';
  /** As written: `|| true`, `| tee`, `--exit-zero`. */
  text: string;
  path: string;
  line: number;
}

/**
 * A command as it runs in the end: wrappers taken off, task runners followed.
 *
 * @public
 */
export interface CiCommand {
  /** Name and arguments without wrappers such as `npx`, `uv run`, `sudo`. */
  words: string[];
  /** As written where it stands. */
  text: string;
  path: string;
  line: number;
  endLine: number;
  /** Folder in the tree in which it runs. */
  cwd: string;
  /** Task runner calls that lead to it, outermost first. */
  via: { text: string; path: string; line: number }[];
  neutralisers: Neutraliser[];
  /** A task runner whose target was not found, or a script that could not be read. */
  unresolved?: string;
}

/** @public */
export interface UsesFact {
  /** As written. */
  text: string;
  kind: 'action' | 'reusable-workflow' | 'local' | 'docker';
  owner?: string;
  repository?: string;
  ref?: string;
  /** `sha`: 40 or 64 hex digits; `version`: a tag such as `v4.1.0`; `branch`: any other name. */
  pin: 'sha' | 'version' | 'branch' | 'none';
  /** Comment behind it. */
  comment?: string;
  path: string;
  line: number;
}

/** @public */
export interface CiVariable {
  name: string;
  value: string;
  line: number;
}

/** @public */
export interface CiStep {
  id?: string;
  name?: string;
  path: string;
  line: number;
  endLine: number;
  if?: string;
  /** `if: false`. */
  never: boolean;
  /** Runs on its own failure path only (`failure()`, `always()`), so it gates nothing. */
  afterFailure: boolean;
  uses?: UsesFact;
  with: CiVariable[];
  /** Text of the shell, with the line on which it begins. */
  run?: { text: string; line: number };
  shell?: string;
  /** `continue-on-error: true` that nothing evaluates later. */
  mayFail?: { text: string; line: number };
  env: CiVariable[];
  commands: CiCommand[];
}

/**
 * What the token of a job may do.
 *
 * @public
 */
export interface CiPermissions {
  /** `write-all`, `read-all`, `{}` or the list of scopes, as written. */
  text: string;
  /** Everything may be written. */
  writeAll: boolean;
  line: number;
}

/**
 * An input of a workflow or action that its caller or starter fills in.
 *
 * @public
 */
export interface CiInput {
  name: string;
  /** Event that brings it: `workflow_dispatch`, `workflow_call`; `action` for an action. */
  event: 'workflow_dispatch' | 'workflow_call' | 'action';
  /** `string`, `boolean`, `number`, `choice`, `environment`; `string` where nothing is said. */
  type: string;
  line: number;
}

/**
 * Another file of pipeline definitions that GitLab lays below this one.
 *
 * @public
 */
export interface CiInclude {
  kind: 'local' | 'remote' | 'project' | 'template' | 'component';
  /** Path, address or name as written. */
  text: string;
  /** Fixes the contents: `integrity` of a remote file, `ref` of a project. */
  fixedBy?: string;
  path: string;
  line: number;
}

/**
 * A composite action of the tree.
 *
 * @public
 */
export interface CiAction {
  path: string;
  inputs: CiInput[];
  steps: CiStep[];
}

/** @public */
export interface CiImage {
  /** Name of the service, or `container`. */
  name: string;
  image: ImageReference;
  path: string;
  line: number;
}

/** @public */
export interface CiJob {
  id: string;
  path: string;
  line: number;
  endLine: number;
  /** No condition that is always false, not manual. */
  canRun: boolean;
  if?: string;
  needs: string[];
  /** Its failure does not fail the run. */
  mayFail?: { text: string; line: number; path?: string };
  uses?: UsesFact;
  /** What a reusable workflow is given. */
  with: CiVariable[];
  permissions?: CiPermissions;
  /** Labels of the runner. */
  runsOn: string[];
  images: CiImage[];
  env: CiVariable[];
  steps: CiStep[];
  /** GitLab and others: when this job runs, where it differs from the workflow. */
  triggers?: CiTrigger[];
}

/** @public */
export interface CiTrigger {
  /** `pull_request`, `push`, `schedule`, `release`, `workflow_dispatch`, `workflow_call` … */
  event: string;
  /** On pushes: whether the default branch is among them; `false` for tags only. */
  defaultBranch: boolean;
  /** Pushes to every branch, so that those of pull requests are among them (but not of forks). */
  everyBranch?: boolean;
  /** Limited to changes of certain files. */
  paths: string[];
  cron?: string;
  line: number;
}

/** @public */
export interface Workflow {
  path: string;
  platform: CiPlatform;
  name?: string;
  line: number;
  triggers: CiTrigger[];
  env: CiVariable[];
  permissions?: CiPermissions;
  inputs: CiInput[];
  /** GitLab: files that this one rests on. */
  includes: CiInclude[];
  jobs: CiJob[];
  /** Runs only when another workflow calls it, whose permissions then bound its own. */
  calledOnly: boolean;
  /** In the place its platform reads, with a trigger and a job that can run. */
  active: boolean;
  /** Why it is not active. */
  parked?: string;
  /** Its steps are not read; checks that need them cannot tell. */
  opaque: boolean;
  /** What was only partly understood. */
  partial: string[];
}

/** @public */
export interface Workflows {
  workflows: Workflow[];
  /** Composite actions of the tree, used or not. */
  actions: CiAction[];
  /** Files in the place of workflows that could not be read. */
  unreadable: { path: string; reason: string }[];
}
