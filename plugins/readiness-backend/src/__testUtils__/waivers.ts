import {
  Audit,
  enterpriseStandard,
  Severity,
  WaiverReport,
  WaiverRequest,
} from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import { readAudit } from '../ledger/database/operations/audits/readAudit';
import { readFindingRefs } from '../ledger/database/operations/findings/readFindingRefs';
import { rejudge } from '../ledger/database/operations/judging/rejudge';
import { waiveFindings } from '../ledger/database/operations/waivers/waiveFindings';
import {
  auditEntity,
  createCheck,
  createEntity,
  createResult,
  seed,
} from './fixtures';

export const entityRef = 'component:default/one';
export const author = 'user:default/mia';
export const critical = createCheck('hard-coded', {
  severity: 'critical',
  area: 'secrets-and-credentials',
});
export const low = createCheck('untidy', { severity: 'low' });
export const checks = [critical, low];

/** One entity with two critical findings in the same check, and a low one. */
export async function createWaivedWorld(knex: Knex) {
  await seed(knex, [createEntity('one')]);
  const audit = () =>
    auditEntity(
      knex,
      entityRef,
      [createResult(critical, 'fail', ['a', 'b']), createResult(low, 'fail')],
      checks,
    );
  await audit();
  const ids: string[] = await knex('findings')
    .orderBy(['severity_rank', 'fingerprint'])
    .pluck('id');
  return { ids, audit };
}

/** Waives findings as the API does. */
export async function waive(
  knex: Knex,
  request: Exclude<WaiverRequest, { kind: 'exemption' }>,
  approvalFor: Severity[] = [],
): Promise<WaiverReport> {
  const entityRefs = await readFindingRefs({ knex, ids: request.findings });
  return knex.transaction(tx =>
    waiveFindings({
      tx,
      request,
      entityRefs,
      author,
      standard: enterpriseStandard,
      approvalFor,
    }),
  );
}

/** Judges the entity again, if something says that it must be, and reads what came out. */
export async function judged(knex: Knex): Promise<Audit> {
  await rejudge({ knex, entityRef, standard: enterpriseStandard, checks });
  return (await readAudit({ knex, entityRef }))!;
}

/** States of the findings, hardest first. */
export async function states(knex: Knex): Promise<string[]> {
  return knex('findings')
    .orderBy(['severity_rank', 'fingerprint'])
    .pluck('state');
}
