/** docs/functions.md: everything that a spec can name, out of the tables that the checker itself reads. */
import { dataSources, type DataField, type DataParameter } from '../src/compiler/words/data-sources.ts';
import { distributions } from '../src/compiler/words/distributions.ts';
import {
  formatSetting,
  signatureOf,
  type FunctionDefinition,
  type Parameter,
} from '../src/compiler/words/functions/function.ts';
import { initializers } from '../src/compiler/words/initializers.ts';
import { optimizers } from '../src/compiler/words/optimizers.ts';
import { reports } from '../src/compiler/words/measurements.ts';
import { scheduleDocs } from '../src/compiler/words/schedules.ts';
import { families } from '../src/compiler/words/functions/table.ts';
import { specialForms } from '../src/compiler/check/special-forms.ts';
import { libraryFiles, type LibraryFile } from '../src/compiler/library/sources.ts';
import { textOf } from '../src/diagnostics/index.ts';
import { parse, type FunctionDeclaration } from '../src/parser/index.ts';

/** One chapter: a title, a line of introduction, and its text. */
interface Chapter {
  readonly title: string;
  readonly text: string;
}

/** The whole file. */
export function functionDocs(): string {
  const chapters: readonly Chapter[] = [
    ...families.map(({ title, functions }) => ({ title, text: functions.map(describeFunction).join('\n\n') })),
    {
      title: 'Gradients and counts',
      text: [...specialForms].map(([name, form]) => entry(name, form.signature, form.doc)).join('\n\n'),
    },
    ...libraryFiles.map(describeLibrary),
    { title: 'Initialisers', text: describeInitializers() },
    { title: 'Distributions', text: describeDistributions() },
    { title: 'Optimizers', text: describeOptimizers() },
    {
      title: 'Learning-rate schedules',
      text: Object.entries(scheduleDocs)
        .map(([name, doc]) => `- **${name}** — ${doc}`)
        .join('\n'),
    },
    { title: 'Data sources', text: [...dataSources.values()].map(describeSource).join('\n\n') },
    { title: 'Reports', text: describeReports() },
  ];
  const contents = chapters.map(({ title }) => `[${title}](#${anchor(title)})`).join(' · ');
  const introduction = [
    '# Functions',
    '<!-- Made from the tables of the compiler by `npm run docs`; change those. -->',
    'Everything that a spec can name. `name: value` in a signature is a parameter with its default, `name?` one that may be left ' +
      'out. Values are written first or arrive through a pipe: `conv2d(x, 64, 4)` and `x |> conv2d(64, 4)` are the same. Shapes ' +
      'are those of one example; the batch axis is never written. What a type means, and which meanings a function takes and ' +
      'gives, stands in [the language](language.md#types).',
    contents,
  ];
  return `${[...introduction, ...chapters.map(({ title, text }) => `## ${title}\n\n${text}`)].join('\n\n')}\n`;
}

/** GitHub's anchor of a heading. */
const anchor = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-');

/** A signature in more than one line where it is long. */
function entry(name: string, signature: string, doc: string, more = ''): string {
  return `### ${name}\n\n\`${signature}\`\n\n${doc}${more && `\n\n${more}`}`;
}

interface Row {
  readonly name: string;
  readonly takes: string;
  readonly otherwise: string;
  readonly doc: string;
}

function table(rows: readonly Row[]): string {
  if (rows.length === 0) return '';
  const cell = (text: string): string => text.replaceAll('|', '\\|');
  const lines = rows.map((r) => `| \`${r.name}\` | ${cell(r.takes)} | ${cell(r.otherwise)} | ${cell(r.doc)} |`);
  return ['| parameter | takes | default | |', '|---|---|---|---|', ...lines].join('\n');
}

// ── functions ───────────────────────────────────────────────────────────────────────────────────────────────────────

