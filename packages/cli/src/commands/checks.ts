import {
  CheckDefinition,
  priorityOf,
  SEVERITIES,
  Severity,
} from '@readiness/plugin-readiness-common';
import { UsageError } from '../errors';
import { didYouMean, readRules, RulesOptions } from '../rules';
import { columns } from '../terminal/columns';
import { print } from '../terminal/output';
import { styleFor, widthOf } from '../terminal/style';

interface ChecksOptions extends RulesOptions {
  area?: string[];
  severity?: string[];
  format: 'table' | 'json';
}

/** Lists checks. */
export async function checksCommand(
  search: readonly string[],
  options: ChecksOptions,
): Promise<void> {
  const rules = await readRules(options);
  const areas = rules.standard.areas.map(({ id }) => id);
  for (const id of options.area ?? []) {
    if (!areas.includes(id)) {
      throw new UsageError(
        `--area: there is no area "${id}"${didYouMean(id, areas)}`,
      );
    }
  }
  for (const severity of options.severity ?? []) {
    if (!SEVERITIES.includes(severity as Severity)) {
      throw new UsageError(
        `--severity: expected ${SEVERITIES.join(', ')}, got "${severity}"`,
      );
    }
  }
  const words = search.map(word => word.toLocaleLowerCase('en-US'));
  const found = rules.all
    .filter(
      check =>
        (options.area?.includes(check.area) ?? true) &&
        (options.severity?.includes(check.severity) ?? true) &&
        words.every(word => searchable(check).includes(word)),
    )
    .sort(
      (a, b) =>
        areas.indexOf(a.area) - areas.indexOf(b.area) ||
        SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
        (a.id < b.id ? -1 : 1),
    );
  await print(
    options.format === 'json'
      ? `${JSON.stringify(found, null, 2)}\n`
      : `${table(found, rules.standard.areas).join('\n')}\n`,
  );
}

function searchable(check: CheckDefinition): string {
  return [
    check.id,
    check.title,
    check.area,
    check.description,
    ...check.references.map(({ title }) => title),
  ]
    .join(' ')
    .toLocaleLowerCase('en-US');
}

function table(
  found: readonly CheckDefinition[],
  areas: readonly { id: string; title: string }[],
): string[] {
  const style = styleFor(process.stdout);
  const id = Math.max(0, ...found.map(check => check.id.length));
  const title = Math.max(24, widthOf(process.stdout) - id - 20);
  const lines = areas.flatMap(area => {
    const own = found.filter(check => check.area === area.id);
    return own.length === 0
      ? []
      : [
          style.bold(area.title),
          ...columns(
            own.map(check => [
              `  ${style.severity(
                check.severity,
                `${check.severity} (${priorityOf(check.severity)})`,
              )}`,
              check.id,
              `${check.title}${check.kind === 'attested' ? ' (attested)' : ''}`,
            ]),
            { widths: [16, id, title] },
          ),
          '',
        ];
  });
  const number = found.length;
  return [
    ...lines,
    number === 0
      ? 'No check matches.'
      : `${number} ${number === 1 ? 'check' : 'checks'}`,
  ];
}
