/** Source texts and positions in them. Everything that a message can point at is a {@link Span}. */

export interface SourceFile {
  /** The path as the user gave it, or a name such as `library/penalties.gan`. */
  readonly name: string;
  readonly text: string;
}

/** A half-open range of UTF-16 offsets, `start` ≤ position < `end`, of one source file. */
export interface Span {
  readonly source: SourceFile;
  readonly start: number;
  readonly end: number;
}

export interface Position {
  /** One-based, as editors show it. */
  readonly line: number;
  /** One-based, in UTF-16 units. */
  readonly column: number;
}

export function span(source: SourceFile, start: number, end: number): Span {
  return { source, start, end };
}

/** The smallest span that contains both; both must be in one file. */
export function cover(first: Span, last: Span): Span {
  return { source: first.source, start: Math.min(first.start, last.start), end: Math.max(first.end, last.end) };
}

export function textOf(at: Span): string {
  return at.source.text.slice(at.start, at.end);
}

const lineStarts = new WeakMap<SourceFile, readonly number[]>();

function startsOf(source: SourceFile): readonly number[] {
  let starts = lineStarts.get(source);
  if (!starts) {
    const found = [0];
    for (let i = 0; i < source.text.length; i++) if (source.text.charCodeAt(i) === 10) found.push(i + 1);
    lineStarts.set(source, (starts = found));
  }
  return starts;
}

export function positionAt(source: SourceFile, offset: number): Position {
  const starts = startsOf(source);
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - starts[low]! + 1 };
}

/** The text of a one-based line, without its line break. */
export function lineText(source: SourceFile, line: number): string {
  const starts = startsOf(source);
  const start = starts[line - 1] ?? source.text.length;
  const end = starts[line] ?? source.text.length;
  return source.text.slice(start, end).replace(/\r?\n$/, '');
}
