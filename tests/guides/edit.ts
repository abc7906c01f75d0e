/** A change to a file, as a guide describes it. */

export interface Edit {
  readonly file: string;
  readonly how: 'new' | 'after' | 'before' | 'in place of' | 'a row of';
  /** The text of one line, or the name of a table. */
  readonly anchor: string;
  readonly text: string;
}

/** The changed text of the file; `before` is null if the file does not exist. */
export function applied(edit: Edit, before: string | null): string {
  const { file, how, anchor, text } = edit;
  if (how === 'new') {
    if (before !== null) throw new Error(`${file} already exists`);
    return text;
  }
  if (before === null) throw new Error(`there is no ${file}`);
  const lines = before.split('\n');
  if (how === 'a row of') {
    const [at, margin] = endOfTable(lines, edit);
    return lines.toSpliced(at, 0, ...indented(text, `${margin}  `)).join('\n');
  }
  const found = lines.flatMap((line, i) => (line.includes(anchor) ? [i] : []));
  if (anchor === '' || found.length !== 1) throw new Error(`${file} has ${found.length} lines with \`${anchor}\``);
  const at = found[0]!;
  const rows = indented(text, marginOf(lines[at]!));
  if (how === 'in place of') return lines.toSpliced(at, 1, ...rows).join('\n');
  return lines.toSpliced(how === 'after' ? at + 1 : at, 0, ...rows).join('\n');
}

/** The index of the line that closes a table, and its indentation. */
function endOfTable(lines: readonly string[], { file, anchor }: Edit): readonly [line: number, margin: string] {
  const starts = lines.flatMap((line, i) => (opensTable(line, anchor) ? [i] : []));
  if (starts.length !== 1) throw new Error(`${file} has ${starts.length} tables \`${anchor}\``);
  const margin = marginOf(lines[starts[0]!]!);
  const end = lines.findIndex(
    (line, i) => i > starts[0]! && line.startsWith(margin) && /^[\])}]/.test(line.slice(margin.length)),
  );
  if (end < 0) throw new Error(`\`${anchor}\` of ${file} has no end`);
  return [end, margin];
}

const opensTable = (line: string, name: string): boolean =>
  new RegExp(`^\\s*(?:export )?const ${name}\\b.*[[({]$`).test(line);

const marginOf = (line: string): string => /^ */.exec(line)![0];

const indented = (text: string, margin: string): string[] =>
  text
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => (line === '' ? '' : margin + line));
