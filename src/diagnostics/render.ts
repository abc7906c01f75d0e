/** Diagnostics → text for people, with marked excerpts of the source. */
import type { Diagnostic, Label, Severity } from './diagnostic.ts';
import { lineText, positionAt, type SourceFile, type Span } from './source.ts';
import { expand, widthOf, wrap } from './text-width.ts';

export interface RenderOptions {
  readonly color?: boolean;
}

/** How each part is painted. */
interface Palette {
  readonly title: (text: string) => string;
  readonly frame: (text: string) => string;
  readonly secondary: (text: string) => string;
  readonly note: (text: string) => string;
  readonly severity: Readonly<Record<Severity, (text: string) => string>>;
}

const asItIs = (text: string): string => text;
const plain: Palette = {
  title: asItIs,
  frame: asItIs,
  secondary: asItIs,
  note: asItIs,
  severity: { error: asItIs, warning: asItIs },
};

const ansi =
  (...codes: number[]) =>
  (text: string): string =>
    `\u001b[${codes.join(';')}m${text}\u001b[0m`;
const colored: Palette = {
  title: ansi(1),
  frame: ansi(34),
  secondary: ansi(36),
  note: ansi(1),
  severity: { error: ansi(1, 31), warning: ansi(1, 33) },
};

/** One block per diagnostic, separated by empty lines, without a line break at the end; '' if there are none. */
export function render(diagnostics: readonly Diagnostic[], options: RenderOptions = {}): string {
  const palette = options.color ? colored : plain;
  return diagnostics.map((diagnostic) => block(diagnostic, palette)).join('\n\n');
}

/** `2 errors, 1 warning` */
export function summary(diagnostics: readonly Diagnostic[]): string {
  const counted = (['error', 'warning'] as const).flatMap((severity) => {
    const count = diagnostics.filter((d) => d.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}${count === 1 ? '' : 's'}`];
  });
  return counted.join(', ') || 'no problems';
}

/** A span with its text, on one line of the source. */
interface Mark {
  readonly source: SourceFile;
  readonly primary: boolean;
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function block(diagnostic: Diagnostic, palette: Palette): string {
  const { severity, code, message, span, label = '', labels = [], why, fix } = diagnostic;
  const help = diagnostic.help ?? fix?.title;
  const paint = palette.severity[severity];
  const marks = [markOf({ span, text: label }, true), ...labels.map((l) => markOf(l, false))];
  const gutter = String(Math.max(...marks.map((mark) => mark.line))).length;

  const lines = [paint(`${severity}[${code}]`) + palette.title(`: ${message}`)];
  // The file of the primary span comes first, then the others in the order of the labels.
  for (const source of new Set(marks.map((mark) => mark.source))) {
    const at = source === span.source ? span : labels.find((l) => l.span.source === source)!.span;
    const here = marks.filter((mark) => mark.source === source);
    lines.push(...frame(at, here, gutter, paint, palette));
  }
  if (why) lines.push(...note('why', why, gutter, palette));
  if (help) lines.push(...note('help', help, gutter, palette));
  return lines.join('\n');
}

/** Of a span over several lines, only the first line is marked, to its end. */
function markOf({ span: { source, start, end }, text }: Label, primary: boolean): Mark {
  const { line, column } = positionAt(source, start);
  const length = lineText(source, line).length;
  const from = Math.min(column - 1, length);
  return { source, primary, line, start: from, end: Math.min(length, from + (end - start)), text };
}

function frame(
  at: Span,
  marks: readonly Mark[],
  gutter: number,
  paint: (text: string) => string,
  palette: Palette,
): string[] {
  const { line, column } = positionAt(at.source, at.start);
  const margin = ' '.repeat(gutter);
  const lines = [`${margin}${palette.frame('┌─')} ${at.source.name}:${line}:${column}`, margin + palette.frame('│')];
  for (const number of [...new Set(marks.map((mark) => mark.line))].sort((a, b) => a - b)) {
    const text = lineText(at.source, number);
    lines.push(`${palette.frame(`${String(number).padStart(gutter)}│`)} ${expand(text)}`.trimEnd());
    // The primary mark comes first below its line, then the others from left to right.
    const here = marks.filter((mark) => mark.line === number);
    here.sort((a, b) => Number(b.primary) - Number(a.primary) || a.start - b.start);
    for (const mark of here) {
      const before = widthOf(text.slice(0, mark.start));
      const width = Math.max(1, widthOf(text.slice(0, mark.end)) - before);
      const drawn = (mark.primary ? '^' : '─').repeat(width) + (mark.text ? ` ${mark.text}` : '');
      const painted = (mark.primary ? paint : palette.secondary)(drawn);
      lines.push(`${margin}${palette.frame('│')} ${' '.repeat(before)}${painted}`);
    }
  }
  return lines;
}

const noteWidth = 100;

/** `= why: …`, wrapped, with further lines aligned to the first one's text; line breaks in the text are kept. */
function note(title: string, text: string, gutter: number, palette: Palette): string[] {
  const margin = ' '.repeat(gutter);
  const indent = ' '.repeat(`${margin}= ${title}: `.length);
  const [first, ...rest] = text.split('\n').flatMap((line) => wrap(line, noteWidth - indent.length));
  return [
    `${margin}${palette.frame('=')} ${palette.note(`${title}:`)} ${first}`,
    ...rest.map((line) => `${indent}${line}`.trimEnd()),
  ];
}
