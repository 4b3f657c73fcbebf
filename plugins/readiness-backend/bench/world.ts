import {
  assembleAudit,
  Audit,
  CheckDefinition,
  CheckResult,
  enterpriseStandard,
} from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import { AuditKnowledge } from '../src/ledger/AuditLedger';

export const CHECKS = 150;
export const FINDINGS = 30;
export const OWNERS = 200;

const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;

/** 150 checks over all areas of the standard. */
export const checks: CheckDefinition[] = Array.from(
  { length: CHECKS },
  (_, index) => ({
    id: `check-${index}`,
    area: enterpriseStandard.areas[index % enterpriseStandard.areas.length].id,
    severity: SEVERITIES[index % 4],
    confidence: 'certain',
    phase:
      enterpriseStandard.phases[index % enterpriseStandard.phases.length].id,
    effort: 'small',
    kind: 'judged',
    title: `Title of check ${index}`,
    description: '',
    failureMode: '',
    manifestation: '',
    impact: '',
    remediation: '',
    guardrail: {},
    references: [],
  }),
);

/** What a collector says: every fifth check fails at one place, so that there are 30 findings. */
export function resultsOf(shift: number): CheckResult[] {
  return checks.map((check, index) => {
    const fails = index % (CHECKS / FINDINGS) === 0;
    return {
      check: check.id,
      area: check.area,
      severity: check.severity,
      status: fails ? 'fail' : 'pass',
      confidence: 'certain',
      summary: `What was seen of ${check.id}`,
      evidence: [
        {
          path: `src/module-${index}/file.ts`,
          line: 10 + index,
          snippet: 'const value = read(request.body.value);',
          subject: `subject ${fails ? shift : 0}`,
        },
      ],
      lookedFor: [],
    };
  });
}

export function auditOf(
  entityRef: string,
  owner: string,
  shift: number,
  knowledge: AuditKnowledge = {},
): Audit {
  return assembleAudit({
    entity: entityRef,
    owner,
    source: 'https://example.com/repository',
    revision: `r${shift}`,
    standard: enterpriseStandard,
    checks,
    results: resultsOf(shift),
    skipped: [],
    startedAt: new Date().toISOString(),
    durationMs: 800,
    ...knowledge,
  });
}

export const refOf = (index: number) => `component:default/service-${index}`;
export const ownerOf = (index: number) =>
  `group:default/team-${index % OWNERS}`;

/** Copies one audited entity until there are so many: the rows are those that an audit writes. */
export async function fill(
  knex: Knex,
  options: { from: number; to: number },
): Promise<void> {
  const range = 'generate_series(?::int, ?::int) AS n';
  const between = [options.from, options.to - 1];
  const ref = `'component:default/service-' || n`;
  const owner = `'group:default/team-' || n % ${OWNERS}`;
  await copy('entities', {
    entity_ref: ref,
    name: `'service-' || n`,
    title: `'Service ' || n`,
    title_key: `'service ' || n`,
    owner,
    score: 'round((random() * 10)::numeric, 1)',
    system: `'system:default/system-' || n % 500`,
  });
  for (const [table, columns] of [
    ['queue', {}],
    ['audits', {}],
    ['collector_results', {}],
    ['area_scores', { score: 'round((random() * 10)::numeric, 1)' }],
    [
      'findings',
      { id: `md5(n || old.fingerprint)`, owner, first_owner: owner },
    ],
    ['finding_events', { finding_id: `md5(n || old.finding_id)` }],
    ['score_history', {}],
  ] as const) {
    await copy(table, { entity_ref: ref, ...columns });
  }
  await knex.raw('ANALYZE');

  async function copy(
    table: string,
    replaced: Record<string, string>,
  ): Promise<void> {
    const info = await knex(table).columnInfo();
    // Rows of histories number themselves.
    const columns = Object.keys(info).filter(
      column =>
        column !== 'id' || !['finding_events', 'score_history'].includes(table),
    );
    await knex.raw(
      `INSERT INTO ${table} (${columns.map(name => `"${name}"`).join(', ')})
       SELECT ${columns
         .map(name => replaced[name] ?? `old."${name}"`)
         .join(', ')}
       FROM ${range} CROSS JOIN ${table} AS old
       WHERE old.entity_ref = ?`,
      [...between, refOf(0)],
    );
  }
}
