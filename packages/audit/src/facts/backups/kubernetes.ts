import { ExtractContext } from '../../engine/types';
import { kubernetes } from '../kubernetes/extract';
import { KubernetesWorkload } from '../kubernetes/schema';
import { BackupCollector } from './collector';
import { imageCopiesAway, offSiteIn } from './offSite';
import { BackupMount } from './schema';
import { backupImage, backupToolIn } from './tools';

/** Objects of operators that make copies on a schedule. */
const OPERATOR_KINDS: Readonly<Record<string, readonly string[]>> = {
  ScheduledBackup: ['postgres'],
  Schedule: [],
  BackupConfiguration: [],
  BackupSchedule: [],
  ReplicationSource: [],
  CronBackup: [],
};

/** CronJobs, and schedules of operators. */
export async function fromKubernetes(
  context: ExtractContext,
  collector: BackupCollector,
): Promise<void> {
  const { workloads, objects } = await context.facts(kubernetes);
  for (const workload of workloads) {
    if (
      workload.role === 'production' &&
      workload.schedule &&
      !workload.schedule.suspended
    ) {
      ofCronJob(workload, collector);
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
      const place = { path: object.path, line: object.line };
      collector.found.push({
        tool: object.apiVersion.split('/')[0],
        products,
        ...place,
        schedule: { text: `${object.kind} ${object.name}`, ...place },
        inCode: false,
        by: 'operator',
        mounts: [],
      });
    }
  }
}

function ofCronJob(
  workload: KubernetesWorkload,
  collector: BackupCollector,
): void {
  const place = {
    text: `CronJob ${workload.name}, ${workload.schedule!.value}`,
    path: workload.path,
    line: workload.schedule!.line,
  };
  const containers = [...workload.initContainers, ...workload.containers];
  // One container dumps, the next one copies away.
  const away = containers
    .map(container => {
      const copy = offSiteIn(textOf(container));
      return (
        (copy && { text: copy.text, line: container.line }) ??
        awayByImage(container)
      );
    })
    .find(item => item !== undefined);
  for (const container of containers) {
    const image = container.image && backupImage(container.image.repository);
    const text = textOf(container);
    const tool = backupToolIn(text) ?? image;
    if (tool) {
      collector.found.push({
        ...tool,
        path: workload.path,
        line: container.line,
        schedule: place,
        inCode: false,
        by: 'workload',
        mounts: mountsOf(workload, container.mounts),
        ...(away ? { offSite: { ...away, path: workload.path } } : {}),
      });
    } else {
      collector.schedule(
        text,
        place,
        'workload',
        mountsOf(workload, container.mounts),
      );
    }
  }
}

type Container = KubernetesWorkload['containers'][number];

function textOf(container: Container): string {
  const { command, args } = container;
  // The words of a list hold the script as it is written; the text of one repeats them.
  return [command, args]
    .flatMap(item => {
      if (!item) {
        return [];
      }
      return item.form === 'exec' ? item.words : [item.text];
    })
    .filter(
      word =>
        !/^(?:(?:\/usr)?\/bin\/)?(?:ba|da|a)?sh$|^-[a-z]*c[a-z]*$/.test(word),
    )
    .join(' ');
}

function awayByImage(
  container: Container,
): { text: string; line: number } | undefined {
  const text =
    container.image && backupImage(container.image.repository)
      ? imageCopiesAway(container.image.repository, container.env)
      : undefined;
  return text === undefined ? undefined : { text, line: container.line };
}

function mountsOf(
  workload: KubernetesWorkload,
  mounts: Container['mounts'],
): BackupMount[] {
  return mounts.flatMap(({ name, path }): BackupMount[] => {
    const volume = workload.volumes.find(item => item.name === name);
    switch (volume?.type) {
      case 'hostPath':
        return [
          {
            source: volume.hostPath ?? '',
            target: path,
            type: 'bind',
            remote: false,
          },
        ];
      case 'persistentVolumeClaim':
        return [{ source: name, target: path, type: 'claim', remote: false }];
      case 'nfs':
      case 'csi':
        return [{ source: name, target: path, type: 'other', remote: true }];
      default:
        return [];
    }
  });
}
