import { capital, count, nameOf, score, Section } from '../context';
import { countBySeverity, placeOf, priorityOf } from '../describeFindings';
import { code, table, text } from '../markdown';

/** Findings named in the summary. */
const MOST_PRESSING = 5;

export const head: Section = ({ audit, standard }) => {
  const name = nameOf(audit);
  const facts: [string, string | undefined][] = [
    ['Date', audit.startedAt.slice(0, 10)],
    ['Entity', audit.entity ? code(audit.entity) : undefined],
    ['Source', audit.source ? code(audit.source) : undefined],
    ['Folder', audit.scope?.folder ? code(audit.scope.folder) : undefined],
    ['Revision', audit.revision ? code(audit.revision) : undefined],
    [
      'Standard',
      `${text(standard.title)} ${text(audit.standard.version)} (${code(
        audit.standard.id,
      )})`,
    ],
  ];
  return [
    name ? `# Readiness report: ${text(name)}` : '# Readiness report',
    facts
      .flatMap(([title, value]) => (value ? `- **${title}:** ${value}` : []))
      .join('\n'),
    ...scopeOf(audit.scope),
  ];
};

function scopeOf(scope: Parameters<Section>[0]['audit']['scope']): string[] {
  return [
    ...(scope?.checks
      ? [
          `> **Only ${count(
            scope.checks.length,
            'check was',
            'checks were',
          )} run.** Scores, level and verdicts stand on these alone.`,
        ]
      : []),
    ...(scope?.changedSince
      ? [
          `> **Only findings in files changed since ${code(
            scope.changedSince,
          )} are listed.** Scores, level and verdicts are those of the whole tree.`,
        ]
      : []),
  ];
}

export const summary: Section = ({ audit, groups, standard }) => {
  const { overall, findings, results } = audit;
  const level =
    standard.levels.find(({ id }) => id === audit.level)?.title ?? audit.level;
  const by = (status: string) =>
    results.filter(result => result.status === status).length;
  const plausible = findings.filter(
    ({ confidence }) => confidence === 'plausible',
  ).length;

  const scored =
    overall.score === null || overall.target === null || overall.gap === null
      ? 'There is no overall score: no area could be scored.'
      : `Overall score **${score(overall.score)}** against a target of ${score(
          overall.target,
        )}${
          overall.gap > 0
            ? `, a gap of ${overall.gap.toFixed(1)}`
            : ', which is reached'
        }.`;
  const found =
    findings.length === 0
      ? 'No open findings.'
      : `${count(findings.length, 'open finding')}: ${countBySeverity(
          findings,
        )}${
          plausible > 0
            ? ` (${plausible} of them only plausible, which block nothing)`
            : ''
        }.`;
  return [
    '## Executive summary',
    `${scored} Maturity level: **${text(level)}**.`,
    `${found} ${count(results.length, 'check')}: ${by('pass')} passed, ${by(
      'fail',
    )} failed, ${by('not-applicable')} not applicable, ${by(
      'unknown',
    )} could not be decided${
      by('exempt') > 0 ? `, ${by('exempt')} exempt` : ''
    }.`,
    table(
      ['Stage', 'Verdict', 'What decides'],
      audit.verdicts.map(({ stage, verdict, reasons }) => [
        text(standard.stages.find(({ id }) => id === stage)?.title ?? stage),
        `**${verdict}**`,
        deciding(verdict, reasons),
      ]),
    ),
    ...(groups.length > 0
      ? [
          '**Most pressing:**',
          groups
            .slice(0, MOST_PRESSING)
            .map(({ severity, title, findings: [first, ...more] }, index) => {
              const place = placeOf(first.evidence);
              const others =
                more.length > 0
                  ? ` and ${count(more.length, 'more place')}`
                  : '';
              return `${index + 1}. ${capital(severity)} (${priorityOf(
                severity,
              )}): ${text(title)}${place ? `, ${code(place)}` : ''}${others}`;
            })
            .join('\n'),
        ]
      : []),
  ];
};

function deciding(
  verdict: string,
  reasons: Parameters<Section>[0]['audit']['verdicts'][number]['reasons'],
): string {
  if (verdict === 'go') {
    return 'Every condition holds';
  }
  const musts = reasons.filter(({ kind }) => kind === 'must');
  const decisive = verdict === 'no-go' && musts.length > 0 ? musts : reasons;
  const [first, ...more] = decisive;
  return first
    ? `${text(first.text)}${more.length > 0 ? `, and ${more.length} more` : ''}`
    : '';
}
