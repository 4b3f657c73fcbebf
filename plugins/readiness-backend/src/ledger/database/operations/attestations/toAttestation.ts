import { Attestation } from '@readiness/plugin-readiness-common';
import { AttestationRow } from '../../../../database/tables';
import { fromDbTime } from '../../../../database/time';

/** An attestation as the API shows it. */
export function toAttestation(row: AttestationRow): Attestation {
  return {
    id: row.id,
    entityRef: row.entity_ref,
    check: row.check_id,
    status: row.status,
    evidence: row.evidence,
    link: row.link,
    performedAt: fromDbTime(row.performed_at),
    expiresAt: fromDbTime(row.expires_at),
    author: row.author,
    createdAt: fromDbTime(row.created_at),
    endedAt: fromDbTime(row.ended_at),
    endedBy: row.ended_by,
    endReason: row.end_reason,
  };
}
