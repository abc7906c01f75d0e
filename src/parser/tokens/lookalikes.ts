/** Text from other languages and word processors that `.gan` does not have, and what to write instead. */

export interface Lookalike {
  readonly name: string;
  readonly pattern: RegExp;
  /** What the grammar reads it as: a symbol, or `string`; if absent, the text is skipped. */
  readonly meant?: string;
  readonly hint: string;
  /** What to replace the written text by; tools can apply it. */
  readonly replacement?: (written: string) => string;
}

const quoted = (written: string): string => `"${written.slice(1, -1).replaceAll('"', '\\"')}"`;

/** A lookalike of a symbol. */
const stands = (name: string, pattern: RegExp, meant: string, hint: string): Lookalike => ({
  name,
  pattern,
  meant,
  hint,
  replacement: () => meant,
});

export const lookalikes: readonly Lookalike[] = [
  stands('UnicodeMinus', /[−–—‐‑]/, '-', 'this is a Unicode minus; write -'),
  stands('TimesSign', /[×·∗⋅]/, '*', 'to multiply, write *'),
  stands('DivisionSign', /[÷∕]/, '/', 'to divide, write /'),
  stands('LessEqualSign', /≤/, '<=', 'write <='),
  stands('GreaterEqualSign', /≥/, '>=', 'write >='),
  stands('NotEqualSign', /≠/, '!=', 'write !='),
  stands('ArrowSign', /[→⟶]/, '->', 'write ->'),
  stands('Ellipsis', /…|\.\.\./, '..', 'a range is two dots: 1..3'),
  stands('TildeSign', /[∼～]/, '~', 'this is a Unicode tilde; write ~'),
  stands('Power', /\*\*/, '^', 'powers are written x^2'),
  stands('StrictEqual', /===/, '==', 'equality is =='),
  stands('StrictNotEqual', /!==/, '!=', 'inequality is !='),
  stands('FatArrow', /=>/, '->', 'an arrow is ->, greater or equal is >='),
  stands('ColonEqual', /:=/, '=', 'to name a value, write ='),
  stands('Bar', /\|/, '|>', 'a pipe is |>'),
  {
    name: 'CurlyString',
    pattern: /[“”„][^“”„"\n\r]*[“”"]/,
    meant: 'string',
    hint: 'these are curly quotes; strings use straight ones: "…"',
    replacement: quoted,
  },
  {
    name: 'SingleQuoted',
    pattern: /'[^'\n\r]*'/,
    meant: 'string',
    hint: 'strings use double quotes: "…"',
    replacement: quoted,
  },
  { name: 'SingleQuote', pattern: /['‘’“”„]/, hint: 'strings use straight double quotes: "…"' },
  {
    name: 'BlockComment',
    // A comment that is never closed extends to the end of the file.
    pattern: /\/\*[^]*?(?:\*\/|(?![^]))/,
    hint: 'comments begin with // and end with the line',
  },
  {
    name: 'HashComment',
    pattern: /#[^\n\r]*/,
    hint: 'comments begin with //',
    replacement: (written) => `//${written.slice(1)}`,
  },
  {
    name: 'UnicodeSpace',
    pattern: /[\u00a0\u2000-\u200b\u202f\u3000]+/,
    hint: 'this is a Unicode space; write an ordinary one',
    replacement: () => ' ',
  },
  { name: 'Semicolon', pattern: /;/, hint: 'declarations need no semicolons', replacement: () => '' },
  { name: 'And', pattern: /&&?/, hint: 'there is no logical “and”; write each `expect` separately' },
  { name: 'Or', pattern: /\|\|/, hint: 'there is no logical “or”' },
  { name: 'Question', pattern: /\?/, hint: 'a choice is written `if a { … } else { … }`' },
  {
    name: 'At',
    pattern: /@/,
    hint: 'there are no decorators; to multiply by a learned matrix, use `dense(n, bias: false)`',
  },
  { name: 'Dollar', pattern: /\$/, hint: 'names are written without a dollar sign' },
  { name: 'Backslash', pattern: /\\/, hint: 'line breaks have no meaning here, so no continuation sign is needed' },
  { name: 'Backtick', pattern: /`/, hint: 'names are written without backticks; strings use double quotes: "…"' },
];
