import {
  Audit,
  auditToMarkdown,
  auditToSarif,
} from '@readiness/plugin-readiness-common';
import { version } from '../../package.json';
import { Comparison } from '../audit/baseline';
import { Rules } from '../rules';
import { Style } from '../terminal/style';
import { renderTable } from './table';

export type Format = 'table' | 'json' | 'sarif' | 'markdown';

export interface FormatOptions {
  rules: Rules;
  comparison?: Comparison;
  style: Style;
  width: number;
}

/** An audit as text, with a line break at its end. */
export function render(
  format: Format,
  audit: Audit,
  options: FormatOptions,
): string {
  const { standard, known: checks } = options.rules;
  switch (format) {
    case 'json':
      return `${JSON.stringify(audit, null, 2)}\n`;
    case 'sarif':
      return `${JSON.stringify(
        auditToSarif(audit, {
          checks,
          standard,
          version,
          known: options.comparison?.known,
        }),
        null,
        2,
      )}\n`;
    case 'markdown':
      return auditToMarkdown(audit, { checks, standard });
    default:
      return renderTable(audit, options);
  }
}
