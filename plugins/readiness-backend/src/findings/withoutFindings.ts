import { Audit, CheckResult } from '@readiness/plugin-readiness-common';

/** An audit for those who may see scores but no findings: what failed is named, and not where or how. */
export function withoutFindings({ waived, ...audit }: Audit): Audit {
  return {
    ...audit,
    results: audit.results.map(result =>
      showsFindings(result)
        ? { ...result, summary: '', evidence: [], lookedFor: [] }
        : result,
    ),
    findings: [],
    risks: [],
    skipped: [],
  };
}

function showsFindings({ status, evidence }: CheckResult): boolean {
  return (
    status === 'fail' ||
    status === 'exempt' ||
    evidence.some(({ falsePositive }) => falsePositive)
  );
}
