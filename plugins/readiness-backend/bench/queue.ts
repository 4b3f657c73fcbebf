/**
 * `yarn bench queue`: the queue on PostgreSQL with 100,000 due entities of 500 owners on five hosts, then audits of
 * entities whose source is unchanged, then audits that are written. Times are what somebody who waits sees, beside the
 * processor time of this process and of the server, because the machine that measures is rarely idle. `yarn bench queue
 * claims` and `yarn bench queue audits` measure a part.
 */
import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { Entity } from '@backstage/catalog-model';
import {
  CheckDefinition,
  CheckResult,
  enterpriseStandard,
} from '@readiness/plugin-readiness-common';
import { readFileSync } from 'fs';
import knexFactory, { Knex } from 'knex';
import { AuditRunner } from '../src/auditing/AuditRunner';
import { chunk } from '../src/database/chunk';
import { applyMigrations } from '../src/database/applyMigrations';
import { DatabaseAuditLedger } from '../src/ledger/DatabaseAuditLedger';
import { AuditQueue } from '../src/queue/AuditQueue';
import { AuditWorkers } from '../src/queue/AuditWorkers';
import { HostBudgets } from '../src/queue/hosts/HostBudgets';
import { admitDue } from '../src/queue/operations/admitDue';
import { describeEntity } from '../src/queue/seeding/describeEntity';
import { upsertEntities } from '../src/queue/seeding/operations/upsertEntities';

const QUEUED = 100_000;
const CLAIMS = 500;
const AUDITED = 2000;
const CHECKS = 150;
const FINDINGS = 30;
const CONCURRENCY = 32;

main().then(
  () => process.exit(0),
  error => {
    console.error(error);
    process.exit(1);
  },
);

async function main(): Promise<void> {
  const [only] = process.argv.slice(2);
  if (only !== 'audits') {
    await measureClaims();
  }
  if (only !== 'claims') {
    await measureAudits();
  }
}

async function measureClaims(): Promise<void> {
  const knex = await createDatabase('bench_queue');
  await measure(`seed ${QUEUED} entities`, knex, QUEUED, async () => {
    const all = Array.from({ length: QUEUED }, (_, index) => index);
    for (const part of chunk(all, 500)) {
      await upsertEntities({
        knex,
        entities: part.map(index => ({
          description: describeEntity(createEntity(index)),
          placement: {
            host: `host-${index % 5}`,
            repository: `https://host-${index % 5}/${index}`,
            interval_seconds: 3600,
          },
        })),
      });
    }
  });
  await knex('queue').update({ turn: null });
  await knex.raw('VACUUM ANALYZE');
  await measure(`admit ${QUEUED} due entities`, knex, QUEUED, async () => {
    while ((await admitDue({ knex })) > 0);
  });
  await knex.raw('VACUUM ANALYZE');
  const queue = createQueue(knex);
  const times: number[] = [];
  await measure(`claim one, ${CLAIMS} times`, knex, CLAIMS, async () => {
    for (let i = 0; i < CLAIMS; i++) {
      const begin = performance.now();
      await queue.claim(1);
      times.push(performance.now() - begin);
    }
  });
  times.sort((a, b) => a - b);
  console.log(
    `  p50 ${times[CLAIMS / 2].toFixed(1)} ms, p95 ${times[
      Math.floor(CLAIMS * 0.95)
    ].toFixed(1)} ms`,
  );
  await knex.destroy();
}

