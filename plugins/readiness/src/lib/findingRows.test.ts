import { enterpriseStandard } from '@readiness/plugin-readiness-common';
import { fixtureAudit } from '../testing';
import { fixtureChecks } from '../testing/checks';
import {
  blockedStage,
  evidenceOf,
  filterRows,
  findingRows,
  groupRows,
} from './findingRows';

const checks = new Map(fixtureChecks.map(check => [check.id, check]));
const audit = fixtureAudit();
const rows = findingRows(audit, checks);
const everything = { severities: [], text: '' };

function titles(groups: ReturnType<typeof groupRows>) {
  return groups.map(({ id, rows: items }) => [
    id,
    items.map(({ check }) => check),
  ]);
}

describe('findingRows', () => {
  it('makes one row of all findings of a check with one severity', () => {
    const row = rows.find(({ check }) => check === 'print-instead-of-logging');
    expect(row?.findings).toHaveLength(23);
    expect(row?.severity).toBe('low');
    expect(rows.flatMap(({ findings }) => findings)).toHaveLength(
      audit.findings.length,
    );
  });

  it('takes the severity of the instance, not of the check', () => {
    const row = rows.find(({ check }) => check === 'no-security-headers');
    expect(row?.severity).toBe('low');
  });

  it('finds the evidence of each finding', () => {
    const row = rows.find(
      ({ check }) => check === 'endpoint-without-authentication',
    )!;
    const evidence = evidenceOf(row);
    expect(
      row.findings.map(({ fingerprint }) => evidence.get(fingerprint)?.subject),
    ).toEqual(['/admin/export', '/internal/replay', '/refunds/{id}']);
  });
});

describe('groupRows', () => {
  it('puts what blocks the next stage first, then the severities', () => {
    expect(blockedStage(audit)).toBe('pilot');
    const groups = titles(groupRows(rows, 'phase', enterpriseStandard));
    expect(groups.map(([id]) => id)).toEqual([
      'blockers',
      'high',
      'medium',
      'low',
    ]);
    expect(groups[0][1]).toEqual([
      'default-secret-in-code',
      'cors-wildcard-with-credentials',
    ]);
  });

  it('sorts within the groups', () => {
    const byTitle = titles(groupRows(rows, 'title', enterpriseStandard));
    expect(byTitle[3]).toEqual([
      'low',
      [
        'no-distributed-tracing',
        'print-instead-of-logging',
        'no-security-headers',
      ],
    ]);
    const byEffort = titles(groupRows(rows, 'effort', enterpriseStandard));
    expect(byEffort[3][1]).toEqual([
      'print-instead-of-logging',
      'no-security-headers',
      'no-distributed-tracing',
    ]);
  });
});

describe('filterRows', () => {
  it('filters by severity, area and text together', () => {
    const ids = (filter: Partial<Parameters<typeof filterRows>[1]>) =>
      filterRows(rows, { ...everything, ...filter }).map(({ check }) => check);
    expect(ids({ severities: ['critical'] })).toHaveLength(2);
    expect(ids({ area: 'logging' })).toEqual([
      'no-structured-logging',
      'print-instead-of-logging',
    ]);
    expect(ids({ text: 'DOCKERFILE' })).toEqual([
      'base-image-not-pinned',
      'container-runs-as-root',
    ]);
    expect(ids({ area: 'logging', text: 'dockerfile' })).toEqual([]);
  });
});
