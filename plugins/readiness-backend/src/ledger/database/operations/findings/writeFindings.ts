import {
  Audit,
  FindingEventKind,
  ScoreChange,
  SEVERITIES,
  Standard,
} from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import { chunk } from '../../../../database/chunk';
import { FindingRow } from '../../../../database/tables';
import { nowPlus, toDbTime } from '../../../../database/time';
import { whereIn } from '../../../../database/whereIn';
import { findingId } from '../../../../findings/findingId';
import {
  PlannedEvent,
  planTransitions,
  SeenFinding,
  StoredFinding,
} from '../../../../findings/planTransitions';
import { insertFindingEvents } from './insertFindingEvents';

const ROWS_PER_STATEMENT = 100;

/** Moves the findings of an entity to what the audit saw, tells their history, and says what came and went. */
export async function writeFindings(options: {
  tx: Knex;
  entityRef: string;
  audit: Audit;
  auditId: string;
  standard: Standard;
  stored: ReadonlyMap<string, StoredFinding>;
  /** The database's clock, ISO 8601. */
  now: string;
  firstAudit: boolean;
}): Promise<ScoreChange['cameAndWent']> {
  const { tx, entityRef, audit, auditId } = options;
  const { written, resolved, events } = planTransitions(options);

  for (const part of chunk(written, ROWS_PER_STATEMENT)) {
    const rows = part.map(seen => toRow(tx, entityRef, seen));
    const { entity_ref, fingerprint, id, ...changing } = rows[0];
    await tx('findings')
      .insert(rows)
      .onConflict(['entity_ref', 'fingerprint'])
      .merge(Object.keys(changing) as (keyof typeof changing)[]);
  }
  for (const fingerprints of chunk(resolved, ROWS_PER_STATEMENT)) {
    await tx<FindingRow>('findings')
      .where({ entity_ref: entityRef })
      .modify(query => whereIn(tx, query, 'fingerprint', fingerprints))
      .update({
        state: 'resolved',
        resolved_at: nowPlus(tx),
        updated_at: nowPlus(tx),
        version: tx.raw('version + 1'),
      });
  }
  await insertFindingEvents({
    tx,
    events: events.map(({ fingerprint, kind, from, to, text = null }) => ({
      finding_id: findingId(entityRef, fingerprint),
      entity_ref: entityRef,
      kind,
      from_state: from,
      to_state: to,
      text,
      audit_id: auditId,
      revision: audit.revision,
    })),
  });
  return cameAndWent(events, options);
}

const CAME: readonly FindingEventKind[] = [
  'opened',
  'reopened',
  'waiver-ended',
];
const WENT: readonly FindingEventKind[] = ['resolved', 'exempted'];

/** By check, in the order of their names. */
function cameAndWent(
  events: readonly PlannedEvent[],
  options: { audit: Audit; stored: ReadonlyMap<string, StoredFinding> },
): ScoreChange['cameAndWent'] {
  const checkOf = new Map([
    ...[...options.stored].map(([id, { check }]) => [id, check] as const),
    ...[...options.audit.findings, ...(options.audit.waived ?? [])].map(
      ({ fingerprint, check }) => [fingerprint, check] as const,
    ),
  ]);
  const checks = new Map<string, { came: number; went: number }>();
  for (const { fingerprint, kind } of events) {
    const check = checkOf.get(fingerprint)!;
    const counts = checks.get(check) ?? { came: 0, went: 0 };
    counts.came += Number(CAME.includes(kind));
    counts.went += Number(WENT.includes(kind));
    checks.set(check, counts);
  }
  return [...checks]
    .map(([check, counts]) => ({ check, ...counts }))
    .filter(({ came, went }) => came > 0 || went > 0)
    .sort((a, b) => (a.check < b.check ? -1 : 1));
}

function toRow(knex: Knex, entityRef: string, seen: SeenFinding) {
  const { finding } = seen;
  const time = (iso: string | null) => iso && toDbTime(knex, iso);
  return {
    entity_ref: entityRef,
    fingerprint: finding.fingerprint,
    id: findingId(entityRef, finding.fingerprint),
    check_id: finding.check,
    area_id: finding.area,
    phase_id: seen.phase,
    title: finding.title,
    severity: finding.severity,
    severity_rank: SEVERITIES.indexOf(finding.severity),
    confidence: finding.confidence,
    path: finding.path ?? null,
    line: finding.line ?? null,
    state: seen.state,
    owner: finding.owner,
    first_owner: seen.firstOwner,
    first_seen_at: time(seen.firstSeenAt),
    confirmed_at: time(seen.confirmedAt),
    due_factor: seen.dueFactor,
    due_at: time(seen.dueAt),
    resolved_at: null,
    updated_at: time(seen.updatedAt),
    version: seen.version,
  };
}
