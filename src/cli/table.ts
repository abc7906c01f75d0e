/** Tables of text: columns as wide as their contents. */

export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
}

/** How the row of titles is painted. */
type Paint = (text: string) => string;

/** Lines without trailing spaces; two spaces between columns. */
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
