import { workflows } from '../facts/workflows/extract';
import { Workflow } from '../facts/workflows/schema';
import { CheckContext } from '../engine/types';

/** Pipelines that can run, and why an absence in them may be none. */
export async function activePipelines(context: CheckContext): Promise<{
  active: Workflow[];
  /** What was not read and may hold what is missed: `What Jenkinsfile (jenkins) runs is not read`. */
  unclear?: string;
}> {
  const { workflows: all, unreadable } = await context.facts(workflows);
  const active = all.filter(workflow => workflow.active);
  const workflow =
    active.find(({ opaque }) => opaque) ??
    active.find(
      item =>
        item.partial.length > 0 ||
        // Workflows of other repositories may run anything.
        item.jobs.some(job => job.uses?.kind === 'reusable-workflow'),
    );
  if (workflow) {
    return { active, unclear: whatIsUnclear(workflow) };
  }
  return unreadable.length > 0
    ? {
        active,
        unclear: `${unreadable[0].path} could not be read: ${unreadable[0].reason}`,
      }
    : { active };
}

function whatIsUnclear({ path, platform, opaque, partial }: Workflow): string {
  if (opaque) {
    return `What ${path} (${platform}) runs is not read`;
  }
  return partial.length > 0
    ? `${path} takes jobs from elsewhere (${partial[0]})`
    : `${path} runs a workflow of another repository`;
}
