/**
 * `yarn bench ledger [entities]`: fills a PostgreSQL database with audited entities (150 checks, 30 findings each) and
 * measures what pages cost while audits are being written, and how many audits a second are written and skipped.
 */
import {
  enterpriseStandard,
  FindingsFilter,
} from '@readiness/plugin-readiness-common';
import knexFactory, { Knex } from 'knex';
import { applyMigrations } from '../src/database/applyMigrations';
import { DatabaseAuditLedger } from '../src/ledger/DatabaseAuditLedger';
import { readAudit } from '../src/ledger/database/operations/audits/readAudit';
import { findingsCursor } from '../src/ledger/database/operations/findings/cursor';
import { listFindings } from '../src/ledger/database/operations/findings/listFindings';
import { listScorecards } from '../src/ledger/database/operations/scorecards/listScorecards';
import { servicesCursor } from '../src/ledger/database/operations/services/cursor';
import { listServices } from '../src/ledger/database/operations/services/listServices';
import { AuditRun } from '../src/queue/AuditRun';
import { describeEntity } from '../src/queue/seeding/describeEntity';
import { Measured, measure, rate, table } from './measure';
import { auditOf, fill, ownerOf, refOf, resultsOf } from './world';

const WORKERS = 4;
const WRITES = 300;
const TICKET = 'bench';
const visibility = undefined;

async function main() {
  const entities = Number(process.argv[2] ?? 10_000);
  const url = process.env.READINESS_BENCH_POSTGRES;
  if (!url || !Number.isInteger(entities) || entities < 1000) {
    throw new Error(
      'Usage: yarn bench ledger [entities, from 1000], with READINESS_BENCH_POSTGRES set by scripts/bench.mjs',
    );
  }
  const database = `readiness_bench_${process.pid}`;
  const server = knexFactory({ client: 'pg', connection: url });
  await server.raw(`CREATE DATABASE ${database}`);
  const connection = new URL(url);
  connection.pathname = `/${database}`;
  const connect = (max: number) =>
    knexFactory({
      client: 'pg',
      connection: connection.href,
      pool: { min: 0, max },
    });
  const knex = connect(12);
  const writer = connect(1);
  try {
    await applyMigrations(knex);
    await measureAll(knex, writer, entities);
  } finally {
    await knex.destroy();
    await writer.destroy();
    await server.raw(`DROP DATABASE ${database} WITH (FORCE)`);
    await server.destroy();
  }
}

async function measureAll(
  knex: Knex,
  writerKnex: Knex,
  entities: number,
): Promise<void> {
  const begin = performance.now();
  await seedFirst(knex);
  await fill(knex, { from: 1, to: entities });
  print(
    `${entities} entities with 30 findings each, filled in ${seconds(begin)}`,
  );

  for (const readers of [1, 8]) {
    print(`\n## ${readers} reader(s), nobody writes\n`);
    print(table(await pages(knex, entities, readers)));
  }
  let writing = true;
  let written = 0;
  const writer = (async () => {
    while (writing) {
      await write(writerKnex, entities - 1 - (written++ % 200), 2);
    }
  })();
  print('\n## 8 readers while audits are written\n');
  print(table(await pages(knex, entities, 8)));
  writing = false;
  await writer;
  print(`(${written} audits were written meanwhile by one worker)`);

  const refs = (index: number) => 1 + (index % (entities - 300));
  print(`\n## Writing with ${WORKERS} workers\n`);
  const changed = await rate(WRITES, WORKERS, index =>
    write(knex, refs(index), 3),
  );
  print(`audits with all findings replaced: ${changed}`);
  const same = await rate(WRITES, WORKERS, index =>
    write(knex, refs(index), 3),
  );
  print(`audits in which nothing changed:   ${same}`);
  const ledger = new DatabaseAuditLedger({ knex });
  const skipped = await rate(WRITES * 5, WORKERS, async index => {
    const entityRef = refOf(refs(index));
    await ledger.readKnown(entityRef);
    await ledger.touchAudit({ run: await hold(knex, refs(index)) });
  });
  print(`unchanged entities skipped:        ${skipped}`);
}

