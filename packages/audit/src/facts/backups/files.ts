import { ExtractContext } from '../../engine/types';
import { compose } from '../compose/extract';
import { BackupCollector } from './collector';
import { serviceMounts } from './compose';
import { BackupMount } from './schema';

const CRON_LINE =
  /^\s*(?:@(?:hourly|daily|midnight|weekly|monthly|annually|yearly)|(?:[\d*/,-]+\s+){4}[\w*/,-]+)\s+(.+)$/;
const CRON_FILE =
  /(?:^|\/)(?:crontab[\w.-]*|[\w.-]*crontab|(?:cron|crontabs)\/[\w-]+(?:\.(?:txt|tab|conf))?|cron\.d\/[^/]+|cron\.(?:daily|hourly|weekly|monthly)\/[^/]+|[\w.-]+\.cron)$/;

/** Crontabs, timers of systemd, and retention of managed databases. */
export async function fromFiles(
  context: ExtractContext,
  collector: BackupCollector,
): Promise<void> {
  const { tree } = context;
  const { files, production } = await context.facts(compose);
  // A crontab in an image runs with the volumes of the service that builds it.
  const mountsAt = (path: string): BackupMount[] => {
    const service = production.find(
      ({ build, volumes }) =>
        (build &&
          build.context !== '' &&
          path.startsWith(`${build.context}/`)) ||
        volumes.some(
          ({ type, source }) =>
            type === 'bind' &&
            source !== undefined &&
            path.endsWith(source.replace(/^(?:\.{1,2}\/)+/, '')) &&
            source.length > 3,
        ),
    );
    return service ? serviceMounts(service, files) : [];
  };
  for (const { path } of tree.files) {
    if (CRON_FILE.test(path)) {
      eachLine(tree.read(path), (content, line) => {
        const command = CRON_LINE.exec(content)?.[1];
        if (command || /cron\.(?:daily|hourly|weekly|monthly)\//.test(path)) {
          collector.schedule(
            command ?? content,
            { text: content.trim().slice(0, 60), path, line },
            'command',
            mountsAt(path),
          );
        }
      });
    } else if (path.endsWith('.timer')) {
      const service = path.replace(/\.timer$/, '.service');
      eachLine(tree.read(service), (content, line) => {
        const start = /^ExecStart\s*=\s*[-@:+!]*(.+)$/.exec(content)?.[1];
        if (start) {
          collector.schedule(start, { text: path, path: service, line });
        }
      });
    } else if (/\.tf$/.test(path)) {
      eachLine(tree.read(path), (content, line) => {
        const days = /^\s*backup_retention_(?:period|days)\s*=\s*(\d+)/.exec(
          content,
        )?.[1];
        if (days && days !== '0') {
          collector.found.push({
            tool: 'backup_retention',
            products: [],
            path,
            line,
            schedule: { text: content.trim(), path, line },
            inCode: false,
            by: 'managed',
            mounts: [],
          });
        }
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
