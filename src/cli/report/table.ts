/** Text tables whose columns are as wide as their contents. */

export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
}

/** Styles the row of titles. */
type Paint = (text: string) => string;

/** The lines of the table, without trailing spaces; columns are two spaces apart. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  paintTitles: Paint = (text) => text,
): string[] {
  const widths = columns.map(({ title }, i) => Math.max(title.length, ...rows.map((row) => row[i]!.length)));
  const lineOf = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => (columns[i]!.align === 'left' ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join('  ')
      .trimEnd();
  return [paintTitles(lineOf(columns.map(({ title }) => title))), ...rows.map(lineOf)];
}