const kinds: Readonly<Record<Parameter['kind'], string>> = {
  value: 'a value',
  values: 'values',
  number: 'a number',
  integer: 'a whole number',
  integers: 'whole numbers',
  boolean: '`true` or `false`',
  choice: '',
  padding: '`same`, `valid` or a whole number',
  initializer: 'an [initialiser](#initialisers)',
};

function describeFunction(definition: FunctionDefinition): string {
  const rows = definition.parameters.map((p) => ({
    name: p.name,
    takes: takes(p),
    otherwise: otherwise(p),
    doc: p.doc,
  }));
  const layer = definition.layer ? '*A layer: it has weights, and stands in a `network` or a `block`.*' : '';
  return entry(
    definition.name,
    signatureOf(definition),
    definition.doc,
    [layer, table(rows)].filter(Boolean).join('\n\n'),
  );
}

function takes(p: Parameter): string {
  const what = p.kind === 'choice' ? p.choices!.map((c) => `\`${c}\``).join(' or ') : kinds[p.kind];
  return `${what}${bounds(p.min, p.max)}`;
}

/** A greatest value just below 1 stands for "less than 1". */
function bounds(min: number | undefined, max: number | undefined): string {
  const least = min === undefined ? '' : `at least ${min}`;
  const most =
    max === undefined ? '' : max < 1 && max > 0.9999 ? 'less than 1' : `at most ${max.toLocaleString('en-US')}`;
  const both = [least, most].filter(Boolean).join(', ');
  return both && `, ${both}`;
}

function otherwise(p: Parameter): string {
  if (p.default === undefined) return p.kind === 'values' ? '' : 'must be given';
  return p.default === null ? '' : `\`${formatSetting(p.default)}\``;
}

// ── the library ─────────────────────────────────────────────────────────────────────────────────────────────────────

function describeLibrary(file: LibraryFile): Chapter {
  const { spec } = parse({ name: file.name, text: file.text });
  const functions = spec.declarations.filter((d): d is FunctionDeclaration => d.kind === 'fn');
  const path = `../src/compiler/${file.name}`;
  const [first = ''] = file.text.split('\n');
  const text = functions.map((f) =>
    entry(f.name.name, signatureOfDeclaration(f), f.documentation ?? '', `\`\`\`gan\n${bodyOf(file, f)}\n\`\`\``),
  );
  const base = file.name.replace('library/', '').replace('.gan', '');
  return {
    title: `Library: ${base}`,
    text: [
      `${first.replace('///', '').trim()} Written in the language: [${base}.gan](${path}); every spec can call them.`,
      ...text,
    ].join('\n\n'),
  };
}

function signatureOfDeclaration({ name, parameters }: FunctionDeclaration): string {
  return `${name.name}(${parameters.map((p) => (p.default ? `${p.name.name}: ${textOf(p.default.span)}` : p.name.name)).join(', ')})`;
}

const bodyOf = (file: LibraryFile, f: FunctionDeclaration): string => file.text.slice(f.span.start, f.span.end);

// ── the smaller tables ──────────────────────────────────────────────────────────────────────────────────────────────

interface SmallParameter {
  readonly name: string;
  readonly default?: number | boolean;
  readonly doc: string;
}

const call = (name: string, parameters: readonly SmallParameter[]): string =>
  parameters.length === 0
    ? name
    : `${name}(${parameters.map((p) => (p.default === undefined ? p.name : `${p.name}: ${p.default}`)).join(', ')})`;

const parameterDocs = (parameters: readonly SmallParameter[]): string =>
  parameters.map((p) => `\`${p.name}\`: ${p.doc}`).join('; ');

function describeInitializers(): string {
  const rows = Object.entries(initializers).map(([name, { doc, parameters }]) => {
    const docs = parameterDocs(parameters);
    return `| \`${call(name, parameters)}\` | ${doc}${docs && ` ${docs}.`} |`;
  });
  const fans =
    'Fan in and fan out are those of a kernel [in, out] or [height, width, in, out]: the receptive field times the channels ' +
    'on that side.';
  return [fans, ['| | |', '|---|---|', ...rows].join('\n')].join('\n\n');
}

