import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { backups } from '../../../facts/backups/extract';
import { BackupFact } from '../../../facts/backups/schema';
import { BACKUP_TOOL_NAMES } from '../../../facts/backups/tools';
import { datastores } from '../../../facts/datastores/extract';
import { DatastoreFact } from '../../../facts/datastores/schema';
import { count, inOrder } from '../../../judging/outcome';

/** Kinds whose contents nobody can compute again. */
const OF_RECORD = new Set([
  'relational',
  'document',
  'graph',
  'time-series',
  'object',
]);

export const check = defineCheck({
  id: 'no-automated-backup',
  area: 'disaster-recovery',
  severity: 'critical',
  confidence: 'likely',
  phase: 'security-critical',
  effort: 'medium',
  title: 'Datastore without a scheduled backup',
  description:
    'Looks at the datastores of record that production Compose files and Kubernetes manifests of this tree run (relational, document, graph, time series, objects), and for something that copies each of them **on a schedule**: a CronJob, a timer, a crontab, a service that does nothing else, a scheduled workflow, or the schedule object of an operator, together with the command. Caches, queues and search indexes need none, and databases that somebody else runs cannot be seen here.',
  failureMode: 'Nobody and nothing copies the data regularly.',
  manifestation:
    'It shows on one day only: after a deleted table, a broken disk, a faulty migration or an attack there is nothing to restore from.',
  impact: 'Data of customers is lost for good.',
  remediation:
    'Schedule a copy that leaves the machine, and restore from it regularly.\n\n```yaml\napiVersion: batch/v1\nkind: CronJob\nmetadata: { name: db-backup }\nspec:\n  schedule: "15 2 * * *"\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          containers:\n            - name: dump\n              image: registry.example/db-backup:1.4.0\n              command: [sh, -c, "pg_dump -Fc shop | age -r $KEY | rclone rcat off-site:shop.dump"]\n```',
  guardrail: {
    linter: 'shellcheck',
    tests: 'restore test job',
    ci: 'scheduled restore',
    architecture: 'managed databases with point-in-time recovery',
  },
  references: [
    {
      title: 'PostgreSQL: backup and restore',
      url: 'https://www.postgresql.org/docs/current/backup.html',
    },
    {
      title: 'NIST SP 800-34: contingency planning',
      url: 'https://csrc.nist.gov/pubs/sp/800/34/r1/upd1/final',
    },
  ],
  async evaluate(context) {
    const stores = (await context.facts(datastores)).datastores.filter(
      ({ role, cache, transient, kind }) =>
        role === 'production' && !cache && !transient && OF_RECORD.has(kind),
    );
    if (stores.length === 0) {
      return {
        status: 'not-applicable',
        summary:
          'Production configuration of this tree runs no datastore of record',
        lookedFor: ['datastore images in compose files and manifests'],
      };
    }
    const found = (await context.facts(backups)).backups;
    const failing: Evidence[] = [];
    const good: Evidence[] = [];
    let unseen = false;
    for (const store of stores) {
      const own = found.filter(item => copies(item, store));
      const scheduled = own.find(item => item.schedule);
      if (scheduled) {
        good.push({
          path: scheduled.schedule!.path,
          line: scheduled.schedule!.line,
          note: `${scheduled.tool} for ${store.name}: ${
            scheduled.schedule!.text
          }`,
          related: [
            {
              path: scheduled.path,
              line: scheduled.line,
              note: scheduled.tool,
            },
          ],
        });
        continue;
      }
      const script = own.find(item => !item.inCode);
      const code = own.find(item => item.inCode);
      unseen ||= code !== undefined && script === undefined;
      failing.push({
        path: store.path,
        line: store.line,
        subject: store.name,
        ...(script || code ? { severity: 'high' as const } : {}),
        ...(code && !script ? { confidence: 'plausible' as const } : {}),
        note: noteOf(store, script, code),
        ...(script || code
          ? {
              related: [
                {
                  path: (script ?? code)!.path,
                  line: (script ?? code)!.line,
                  note: (script ?? code)!.tool,
                },
              ],
            }
          : {}),
      });
    }
    if (failing.length > 0) {
      return {
        status: 'fail',
        summary: `${failing.length} of ${count(
          stores.length,
          'datastore has',
          'datastores have',
        )} no scheduled backup: ${failing
          .map(({ subject }) => subject)
          .join(', ')}`,
        ...(unseen ? { confidence: 'plausible' as const } : {}),
        evidence: inOrder(failing),
        share: good.length / stores.length,
        strengths: inOrder(good),
        lookedFor: [
          'CronJobs, crontabs, timers, scheduled workflows, backup services, schedules of operators',
          BACKUP_TOOL_NAMES.join(', '),
        ],
      };
    }
    return {
      status: 'pass',
      summary: `${count(
        stores.length,
        'datastore is',
        'datastores are',
      )} backed up on a schedule`,
      evidence: inOrder(good),
    };
  },
});

function copies(item: BackupFact, store: DatastoreFact): boolean {
  return item.products.length === 0 || item.products.includes(store.product);
}

function noteOf(
  store: DatastoreFact,
  script: BackupFact | undefined,
  code: BackupFact | undefined,
): string {
  if (script) {
    return `${script.path} runs ${script.tool}, and nothing schedules it`;
  }
  return code
    ? `${code.path} names ${code.tool}; a schedule was not found`
    : `nothing copies the data of this ${store.product}`;
}
