import { expect, test } from 'vitest';
import {
  positionAt,
  render,
  span,
  summary,
  type Diagnostic,
  type SourceFile,
  type Span,
} from '../../src/diagnostics/index.ts';
import { read } from './parse-and-print.ts';

/** The span of the first `part` in the text, searched from `from` on. */
function at(source: SourceFile, part: string, from = 0): Span {
  const start = source.text.indexOf(part, from);
  if (start < 0) throw new Error(`no ${part}`);
  return span(source, start, start + part.length);
}

const unet: SourceFile = {
  name: 'specs/pix2pix.gan',
  text: `${'\n'.repeat(28)}  let e3 = e2 |> down(256)
  // skip
  d2 |> concat(e3) |> up(128)
`,
};

const mismatch: Diagnostic = {
  code: 'shape-mismatch',
  severity: 'error',
  message: '`concat` needs equal heights and widths',
  span: at(unet, 'concat(e3)'),
  label: '… but this is 26 × 26',
  labels: [{ span: at(unet, 'e2 |> down(256)'), text: 'this is 25 × 25 …' }],
  why: '`down` halves 51 to 25 (rounding down); `up` doubles 13 to 26',
  help: 'an 8-level U-Net needs sides divisible by 256: use image[256, 256, 3], or remove 6 levels for 100 × 100',
};

test('the example of the language page', () => {
  expect(render([mismatch])).toMatchInlineSnapshot(`
    "error[shape-mismatch]: \`concat\` needs equal heights and widths
      ┌─ specs/pix2pix.gan:31:9
      │
    29│   let e3 = e2 |> down(256)
      │            ─────────────── this is 25 × 25 …
    31│   d2 |> concat(e3) |> up(128)
      │         ^^^^^^^^^^ … but this is 26 × 26
      = why: \`down\` halves 51 to 25 (rounding down); \`up\` doubles 13 to 26
      = help: an 8-level U-Net needs sides divisible by 256: use image[256, 256, 3], or remove 6 levels
              for 100 × 100"
  `);
});

test('a label in another file has a frame of its own, in one gutter', () => {
  const library: SourceFile = {
    name: 'library/penalties.gan',
    text: 'fn r1(D, real) {\n  norm(grad(sum(D(real)), real))^2\n}\n',
  };
  const labels = [
    { span: at(library, 'D(real)'), text: 'called here' },
    { span: at(unet, 'd2'), text: 'from here' },
  ];
  expect(render([{ ...mismatch, labels }])).toMatchInlineSnapshot(`
    "error[shape-mismatch]: \`concat\` needs equal heights and widths
      ┌─ specs/pix2pix.gan:31:9
      │
    31│   d2 |> concat(e3) |> up(128)
      │         ^^^^^^^^^^ … but this is 26 × 26
      │   ── from here
      ┌─ library/penalties.gan:2:17
      │
     2│   norm(grad(sum(D(real)), real))^2
      │                 ─────── called here
      = why: \`down\` halves 51 to 25 (rounding down); \`up\` doubles 13 to 26
      = help: an 8-level U-Net needs sides divisible by 256: use image[256, 256, 3], or remove 6 levels
              for 100 × 100"
  `);
});

test('several labels on one line, the primary one nearest', () => {
  const source: SourceFile = { name: 'a.gan', text: 'let y = concat(a, b)' };
  const labels = [
    { span: at(source, 'b'), text: 'this is 3 × 3' },
    { span: at(source, 'a,'), text: 'this is 2 × 2' },
  ];
  const diagnostic: Diagnostic = { code: 'x', severity: 'warning', message: 'm', span: at(source, 'concat'), labels };
  expect(render([diagnostic])).toMatchInlineSnapshot(`
    "warning[x]: m
     ┌─ a.gan:1:9
     │
    1│ let y = concat(a, b)
     │         ^^^^^^
     │                ── this is 2 × 2
     │                   ─ this is 3 × 3"
  `);
});

test('several lines are shown by the first one', () => {
  const { diagnostics } = read('fn f(x) {\n  let y = x |> f(1,\n    2) + 1\n  y\n}');
  expect(render(diagnostics)).toMatchInlineSnapshot(`
    "error[operator-after-pipe]: \`+\` cannot follow a pipe
     ┌─ test.gan:3:8
     │
    2│   let y = x |> f(1,
     │           ───────── the pipe
    3│     2) + 1
     │        ^
     = why: \`|>\` binds loosest, so it is unclear whether \`+\` belongs to the last stage or to the pipe
     = help: put the pipe in parentheses: \`(x |> f(1, 2)) + 1\`"
  `);
});