function describeDistributions(): string {
  const rows = Object.entries(distributions).map(([name, { doc, parameters }]) => {
    return `| \`${call(name, parameters)}\` | ${doc} ${parameterDocs(parameters)}. |`;
  });
  const how =
    'Drawn with `latent z ~ normal[100]` at the top of a file, or `t ~ uniform(0, 1)[1]` in a body; the shape is that of one example.';
  return [how, ['| | |', '|---|---|', ...rows].join('\n')].join('\n\n');
}

function describeOptimizers(): string {
  const entries = [...optimizers.values()].map(({ name, doc, learningRate, parameters }) => {
    const first = {
      name: 'learning_rate',
      takes: 'a number, at least 0, or a [schedule](#learning-rate-schedules)',
      otherwise: `\`${learningRate}\``,
      doc: 'the learning rate',
    };
    const rows = parameters.map((p) => ({
      name: p.name,
      takes: `${typeof p.default === 'number' ? 'a number' : '`true` or `false`'}${bounds(p.min, p.max)}`,
      otherwise: `\`${p.default}\``,
      doc: p.doc,
    }));
    return entry(
      name,
      call(name, [{ name: 'learning_rate', default: learningRate, doc: '' }, ...parameters]),
      doc,
      table([first, ...rows]),
    );
  });
  return ['The formulas stand in [the language](language.md#optimizers).', ...entries].join('\n\n');
}

const dataKinds: Readonly<Record<DataParameter['kind'], string>> = {
  integer: 'a whole number',
  number: 'a number',
  string: 'a text in double quotes',
  boolean: '`true` or `false`',
};

function describeSource(source: typeof dataSources extends ReadonlyMap<string, infer S> ? S : never): string {
  const defaults = Object.fromEntries(
    source.parameters.flatMap((p) => (p.default === undefined || p.default === null ? [] : [[p.name, p.default]])),
  );
  const fields = source.fields(defaults).map(describeField);
  const rows = source.parameters.map((p) => ({
    name: p.name,
    takes: `${dataKinds[p.kind]}${bounds(p.min, p.max)}`,
    otherwise: p.default === undefined ? 'must be given' : p.default === null ? '' : `\`${p.default}\``,
    doc: p.doc,
  }));
  const signature = source.parameters.map((p) =>
    p.default === undefined ? p.name : p.default === null ? `${p.name}?` : `${p.name}: ${p.default}`,
  );
  const delivers = `With its defaults it delivers, in this order: ${fields.join('; ')}.`;
  return entry(
    source.name,
    `${source.name}(${signature.join(', ')})`,
    source.doc,
    [delivers, table(rows)].filter(Boolean).join('\n\n'),
  );
}

function describeField({ name, doc, type }: DataField): string {
  const { shape, classes, range } = type;
  const sizes = `[${shape.join(', ')}]`;
  const written =
    classes !== undefined
      ? `class(${classes})`
      : `${shape.length === 3 ? 'image' : 'tensor'}${sizes}${range ? ` in ${range.join('..')}` : ''}`;
  return `\`${name}: ${written}\`, ${doc}`;
}

function describeReports(): string {
  const places = { metric: 'evaluate', picture: 'show' } as const;
  return [...reports.values()]
    .map(({ name, kind, doc, parameters }) => {
      const signature = `${places[kind]} { ${call(name, parameters)} }`;
      const rows = parameters.map((p) => ({
        name: p.name,
        takes: p.kind === 'value' ? 'a value' : 'a whole number, at least 1',
        otherwise: p.default === undefined ? 'must be given' : `\`${p.default}\``,
        doc: p.doc,
      }));
      return entry(name, signature, doc, table(rows));
    })
    .join('\n\n');
}
