import { Severity } from '@readiness/plugin-readiness-common';
import picocolors from 'picocolors';

/** How a text looks on a terminal. Colour only repeats what the words say. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  code(text: string): string;
  severity(severity: Severity, text: string): string;
  good(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
}

const MAX_WIDTH = 160;
const MIN_WIDTH = 60;
const DEFAULT_WIDTH = 100;

/** Style for a stream: plain unless it is a terminal that wants colours. */
export function styleFor(stream: { isTTY?: boolean }): Style {
  const { NO_COLOR, TERM } = process.env;
  const colors = picocolors.createColors(
    Boolean(stream.isTTY) && !NO_COLOR && TERM !== 'dumb',
  );
  return {
    bold: colors.bold,
    dim: colors.dim,
    code: colors.cyan,
    good: colors.green,
    bad: colors.red,
    warn: colors.yellow,
    severity: (severity, text) =>
      ({
        critical: (value: string) => colors.bold(colors.red(value)),
        high: colors.red,
        medium: colors.yellow,
        low: colors.blue,
      }[severity](text)),
  };
}

/** Columns to fill. */
export function widthOf(stream: { columns?: number }): number {
  const columns =
    stream.columns || Number(process.env.COLUMNS) || DEFAULT_WIDTH;
  return Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, columns));
}
