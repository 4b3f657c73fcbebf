import { randomUUID } from 'crypto';
import { InputError } from '@backstage/errors';
import {
  OPEN_FINDING_STATES,
  Severity,
  Standard,
  WaiverReport,
  WaiverRequest,
} from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import { chunk } from '../../../../database/chunk';
import { readNow } from '../../../../database/readNow';
import { FindingRow, WaiverRow } from '../../../../database/tables';
import { toDbTime } from '../../../../database/time';
import { whereIn } from '../../../../database/whereIn';
import { checkExpiry } from '../../../../findings/checkExpiry';
import { lockEntities } from '../audits/lockEntities';
import { startWaivers } from './startWaivers';
import { toWaiver } from './toWaiver';

const ROWS_PER_STATEMENT = 50;

type Refusal = WaiverReport['refused'][number];

/** Accepts the risk of findings, or marks them as false positives: all of them or none. */
export async function waiveFindings(options: {
  tx: Knex;
  request: Exclude<WaiverRequest, { kind: 'exemption' }>;
  /** The entities of the findings that the author may waive. */
  entityRefs: ReadonlyMap<string, string>;
  author: string;
  standard: Standard;
  /** Severities for which somebody else has to approve. */
  approvalFor: readonly Severity[];
}): Promise<WaiverReport> {
  const { tx, request, entityRefs } = options;
  await lockEntities({ tx, entityRefs: [...new Set(entityRefs.values())] });
  const now = await readNow(tx);
  const ids = request.findings.filter(id => entityRefs.has(id));
  const rows: FindingRow[] = await tx('findings').modify(query =>
    whereIn(tx, query, 'id', ids),
  );
  const findings = new Map(rows.map(row => [row.id, row]));
  const waiting = new Set(
    await tx<WaiverRow>('waivers')
      .modify(query => whereIn(tx, query, 'finding_id', ids))
      .where('status', 'pending')
      .pluck('finding_id'),
  );
  const planned = request.findings.map(id =>
    plan(findings.get(id), id, waiting, { ...options, now }),
  );
  const refused = planned.flatMap(item => ('code' in item ? [item] : []));
  if (refused.length) {
    return { applied: false, waivers: [], refused };
  }

  const waivers: WaiverRow[] = [];
  const rowsToInsert = planned.flatMap(item => ('code' in item ? [] : [item]));
  for (const part of chunk(rowsToInsert, ROWS_PER_STATEMENT)) {
    waivers.push(...(await tx('waivers').insert(part).returning('*')));
  }
  await startWaivers({
    tx,
    waivers: waivers.filter(({ status }) => status === 'active'),
  });
  return { applied: true, waivers: waivers.map(toWaiver), refused: [] };
}

function plan(
  finding: FindingRow | undefined,
  id: string,
  waiting: ReadonlySet<string | null>,
  options: Parameters<typeof waiveFindings>[0] & { now: string },
): WaiverRow | Refusal {
  const { tx, request, standard, now } = options;
  if (!finding) {
    return { id, code: 'not-found', reason: 'There is no such finding' };
  }
  if (!OPEN_FINDING_STATES.includes(finding.state)) {
    const reason = `A finding that is ${finding.state} cannot be waived`;
    return { id, code: 'impossible', reason };
  }
  if (waiting.has(id)) {
    const reason = 'A waiver of this finding waits for approval';
    return { id, code: 'impossible', reason };
  }
  let expiresAt: string | null;
  try {
    const { kind } = request;
    const { severity } = finding;
    expiresAt = checkExpiry({
      kind,
      expiresAt: request.expiresAt,
      severity,
      standard,
      now,
    });
  } catch (error) {
    if (request.findings.length === 1 || !(error instanceof InputError)) {
      throw error;
    }
    return { id, code: 'impossible', reason: error.message };
  }
  return {
    id: randomUUID(),
    kind: request.kind,
    status: options.approvalFor.includes(finding.severity)
      ? 'pending'
      : 'active',
    entity_ref: finding.entity_ref,
    finding_id: finding.id,
    filter: null,
    check_id: finding.check_id,
    severity: finding.severity,
    reason: request.reason,
    author: options.author,
    created_at: toDbTime(tx, now),
    expires_at: expiresAt && toDbTime(tx, expiresAt),
    decided_by: null,
    decided_at: null,
    decision: null,
    ended_by: null,
    ended_at: null,
  };
}
