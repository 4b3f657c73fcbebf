import { CheckDefinition } from '../../model/check';
import { SEVERITIES } from '../../model/severity';
import { capital, count, ReportContext, Section } from '../context';
import {
  DescribedFinding,
  FindingGroup,
  placeOf,
  priorityOf,
} from '../describeFindings';
import { code, codeBlock, table, text } from '../markdown';

/** Places of one check whose code is shown; all of them are listed. */
const MAX_SNIPPETS = 3;

const LANGUAGES: Record<string, string> = {
  cjs: 'js',
  cts: 'ts',
  go: 'go',
  html: 'html',
  java: 'java',
  js: 'js',
  json: 'json',
  jsx: 'jsx',
  kt: 'kotlin',
  mjs: 'js',
  py: 'python',
  rb: 'ruby',
  sh: 'sh',
  sql: 'sql',
  toml: 'toml',
  ts: 'ts',
  tsx: 'tsx',
  vue: 'vue',
  yaml: 'yaml',
  yml: 'yaml',
};

export const findings: Section = context => {
  const { groups } = context;
  if (groups.length === 0) {
    return ['## Findings', 'There are no open findings.'];
  }
  const described = new Set<string>();
  return [
    '## Findings',
    ...SEVERITIES.flatMap(severity => {
      const own = groups.filter(group => group.severity === severity);
      if (own.length === 0) {
        return [];
      }
      const total = own.reduce((sum, group) => sum + group.findings.length, 0);
      return [
        `### ${capital(severity)} (${priorityOf(severity)}): ${count(
          total,
          'finding',
        )}`,
        ...own.flatMap(group => {
          const again = described.has(group.id);
          described.add(group.id);
          return groupBlocks(group, again, context);
        }),
      ];
    }),
  ];
};

function groupBlocks(
  group: FindingGroup,
  again: boolean,
  { standard }: ReportContext,
): string[] {
  const { check, result } = group;
  const area = standard.areas.find(
    ({ id }) => id === group.findings[0].finding.area,
  );
  const facts = [
    code(group.id),
    ...(area ? [text(area.title)] : []),
    ...(check ? [`${check.effort} effort`] : []),
  ];
  return [
    `#### ${text(group.title)}`,
    facts.join(' · '),
    ...(result?.summary ? [`**Seen:** ${text(result.summary)}`] : []),
    ...places(group.findings),
    ...snippets(group.findings),
    ...(result?.lookedFor.length
      ? [`**Looked for:** ${result.lookedFor.map(code).join(', ')}`]
      : []),
    ...(again ? ['Texts and repair: see above.'] : texts(check)),
  ];
}

function places(items: readonly DescribedFinding[]): string[] {
  const located = items.filter(
    ({ evidence }) =>
      evidence.path !== undefined || evidence.note || evidence.subject,
  );
  return located.length === 0
    ? []
    : [
        table(
          ['Location', 'Detail', 'Confidence'],
          located.map(({ evidence, finding }) => {
            const place = placeOf(evidence);
            return [
              place ? code(place) : '–',
              [
                ...(evidence.note ? [text(evidence.note)] : []),
                ...(evidence.subject && !evidence.note
                  ? [code(evidence.subject)]
                  : []),
                ...(evidence.related ?? []).map(related => {
                  const where = placeOf(related);
                  return `see also ${where ? code(where) : ''}${
                    related.note ? ` (${text(related.note)})` : ''
                  }`;
                }),
              ].join('; ') || '–',
              finding.confidence,
            ];
          }),
        ),
      ];
}

function snippets(items: readonly DescribedFinding[]): string[] {
  const byPlace = new Map(
    items
      .filter(({ evidence }) => evidence.snippet?.trim())
      .map(({ evidence }) => [placeOf(evidence), evidence]),
  );
  return [...byPlace]
    .slice(0, MAX_SNIPPETS)
    .flatMap(([place, { path, snippet }]) => [
      `${code(place ?? '')}:`,
      codeBlock(snippet ?? '', languageOf(path ?? '')),
    ]);
}

function texts(check: CheckDefinition | undefined): string[] {
  return check
    ? [
        [
          ['What is wrong', check.failureMode],
          ['How it shows', check.manifestation],
          ['Why it matters', check.impact],
        ]
          .map(([title, value]) => `- **${title}:** ${oneLine(value)}`)
          .join('\n'),
        '**How to fix it:**',
        check.remediation.trim(),
        ...(check.references.length > 0
          ? [
              `**References:** ${check.references
                .map(({ title, url }) => `[${text(title)}](${url})`)
                .join(', ')}`,
            ]
          : []),
      ]
    : [];
}

/** Texts of checks are Markdown; inside of a list they stay on one line. */
function oneLine(markdown: string): string {
  return markdown
    .trim()
    .split('\n')
    .map(line => line.trim())
    .filter(Boolean)
    .join(' ');
}

function languageOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1).toLocaleLowerCase('en-US');
  if (name.startsWith('dockerfile') || name.endsWith('.dockerfile')) {
    return 'dockerfile';
  }
  const extension = name.slice(name.lastIndexOf('.') + 1);
  return Object.hasOwn(LANGUAGES, extension) ? LANGUAGES[extension] : '';
}
