import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { backups } from '../../../facts/backups/extract';
import { BackupFact, OffSiteFact } from '../../../facts/backups/schema';
import {
  DeployedEnvironment,
  deployedEnvironments,
} from '../../../judging/deployedEnvironment';
import { count, inOrder } from '../../../judging/outcome';

export const check = defineCheck({
  id: 'backup-on-same-host',
  area: 'disaster-recovery',
  severity: 'high',
  confidence: 'likely',
  phase: 'production-hardening',
  effort: 'medium',
  title: 'Backups stay where the data is',
  description:
    'Looks at everything that copies data on a schedule (services, CronJobs, crontabs, timers, workflows), and at the logs that a PostgreSQL of a compose file archives, and asks whether the copy leaves the machine: a command in the same script or container that uploads or sends it (object storage, rclone, rsync or scp to another host, restic or borg with a remote repository), an image that is given a bucket or remote address, another scheduled service or script that mounts the same volume and copies it away, or a volume whose driver lies on another machine. A copy that a script only makes when a variable is set, and that no deployment of the tree sets, is reported as partial (medium). Objects of backup operators and retention of managed databases count as another place. Whether the other place is another account or region cannot be seen.',
  failureMode: 'The copies lie on the same disk, host or project as the data.',
  manifestation:
    'A broken disk, a deleted machine or an intruder takes the data and every copy of it at once.',
  impact: 'The backup is lost in exactly the event that it was made for.',
  remediation:
    'Send each copy to another failure domain in the same job, with rights that can add but not delete.\n\n```sh\npg_dump -Fc "$DATABASE_URL" > shop.dump\nage -r "$RECIPIENT" -o shop.dump.age shop.dump\naws s3 cp shop.dump.age "s3://$BUCKET/shop/$(date -u +%F).dump.age"\n```\n\nSwitch on versioning or object lock, and watch the age of the newest copy.',
  guardrail: {
    linter: 'shellcheck',
    tests: 'restore test from the off-site copy',
    ci: 'scheduled restore',
    architecture: 'managed backups in another account or region',
  },
  references: [
    {
      title: 'CISA: data backup options (3-2-1)',
      url: 'https://www.cisa.gov/sites/default/files/publications/data_backup_options.pdf',
    },
    {
      title: 'NIST SP 800-34: contingency planning',
      url: 'https://csrc.nist.gov/pubs/sp/800/34/r1/upd1/final',
    },
  ],
  async evaluate(context) {
    const facts = await context.facts(backups);
    const scheduled = facts.backups.filter(
      ({ schedule, inCode }) => schedule && !inCode,
    );
    if (scheduled.length + facts.archives.length === 0) {
      return {
        status: 'not-applicable',
        summary:
          'Nothing makes backups on a schedule (see no-automated-backup)',
      };
    }
    const environments = await deployedEnvironments(context);
    const failing: Evidence[] = [];
    const good: Evidence[] = [];
    for (const backup of scheduled) {
      const away = wayOff(backup, facts.offSite);
      const subject = subjectOf(backup);
      const at = { path: backup.path, line: backup.line, subject };
      const schedule = {
        path: backup.schedule!.path,
        line: backup.schedule!.line,
        note: backup.schedule!.text,
      };
      if (!away) {
        const target = backup.mounts
          .map(({ source, target: inside }) => `${source}:${inside}`)
          .join(', ');
        failing.push({
          ...at,
          // A claim may lie on a disk of another machine.
          ...(backup.mounts.length > 0 &&
          backup.mounts.every(({ type }) => type === 'claim')
            ? { confidence: 'plausible' as const }
            : {}),
          note: `nothing moves what ${backup.tool} writes to another place${
            target ? ` (it stays in ${target})` : ''
          }`,
          related: [schedule],
        });
      } else if (away.needs && !isSetSomewhere(away.needs, environments)) {
        failing.push({
          ...at,
          path: away.path,
          line: away.line,
          severity: 'medium',
          note: `it is copied away only when ${away.needs} is set, and no deployment of the tree sets it`,
          related: [schedule],
        });
      } else {
        good.push({
          path: away.path,
          line: away.line,
          note: `${backup.tool} leaves the machine: ${away.text}`,
        });
      }
    }
    for (const archive of facts.archives) {
      const away = wayOff(
        { ...archive, by: 'service', tool: 'archive_command' },
        facts.offSite,
      );
      if (away) {
        good.push({
          path: away.path,
          line: away.line,
          note: `the archived logs of ${archive.service} leave the machine: ${away.text}`,
        });
        continue;
      }
      const target = archive.mounts.map(({ source }) => source).join(', ');
      failing.push({
        path: archive.path,
        line: archive.line,
        subject: `${archive.service}: archived logs`,
        note: `the logs of ${archive.service} are archived ${
          target ? `in ${target}, on the same host` : 'beside the data'
        }, and nothing copies them away`,
        related: facts.byHand.slice(0, 3).map(({ path, line, text }) => ({
          path,
          line,
          note: `${text} would, but nothing runs it`,
        })),
      });
    }
    const places = inOrder(failing);
    const total = scheduled.length + facts.archives.length;
    if (places.length > 0) {
      return {
        status: 'fail',
        summary: `${places.length} of ${count(total, 'backup')} ${
          places.length === 1 ? 'stays' : 'stay'
        } where the data is: ${places
          .map(({ subject }) => subject)
          .join(', ')}`,
        evidence: places,
        share: good.length / total,
        strengths: inOrder(good),
        lookedFor: [
          'aws s3, gsutil, az storage, azcopy, rclone, rsync, scp, mc, restic, borg and the like in what is scheduled',
          'other services that mount the same volume',
          'drivers of volumes',
        ],
      };
    }
    return {
      status: 'pass',
      summary: `${count(total, 'backup leaves', 'backups leave')} the machine`,
      evidence: inOrder(good),
    };
  },
});

interface Way {
  text: string;
  path: string;
  line: number;
  needs?: string;
}

/** How the copy gets away, by itself or with the help of something else. */
function wayOff(
  backup: Pick<
    BackupFact,
    'tool' | 'path' | 'line' | 'by' | 'offSite' | 'mounts'
  >,
  copiers: readonly OffSiteFact[],
): Way | undefined {
  const own = { path: backup.path, line: backup.line };
  if (backup.offSite) {
    return backup.offSite;
  }
  if (backup.by === 'operator' || backup.by === 'managed') {
    return { ...own, text: backup.tool };
  }
  const remote = backup.mounts.find(mount => mount.remote);
  if (remote) {
    return { ...own, text: `volume ${remote.source}` };
  }
  const copier = copiers.find(item =>
    item.mounts.some(mount =>
      backup.mounts.some(
        other => other.type === mount.type && other.source === mount.source,
      ),
    ),
  );
  if (copier) {
    return copier;
  }
  // Both run on the host itself.
  return backup.mounts.length === 0
    ? copiers.find(item => item.mounts.length === 0)
    : undefined;
}

/** The service or file that makes the copy. */
function subjectOf(backup: BackupFact): string {
  const text = backup.schedule?.text ?? '';
  return backup.by === 'service' || backup.by === 'workload'
    ? text.replace(/^service |^CronJob |,.*$/g, '')
    : `${backup.path}: ${backup.tool}`;
}

function isSetSomewhere(
  name: string,
  environments: readonly DeployedEnvironment[],
): boolean {
  return environments.some(({ variables }) =>
    variables.some(item => item.name === name && item.value !== ''),
  );
}
