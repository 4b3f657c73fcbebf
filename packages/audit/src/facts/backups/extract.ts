import { defineExtractor } from '../../engine/defineExtractor';
import { ExtractContext } from '../../engine/types';
import { compose } from '../compose/extract';
import { ComposeService } from '../compose/schema';
import { inventory } from '../inventory/extract';
import { kubernetes } from '../kubernetes/extract';
import { shellCommands } from '../shell/parseShell';
import { workflows } from '../workflows/extract';
import { BackupFact, Backups } from './schema';
import { backupImage, backupTool, backupToolIn } from './tools';

/** Objects of operators that make copies on a schedule. */
const OPERATOR_KINDS: Readonly<Record<string, readonly string[]>> = {
  ScheduledBackup: ['postgres'],
  Schedule: [],
  BackupConfiguration: [],
  BackupSchedule: [],
  ReplicationSource: [],
  CronBackup: [],
};
const CRON_LINE =
  /^\s*(?:@(?:hourly|daily|midnight|weekly|monthly|annually|yearly)|(?:[\d*/,-]+\s+){4}[\w*/,-]+)\s+(.+)$/;
const CRON_FILE =
  /(?:^|\/)(?:crontab[\w.-]*|[\w.-]*crontab|cron\.d\/[^/]+|cron\.(?:daily|hourly|weekly|monthly)\/[^/]+|[\w.-]+\.cron)$/;
const MAX_SCRIPT = 200 * 1024;

/**
 * What copies data, and what runs it.
 *
 * @public
 */
