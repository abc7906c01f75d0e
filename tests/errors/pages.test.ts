/**
 * Every code has a page, and the page is true: its examples are checked, and the messages it quotes are the real ones.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { analyze, type ReadModule } from '../../src/compiler/analyze.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { render } from '../../src/diagnostics/render.ts';
import { modulesIn } from '../../src/runtime/platform/node/modules.ts';
import { allCodes, codes, root } from './cases.ts';

const folder = `${root}docs/errors/`;
const read = (file: string): string => readFileSync(folder + file, 'utf8');

interface Block {
  readonly language: string;
  readonly text: string;
}

const blocksOf = (text: string): Block[] =>
  [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map((m) => ({ language: m[1]!, text: m[2]! }));

interface Example {
  /** The diagnostics of the spec. */
  readonly found: readonly Diagnostic[];
  /** The messages that the page quotes. */
  readonly quoted: readonly string[];
}

/**
 * The blocks below a heading: a spec, the files that it imports (each begins with its path), and the quoted messages.
 */
function exampleOf(section: string): Example {
  const blocks = blocksOf(section);
  const texts = blocks.filter((b) => b.language === 'gan').map((b) => b.text);
  const pathOf = (text: string): string | undefined => /^\/\/ (\S+\.gan)\n/.exec(text)?.[1];
  const [spec, ...more] = texts.filter((text) => pathOf(text) === undefined);
  expect(more).toEqual([]);
  const modules = new Map(texts.flatMap((text) => (pathOf(text) ? [[pathOf(text)!, text]] : [])));
  const readModule: ReadModule = (path) => {
    const text = modules.get(path);
    if (text !== undefined) return { text };
    // Only the reader of files knows what to report about a folder.
    return [...modules.keys()].some((m) => m.startsWith(`${path}/`)) ? modulesIn(root)('docs') : { missing: true };
  };
  return {
    found: analyze({ name: 'spec.gan', text: spec! }, { readModule }).diagnostics,
    quoted: blocks.filter((b) => b.language === 'text').map((b) => b.text),
  };
}

test('every code has a page, and every page is in the index', () => {
  const pages = readdirSync(folder).filter((file) => file.endsWith('.md') && file !== 'README.md');
  expect(pages.sort()).toEqual(allCodes.map((code) => `${code}.md`).sort());
  const listed = [...read('README.md').matchAll(/^- \[(.+?)\]\((.+?)\)/gm)].map((m) => `${m[1]} ${m[2]}`);
  expect(listed.sort()).toEqual(allCodes.map((code) => `${code} ${code}.md`).sort());
});

test.each(codes)('%s', (code) => {
  const page = read(`${code}.md`);
  expect(page.startsWith(`# ${code}\n`)).toBe(true);
  const sections = page.split(/^## (?:Wrong|Right)$/m).slice(1);
  expect(sections).toHaveLength(2);
  const [wrong, right] = sections.map(exampleOf);
  expect(new Set(wrong!.found.map((d) => d.code))).toEqual(new Set([code]));
  expect(wrong!.quoted).toEqual([`${render(wrong!.found)}\n`]);
  expect(render(right!.found)).toBe('');
  expect(right!.quoted).toEqual([]);
});
