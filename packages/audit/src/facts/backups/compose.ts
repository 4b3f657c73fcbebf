import { ExtractContext } from '../../engine/types';
import { compose } from '../compose/extract';
import { ComposeFile, ComposeService } from '../compose/schema';
import { BackupCollector } from './collector';
import { imageCopiesAway, offSiteIn } from './offSite';
import { BackupMount } from './schema';
import { backupImage } from './tools';

/** Programs that copy files and nothing else, by image. */
const COPY_IMAGE =
  /(?:^|\/)(?:rclone|aws-cli|s3cmd|mc|restic|s3-sync[\w-]*|volume-sync)$/;

/** Services that copy on a schedule of their own, loops, and labels of schedulers. */
export async function fromCompose(
  context: ExtractContext,
  collector: BackupCollector,
): Promise<void> {
  const { files, production } = await context.facts(compose);
  for (const service of production) {
    const image = service.image && backupImage(service.image.repository);
    const command = [service.entrypoint, service.command]
      .map(item => (item ? `${item.text} ${item.words.join(' ')}` : ''))
      .join(' ');
    const place = {
      text: `service ${service.name}`,
      path: service.path,
      line: service.line,
    };
    const mounts = serviceMounts(service, files);
    if (image) {
      const away =
        imageCopiesAway(service.image!.repository, service.environment) ??
        offSiteIn(command)?.text;
      collector.found.push({
        ...image,
        path: service.path,
        line: service.image!.line,
        schedule: place,
        inCode: false,
        by: 'service',
        mounts,
        ...(away
          ? { offSite: { text: away, path: service.path, line: service.line } }
          : {}),
      });
    } else if (
      /\b(?:sleep|crond?|supercronic|go-cron|ofelia)\b/.test(command)
    ) {
      collector.schedule(command, place, 'service', mounts);
    } else if (service.image && COPY_IMAGE.test(service.image.repository)) {
      const away = offSiteIn(
        `${service.image.repository.split('/').at(-1)} ${command}`,
      );
      if (away) {
        collector.offSite.push({
          text: away.text,
          path: service.path,
          line: service.line,
          mounts,
        });
      }
    }
    fromLabels(service, collector);
    archivedLogs(context, service, mounts, collector);
  }
}

const ARCHIVE = /archive_command\s*=\s*(?:'([^'\n]*)'|"([^"\n]*)"|([^\n]*))/;

/** `archive_command` among the arguments of PostgreSQL, or in a configuration file that it mounts. */
function archivedLogs(
  { tree }: ExtractContext,
  service: ComposeService,
  mounts: readonly BackupMount[],
  collector: BackupCollector,
): void {
  const files = [
    { path: service.path, from: service.line, to: service.endLine },
    ...mounts
      .filter(({ source }) => source.endsWith('.conf'))
      .map(({ source }) => source.replace(/^(?:\.{1,2}\/)+/, ''))
      .map(source => ({ path: source, from: 1, to: Infinity })),
  ];
  for (const { path, from, to } of files) {
    const lines = (tree.read(path) ?? '').split('\n');
    for (const [index, text] of lines.entries()) {
      const found = /^\s*#/.test(text) ? undefined : ARCHIVE.exec(text);
      const command = found?.[1] ?? found?.[2] ?? found?.[3] ?? '';
      if (command.trim() && index + 1 >= from && index + 1 <= to) {
        collector.archive(command, {
          service: service.name,
          path,
          line: index + 1,
          mounts: mounts.filter(({ target }) =>
            command.includes(`${target.replace(/\/$/, '')}/`),
          ),
        });
      }
    }
  }
}

/** What a service mounts. */
export function serviceMounts(
  service: ComposeService,
  files: readonly ComposeFile[],
): BackupMount[] {
  return service.volumes.flatMap((volume): BackupMount[] =>
    volume.source !== undefined &&
    (volume.type === 'named' || volume.type === 'bind')
      ? [
          {
            source: volume.source,
            target: volume.target,
            type: volume.type,
            remote: files.some(
              file =>
                file.path === volume.path &&
                file.remoteVolumes.includes(volume.source!),
            ),
          },
        ]
      : [],
  );
}

/** Jobs of Ofelia and the like: `ofelia.job-exec.dump.command`. */
function fromLabels(service: ComposeService, collector: BackupCollector): void {
  for (const label of service.labels) {
    if (
      /^(?:ofelia|chadburn|deck-chores)\..*command$/.test(label.name) &&
      label.value
    ) {
      collector.schedule(label.value, {
        text: label.name,
        path: label.path,
        line: label.line,
      });
    }
  }
}
