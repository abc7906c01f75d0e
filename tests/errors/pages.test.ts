/** Every code has a page, and the page is true: its examples are checked, and what it quotes is what is said. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { analyze } from '../../src/compiler/compile.ts';
import { render } from '../../src/diagnostics/render.ts';
import { allCodes, codes, root } from './cases.ts';

const folder = `${root}docs/errors/`;
const read = (file: string): string => readFileSync(folder + file, 'utf8');

function fenced(page: string, language: string): string[] {
  return [...page.matchAll(/^```(\w+)\n(.*?)^```$/gms)].filter((m) => m[1] === language).map((m) => m[2]!);
}

const check = (text: string) => analyze({ name: 'spec.gan', text }).diagnostics;

test('every code has a page, and every page is in the index', () => {
  const pages = readdirSync(folder).filter((file) => file.endsWith('.md') && file !== 'README.md');
  expect(pages.sort()).toEqual(allCodes.map((code) => `${code}.md`).sort());
  const listed = [...read('README.md').matchAll(/^- \[(.+?)\]\((.+?)\)/gm)].map((m) => `${m[1]} ${m[2]}`);
  expect(listed.sort()).toEqual(allCodes.map((code) => `${code} ${code}.md`).sort());
});

test.each(codes)('%s', (code) => {
  const page = read(`${code}.md`);
  expect(page.startsWith(`# ${code}\n`)).toBe(true);
  const [wrong, right, ...more] = fenced(page, 'gan');
  expect(more).toEqual([]);
  expect(new Set(check(wrong!).map((d) => d.code))).toEqual(new Set([code]));
  expect(fenced(page, 'text')).toEqual([`${render(check(wrong!))}\n`]);
  expect(render(check(right!))).toBe('');
});
