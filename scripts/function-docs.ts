/** Makes docs/functions.md: everything that a spec can name, from the same signatures that the checker reads. */
import { forms } from '../src/compiler/check/calls/forms.ts';
import { contentsOf, summaryOf, type LibraryEntry } from '../src/compiler/library/contents.ts';
import { libraryModules, type LibraryModule } from '../src/compiler/library/library.ts';
import { formatType } from '../src/compiler/types/type.ts';
import { dataSources, typeOf, type DataField, type DataParameters } from '../src/compiler/words/data-sources.ts';
import { distributions } from '../src/compiler/words/distributions.ts';
import type { FunctionDefinition } from '../src/compiler/words/functions/function.ts';
import { families } from '../src/compiler/words/functions/table.ts';
import { initializers } from '../src/compiler/words/initializers.ts';
import { measurements, pictures } from '../src/compiler/words/measurements.ts';
import { optimizers } from '../src/compiler/words/optimizers.ts';
import { schedules } from '../src/compiler/words/schedules.ts';
import {
  defaultsOf,
  formatSetting,
  formatSignature,
  type Parameter,
  type ParameterKind,
  type Signature,
} from '../src/compiler/words/signature.ts';

interface Chapter {
  readonly title: string;
  /** What holds for the whole chapter, then its entries. */
  readonly parts: readonly string[];
}

const allChapters = (): readonly Chapter[] => [
  ...families.map(({ title, functions }) => ({ title, parts: functions.map(functionEntry) })),
  { title: 'Gradients and counts', parts: Object.values(forms).map((form) => entry(form)) },
  ...libraryModules.map(libraryChapter),
  {
    title: 'Initialisers',
    parts: [
      'Fan in and fan out are those of a kernel [in, out] or [height, width, in, out]: the receptive field times the channels on that side.',
      listed(initializers.values()),
    ],
  },
  {
    title: 'Distributions',
    parts: [
      'Drawn from with `latent z ~ normal[100]` at the top of a file, or `t ~ uniform(0, 1)[1]` in a body; the shape is that of one example.',
      listed(distributions.values()),
    ],
  },
  {
    title: 'Optimizers',
    parts: [
      'The formulas are in [the language](language.md#optimizers).',
      ...[...optimizers.values()].map((o) => entry(o)),
    ],
  },
  {
    title: 'Schedules',
    parts: [
      'A number that changes as training goes on. Where a schedule can stand, so can a plain number, which stays the same throughout. The formulas are in [the language](language.md#schedules).',
      ...[...schedules.values()].map((s) => entry(s)),
    ],
  },
  {
    title: 'Data sources',
    parts: [...dataSources.values()].map((source) => {
      const fields = source.fields(defaultsOf(source) as DataParameters).map(describeField);
      return entry(source, { note: `With its defaults it delivers, in this order: ${fields.join('; ')}.` });
    }),
  },
  {
    title: 'Measurements',
    parts: [...measurements.values()].map((m) => entry(m, { written: `evaluate { ${formatSignature(m)} }` })),
  },
  {
    title: 'Pictures',
    parts: [...pictures.values()].map((p) => entry(p, { written: `show { ${formatSignature(p)} }` })),
  },
];

