/** Meaningless text: a tree and a few messages, in a short time. */
import { expect, test } from 'vitest';
import { hasErrors } from '../../src/diagnostics/index.ts';
import { lex } from '../../src/parser/lexer/lex.ts';
import { tokenTypes } from '../../src/parser/lexer/vocabulary.ts';
import { complaints, read } from './parse-and-print.ts';

/** A linear congruential generator with the constants of C's `rand`, so that the texts are the same each time. */
function random(): () => number {
  let state = 1;
  return () => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
}

const length = 3_000_000;
/** The length of texts in which a careless parser would take quadratic time. */
const fewer = 600_000;

function bytes(leaveOut = ''): string {
  const next = random();
  const some = Uint8Array.from({ length }, () => Math.floor(next() * 256));
  const text = new TextDecoder('latin1').decode(some);
  return leaveOut === '' ? text : text.replaceAll(leaveOut, '');
}

function soup(): string {
  const next = random();
  const words = [...tokenTypes.map((type) => type.LABEL), 'a', '1', '"s"', '\n', '\n', '\n  '].filter(
    (w) => w !== undefined,
  );
  let text = '';
  while (text.length < length) text += `${words[Math.floor(next() * words.length)]} `;
  return text;
}

// Each takes a second or less; it would take minutes if the cost of brackets or messages grew with their number.
const noises: Readonly<Record<string, () => string>> = {
  'random bytes': () => bytes(),
  'random bytes without a slash': () => bytes('/'),
  'a soup of words': soup,
  'opening brackets': () => '('.repeat(fewer),
  'opening brackets, one a line': () => '(\n'.repeat(fewer / 2),
  'brackets that do not match': () => '('.repeat(fewer / 2) + '}'.repeat(fewer / 2),
  'braces that nothing closes': () => '{'.repeat(fewer / 2) + ')'.repeat(fewer / 2),
  'declarations that break off': () => 'let y = (\n'.repeat(fewer / 10),
  'heads that are not heads': () => 'a b\n'.repeat(fewer / 4),
  'actions that are not actions': () => `train for 5 steps {\n${'minimise d over D\n'.repeat(fewer / 20)}`,
  semicolons: () => ';'.repeat(fewer),
  quotes: () => "'\n".repeat(fewer / 2),
  'comments that nothing closes': () => '/*'.repeat(fewer / 2),
};

test.each(Object.entries(noises))('%s', { timeout: 10_000 }, (_, make) => {
  const { diagnostics } = read(make());
  expect(hasErrors(diagnostics)).toBe(true);
  expect(diagnostics.length).toBeLessThanOrEqual(201);
});

test('of many mistakes the first are reported, in the order of the text, and that there are more', () => {
  const line = 'let y = f(x);\n';
  expect(read(line.repeat(200)).diagnostics.map((d) => d.code)).toEqual(Array(200).fill('unexpected-character'));
  const { diagnostics, spec } = read(line.repeat(300));
  expect(diagnostics.map((d) => d.span.start)).toEqual(Array.from({ length: 201 }, (_, i) => 12 + i * line.length));
  expect(diagnostics.at(-1)).toMatchObject({
    code: 'too-many-errors',
    message: 'there are more than 200 mistakes in this file, and the rest are not shown',
  });
  // One character too many does not change what the declaration is.
  expect(spec.declarations.every((d) => d.kind === 'let' && !d.broken)).toBe(true);
});

test('after too many broken declarations, the others are not read', () => {
  const { spec } = read(`${'let y = (\n'.repeat(300)}let z = 1`);
  const kinds = spec.declarations.map((d) => d.kind);
  expect([kinds.length, kinds[0], kinds.at(-1)]).toEqual([301, 'let', 'unknown']);
  expect(spec.declarations.every((d) => d.broken)).toBe(true);
});

test('the end of a long file with too many wrong characters is not read', () => {
  const { spec } = read(`${'let y = f(x);\n'.repeat(20_000)}let z = 1`);
  expect(spec.declarations.length).toBeGreaterThan(200);
  expect(spec.declarations.length).toBeLessThan(20_000);
  const fine = read(`${'let y = f(x)\n'.repeat(20_000)}let z = 1`);
  expect([fine.spec.declarations.length, fine.diagnostics]).toEqual([20_001, []]);
});

test('an unclosed comment of another language extends to the end', () => {
  expect(complaints('let y = 1 /* and\nso on')).toEqual(['unexpected-character@/* and\nso on']);
});

test('every character belongs to a token, a comment or a space', () => {
  for (let code = 0; code < 65_536; code++) {
    const text = `a ${String.fromCharCode(code)} b`;
    const { tokens, diagnostics } = lex({ name: 'test.gan', text });
    const known = tokens.length === 3 || diagnostics.length === 1 || /^[\s\uFEFF]*$/.test(text[2]!);
    if (!known && tokens.length !== 2) expect.fail(`${code} ${tokens.length} ${diagnostics.length}`);
    if (tokens.at(-1)!.image !== 'b' && !`"'#`.includes(text[2]!)) expect.fail(`the text behind ${code} is lost`);
  }
});
