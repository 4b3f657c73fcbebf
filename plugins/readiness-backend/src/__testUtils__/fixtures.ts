import { Entity } from '@backstage/catalog-model';
import {
  assembleAudit,
  Audit,
  CheckDefinition,
  CheckResult,
  enterpriseStandard,
} from '@readiness/plugin-readiness-common';
import {
  CollectOptions,
  CollectOutcome,
  ReadinessCollector,
} from '@readiness/plugin-readiness-node';
import { Knex } from 'knex';
import { AuditToWrite } from '../ledger/AuditLedger';
import { DatabaseAuditLedger } from '../ledger/DatabaseAuditLedger';
import { AuditResource } from '../permissions/auditResource';
import { AuditRun } from '../queue/AuditRun';
import { AuditQueue } from '../queue/AuditQueue';
import { HostBudget, HostBudgets } from '../queue/hosts/HostBudgets';
import { describeEntity } from '../queue/seeding/describeEntity';
import { Placement } from '../queue/seeding/EntityPlacer';
import {
  SeededEntity,
  upsertEntities,
} from '../queue/seeding/operations/upsertEntities';

/** A component with an owner and a system. */
export function createEntity(
  name: string,
  changes: {
    kind?: string;
    title?: string;
    owner?: string | null;
    system?: string;
    type?: string;
    lifecycle?: string;
    tags?: string[];
    annotations?: Record<string, string>;
  } = {},
): Entity {
  const { owner = 'group:default/team-a', system } = changes;
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: changes.kind ?? 'Component',
    metadata: {
      name,
      namespace: 'default',
      title: changes.title,
      tags: changes.tags,
      annotations: changes.annotations ?? {},
    },
    spec: {
      type: changes.type ?? 'service',
      lifecycle: changes.lifecycle ?? 'production',
    },
    relations: [
      ...(owner === null ? [] : [{ type: 'ownedBy', targetRef: owner }]),
      ...(system ? [{ type: 'partOf', targetRef: system }] : []),
    ],
  };
}

/** A check in an area of the enterprise standard. */
export function createCheck(
  id: string,
  changes: Partial<CheckDefinition> = {},
): CheckDefinition {
  return {
    id,
    area: 'logging',
    severity: 'high',
    confidence: 'certain',
    phase: enterpriseStandard.phases[0].id,
    effort: 'small',
    kind: 'judged',
    title: `Title of ${id}`,
    description: 'Description',
    failureMode: 'Failure mode',
    manifestation: 'Manifestation',
    impact: 'Impact',
    remediation: 'Remediation',
    guardrail: { linter: 'eslint' },
    references: [],
    ...changes,
  };
}

/** A result of such a check; a failed one has a finding per subject. */
export function createResult(
  check: CheckDefinition,
  status: CheckResult['status'],
  subjects: string[] = ['only'],
): CheckResult {
  return {
    check: check.id,
    area: check.area,
    severity: check.severity,
    status,
    confidence: check.confidence,
    summary: 'Summary',
    evidence:
      status === 'fail' || status === 'pass'
        ? subjects.map(subject => ({
            path: 'src/main.ts',
            line: 3,
            subject,
          }))
        : [],
    lookedFor: [],
  };
}

/** A collector whose answer the test decides. */
export function createCollector(
  id: string,
  checks: CheckDefinition[],
  collect: (options: CollectOptions) => Promise<CollectOutcome>,
): ReadinessCollector & { collect: jest.Mock } {
  return { id, version: '1', checks, collect: jest.fn(collect) };
}

/** An entity as seeding writes it. */
export function createSeeded(
  entity: Entity,
  placement: Partial<Placement> = {},
): SeededEntity {
  return {
    description: describeEntity(entity),
    placement: {
      host: '',
      repository: null,
      interval_seconds: 3600,
      ...placement,
    },
  };
}

/** Entities in ledger and queue, all due. */
export async function seed(
  knex: Knex,
  entities: Entity[],
  placement: Partial<Placement> = {},
): Promise<void> {
  await upsertEntities({
    knex,
    entities: entities.map(entity => createSeeded(entity, placement)),
  });
}

