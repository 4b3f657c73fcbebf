import { AreaScore } from '../../model/audit';
import { CheckDefinition, Guardrail } from '../../model/check';
import { count, ReportContext, score, Section } from '../context';
import { placeOf, priorityOf } from '../describeFindings';
import { code, table, text } from '../markdown';

/** Failing checks named for an area. */
const MISSING_NAMED = 3;

const GUARDRAILS: [keyof Guardrail, string][] = [
  ['linter', 'Linter'],
  ['tests', 'Tests'],
  ['ci', 'CI'],
  ['architecture', 'Architecture'],
];

const RISK_STATUS = {
  blocking: 'Blocking',
  'should-fix': 'Should fix',
  'nice-to-have': 'Nice to have',
} as const;

export const strengths: Section = ({ audit, standard }) => {
  if (audit.strengths.length === 0) {
    return ['## Strengths', 'No control was found with evidence.'];
  }
  return [
    '## Strengths',
    'Controls that were found, each with its place.',
    ...standard.areas.flatMap(area => {
      const own = audit.strengths.filter(item => item.area === area.id);
      return own.length === 0
        ? []
        : [
            `### ${text(area.title)}`,
            own
              .map(strength => {
                const place = placeOf(strength);
                return `- ${text(strength.title)}${
                  place ? ` (${code(place)})` : ''
                }, ${code(strength.check)}`;
              })
              .join('\n'),
          ];
    }),
  ];
};

export const scorecard: Section = context => {
  const { audit } = context;
  const scored = audit.areas.filter(({ state }) => state === 'scored');
  const named = (state: AreaScore['state']) =>
    audit.areas
      .filter(area => area.state === state)
      .map(({ title }) => text(title))
      .join(', ');
  const undecided = named('not-enough-evidence');
  const notApplicable = named('not-applicable');
  return [
    '## Scorecard',
    table(
      ['Area', 'Current', 'Target', 'Gap', 'Passed', 'What is missing'],
      [
        ...scored.map(area => [
          text(area.title),
          score(area.score),
          score(area.target),
          area.gap === null ? '–' : area.gap.toFixed(1),
          `${area.passed} of ${area.applicable}`,
          missingIn(area.id, context),
        ]),
        [
          '**Overall**',
          `**${score(audit.overall.score)}**`,
          `**${score(audit.overall.target)}**`,
          audit.overall.gap === null
            ? '–'
            : `**${audit.overall.gap.toFixed(1)}**`,
          '',
          '',
        ],
      ],
    ),
    ...(undecided ? [`**Not enough evidence:** ${undecided}.`] : []),
    ...(notApplicable ? [`**Not applicable:** ${notApplicable}.`] : []),
  ];
};

function missingIn(area: string, { groups }: ReportContext): string {
  const titles = [
    ...new Set(
      groups
        .filter(({ findings }) => findings[0].finding.area === area)
        .map(({ title }) => title),
    ),
  ];
  const more = titles.length - MISSING_NAMED;
  return titles.length === 0
    ? '–'
    : `${titles.slice(0, MISSING_NAMED).map(text).join('; ')}${
        more > 0 ? `; ${more} more` : ''
      }`;
}

export const risks: Section = ({ audit }) => {
  if (audit.risks.length === 0) {
    return [];
  }
  const total = (status: keyof typeof RISK_STATUS) =>
    audit.risks
      .filter(risk => risk.status === status)
      .reduce((sum, risk) => sum + risk.count, 0);
  return [
    '## Risk assessment',
    table(
      ['Risk category', 'Severity', 'Count', 'Status'],
      audit.risks.map(({ category, severity, count: number, status }) => [
        text(category),
        `${severity} (${priorityOf(severity)})`,
        String(number),
        RISK_STATUS[status],
      ]),
    ),
    `Findings in blocking categories: ${total('blocking')}, should fix: ${total(
      'should-fix',
    )}, nice to have: ${total('nice-to-have')}.`,
  ];
};

export const preventability: Section = ({ groups }) => {
  const checks = new Map<string, CheckDefinition>();
  for (const { check } of groups) {
    if (check && Object.values(check.guardrail).some(Boolean)) {
      checks.set(check.id, check);
    }
  }
  return checks.size === 0
    ? []
    : [
        '## Preventability',
        `What would have kept ${count(
          checks.size,
          'failing check',
        )} from happening, and keeps it from coming back.`,
        table(
          ['Finding', ...GUARDRAILS.map(([, title]) => title)],
          [...checks.values()].map(({ title, guardrail }) => [
            text(title),
            ...GUARDRAILS.map(([key]) => guardrail[key] ?? '–'),
          ]),
        ),
      ];
};
