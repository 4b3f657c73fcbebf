import {
  AreaScore,
  Audit,
  countBySeverity,
  describeFindings,
  FindingGroup,
  groupFindings,
  isPlausible,
  nextFixes,
  placeOf,
  priorityOf,
  SEVERITIES,
  StageVerdict,
  visible,
} from '@readiness/plugin-readiness-common';
import { columns } from '../terminal/columns';
import { hang, shorten } from '../terminal/wrap';
import type { FormatOptions } from '.';

/** Places named of one check; all of them are in the other formats. */
const MAX_PLACES = 10;
const MAX_FIXES = 5;
const MAX_UNDECIDED = 5;
const MAX_RESOLVED = 10;

/** Reasons named of a verdict. */
const MAX_REASONS = 3;

/** An audit for a terminal. Everything that colour says is also written. */
export function renderTable(audit: Audit, options: FormatOptions): string {
  return `${[
    header(audit, options),
    // Of some checks alone nothing follows for a stage.
    audit.scope?.checks ? [] : verdicts(audit, options),
    areas(audit, options),
    findings(audit, options),
    compared(options),
    strengths(audit, options),
    notJudged(audit, options),
    fixes(audit, options),
  ]
    .filter(lines => lines.length > 0)
    .map(lines => lines.join('\n'))
    .join('\n\n')}\n`;
}

function header(
  audit: Audit,
  { rules, style, width }: FormatOptions,
): string[] {
  const { overall, scope } = audit;
  const level = rules.standard.levels.find(({ id }) => id === audit.level);
  const facts: [string, string | null][] = [
    ['Entity', audit.entity],
    ['Source', audit.source],
    ['Folder', scope?.folder ?? null],
    ['Revision', audit.revision],
    ['Standard', `${rules.standard.title} ${audit.standard.version}`],
  ];
  const score =
    overall.score === null
      ? 'none: no area could be scored'
      : `${overall.score.toFixed(1)} of 10, target ${overall.target?.toFixed(
          1,
        )}, gap ${overall.gap?.toFixed(1)}`;
  return [
    ...facts.flatMap(([name, value]) =>
      value === null ? [] : hang(name.padEnd(11), visible(value), width),
    ),
    `${'Score'.padEnd(11)}${style.bold(score)}`,
    ...(scope?.checks
      ? []
      : [`${'Level'.padEnd(11)}${style.bold(level?.title ?? audit.level)}`]),
    ...(scope?.checks
      ? [
          '',
          ...hang(
            'Note: ',
            `only ${scope.checks.length} of ${rules.judged.length} checks were run; the score stands on these alone.`,
            width,
          ),
        ]
      : []),
    ...(scope?.changedSince
      ? [
          '',
          ...hang(
            'Note: ',
            `only findings in files changed since ${visible(
              scope.changedSince,
            )} are listed; score, level and verdicts are those of the whole tree.`,
            width,
          ),
        ]
      : []),
  ];
}

function verdicts(
  audit: Audit,
  { rules, style, width }: FormatOptions,
): string[] {
  const colour = {
    go: style.good,
    conditional: style.warn,
    'no-go': style.bad,
  };
  const said = new Set<string>();
  const rows = audit.verdicts.flatMap(({ stage, verdict, reasons }) => {
    const title =
      rules.standard.stages.find(({ id }) => id === stage)?.title ?? stage;
    const first = `  ${title.padEnd(12)}${verdict.padEnd(13)}`;
    const lines = reasonLines(verdict, reasons, said);
    return lines.flatMap((line, index) => {
      const lead = index === 0 ? first : ' '.repeat(first.length);
      const [head, ...more] = hang(lead, visible(line), width);
      return [
        index === 0 ? head.replace(verdict, colour[verdict](verdict)) : head,
        ...more,
      ];
    });
  });
  return [style.bold('Verdicts'), ...rows];
}

/** The most telling reasons that an earlier stage has not given yet. */
function reasonLines(
  verdict: StageVerdict['verdict'],
  reasons: StageVerdict['reasons'],
  said: Set<string>,
): string[] {
  if (reasons.length === 0) {
    return ['every condition holds'];
  }
  const order = ['must', 'unknown', 'should'];
  const own = reasons
    .filter(({ text }) => !said.has(text))
    .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
  const repeated = reasons.length - own.length;
  own.forEach(({ text }) => said.add(text));
  const named = own
    .filter(({ kind }) => verdict !== 'no-go' || kind === 'must')
    .slice(0, MAX_REASONS);
  const more = own.length - named.length;
  return [
    ...(repeated > 0
      ? [
          repeated === 1
            ? '1 reason of an earlier stage'
            : `${repeated} reasons of earlier stages`,
        ]
      : []),
    ...named.map(({ text }) => text),
    ...(more > 0 ? [`and ${more} more`] : []),
  ];
}

