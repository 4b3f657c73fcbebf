import { Audit, Finding, Standard } from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import { chunk } from '../../../../database/chunk';
import { FindingRow } from '../../../../database/tables';
import { columnPlus, fromDbTime, nowPlus } from '../../../../database/time';
import { whereIn } from '../../../../database/whereIn';
import { dueSeconds } from '../../../../findings/dueSeconds';
import {
  planTransitions,
  StoredFinding,
} from '../../../../findings/planTransitions';
import { returnedInTime } from './returnedInTime';

const ROWS_PER_STATEMENT = 100;

/** Moves the findings of an entity to what the audit saw. */
export async function writeFindings(options: {
  tx: Knex;
  entityRef: string;
  audit: Audit;
  standard: Standard;
  firstAudit: boolean;
}): Promise<void> {
  const { tx, entityRef, audit, standard, firstAudit } = options;
  const { started, continued, resolved } = planTransitions({
    audit,
    standard,
    stored: await readStored(tx, entityRef),
  });

  const dueFactor = firstAudit ? 2 : 1;
  for (const part of chunk(started, ROWS_PER_STATEMENT)) {
    await tx('findings')
      .insert(
        part.map(finding => ({
          entity_ref: entityRef,
          fingerprint: finding.fingerprint,
          ...columnsOf(finding),
          first_seen_at: nowPlus(tx),
          due_factor: dueFactor,
          due_at: due(finding, dueFactor),
        })),
      )
      .onConflict(['entity_ref', 'fingerprint'])
      .merge();
  }
  for (const { finding, dueFactor: factor } of continued) {
    const seconds = dueSeconds({ finding, standard, dueFactor: factor });
    await tx<FindingRow>('findings')
      .where({ entity_ref: entityRef, fingerprint: finding.fingerprint })
      .update({
        ...columnsOf(finding),
        due_at:
          seconds === null ? null : columnPlus(tx, 'first_seen_at', seconds),
      });
  }
  for (const fingerprints of chunk(resolved, ROWS_PER_STATEMENT)) {
    await tx<FindingRow>('findings')
      .where({ entity_ref: entityRef })
      .modify(query => whereIn(tx, query, 'fingerprint', fingerprints))
      .update({ state: 'resolved', resolved_at: nowPlus(tx) });
  }

  function due(finding: Finding, factor: number): Knex.Raw | null {
    const seconds = dueSeconds({ finding, standard, dueFactor: factor });
    return seconds === null ? null : nowPlus(tx, seconds);
  }
}

async function readStored(
  tx: Knex,
  entityRef: string,
): Promise<Map<string, StoredFinding>> {
  const rows: (FindingRow & { keeps_clock: number | boolean })[] = await tx(
    'findings',
  )
    .where({ entity_ref: entityRef })
    .select('*', tx.raw('? as keeps_clock', [returnedInTime(tx)]));
  return new Map(
    rows.map(row => [
      row.fingerprint,
      {
        check: row.check_id,
        area: row.area_id,
        severity: row.severity,
        confidence: row.confidence,
        path: row.path ?? undefined,
        line: row.line ?? undefined,
        open: row.state === 'open',
        keepsClock: Boolean(row.keeps_clock),
        firstSeenAt: fromDbTime(row.first_seen_at),
        dueAt: fromDbTime(row.due_at),
        dueFactor: row.due_factor,
      },
    ]),
  );
}

function columnsOf(finding: Finding) {
  return {
    check_id: finding.check,
    area_id: finding.area,
    severity: finding.severity,
    confidence: finding.confidence,
    path: finding.path ?? null,
    line: finding.line ?? null,
    state: 'open' as const,
    resolved_at: null,
  };
}
