/** One mistake, one message: what is said twice of the same thing is said once, with the further places beside it. */
import type { Diagnostic, Label } from '../../diagnostics/diagnostic.ts';
import { positionAt, type SourceFile } from '../../diagnostics/source.ts';

/** Mistakes that show again wherever a name is used: reported at the first use, the others are labels. */
const toldOnce: ReadonlySet<string> = new Set(['unknown-name', 'range-mismatch', 'meaning-mismatch', 'shape-mismatch']);
const mostLabels = 4;

/** In the order of the text, what is said of the spec itself first. */
export function oncePerMistake(diagnostics: readonly Diagnostic[], spec: SourceFile): Diagnostic[] {
  const groups = new Map<string, Diagnostic[]>();
  const foreign = (d: Diagnostic): number => Number(d.span.source !== spec);
  for (const d of [...diagnostics].sort((a, b) => foreign(a) - foreign(b) || a.span.start - b.span.start)) {
    const key = keyOf(d);
    const group = groups.get(key);
    if (group) group.push(d);
    else groups.set(key, [d]);
  }
  return [...groups.values()].map(merged);
}

/** Elsewhere, the same words on the same line, or of the same use of a block: its `h / 2` and `w / 2`. */
function keyOf(d: Diagnostic): string {
  const { source, start } = d.span;
  const declared = d.labels?.[0]?.span;
  if (d.code === 'indivisible' && declared) return [d.code, d.message, declared.source.name, declared.start].join(' ');
  if (!toldOnce.has(d.code)) return [d.code, d.message, source.name, positionAt(source, start).line].join(' ');
  // Only what a declaration is named for is the same mistake in two places.
  const same =
    d.code === 'unknown-name'
      ? ''
      : declared
        ? `at ${declared.source.name} ${declared.start}`
        : `at ${source.name} ${start}`;
  return [d.code, d.message, same].join(' ');
}

function merged([first, ...more]: Diagnostic[]): Diagnostic {
  const d = first!;
  const places = more.filter(
    (m) => m.span.start !== d.span.start && m.span.source === d.span.source && toldOnce.has(d.code),
  );
  if (places.length === 0) return d;
  const further: Label[] = places.slice(0, mostLabels).map((m) => ({ span: m.span, text: 'and here' }));
  const edits = [d, ...places].flatMap((m) => m.fix?.edits ?? []);
  return { ...d, labels: [...(d.labels ?? []), ...further], ...(d.fix && { fix: { ...d.fix, edits } }) };
}
