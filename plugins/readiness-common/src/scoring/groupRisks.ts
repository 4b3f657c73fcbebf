import { Finding, Risk, StageVerdict } from '../model/audit';
import { isAtLeast, worstSeverity } from '../model/severity';
import { RiskCategory, Standard } from '../model/standard';

/**
 * Open findings by risk category with the worst severity. `blocking` when one of them keeps the next stage at
 * `no-go`.
 *
 * @public
 */
export function groupRisks(
  findings: readonly Finding[],
  verdicts: readonly StageVerdict[],
  standard: Standard,
): Risk[] {
  const next = verdicts.find(({ verdict }) => verdict !== 'go');
  const blockers = new Set(
    next?.verdict === 'no-go'
      ? next.reasons
          .filter(({ kind }) => kind === 'must')
          .flatMap(({ check }) => check ?? [])
      : [],
  );

  return standard.riskCategories.flatMap(category => {
    const own = findings.filter(
      finding => categoryOf(finding, standard) === category,
    );
    if (own.length === 0) {
      return [];
    }
    const severity = own.map(finding => finding.severity).reduce(worstSeverity);
    let status: Risk['status'] = 'nice-to-have';
    if (own.some(finding => blockers.has(finding.check))) {
      status = 'blocking';
    } else if (isAtLeast(severity, 'medium')) {
      status = 'should-fix';
    }
    return [{ category: category.title, severity, count: own.length, status }];
  });
}

function categoryOf(
  finding: Finding,
  standard: Standard,
): RiskCategory | undefined {
  return (
    standard.riskCategories.find(category =>
      category.checks?.includes(finding.check),
    ) ??
    standard.riskCategories.find(category =>
      category.areas.includes(finding.area),
    )
  );
}
