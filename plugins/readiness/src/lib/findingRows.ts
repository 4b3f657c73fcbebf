import {
  Audit,
  CheckDefinition,
  CheckResult,
  Evidence,
  Finding,
  fingerprints,
  isAtLeast,
  SEVERITIES,
  Severity,
  Standard,
} from '@readiness/plugin-readiness-common';

/** All findings of one check with one severity: a row of the list. */
export interface FindingRow {
  /** Check and severity. */
  id: string;
  check: string;
  area: string;
  severity: Severity;
  title: string;
  findings: Finding[];
  result?: CheckResult;
  definition?: CheckDefinition;
  /** Keeps the next stage at no-go. */
  blocks: boolean;
  /** Earliest due date, ISO 8601. */
  dueAt?: string;
}

/** Rows under one heading. */
export interface FindingGroup {
  id: 'blockers' | Severity;
  rows: FindingRow[];
}

export const FINDING_SORTS = [
  'phase',
  'due',
  'area',
  'effort',
  'title',
] as const;
export type FindingSort = (typeof FINDING_SORTS)[number];

export interface FindingFilter {
  severities: Severity[];
  area?: string;
  text: string;
}

/** The stage that is next to be reached, when it is at no-go. */
export function blockedStage(audit: Audit): string | undefined {
  const next = audit.verdicts.find(({ verdict }) => verdict !== 'go');
  return next?.verdict === 'no-go' ? next.stage : undefined;
}

/** Findings by check and severity. */
export function findingRows(
  audit: Audit,
  checks: ReadonlyMap<string, CheckDefinition>,
): FindingRow[] {
  const results = new Map(audit.results.map(result => [result.check, result]));
  const rows = new Map<string, FindingRow>();
  for (const finding of audit.findings) {
    const id = `${finding.check}/${finding.severity}`;
    const row = rows.get(id);
    if (row) {
      row.findings.push(finding);
      row.dueAt = earliest(row.dueAt, finding.dueAt);
    } else {
      rows.set(id, {
        id,
        check: finding.check,
        area: finding.area,
        severity: finding.severity,
        title: finding.title,
        findings: [finding],
        result: results.get(finding.check),
        definition: checks.get(finding.check),
        blocks: false,
        dueAt: finding.dueAt,
      });
    }
  }
  markBlockers([...rows.values()], audit);
  return [...rows.values()];
}

/** A reason names a check; of its rows the hardest is what blocks. */
function markBlockers(rows: FindingRow[], audit: Audit) {
  const stage = blockedStage(audit);
  const reasons = audit.verdicts.find(verdict => verdict.stage === stage);
  const blocking = new Set(
    reasons?.reasons
      .filter(({ kind }) => kind === 'must')
      .flatMap(({ check }) => check ?? []),
  );
  for (const row of rows) {
    row.blocks =
      blocking.has(row.check) &&
      !rows.some(
        other =>
          other !== row &&
          other.check === row.check &&
          isAtLeast(other.severity, row.severity),
      );
  }
}

export function filterRows(
  rows: readonly FindingRow[],
  filter: FindingFilter,
): FindingRow[] {
  const text = filter.text.trim().toLocaleLowerCase('en-US');
  return rows.filter(
    row =>
      (filter.severities.length === 0 ||
        filter.severities.includes(row.severity)) &&
      (!filter.area || row.area === filter.area) &&
      (!text || matches(row, text)),
  );
}

function matches(row: FindingRow, text: string): boolean {
  return [
    row.title,
    row.check,
    row.result?.summary,
    ...row.findings.map(({ path }) => path),
    ...row.findings.map(({ owner }) => owner),
  ].some(value => value?.toLocaleLowerCase('en-US').includes(text));
}

/** Blockers first, then one group a severity, hardest first; empty groups are left out. */
export function groupRows(
  rows: readonly FindingRow[],
  sort: FindingSort,
  standard: Standard | undefined,
): FindingGroup[] {
  const compare = comparator(sort, standard);
  const groups: FindingGroup[] = [
    {
      id: 'blockers',
      rows: rows
        .filter(row => row.blocks)
        .sort(
          (a, b) =>
            SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
            compare(a, b),
        ),
    },
    ...SEVERITIES.map(severity => ({
      id: severity,
      rows: rows
        .filter(row => !row.blocks && row.severity === severity)
        .sort(compare),
    })),
  ];
  return groups.filter(group => group.rows.length > 0);
}

function comparator(sort: FindingSort, standard: Standard | undefined) {
  const rank = (
    items: { id: string }[] | undefined,
    id: string | undefined,
  ) => {
    const index = items?.findIndex(item => item.id === id) ?? -1;
    return index === -1 ? Number.MAX_SAFE_INTEGER : index;
  };
  const efforts = ['small', 'medium', 'large'];
  const byTitle = (a: FindingRow, b: FindingRow) =>
    a.title.localeCompare(b.title);
  const by = (value: (row: FindingRow) => number | string) => {
    return (a: FindingRow, b: FindingRow) => {
      const [left, right] = [value(a), value(b)];
      if (left === right) {
        return byTitle(a, b);
      }
      return left < right ? -1 : 1;
    };
  };
  switch (sort) {
    case 'due':
      // A row without a date stands last.
      return by(row => row.dueAt ?? '9999');
    case 'area':
      return by(row => rank(standard?.areas, row.area));
    case 'effort':
      return by(row => efforts.indexOf(row.definition?.effort ?? 'large'));
    case 'title':
      return byTitle;
    default:
      return by(row => rank(standard?.phases, row.definition?.phase));
  }
}

/** The evidence of each finding of a row, found by fingerprint; a finding of an absence has none. */
export function evidenceOf(row: FindingRow): Map<string, Evidence> {
  const evidence = row.result?.evidence ?? [];
  const ids = fingerprints(row.check, evidence);
  return new Map(ids.map((id, index) => [id, evidence[index]]));
}

function earliest(a: string | undefined, b: string | undefined) {
  if (a === undefined || b === undefined) {
    return a ?? b;
  }
  return a < b ? a : b;
}
