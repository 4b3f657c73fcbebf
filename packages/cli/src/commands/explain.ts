import {
  CheckDefinition,
  Guardrail,
  priorityOf,
} from '@readiness/plugin-readiness-common';
import { findCheck, readRules, Rules, RulesOptions } from '../rules';
import { renderMarkdown } from '../terminal/markdown';
import { print } from '../terminal/output';
import { styleFor, widthOf } from '../terminal/style';

/** Lines of prose are hard to read beyond this. */
const MAX_PROSE = 100;

const GUARDRAILS: [keyof Guardrail, string][] = [
  ['linter', 'Linter'],
  ['tests', 'Tests'],
  ['ci', 'CI'],
  ['architecture', 'Architecture'],
];

/** Prints everything about a check. */
export async function explainCommand(
  id: string,
  options: RulesOptions,
): Promise<void> {
  const rules = await readRules(options);
  const check = findCheck(id, rules, 'explain');
  await print(`${page(check, rules).join('\n')}\n`);
}

function page(check: CheckDefinition, { standard }: Rules): string[] {
  const style = styleFor(process.stdout);
  const width = Math.min(MAX_PROSE, widthOf(process.stdout));
  const area = standard.areas.find(item => item.id === check.area);
  const phase = standard.phases.find(item => item.id === check.phase);
  const facts: [string, string][] = [
    ['Area', area?.title ?? check.area],
    [
      'Severity',
      style.severity(
        check.severity,
        `${check.severity} (${priorityOf(check.severity)})`,
      ),
    ],
    ['Confidence', check.confidence],
    ['Phase', phase ? `${phase.title} (${phase.window})` : check.phase],
    ['Effort', check.effort],
    [
      'Judged by',
      check.kind === 'attested' ? 'a person, with evidence' : 'an audit',
    ],
  ];
  const guardrails = GUARDRAILS.flatMap(([key, title]) =>
    check.guardrail[key] ? [`- ${title}: ${check.guardrail[key]}`] : [],
  );
  const sections: [string, string][] = [
    ['What is looked at', check.description],
    ['What is wrong', check.failureMode],
    ['How it shows', check.manifestation],
    ['Why it matters', check.impact],
    ['How to fix it', check.remediation],
    ['What prevents it', guardrails.join('\n')],
    [
      'References',
      check.references.map(({ title, url }) => `- ${title}: ${url}`).join('\n'),
    ],
  ];
  return [
    style.bold(check.title),
    style.dim(check.id),
    '',
    ...facts.map(([name, value]) => `  ${name.padEnd(12)}${value}`),
    ...sections.flatMap(([title, text]) =>
      text
        ? [
            '',
            style.bold(title),
            ...renderMarkdown(text, { style, width, indent: '  ' }),
          ]
        : [],
    ),
  ];
}