function areas(audit: Audit, { style, width }: FormatOptions): string[] {
  const scored = audit.areas.filter(({ state }) => state === 'scored');
  const number = (value: number | null) =>
    value === null ? '-' : value.toFixed(1);
  const { overall } = audit;
  const list = (title: string, state: AreaScore['state']) => {
    const own = audit.areas.filter(area => area.state === state);
    return own.length === 0
      ? []
      : hang(`  ${title}: `, own.map(area => area.title).join(', '), width);
  };
  return [
    ...(scored.length > 0
      ? columns(
          [
            ...scored.map(area => [
              `  ${area.title}`,
              number(area.score),
              number(area.target),
              number(area.gap),
              `${area.passed} of ${area.applicable}`,
            ]),
            [
              '  Overall',
              number(overall.score),
              number(overall.target),
              number(overall.gap),
              '',
            ],
          ],
          {
            head: ['Areas', 'score', 'target', 'gap', 'passed'],
            widths: [34, 5, 6, 5, 8],
            alignRight: [1, 2, 3, 4],
          },
        ).map((line, index) => (index === 0 ? style.bold(line) : line))
      : [style.bold('Areas')]),
    ...list('Not enough evidence', 'not-enough-evidence'),
    ...(audit.scope?.checks ? [] : list('Not applicable', 'not-applicable')),
  ];
}

function findings(audit: Audit, options: FormatOptions): string[] {
  const { comparison, rules, style } = options;
  const plausible = audit.findings.filter(
    ({ confidence }) => confidence === 'plausible',
  ).length;
  const fresh = comparison
    ? audit.findings.filter(
        ({ fingerprint }) => !comparison.known.has(fingerprint),
      ).length
    : 0;
  const remarks = [
    countBySeverity(audit.findings),
    ...(comparison ? [`${fresh} new`] : []),
    ...(plausible > 0 ? [`${plausible} only plausible`] : []),
  ].filter(Boolean);
  const described = new Set<string>();
  const groups = groupFindings(
    describeFindings(audit, { checks: rules.known, standard: rules.standard }),
  );
  return [
    style.bold(
      `Findings: ${audit.findings.length}${
        remarks.length > 0 ? ` (${remarks.join('; ')})` : ''
      }`,
    ),
    ...SEVERITIES.flatMap(severity => {
      const own = groups.filter(group => group.severity === severity);
      return own.length === 0
        ? []
        : [
            '',
            style.severity(
              severity,
              `${severity.toLocaleUpperCase('en-US')} (${priorityOf(
                severity,
              )})`,
            ),
            ...own.flatMap(group => {
              const again = described.has(group.id);
              described.add(group.id);
              return groupLines(group, again, options);
            }),
          ];
    }),
  ];
}

function groupLines(
  group: FindingGroup,
  again: boolean,
  options: FormatOptions,
): string[] {
  const { comparison, style, width } = options;
  const { id, result, title } = group;
  const located = group.findings.filter(({ evidence }) => evidence.path);
  const [head, ...further] = hang(
    '  ',
    `${title} [${id}]${isPlausible(group) ? ' (plausible)' : ''}`,
    width,
  );
  const lines = [
    head.replace(title, style.bold(title)),
    ...further,
    ...(result?.summary && !again
      ? hang('    ', visible(result.summary), width).map(style.dim)
      : []),
  ];
  for (const { evidence, finding } of located.slice(0, MAX_PLACES)) {
    const isNew = comparison && !comparison.known.has(finding.fingerprint);
    const note = evidence.note ?? evidence.subject ?? '';
    lines.push(
      ...placeLines(
        `${isNew ? 'new ' : ''}${visible(placeOf(evidence) ?? '')}`,
        // A single place says nothing that the summary has not said.
        located.length > 1 || again ? visible(note) : '',
        width,
      ),
    );
  }
  if (located.length > MAX_PLACES) {
    lines.push(`    and ${located.length - MAX_PLACES} more places`);
  }
  if (located.length === 0 && result && result.lookedFor.length > 0) {
    lines.push(
      ...hang(
        '    Looked for: ',
        visible(result.lookedFor.join(', ')),
        width,
      ).map(style.dim),
    );
  }
  return lines;
}

