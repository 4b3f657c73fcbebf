import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { datastores } from '../../../facts/datastores/extract';
import { DatastoreFact } from '../../../facts/datastores/schema';
import { guides, hasSubstance } from '../../../facts/guides/extract';
import { inventory } from '../../../facts/inventory/extract';
import { nameOf } from '../../../facts/manifests/names';
import { count, inOrder } from '../../../judging/outcome';

/** Commands that bring data back, by product. */
const COMMANDS: Readonly<Record<string, RegExp>> = {
  postgres:
    /\bpg_restore\b|\bpsql\b[^|]*(?:<|\s-f\s|--file)|\|.*\bpsql\b|\bpgbackrest\b.*\brestore\b|\bwal-g\b.*backup-fetch|\bbarman\s+recover/,
  mysql:
    /\b(?:mysql|mariadb)\b[^|]*<|\|.*\b(?:mysql|mariadb)\b|--copy-back\b|\bmyloader\b|\bloadDump\b/,
  mongodb: /\bmongorestore\b|\bpbm\s+restore\b/,
  redis:
    /\b(?:cp|mv|rsync|docker cp|kubectl cp|scp)\b.*(?:dump\.rdb|appendonly)/,
  elasticsearch: /_restore\b/,
  etcd: /\bsnapshot restore\b/,
  minio: /\bmc\s+(?:mirror|cp)\b/,
  clickhouse: /\bclickhouse-backup\s+restore|\bRESTORE (?:TABLE|DATABASE)\b/,
  mssql: /\bRESTORE DATABASE\b/i,
  neo4j: /\bneo4j-admin\b.*\b(?:load|restore)\b/,
  influxdb: /\binflux[d]?\s+restore\b/,
};
/** Tools that bring back the files of anything. */
const ANY =
  /\bvelero\s+restore|\brestic\b.*\brestore\b|\bborg(?:matic)?\s+(?:extract|restore)|\bkopia\s+(?:snapshot\s+)?restore|\bduplicity\s+restore|\brestore-db-(?:instance|cluster)|\bsql\s+backups\s+restore|\btar\s+-?\w*x\w*\b.*(?:\/var\/lib|\/data|backup)/;
/** A file or chapter about bringing data back: the same commands also load a schema. */
const ABOUT = /restor|recover|backup|disaster|dump/i;
const SCRIPTS =
  /(?:^|\/)(?:GNUm|M|m)akefile$|\.(?:sh|bash|py|mk)$|(?:^|\/)[Tt]askfile\.ya?ml$|(?:^|\/)justfile$/;