async function seedFirst(knex: Knex): Promise<void> {
  await knex('entities').insert({
    ...describeEntity({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: { name: 'service-0', namespace: 'default' },
      spec: { type: 'service', lifecycle: 'production' },
      relations: [{ type: 'ownedBy', targetRef: ownerOf(0) }],
    }),
    created_at: knex.fn.now(),
  });
  await knex('queue').insert({
    entity_ref: refOf(0),
    next_audit_at: knex.fn.now(),
    priority: 10,
    ticket: TICKET,
  });
  await write(knex, 0, 1);
}

/** The ticket of a run, as if it had been claimed: claiming is measured with the queue. */
async function hold(knex: Knex, index: number): Promise<AuditRun> {
  const entityRef = refOf(index);
  await knex('queue')
    .where({ entity_ref: entityRef })
    .update({ ticket: TICKET });
  return { entityRef, ticket: TICKET, attempts: 0, nextInSeconds: 3600 };
}

async function write(knex: Knex, index: number, shift: number): Promise<void> {
  const run = await hold(knex, index);
  const owner = ownerOf(index);
  const written = await new DatabaseAuditLedger({ knex }).writeAudit({
    run,
    assemble: knowledge => auditOf(run.entityRef, owner, shift, knowledge),
    standard: enterpriseStandard,
    rulesHash: 'rules',
    owner,
    collectorIds: ['bench'],
    newCollections: [
      {
        collectorId: 'bench',
        version: '1',
        metadataHash: 'm',
        revision: `r${shift}`,
        source: null,
        results: resultsOf(shift),
        skipped: [],
      },
    ],
  });
  if (!written) {
    throw new Error(`Not written: ${run.entityRef}`);
  }
}

async function pages(
  knex: Knex,
  entities: number,
  readers: number,
): Promise<Measured[]> {
  const limit = 50;
  const services = (filter = {}) =>
    listServices({
      knex,
      visibility,
      limit,
      query: { filter, orderBy: 'score', order: 'asc' },
    });
  const findings = (filter: FindingsFilter = {}) =>
    listFindings({
      knex,
      visibility,
      limit,
      query: { filter, orderBy: 'severity', order: 'asc' },
    });
  const nextServices = servicesCursor.decode(
    (await services()).pageInfo.nextCursor!,
  );
  const nextFindings = findingsCursor.decode(
    (await findings()).pageInfo.nextCursor!,
  );
  const owner = (round: number) => [ownerOf(round)];
  const readings: [string, (round: number) => Promise<unknown>][] = [
    ['services, first page', () => services()],
    [
      'services, next page',
      () => listServices({ knex, visibility, limit, ...nextServices }),
    ],
    ['services of an owner', round => services({ owner: owner(round) })],
    [
      'team comparison',
      () => listScorecards({ knex, visibility, by: 'owner', limit }),
    ],
    [
      'one entity',
      round => readAudit({ knex, entityRef: refOf(round % entities) }),
    ],
    ['findings, first page', () => findings()],
    [
      'findings, next page',
      () => listFindings({ knex, visibility, limit, ...nextFindings }),
    ],
    ['findings of an owner', round => findings({ owner: owner(round) })],
    ['findings, overdue', () => findings({ overdue: true })],
    ['findings of a check', () => findings({ check: ['check-5'] })],
  ];
  const measured: Measured[] = [];
  for (const [name, read] of readings) {
    measured.push(
      await measure(knex, name, read, { readers, rounds: 20 * readers }),
    );
  }
  return measured;
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(0)} s`;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

main().catch(error => {
  process.stderr.write(`${error.stack ?? error}\n`);
  process.exitCode = 1;
});
