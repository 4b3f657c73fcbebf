import { Audit, Finding } from '@readiness/plugin-readiness-common';
import { promises as fs } from 'fs';
import { reasonOf, UsageError } from '../errors';

const MAX_BYTES = 256 * 1024 * 1024;

/** What is used of an earlier audit. */
export type Baseline = Pick<
  Audit,
  'findings' | 'level' | 'overall' | 'standard' | 'verdicts'
>;

/** What changed since an earlier audit. */
export interface Comparison {
  /** Findings that were not there. */
  fresh: Finding[];
  /** Findings that are gone, of checks that were decided this time. */
  resolved: Finding[];
  known: ReadonlySet<string>;
  baseline: Baseline;
}

/** Reads an audit in JSON that was written before. */
export async function readBaseline(path: string): Promise<Baseline> {
  const fail = (text: string) => new UsageError(`--baseline: ${path} ${text}`);
  let text: string;
  try {
    if ((await fs.stat(path)).size > MAX_BYTES) {
      throw new Error('is larger than 256 MiB');
    }
    text = await fs.readFile(path, 'utf8');
  } catch (error) {
    throw fail(reasonOf(error));
  }
  let audit: Partial<Audit>;
  try {
    audit = JSON.parse(text);
  } catch {
    throw fail('is no JSON');
  }
  if (!isAudit(audit)) {
    throw fail(
      'is no audit of schema version 1, as "readiness audit --format json" writes it',
    );
  }
  if (audit.scope?.changedSince !== undefined) {
    throw fail(
      'lists only findings in changed files; make it without --changed-since',
    );
  }
  return audit;
}

/** Compares by fingerprint. */
export function compare(audit: Audit, baseline: Baseline): Comparison {
  const known = new Set(
    baseline.findings.map(({ fingerprint }) => fingerprint),
  );
  const current = new Set(audit.findings.map(({ fingerprint }) => fingerprint));
  const decided = new Set(
    audit.results
      .filter(({ status }) => status !== 'unknown')
      .map(({ check }) => check),
  );
  return {
    baseline,
    known,
    fresh: audit.findings.filter(({ fingerprint }) => !known.has(fingerprint)),
    resolved: baseline.findings.filter(
      ({ check, fingerprint }) =>
        decided.has(check) && !current.has(fingerprint),
    ),
  };
}

function isAudit(value: Partial<Audit> | null): value is Audit {
  return (
    typeof value === 'object' &&
    value?.schemaVersion === 1 &&
    Array.isArray(value.verdicts) &&
    typeof value.overall === 'object' &&
    value.overall !== null &&
    typeof value.standard === 'object' &&
    value.standard !== null &&
    typeof value.level === 'string' &&
    Array.isArray(value.findings) &&
    value.findings.every(
      finding =>
        typeof finding?.fingerprint === 'string' &&
        typeof finding.check === 'string' &&
        typeof finding.title === 'string' &&
        typeof finding.severity === 'string',
    )
  );
}