/** The whole file. */
export function functionDocs(): string {
  const chapters = allChapters();
  const blocks = [
    '# Functions',
    '<!-- Made from the tables of the compiler by `npm run docs`; change those. -->',
    'Everything that a spec can name. In a signature, `name: value` is a parameter with its default, `name?` one that can be left out, and `name…` any number of values. Values are written first or arrive through a pipe: `conv2d(x, 64, 4)` and `x |> conv2d(64, 4)` are the same. Shapes are those of one example; the batch axis is never written. What types mean, and which meanings a function takes and gives, is explained in [the language](language.md#types).',
    chapters.map(({ title }) => `[${title}](#${anchor(title)})`).join(' · '),
    ...chapters.flatMap(({ title, parts }) => [`## ${title}`, ...parts]),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** GitHub's anchor of a heading. */
const anchor = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-');

// ── signatures ──────────────────────────────────────────────────────────────────────────────────────────────────────

interface More {
  /** The form in which it is written, if that is more than a call. */
  readonly written?: string;
  readonly note?: string | undefined;
}

function entry(signature: Signature, { written = formatSignature(signature), note }: More = {}): string {
  const { name, doc, parameters } = signature;
  return [`### ${name}`, `\`${written}\``, doc, note, table(parameters)].filter(Boolean).join('\n\n');
}

function functionEntry(definition: FunctionDefinition): string {
  const note = definition.layer ? '*A layer: it has weights, and stands in a `network` or a `block`.*' : undefined;
  return entry(definition, { note });
}

function table(parameters: readonly Parameter[]): string {
  const rows = parameters.map((p) => `| \`${p.name}\` | ${cell(takes(p))} | ${otherwise(p)} | ${cell(p.doc)} |`);
  return rows.length === 0 ? '' : ['| parameter | takes | default | |', '|---|---|---|---|', ...rows].join('\n');
}

/** Words with few parameters, one row each. */
function listed(words: Iterable<Signature>): string {
  const rows = [...words].map((word) => {
    const written = word.parameters.length === 0 ? word.name : formatSignature(word);
    const docs = word.parameters.map((p) => `\`${p.name}\`: ${p.doc}`).join('; ');
    return `| \`${written}\` | ${cell(word.doc)}${docs && ` ${cell(docs)}.`} |`;
  });
  return ['| | |', '|---|---|', ...rows].join('\n');
}

const cell = (text: string): string => text.replaceAll('|', '\\|');

const kinds: Readonly<Record<Exclude<ParameterKind, 'choice'>, string>> = {
  value: 'a value',
  values: 'values',
  block: 'a block or a function',
  network: 'a network',
  number: 'a number',
  integer: 'a whole number',
  integers: 'whole numbers',
  numbers: 'numbers',
  boolean: '`true` or `false`',
  text: 'a text in double quotes',
  padding: '`same`, `valid` or a whole number',
  initializer: 'an [initialiser](#initialisers)',
  rate: 'a number or a [schedule](#schedules)',
  schedule: 'a number or a [schedule](#schedules)',
  transition: 'from one number to another, `a -> b`',
  duration: 'a duration, `500 steps` or `10 epochs`',
};

function takes({ kind, choices = [], min, max }: Parameter): string {
  const what = kind === 'choice' ? choices.map((c) => `\`${c}\``).join(' or ') : kinds[kind];
  const least = min === undefined ? '' : `at least ${min}`;
  return [what, least, most(max)].filter(Boolean).join(', ');
}

/** A maximum just below 1 means "less than 1". */
function most(max: number | undefined): string {
  if (max === undefined) return '';
  return max < 1 && max > 0.9999 ? 'less than 1' : `at most ${max.toLocaleString('en-US')}`;
}

function otherwise(p: Parameter): string {
  if (p.default === undefined) return p.kind === 'values' ? '' : 'must be given';
  return p.default === null ? '' : `\`${formatSetting(p.default)}\``;
}

// ── data ────────────────────────────────────────────────────────────────────────────────────────────────────────────

function describeField(field: DataField): string {
  const names = field.type.names ? `: ${field.type.names.map((name) => `\`${name}\``).join(', ')}` : '';
  return `\`${field.name}: ${formatType(typeOf(field))}\`, ${field.doc}${names}`;
}

// ── the library ─────────────────────────────────────────────────────────────────────────────────────────────────────

function libraryChapter(module: LibraryModule): Chapter {
  const entries = contentsOf(module);
  const where = `Written in the language: [${module.module}.gan](../src/compiler/${module.name}).`;
  const reach = module.everywhere
    ? 'Every spec knows these names.'
    : `A spec that uses them imports them: \`import ${entries[0]?.name} from ${module.module}\`.`;
  return {
    title: `Library: ${module.module}`,
    parts: [`${summaryOf(module)} ${where} ${reach}`, ...entries.map(libraryEntry)],
  };
}

function libraryEntry({ name, signature, documentation, source }: LibraryEntry): string {
  const parts = [`### ${name}`, `\`${signature}\``, documentation, `\`\`\`gan\n${source}\n\`\`\``];
  return parts.filter(Boolean).join('\n\n');
}
