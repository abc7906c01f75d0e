/** One mistake, one message: specs with one token left out or misspelt. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { analyze } from '../../src/compiler/compile.ts';

const specs = new URL('../../specs/', import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, specs), 'utf8');
const codesOf = (text: string): string[] => analyze({ name: 'test.gan', text }).diagnostics.map((d) => d.code);

interface Slip {
  readonly text: string;
  readonly title: string;
}

function slips(text: string): Slip[] {
  const code = [...text.matchAll(/"[^"]*"|[A-Za-z_]\w*|\d[\d_.e-]*|\|>|->|\S/g)].filter(
    ({ index }) => !text.slice(text.lastIndexOf('\n', index) + 1, index + 2).includes('//'),
  );
  return code.flatMap(({ 0: token, index }) => {
    const replaced = (by: string): string => text.slice(0, index) + by + text.slice(index + token.length);
    const leftOut = { text: replaced(' '.repeat(token.length)), title: `without ${token} at ${index}` };
    return /^[A-Za-z_]\w+$/.test(token)
      ? [leftOut, { text: replaced(`${token.slice(0, -1)}q`), title: `${token} misspelt at ${index}` }]
      : [leftOut];
  });
}

const files = readdirSync(specs).filter((file) => file.endsWith('.gan'));

test.each(files)('%s is right', (file) => {
  expect(codesOf(read(file))).toEqual([]);
});

test('a slip gives one message, or none if the rest has a meaning, too', () => {
  const all = ['ring.gan', 'wgan_gp_digits.gan'].flatMap((file) => slips(read(file)));
  const several = all
    .map(({ text, title }) => ({ title, codes: codesOf(text) }))
    .filter(({ codes }) => codes.length > 1);
  // The few that remain are ambiguous: `tensor[]` is also a type, and `let fake = (z)` a value.
  expect(several.length / all.length).toBeLessThan(0.01);
});

test('a file cut off anywhere is read and checked', () => {
  const text = read('wgan_gp.gan');
  for (let end = 0; end < text.length; end += 3) expect(() => codesOf(text.slice(0, end))).not.toThrow();
});
