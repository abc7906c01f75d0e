/** One mistake, one message: diagnostics about the same mistake are merged, with labels at the further places. */
import type { Diagnostic, Label } from '../../diagnostics/diagnostic.ts';
import { positionAt, type SourceFile } from '../../diagnostics/source.ts';

/** Mistakes that recur wherever a name is used: reported at the first use, with labels at the others. */
const toldOnce: ReadonlySet<string> = new Set(['unknown-name', 'range-mismatch', 'meaning-mismatch', 'shape-mismatch']);
const mostLabels = 4;

/** In text order, diagnostics of the spec itself first. */
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

/** Equal for one mistake: by default, the same message on one line or in one use of a block (`h / 2` and `w / 2`). */
function keyOf(d: Diagnostic): string {
  const { source, start } = d.span;
  const declared = d.labels?.[0]?.span;
  if (d.code === 'indivisible' && declared) return [d.code, d.message, declared.source.name, declared.start].join(' ');
  if (!toldOnce.has(d.code)) return [d.code, d.message, source.name, positionAt(source, start).line].join(' ');
  // An unknown name is one mistake everywhere; others are one only if their first labels are at the same place.
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