async function measureAudits(): Promise<void> {
  const knex = await createDatabase('bench_audits');
  const entities = Array.from({ length: AUDITED }, (_, index) =>
    createEntity(index),
  );
  await upsertEntities({
    knex,
    entities: entities.map(entity => ({
      description: describeEntity(entity),
      placement: { host: '', repository: null, interval_seconds: 3600 },
    })),
  });
  const checks = Array.from({ length: CHECKS }, (_, index) =>
    createCheck(index),
  );
  const results = checks.map((check, index) =>
    createResult(check, index < FINDINGS ? 'fail' : 'pass'),
  );
  const queue = createQueue(knex);
  const runner = new AuditRunner({
    catalog: catalogServiceMock({ entities }),
    auth: mockServices.auth(),
    ledger: new DatabaseAuditLedger({ knex }),
    standard: enterpriseStandard,
    collectors: [
      {
        id: 'bench',
        version: '1',
        checks,
        collect: async ({ knownRevision }) =>
          knownRevision
            ? { status: 'unchanged' }
            : { status: 'collected', revision: 'r1', source: null, results },
      },
    ],
    rulesHash: 'rules',
    timeoutSeconds: 60,
    logger: mockServices.rootLogger({ level: 'warn' }),
  });
  const auditAll = async () => {
    const workers = new AuditWorkers({
      queue,
      work: (run, options) => runner.run(run, options),
      concurrency: CONCURRENCY,
      shutdownGraceSeconds: 10,
      logger: mockServices.rootLogger({ level: 'warn' }),
    });
    workers.start();
    for (;;) {
      const [{ count }] = await knex('queue')
        .where('next_audit_at', '<=', knex.fn.now())
        .orWhereNotNull('ticket')
        .count({ count: '*' });
      if (Number(count) === 0) {
        break;
      }
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    await workers.stop();
  };
  await measure(
    `write ${AUDITED} audits of ${CHECKS} checks with ${FINDINGS} findings each`,
    knex,
    AUDITED,
    auditAll,
  );
  await knex('queue').update({ next_audit_at: knex.fn.now() });
  await knex.raw('VACUUM ANALYZE');
  await measure(`skip ${AUDITED} unchanged entities`, knex, AUDITED, auditAll);
  await knex.destroy();
}

async function measure(
  what: string,
  knex: Knex,
  count: number,
  work: () => Promise<void>,
): Promise<void> {
  const cpu = process.cpuUsage();
  const serverBefore = await serverSeconds(knex);
  const begin = performance.now();
  await work();
  const seconds = (performance.now() - begin) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const own = (user + system) / 1e6;
  const server = (await serverSeconds(knex)) - serverBefore;
  console.log(
    `${what}: ${seconds.toFixed(1)} s, ${Math.round(
      count / seconds,
    )}/s; processor ${own.toFixed(1)} s here and ${server.toFixed(
      1,
    )} s in PostgreSQL, ${Math.round(count / (own + server))}/s of one core`,
  );
}

/** Processor time of the connections to the database so far; where Linux does not tell it, nothing. */
async function serverSeconds(knex: Knex): Promise<number> {
  const pids: number[] = await knex('pg_stat_activity')
    .whereRaw('datname = current_database()')
    .pluck('pid');
  const ticks = pids.map(pid => {
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ');
      return Number(fields[13]) + Number(fields[14]);
    } catch {
      return 0;
    }
  });
  return ticks.reduce((sum, item) => sum + item, 0) / 100;
}

function createQueue(knex: Knex): AuditQueue {
  return new AuditQueue({
    knex,
    budgets: new HostBudgets({ general: { concurrency: 1e6 }, hosts: [] }),
    maxAttempts: 5,
    staleAfterSeconds: 3600,
  });
}

async function createDatabase(database: string): Promise<Knex> {
  const url = process.env.READINESS_BENCH_POSTGRES;
  if (!url) {
    throw new Error(
      'READINESS_BENCH_POSTGRES is not set: run `yarn bench queue`, which starts a server',
    );
  }
  const server = knexFactory({ client: 'pg', connection: url });
  await server.raw(`DROP DATABASE IF EXISTS ${database}`);
  await server.raw(`CREATE DATABASE ${database}`);
  await server.destroy();
  const connection = new URL(url);
  connection.pathname = `/${database}`;
  const knex = knexFactory({
    client: 'pg',
    connection: connection.href,
    // All connections stay: the processor time of one that is closed is gone.
    pool: { min: 10, max: 10 },
  });
  await applyMigrations(knex);
  return knex;
}

function createEntity(index: number): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: `entity-${index}`, namespace: 'default' },
    spec: { type: 'service', lifecycle: 'production' },
    relations: [
      // A few large owners and many small ones.
      {
        type: 'ownedBy',
        targetRef: `group:default/team-${Math.floor(
          500 * (((index * 7919) % QUEUED) / QUEUED) ** 3,
        )}`,
      },
    ],
  };
}

function createCheck(index: number): CheckDefinition {
  const { areas, phases } = enterpriseStandard;
  return {
    id: `check-${index}`,
    area: areas[index % areas.length].id,
    severity: (['critical', 'high', 'medium', 'low'] as const)[index % 4],
    confidence: 'certain',
    phase: phases[index % phases.length].id,
    effort: 'small',
    kind: 'judged',
    title: `Title of check ${index}`,
    description: 'Description',
    failureMode: 'Failure mode',
    manifestation: 'Manifestation',
    impact: 'Impact',
    remediation: 'Remediation',
    guardrail: { linter: 'eslint' },
    references: [],
  };
}

function createResult(
  { id, area, severity, confidence }: CheckDefinition,
  status: 'fail' | 'pass',
): CheckResult {
  return {
    check: id,
    area,
    severity,
    status,
    confidence,
    summary: 'What was seen in one line',
    evidence: [{ path: `src/module/${id}.ts`, line: 12, snippet: 'a();' }],
    lookedFor: [],
  };
}