/** A queue with the usual settings. */
export function createQueue(
  knex: Knex,
  options: { hosts?: (Partial<HostBudget> & { host: string })[] } = {},
): AuditQueue {
  return new AuditQueue({
    knex,
    budgets: new HostBudgets({
      general: { concurrency: 100 },
      hosts: options.hosts ?? [],
    }),
    maxAttempts: 3,
    staleAfterSeconds: 24 * 3600,
  });
}

/** An audit of these results. */
export function createAudit(
  entityRef: string,
  results: readonly CheckResult[],
  checks: CheckDefinition[] = [],
): Audit {
  return assembleAudit({
    entity: entityRef,
    owner: 'group:default/team-a',
    source: 'https://example.com/repository',
    revision: 'r1',
    standard: enterpriseStandard,
    checks,
    results,
    skipped: [],
    startedAt: new Date().toISOString(),
    durationMs: 1,
  });
}

/** Claims whatever is next. */
export async function claimNext(knex: Knex): Promise<AuditRun | undefined> {
  const [group] = await createQueue(knex).claim(1);
  return group?.runs[0];
}

/** Claims an entity, whatever is next. */
export async function claim(knex: Knex, entityRef: string): Promise<AuditRun> {
  await knex('queue').where({ entity_ref: entityRef }).update({
    priority: -1,
    turn: null,
    ticket: null,
    next_audit_at: '2000-01-01 00:00:00.000',
  });
  const run = await claimNext(knex);
  expect(run?.entityRef).toBe(entityRef);
  return run!;
}

/** Claims an entity and writes an audit of it. */
export async function writeAuditOf(knex: Knex, audit: Audit): Promise<boolean> {
  return writeJudgedOf(knex, audit.entity!, () => audit);
}

/** Claims an entity and writes what is judged with the knowledge of the ledger. */
export async function writeJudgedOf(
  knex: Knex,
  entityRef: string,
  assemble: AuditToWrite['assemble'],
): Promise<boolean> {
  const run = await claim(knex, entityRef);
  return new DatabaseAuditLedger({ knex }).writeAudit({
    run,
    assemble,
    standard: enterpriseStandard,
    rulesHash: 'rules',
    owner: 'group:default/team-a',
    collectorIds: [],
    newCollections: [],
  });
}

/** Claims an entity and audits it as the runner does: what its collector says is stored, and what people decided counts. */
export async function auditEntity(
  knex: Knex,
  entityRef: string,
  results: CheckResult[],
  checks: CheckDefinition[] = [],
  {
    revision = 'r1',
    rulesHash = 'rules',
  }: { revision?: string; rulesHash?: string } = {},
): Promise<void> {
  const run = await claim(knex, entityRef);
  const { owner } = await knex('entities')
    .where({ entity_ref: entityRef })
    .first('owner');
  await new DatabaseAuditLedger({ knex }).writeAudit({
    run,
    assemble: knowledge =>
      assembleAudit({
        entity: entityRef,
        owner,
        source: 'https://example.com/repository',
        revision,
        standard: enterpriseStandard,
        checks,
        results,
        skipped: [],
        startedAt: new Date().toISOString(),
        durationMs: 1,
        ...knowledge,
      }),
    standard: enterpriseStandard,
    rulesHash,
    owner,
    collectorIds: ['fake'],
    newCollections: [
      {
        collectorId: 'fake',
        version: '1',
        metadataHash: 'm1',
        revision,
        source: 'https://example.com/repository',
        results,
        skipped: [],
      },
    ],
  });
}

/** An instant so many days from now. */
export function inDays(days: number): string {
  return new Date(Date.now() + days * 86400_000).toISOString();
}

/** An entity as rules see it. */
export function createResource(
  changes: Partial<AuditResource> = {},
): AuditResource {
  return {
    entityRef: 'component:default/one',
    kind: 'Component',
    type: 'service',
    lifecycle: 'production',
    owner: 'group:default/team-a',
    system: null,
    tags: [],
    ...changes,
  };
}