export const backups = defineExtractor<Backups>({
  id: 'backups',
  extract: async context => {
    const found: BackupFact[] = [];
    const scripts = readScripts(context);
    const scheduled = new Map<
      string,
      { text: string; path: string; line: number }
    >();
    const schedule = (
      text: string,
      place: { text: string; path: string; line: number },
    ) => {
      for (const script of scripts) {
        const name = script.path.slice(script.path.lastIndexOf('/') + 1);
        if (
          text
            .split(/[\s'"`;|&]+/)
            .some(word => word === name || word.endsWith(`/${name}`))
        ) {
          scheduled.set(script.path, place);
        }
      }
      const tool = backupToolIn(text);
      if (tool) {
        found.push({
          ...tool,
          path: place.path,
          line: place.line,
          schedule: place,
          inCode: false,
        });
      }
    };
    await fromKubernetes(context, found, schedule);
    await fromCompose(context, found, schedule);
    await fromWorkflows(context, found);
    fromFiles(context, found, schedule);
    await fromCode(context, found);
    for (const script of scripts) {
      found.push({
        ...script,
        schedule: scheduled.get(script.path),
        inCode: false,
      });
    }
    found.sort((a, b) => compare(a.path, b.path) || a.line - b.line);
    return { backups: found };
  },
});

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

type Schedule = (
  text: string,
  place: { text: string; path: string; line: number },
) => void;

function readScripts({
  tree,
}: ExtractContext): Omit<BackupFact, 'schedule' | 'inCode'>[] {
  const found: Omit<BackupFact, 'schedule' | 'inCode'>[] = [];
  for (const { path, size } of tree.files) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const text =
      size <= MAX_SCRIPT && (/\.(?:sh|bash)$/.test(name) || !name.includes('.'))
        ? tree.read(path)
        : undefined;
    if (!text || (!/\.(?:sh|bash)$/.test(name) && !/^#!.*sh\b/.test(text))) {
      continue;
    }
    for (const command of shellCommands(text)) {
      const tool = backupTool(command.words);
      // What prints or tests for a tool does not run it.
      if (
        tool &&
        !/^(?:echo|printf|command|which|type|apt-get|apk|pip|brew)$/.test(
          command.words[0],
        )
      ) {
        found.push({ ...tool, path, line: command.line });
        break;
      }
    }
  }
  return found;
}

async function fromKubernetes(
  context: ExtractContext,
  found: BackupFact[],
  schedule: Schedule,
): Promise<void> {
  const { workloads, objects } = await context.facts(kubernetes);
  for (const workload of workloads) {
    if (
      workload.role !== 'production' ||
      !workload.schedule ||
      workload.schedule.suspended
    ) {
      continue;
    }
    const place = {
      text: `CronJob ${workload.name}, ${workload.schedule.value}`,
      path: workload.path,
      line: workload.schedule.line,
    };
    for (const container of [
      ...workload.initContainers,
      ...workload.containers,
    ]) {
      const image = container.image && backupImage(container.image.repository);
      const text = `${container.command?.text ?? ''} ${
        container.command?.words.join(' ') ?? ''
      } ${container.args?.words.join(' ') ?? ''} ${container.args?.text ?? ''}`;
      const tool = backupToolIn(text) ?? image;
      if (tool) {
        found.push({
          ...tool,
          path: workload.path,
          line: container.line,
          schedule: place,
          inCode: false,
        });
      } else {
        schedule(text, place);
      }
    }
  }
  for (const object of objects) {
    const products = Object.hasOwn(OPERATOR_KINDS, object.kind)
      ? OPERATOR_KINDS[object.kind]
      : undefined;
    const isBackupGroup =
      /velero|cnpg|postgres|stash|k8up|backup|percona|mariadb|mongodb|volsync/.test(
        object.apiVersion,
      );
    if (products && isBackupGroup && object.role === 'production') {
      const place = {
        text: `${object.kind} ${object.name}`,
        path: object.path,
        line: object.line,
      };
      found.push({
        tool: object.apiVersion.split('/')[0],
        products,
        path: object.path,
        line: object.line,
        schedule: place,
        inCode: false,
      });
    }
  }
}

async function fromCompose(
  context: ExtractContext,
  found: BackupFact[],
  schedule: Schedule,
): Promise<void> {
  for (const service of (await context.facts(compose)).production) {
    const image = service.image && backupImage(service.image.repository);
    const command = [service.entrypoint, service.command]
      .map(item => (item ? `${item.text} ${item.words.join(' ')}` : ''))
      .join(' ');
    const place = {
      text: `service ${service.name}`,
      path: service.path,
      line: service.line,
    };
    if (image) {
      found.push({
        ...image,
        path: service.path,
        line: service.image!.line,
        schedule: place,
        inCode: false,
      });
    } else if (
      /\b(?:sleep|crond?|supercronic|go-cron|ofelia)\b/.test(command)
    ) {
      schedule(command, place);
    }
    fromLabels(service, schedule);
  }
}

/** Jobs of Ofelia and the like: `ofelia.job-exec.dump.command`. */
function fromLabels(service: ComposeService, schedule: Schedule): void {
  for (const label of service.labels) {
    if (
      /^(?:ofelia|chadburn|deck-chores)\..*command$/.test(label.name) &&
      label.value
    ) {
      schedule(label.value, {
        text: label.name,
        path: label.path,
        line: label.line,
      });
    }
  }
}

async function fromWorkflows(
  context: ExtractContext,
  found: BackupFact[],
): Promise<void> {
  for (const workflow of (await context.facts(workflows)).workflows) {
    const timer = workflow.triggers.find(({ event }) => event === 'schedule');
    if (!workflow.active || !timer) {
      continue;
    }
    for (const command of workflow.jobs
      .filter(job => job.canRun)
      .flatMap(job => job.steps)
      .filter(step => !step.never)
      .flatMap(step => step.commands)) {
      const tool = backupTool(command.words);
      if (tool) {
        found.push({
          ...tool,
          path: command.path,
          line: command.line,
          schedule: {
            text: `workflow, ${timer.cron ?? 'schedule'}`,
            path: workflow.path,
            line: timer.line,
          },
          inCode: false,
        });
      }
    }
  }
}

function fromFiles(
  { tree }: ExtractContext,
  found: BackupFact[],
  schedule: Schedule,
): void {
  for (const { path } of tree.files) {
    if (CRON_FILE.test(path)) {
      eachLine(tree.read(path), (content, line) => {
        const command = CRON_LINE.exec(content)?.[1];
        if (command || /cron\.(?:daily|hourly|weekly|monthly)\//.test(path)) {
          schedule(command ?? content, {
            text: content.trim().slice(0, 60),
            path,
            line,
          });
        }
      });
    } else if (path.endsWith('.timer')) {
      const service = path.replace(/\.timer$/, '.service');
      eachLine(tree.read(service), (content, line) => {
        const start = /^ExecStart\s*=\s*[-@:+!]*(.+)$/.exec(content)?.[1];
        if (start) {
          schedule(start, { text: path, path: service, line });
        }
      });
    } else if (/\.tf$/.test(path)) {
      eachLine(tree.read(path), (content, line) => {
        const days = /^\s*backup_retention_(?:period|days)\s*=\s*(\d+)/.exec(
          content,
        )?.[1];
        if (days && days !== '0') {
          found.push({
            tool: 'backup_retention',
            products: [],
            path,
            line,
            schedule: { text: content.trim(), path, line },
            inCode: false,
          });
        }
      });
    }
  }
}

async function fromCode(
  context: ExtractContext,
  found: BackupFact[],
): Promise<void> {
  const { files } = await context.facts(inventory);
  for (const file of files) {
    if (
      file.language === null ||
      (file.class !== 'source' && file.class !== 'script')
    ) {
      continue;
    }
    const text = context.tree.read(file.path) ?? '';
    const name =
      /["'`\s/](pg_dump|pg_basebackup|mysqldump|mongodump|pg_dumpall)["'`\s]/.exec(
        text,
      );
    if (name) {
      const tool = backupTool([name[1]]);
      found.push({
        tool: name[1],
        products: tool?.products ?? [],
        path: file.path,
        line: text.slice(0, name.index + 1).split('\n').length,
        inCode: true,
      });
    }
  }
}

function eachLine(
  text: string | undefined,
  visit: (content: string, line: number) => void,
): void {
  text?.split('\n').forEach((content, index) => {
    if (!content.trim().startsWith('#')) {
      visit(content, index + 1);
    }
  });
}
