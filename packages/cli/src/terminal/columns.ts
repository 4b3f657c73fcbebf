import Table from 'cli-table3';

interface ColumnsOptions {
  head?: string[];
  /** Width of each column without the space between them; `null` for as much as it needs. */
  widths: (number | null)[];
  alignRight?: number[];
}

const NO_BORDERS = Object.fromEntries(
  [
    'top',
    'top-mid',
    'top-left',
    'top-right',
    'bottom',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left',
    'left-mid',
    'mid',
    'mid-mid',
    'right',
    'right-mid',
    'middle',
  ].map(name => [name, '']),
);

/** Rows in columns without borders. Long cells continue on the next line. */
export function columns(
  rows: readonly (readonly string[])[],
  { head, widths, alignRight = [] }: ColumnsOptions,
): string[] {
  const table = new Table({
    head: head ?? [],
    chars: NO_BORDERS,
    colWidths: widths.map(width => (width === null ? null : width + 2)),
    colAligns: widths.map((_, index) =>
      alignRight.includes(index) ? 'right' : 'left',
    ),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
    wordWrap: true,
  });
  table.push(...rows.map(cells => [...cells]));
  return table
    .toString()
    .split('\n')
    .map(line => line.trimEnd());
}