export const check = defineCheck({
  id: 'no-restore-procedure',
  area: 'disaster-recovery',
  severity: 'medium',
  confidence: 'likely',
  phase: 'production-hardening',
  effort: 'medium',
  title: 'No way back from a backup',
  description:
    'Looks, for every datastore that production Compose files and manifests run, for a script or a chapter of a document with the commands that bring its data back (`pg_restore`, `psql < …`, `mongorestore`, `mysql < …`, snapshots, restic, velero and the like). Headings without commands, and commands that load a schema or seed, do not count. Whether the procedure was ever tried is attested by `restore-drill-performed`.',
  failureMode:
    'There are backups at best, and nobody has written down how to use them.',
  manifestation:
    'In the night of the loss somebody reads the manual of the database for the first time.',
  impact:
    'Hours become days; the wrong order of steps destroys what was still there.',
  remediation:
    'Write a script that restores into an empty place, and a chapter that says which backup, in which order, and how to see that it worked.\n\n```sh\nset -euo pipefail\ngunzip --stdout "$1" | psql --set ON_ERROR_STOP=1 "$RESTORE_URL"\npsql "$RESTORE_URL" --command "select count(*) from orders"\n```',
  guardrail: {
    tests: 'a job that restores the latest backup every week',
    architecture: 'managed databases with point-in-time recovery',
  },
  references: [
    {
      title: 'PostgreSQL: backup and restore',
      url: 'https://www.postgresql.org/docs/current/backup.html',
    },
    {
      title: 'Google SRE: data integrity',
      url: 'https://sre.google/sre-book/data-integrity/',
    },
  ],
  evaluate: async context => {
    const stores = (await context.facts(datastores)).datastores.filter(
      ({ role, cache, transient }) =>
        role === 'production' && !cache && !transient,
    );
    if (stores.length === 0) {
      return {
        status: 'not-applicable',
        summary:
          'Production configuration of this tree runs no datastore of record',
        lookedFor: ['datastore images in compose files and manifests'],
      };
    }
    const lines = await linesAboutRestores(context);
    const hollow = await hollowChapter(context);
    const failing: Evidence[] = [];
    const good: Evidence[] = [];
    for (const store of stores) {
      const found = lines.find(({ text }) => restores(text, store));
      if (found) {
        good.push({
          path: found.path,
          line: found.line,
          note: `brings back ${store.name}: ${found.text.trim().slice(0, 80)}`,
        });
      } else {
        failing.push({
          path: store.path,
          line: store.line,
          subject: store.name,
          note: hollow
            ? `nothing says how to restore this ${store.product}; ${hollow.path}:${hollow.line} has no commands`
            : `nothing says how to restore this ${store.product}`,
          ...(hollow
            ? { related: [{ ...hollow, note: 'a heading without commands' }] }
            : {}),
        });
      }
    }
    if (failing.length > 0) {
      return {
        status: 'fail',
        summary: `${failing.length} of ${count(
          stores.length,
          'datastore has',
          'datastores have',
        )} no restore procedure: ${failing
          .map(({ subject }) => subject)
          .join(', ')}`,
        evidence: inOrder(failing),
        share: good.length / stores.length,
        strengths: inOrder(good),
        lookedFor: [
          'scripts, Makefiles and documents about restores or backups with commands that bring the data back',
        ],
      };
    }
    return {
      status: 'pass',
      summary: `${count(
        stores.length,
        'datastore',
        'datastores',
      )} can be restored by what is written down`,
      evidence: inOrder(good),
    };
  },
});

interface Line {
  path: string;
  line: number;
  text: string;
}

function restores(text: string, { product }: DatastoreFact): boolean {
  return (
    ANY.test(text) ||
    (Object.hasOwn(COMMANDS, product) && COMMANDS[product].test(text))
  );
}

/** Lines of code in scripts and chapters about restores, without comments. */
async function linesAboutRestores(context: CheckContext): Promise<Line[]> {
  const { files } = await context.facts(inventory);
  const found: Line[] = [];
  const add = (path: string, first: number, text: string) =>
    text.split('\n').forEach((line, index) => {
      if (!/^\s*(?:#|\/\/)/.test(line)) {
        found.push({ path, line: first + index, text: line });
      }
    });
  for (const { path, class: fileClass } of files) {
    if (
      !SCRIPTS.test(path) ||
      ['test', 'fixture', 'vendored', 'example'].includes(fileClass)
    ) {
      continue;
    }
    const text = context.read(path) ?? '';
    if (ABOUT.test(nameOf(path)) || /restor|recover/i.test(text)) {
      add(path, 1, text);
    }
  }
  for (const { sections } of await context.facts(guides)) {
    for (const { title, blocks } of sections) {
      if (ABOUT.test(title)) {
        blocks.forEach(({ line, text, ...block }) => {
          if (block.language !== 'sql') {
            add(sections[0].path, line, text);
          }
        });
      }
    }
  }
  return found;
}

/** A chapter about restoring in which nothing stands. */
async function hollowChapter(
  context: CheckContext,
): Promise<{ path: string; line: number } | undefined> {
  for (const { sections } of await context.facts(guides)) {
    const found = sections.find(
      section =>
        section.level > 0 &&
        /restor|recover/i.test(section.title) &&
        !hasSubstance(section),
    );
    if (found) {
      return { path: found.path, line: found.line };
    }
  }
  return undefined;
}