test('tabs, wide characters, marks and control characters keep the carets in place', () => {
  const source: SourceFile = { name: 'a.gan', text: '\tf("漢字", "e\u0301", "😀", "\u0007", \tx)' };
  const diagnostic: Diagnostic = { code: 'x', severity: 'error', message: 'm', span: at(source, 'x)'), label: 'x' };
  const labels = ['漢字', 'e\u0301', '😀'].map((part) => ({ span: at(source, part), text: part }));
  expect(render([{ ...diagnostic, labels }])).toMatchInlineSnapshot(`
    "error[x]: m
     ┌─ a.gan:1:28
     │
    1│     f("漢字", "é", "😀", "�",   x)
     │                                 ^^ x
     │        ──── 漢字
     │                ─ é
     │                     ── 😀"
  `);
});

test('long notes are wrapped below their text, and line breaks are kept', () => {
  const { why: _, ...rest } = mismatch;
  const help = `${'word '.repeat(30)}\nthe end`;
  expect(render([{ ...rest, help }])).toMatchInlineSnapshot(`
    "error[shape-mismatch]: \`concat\` needs equal heights and widths
      ┌─ specs/pix2pix.gan:31:9
      │
    29│   let e3 = e2 |> down(256)
      │            ─────────────── this is 25 × 25 …
    31│   d2 |> concat(e3) |> up(128)
      │         ^^^^^^^^^^ … but this is 26 × 26
      = help: word word word word word word word word word word word word word word word word word word
              word word word word word word word word word word word word
              the end"
  `);
  for (const line of render([{ ...rest, help }]).split('\n')) expect(line.length).toBeLessThanOrEqual(100);
});

test('a fix is shown as the help if there is none', () => {
  const { help: _, ...rest } = mismatch;
  const text = render([{ ...rest, fix: { title: 'write down(257)', edits: [], safe: false } }]);
  expect(text.split('\n').at(-1)).toBe('  = help: write down(257)');
});

test('the end of a file, also after a line break', () => {
  expect(render(read('let y = ').diagnostics)).toMatchInlineSnapshot(`
    "error[expected-expression]: expected a value, but found only the end of the file
     ┌─ test.gan:1:8
     │
    1│ let y =
     │        ^
     = help: a value is a name, a number, a call such as \`mean(x)\`, a list or something in parentheses"
  `);
  const source: SourceFile = { name: 'a.gan', text: 'model m\n' };
  const diagnostic: Diagnostic = { code: 'x', severity: 'error', message: 'm', span: span(source, 8, 8) };
  expect(positionAt(source, 8)).toEqual({ line: 2, column: 1 });
  expect(render([diagnostic])).toMatchInlineSnapshot(`
    "error[x]: m
     ┌─ a.gan:2:1
     │
    2│
     │ ^"
  `);
});

test('Windows line ends', () => {
  expect(render(read('model m\r\nlet y = a +\r\nloss d = y\r\n').diagnostics)).toMatchInlineSnapshot(`
    "error[expected-expression]: expected a value, but found only the next declaration, \`loss …\`
     ┌─ test.gan:2:12
     │
    2│ let y = a +
     │            ^
     = help: a value is a name, a number, a call such as \`mean(x)\`, a list or something in parentheses"
  `);
});

test('blocks have an empty line between them, and colours only on request', () => {
  const { diagnostics } = read('modle m\nlet y = 3 −');
  expect(render(diagnostics)).toMatchInlineSnapshot(`
    "error[unknown-declaration]: \`modle\` does not begin a declaration
     ┌─ test.gan:1:1
     │
    1│ modle m
     │ ^^^^^
     = help: did you mean \`model\`?

    error[unexpected-character]: \`−\` does not belong in a .gan file
     ┌─ test.gan:2:11
     │
    2│ let y = 3 −
     │           ^
     = help: this is a Unicode minus; write -

    error[expected-expression]: expected a value, but found only the end of the file
     ┌─ test.gan:2:12
     │
    2│ let y = 3 −
     │            ^
     = help: a value is a name, a number, a call such as \`mean(x)\`, a list or something in parentheses"
  `);
  const escape = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, 'g');
  expect(render(diagnostics)).not.toMatch(escape);
  const colored = render(diagnostics, { color: true });
  expect(colored).toContain('\u001b[1;31merror[unknown-declaration]\u001b[0m');
  expect(colored.replaceAll(escape, '')).toBe(render(diagnostics));
});

test('nothing to render', () => {
  expect(render([])).toBe('');
});

test('the summary', () => {
  const error = mismatch;
  const warning: Diagnostic = { ...mismatch, severity: 'warning' };
  expect(summary([])).toBe('no problems');
  expect(summary([warning])).toBe('1 warning');
  expect(summary([error, warning, error])).toBe('2 errors, 1 warning');
  expect(summary([error, warning, warning])).toBe('1 error, 2 warnings');
});
