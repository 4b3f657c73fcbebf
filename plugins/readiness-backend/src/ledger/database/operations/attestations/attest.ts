import { randomUUID } from 'crypto';
import { InputError } from '@backstage/errors';
import {
  Attestation,
  AttestationRequest,
  CheckDefinition,
} from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import { DateTime } from 'luxon';
import { readNow } from '../../../../database/readNow';
import { AttestationRow } from '../../../../database/tables';
import { nowPlus, toDbTime } from '../../../../database/time';
import { instantOf } from '../../../../findings/checkExpiry';
import { lockEntities } from '../audits/lockEntities';
import { markForJudging } from '../judging/markForJudging';
import { toAttestation } from './toAttestation';

const DEFAULT_DAYS = 90;

/** Records that something has been done. It takes the place of what was attested before. */
export async function attest(options: {
  tx: Knex;
  entityRef: string;
  check: Pick<CheckDefinition, 'id' | 'validForDays'>;
  request: Omit<AttestationRequest, 'check'>;
  author: string;
}): Promise<Attestation> {
  const { tx, entityRef, check, request, author } = options;
  await lockEntities({ tx, entityRefs: [entityRef] });
  const now = await readNow(tx);
  const { performedAt, expiresAt } = datesOf(request, check, now);

  await tx<AttestationRow>('attestations')
    .where({ entity_ref: entityRef, check_id: check.id })
    .whereIn('status', ['valid', 'lapsed'])
    .update({
      status: 'replaced',
      ended_at: nowPlus(tx),
      ended_by: author,
    });
  const wanted: AttestationRow = {
    id: randomUUID(),
    entity_ref: entityRef,
    check_id: check.id,
    status: 'valid',
    evidence: request.evidence,
    link: request.link ?? null,
    performed_at: toDbTime(tx, performedAt),
    expires_at: toDbTime(tx, expiresAt),
    author,
    created_at: toDbTime(tx, now),
    ended_at: null,
    ended_by: null,
    end_reason: null,
  };
  const [row]: AttestationRow[] = await tx('attestations')
    .insert(wanted)
    .returning('*');
  await markForJudging({
    cause: 'attestation',
    tx,
    waivers: [{ entity_ref: entityRef, filter: null }],
  });
  return toAttestation(row);
}

function datesOf(
  request: Omit<AttestationRequest, 'check'>,
  { validForDays = DEFAULT_DAYS }: Pick<CheckDefinition, 'validForDays'>,
  nowText: string,
): { performedAt: string; expiresAt: string } {
  const now = DateTime.fromISO(nowText, { zone: 'utc' });
  const performed = instantOf('performedAt', request.performedAt);
  // Clocks need not agree.
  if (performed > now.plus({ minutes: 5 })) {
    throw new InputError('Invalid field "performedAt": it is in the future');
  }
  const latest = performed.plus({ days: validForDays });
  const expires =
    request.expiresAt === undefined
      ? latest
      : instantOf('expiresAt', request.expiresAt);
  if (expires > latest) {
    throw new InputError(
      `Invalid field "expiresAt": no more than ${validForDays} days after it was done`,
    );
  }
  if (expires <= now) {
    throw new InputError(
      request.expiresAt === undefined
        ? `Invalid field "performedAt": more than ${validForDays} days ago, which is too old`
        : 'Invalid field "expiresAt": not in the future',
    );
  }
  return { performedAt: performed.toISO(), expiresAt: expires.toISO() };
}
