import { ExtractContext } from '../../engine/types';
import { workflows } from '../workflows/extract';
import { BackupCollector } from './collector';
import { offSiteIn } from './offSite';
import { backupTool } from './tools';

/** Scheduled workflows that copy data. */
export async function fromWorkflows(
  context: ExtractContext,
  collector: BackupCollector,
): Promise<void> {
  for (const workflow of (await context.facts(workflows)).workflows) {
    const timer = workflow.triggers.find(({ event }) => event === 'schedule');
    if (!workflow.active || !timer) {
      continue;
    }
    for (const job of workflow.jobs.filter(({ canRun }) => canRun)) {
      const steps = job.steps.filter(step => !step.never);
      const keeps = steps.find(
        step =>
          step.uses?.text.includes('/upload-artifact') ||
          /\b(?:s3|gcs|upload-cloud-storage|azblob|rclone)\b/i.test(
            step.uses?.text ?? '',
          ),
      );
      const commands = steps.flatMap(step => step.commands);
      const away = commands
        .map(command => {
          const copy = offSiteIn(command.words.join(' '));
          return (
            copy && { text: copy.text, path: command.path, line: command.line }
          );
        })
        .find(item => item !== undefined);
      const offSite =
        away ??
        (keeps && {
          text: keeps.uses!.text,
          path: keeps.path,
          line: keeps.line,
        });
      for (const command of commands) {
        const tool = backupTool(command.words);
        if (tool) {
          collector.found.push({
            ...tool,
            path: command.path,
            line: command.line,
            schedule: {
              text: `workflow, ${timer.cron ?? 'schedule'}`,
              path: workflow.path,
              line: timer.line,
            },
            inCode: false,
            by: 'workflow',
            mounts: [],
            ...(offSite ? { offSite } : {}),
          });
        }
      }
    }
  }
}