/** The place and, beside it or where that is too narrow below it, the note. */
function placeLines(place: string, note: string, width: number): string[] {
  const indent = '    ';
  const shown = shorten(place, width - indent.length);
  if (!note) {
    return [`${indent}${shown}`];
  }
  const column = Math.min(56, Math.floor(width / 2));
  return indent.length + shown.length <= column
    ? atMost(2, hang(`${`${indent}${shown}`.padEnd(column)}  `, note, width))
    : [`${indent}${shown}`, ...atMost(2, hang(`${indent}  `, note, width))];
}

/** What is cut off is marked. */
function atMost(number: number, lines: string[]): string[] {
  return lines.length <= number
    ? lines
    : [
        ...lines.slice(0, number - 1),
        `${lines[number - 1].slice(0, -2).trimEnd()} …`,
      ];
}

function compared({ comparison, style, width }: FormatOptions): string[] {
  if (!comparison) {
    return [];
  }
  const { baseline, fresh, resolved } = comparison;
  return [
    style.bold(
      `Since the baseline: ${fresh.length} new, ${resolved.length} resolved`,
    ),
    ...(baseline.overall.score === null
      ? []
      : [
          `  The score was ${baseline.overall.score}, the level ${visible(
            baseline.level,
          )}.`,
        ]),
    ...resolved
      .slice(0, MAX_RESOLVED)
      .flatMap(finding =>
        hang(
          '  resolved  ',
          visible(
            `${finding.title} [${finding.check}] ${
              placeOf(finding) ?? ''
            }`.trim(),
          ),
          width,
        ),
      ),
    ...(resolved.length > MAX_RESOLVED
      ? [`  and ${resolved.length - MAX_RESOLVED} more`]
      : []),
  ];
}

function strengths(audit: Audit, { style, width }: FormatOptions): string[] {
  const titles = audit.areas
    .map(({ id, title }) => ({
      title,
      number: audit.strengths.filter(({ area }) => area === id).length,
    }))
    .filter(({ number }) => number > 0)
    .map(({ title, number }) => `${title} ${number}`);
  return [
    style.bold(`Strengths: ${audit.strengths.length}`),
    ...(titles.length > 0 ? hang('  ', titles.join(', '), width) : []),
  ];
}

function notJudged(
  audit: Audit,
  { rules, style, width }: FormatOptions,
): string[] {
  const attested = new Set(rules.standard.attestedChecks.map(({ id }) => id));
  const unknown = audit.results.filter(
    ({ check, status }) => status === 'unknown' && !attested.has(check),
  );
  const { skipped } = audit;
  if (unknown.length === 0 && skipped.length === 0) {
    return [];
  }
  const lines = (items: string[][], option: string) => [
    ...items
      .slice(0, MAX_UNDECIDED)
      .flatMap(([first, text]) => hang('  ', `${first}: ${text}`, width)),
    ...(items.length > MAX_UNDECIDED
      ? [`  and ${items.length - MAX_UNDECIDED} more ${option}`]
      : []),
  ];
  return [
    style.bold(
      `Not judged: ${unknown.length} ${
        unknown.length === 1 ? 'check' : 'checks'
      }, ${skipped.length} ${skipped.length === 1 ? 'file' : 'files'}`,
    ),
    ...lines(
      unknown.map(({ check, summary }) => [check, visible(summary)]),
      'checks',
    ),
    ...lines(
      skipped.map(({ path, reason }) => [
        shorten(visible(path), Math.floor(width / 2)),
        visible(reason),
      ]),
      'files',
    ),
  ];
}

function fixes(audit: Audit, { rules, style, width }: FormatOptions): string[] {
  const { standard, known: checks } = rules;
  const next = nextFixes(audit, { checks, standard });
  if (next.length === 0) {
    return [];
  }
  const stage = (id: string) =>
    standard.stages.find(item => item.id === id)?.title ?? id;
  return [
    style.bold('Fix next'),
    ...next.slice(0, MAX_FIXES).flatMap((fix, index) => {
      const why = [
        fix.severity,
        ...(fix.blocks ? [`blocks ${stage(fix.blocks)}`] : []),
        ...(fix.gain > 0 ? [`overall +${fix.gain.toFixed(1)}`] : []),
        ...(fix.effort ? [`${fix.effort} effort`] : []),
      ].join(', ');
      return hang(
        `  ${index + 1}. `,
        `${fix.title} [${fix.check}]: ${why}`,
        width,
      );
    }),
    '  "readiness explain <check>" says how.',
  ];
}
