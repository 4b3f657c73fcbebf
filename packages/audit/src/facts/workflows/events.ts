import { CiJob, CiTrigger, Workflow } from './schema';

const REQUEST_EVENTS = new Set([
  'pull_request',
  'pull_request_target',
  'merge_group',
]);

/** Whether one of these triggers runs for proposed changes. */
export function onPullRequests(triggers: readonly CiTrigger[]): boolean {
  return triggers.some(
    ({ event, defaultBranch, everyBranch }) =>
      (REQUEST_EVENTS.has(event) &&
        (defaultBranch || event === 'merge_group')) ||
      (event === 'push' && everyBranch === true),
  );
}

/** Whether one of these triggers runs for the default branch. */
export function onDefaultBranch(triggers: readonly CiTrigger[]): boolean {
  return triggers.some(
    ({ event, defaultBranch }) => event === 'push' && defaultBranch,
  );
}

/** What starts a job. */
export function triggersOf(
  workflow: Workflow,
  job: CiJob,
): readonly CiTrigger[] {
  const own = job.triggers ?? workflow.triggers;
  const condition = job.if ?? '';
  // A job of a shared workflow that its condition limits to one event.
  const only =
    /^\$?\{?\{?\s*github\.event_name\s*==\s*'([a-z_]+)'\s*\}?\}?$/.exec(
      condition.trim(),
    )?.[1];
  return only ? own.filter(({ event }) => event === only) : own;
}
