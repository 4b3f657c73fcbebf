import { RoadmapItem } from '../../model/audit';
import { SEVERITIES } from '../../model/severity';
import { count, ReportContext, Section } from '../context';
import { code, text } from '../markdown';

/** Files named that were not read or not understood; the rest is counted. */
const MAX_SKIPPED = 50;

/** Days until a service without pressing findings is looked at again. */
const REGULAR_REVIEW_DAYS = 90;

const DAY_MS = 24 * 60 * 60 * 1000;

const KINDS = {
  must: 'must',
  should: 'should',
  unknown: 'not decided',
} as const;

export const roadmap: Section = context => {
  const phases = context.audit.roadmap.filter(({ items }) => items.length > 0);
  return phases.length === 0
    ? []
    : [
        '## Roadmap',
        'One item for each check that applies; it is done when the check passes. Windows count from the first audit.',
        ...phases.flatMap((phase, index) => [
          `### Phase ${index + 1}: ${text(phase.title)} (${text(
            phase.window,
          )}), ${phase.done} of ${phase.total} done`,
          phase.items.map(item => itemLine(item, context)).join('\n'),
        ]),
      ];
};

function itemLine(item: RoadmapItem, context: ReportContext): string {
  const { audit, definitions } = context;
  const attested = definitions.get(item.id)?.kind === 'attested';
  const unknown = item.checks.some(
    check =>
      audit.results.find(result => result.check === check)?.status ===
      'unknown',
  );
  let state = '';
  if (item.exempt) {
    state = ' (exempt)';
  } else if (unknown) {
    state = attested ? ' (not attested yet)' : ' (could not be decided)';
  }
  return `- [${item.done ? 'x' : ' '}] ${text(item.title)}, ${code(
    item.id,
  )}${state}`;
}

export const verdicts: Section = ({ audit, standard }) => {
  // A stage asks for everything that an earlier one asks for; saying it once is enough.
  const said = new Set<string>();
  return [
    '## Verdicts',
    ...audit.verdicts.flatMap(({ stage: id, verdict, reasons }) => {
      const stage = standard.stages.find(item => item.id === id);
      const own = reasons.filter(reason => !said.has(reason.text));
      own.forEach(reason => said.add(reason.text));
      const repeated = reasons.length - own.length;
      const lines = [
        ...(repeated > 0
          ? [
              `- [ ] ${count(
                repeated,
                'condition of an earlier stage',
                'conditions of earlier stages',
              )}, listed above`,
            ]
          : []),
        ...own.map(
          ({ check, kind, text: reason }) =>
            `- [ ] ${text(reason)}${check ? `, ${code(check)}` : ''} (${
              KINDS[kind]
            })`,
        ),
      ];
      return [
        `### ${text(stage?.title ?? id)}: ${verdict}`,
        ...(stage?.description ? [stage.description] : []),
        lines.length === 0 ? 'Every condition holds.' : lines.join('\n'),
      ];
    }),
  ];
};

export const notJudged: Section = ({ audit, definitions }) => {
  const unknown = audit.results.filter(
    ({ check, status }) =>
      status === 'unknown' && definitions.get(check)?.kind !== 'attested',
  );
  const { skipped } = audit;
  if (unknown.length === 0 && skipped.length === 0) {
    return [];
  }
  return [
    '## Not judged',
    ...(unknown.length > 0
      ? [
          'These checks could not be decided; they neither earn nor cost.',
          unknown
            .map(
              ({ check, summary }) =>
                `- ${text(definitions.get(check)?.title ?? check)}, ${code(
                  check,
                )}: ${text(summary)}`,
            )
            .join('\n'),
        ]
      : []),
    ...(skipped.length > 0
      ? [
          'These files were not read or not understood.',
          [
            ...skipped
              .slice(0, MAX_SKIPPED)
              .map(({ path, reason }) => `- ${code(path)}: ${text(reason)}`),
            ...(skipped.length > MAX_SKIPPED
              ? [`- and ${count(skipped.length - MAX_SKIPPED, 'more')}`]
              : []),
          ].join('\n'),
        ]
      : []),
  ];
};

export const nextReview: Section = ({ audit, standard }) => {
  const open = audit.findings.filter(
    ({ confidence }) => confidence !== 'plausible',
  );
  const due = open.flatMap(({ dueAt }) => dueAt ?? []).sort()[0];
  if (due) {
    return [
      '## Next review',
      `${due.slice(0, 10)}, when the first finding is due.`,
    ];
  }
  const worst = SEVERITIES.find(severity =>
    open.some(finding => finding.severity === severity),
  );
  const days = worst
    ? Math.min(standard.severities[worst].fixWithinDays, REGULAR_REVIEW_DAYS)
    : REGULAR_REVIEW_DAYS;
  const date = new Date(Date.parse(audit.startedAt) + days * DAY_MS)
    .toISOString()
    .slice(0, 10);
  return [
    '## Next review',
    worst
      ? `${date}, ${count(
          days,
          'day',
        )} from this audit: the standard wants ${worst} findings fixed within ${count(
          standard.severities[worst].fixWithinDays,
          'day',
        )}.`
      : `${date}, ${count(days, 'day')} from this audit.`,
  ];
};
