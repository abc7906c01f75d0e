/** What has to be true of every text, whatever is in it. */
import { analyze, type Analysis } from '../../src/compiler/analyze.ts';
import { catalogue } from '../../src/diagnostics/catalogue/index.ts';
import { hasErrors, type Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { render } from '../../src/diagnostics/render.ts';
import type { SourceFile, Span } from '../../src/diagnostics/source.ts';
import { compileEverything } from './compile-everything.ts';
import { estimatedNodes } from './size.ts';

export interface Failure {
  readonly property: string;
  /** What is wrong; the same for texts that fail in the same way. */
  readonly detail: string;
}

export interface Examined {
  readonly outcome: 'errors' | 'compiled' | 'without training' | 'too large to compile' | 'broken';
  readonly failures: readonly Failure[];
}

export const late: Failure = { property: 'an answer within a second', detail: 'it takes longer' };

/** The most milliseconds that a check may take, unless more patience is asked for. */
const checkLimit = 1000;
/** Larger programs are right, as far as we know, but take too long to compile. */
const mostNodes = 20_000;

interface Property {
  readonly name: string;
  /** What is wrong, or undefined if the property holds. */
  readonly broken: (analysis: Analysis, source: SourceFile) => string | undefined;
}

const properties: readonly Property[] = [
  {
    name: 'codes are in the catalogue',
    broken: ({ diagnostics }) => diagnostics.find(({ code }) => !Object.hasOwn(catalogue, code))?.code,
  },
  {
    name: 'spans lie in their file',
    broken: ({ diagnostics }, source) =>
      first(diagnostics, (d) => spansOf(d).find(([, span]) => !lies(span, source))?.[0]),
  },
  {
    name: 'a program, a module, or an error',
    broken({ program, isModule, diagnostics }) {
      if (program && hasErrors(diagnostics)) return 'a program with errors';
      return program || isModule || hasErrors(diagnostics) ? undefined : 'neither a program nor an error';
    },
  },
  {
    name: 'messages say something',
    broken: ({ diagnostics }) =>
      first(diagnostics, ({ message, why = '', help = '' }) => {
        if (message.trim() === '') return 'an empty message';
        // Quotations are the text's own words.
        const said = [message, why, help].join(' ').replaceAll(/`[^`]*`/g, '');
        return /\bundefined\b|\[object |\bNaN\b|\$\{/.exec(said)?.[0];
      }),
  },
  {
    name: 'messages can be drawn',
    broken: ({ diagnostics }) => thrownBy(() => render(diagnostics, { color: true })),
  },
];

/**
 * @param patience how many times longer than usual a check may take
 * @param compiling called before the program is compiled
 */
export function examine(text: string, patience: number, compiling?: () => void): Examined {
  const limit = patience * checkLimit;
  const source: SourceFile = { name: 'fuzz.gan', text };
  const failures: Failure[] = [];
  let analysis: Analysis | undefined;
  const check = (): number => {
    const [wall, cpu] = [performance.now(), process.cpuUsage()];
    const thrown = thrownBy(() => (analysis = analyze(source)));
    if (thrown !== undefined) failures.push({ property: 'no exception', detail: thrown });
    const { user, system } = process.cpuUsage(cpu);
    // Another process may have had the core in the meantime.
    return Math.min(performance.now() - wall, (user + system) / 1000);
  };
  const took = check();
  if (!analysis) return { outcome: 'broken', failures };
  if (took > limit && Math.min(took, check()) > limit) failures.push(late);

  for (const { name, broken } of properties) {
    const detail = broken(analysis, source);
    if (detail !== undefined) failures.push({ property: name, detail });
  }
  const { program } = analysis;
  if (!program) return { outcome: 'errors', failures };
  if (estimatedNodes(program) > mostNodes) return { outcome: 'too large to compile', failures };
  compiling?.();
  const thrown = thrownBy(() => compileEverything(program));
  if (thrown !== undefined) failures.push({ property: 'what has no problems compiles', detail: thrown });
  return { outcome: program.training ? 'compiled' : 'without training', failures };
}

function first<T>(items: readonly T[], broken: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const detail = broken(item);
    if (detail !== undefined)
      return `${detail}${typeof item === 'object' && item && 'code' in item ? ` of ${String(item.code)}` : ''}`;
  }
  return undefined;
}

function spansOf({ span, labels = [], fix }: Diagnostic): (readonly [what: string, span: Span])[] {
  return [
    ['the place', span],
    ...labels.map((label) => ['a label', label.span] as const),
    ...(fix?.edits ?? []).map((edit) => ['an edit', edit.span] as const),
  ];
}

function lies({ source, start, end }: Span, own: SourceFile): boolean {
  const known = source === own || source.name.startsWith('library/');
  return (
    known && Number.isInteger(start) && Number.isInteger(end) && 0 <= start && start <= end && end <= source.text.length
  );
}

/** What was thrown and where, without the parts that differ from text to text. */
function thrownBy(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (cause) {
    if (!(cause instanceof Error)) return String(cause);
    const message = cause.message
      .split('\n')[0]!
      .replaceAll(/`[^`]*`/g, '`…`')
      .replaceAll(/\d+/g, 'N');
    // Where exactly a stack overflows is chance.
    if (cause instanceof RangeError && /call stack/.test(message)) return message;
    const frame = /^\s+at (?:new )?([\w.$<>]+)/m.exec(cause.stack ?? '')?.[1] ?? '?';
    return `${cause.name}: ${message} (in ${frame})`;
  }
}
