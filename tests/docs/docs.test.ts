/** The pages themselves: generated ones are up to date, and every link leads somewhere. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { functionDocs } from '../../scripts/function-docs.ts';
import { anchorsOf, linksOf, page, pages, root } from './markdown.ts';

describe('docs/functions.md', () => {
  it('is what the tables say now (`npm run docs` writes it)', () => {
    expect(page('docs/functions.md').text).toBe(functionDocs());
  });
});

describe('links', () => {
  it.each(pages.map((p) => p.path))('of %s lead to files and headings that are there', (path) => {
    const broken = linksOf(page(path)).filter((link) => !/^(https?|mailto):/.test(link) && !leadsSomewhere(path, link));
    expect(broken).toEqual([]);
  });

  it('lead to every page of docs/', () => {
    const linked = new Set(pages.flatMap((p) => linksOf(p).map((link) => target(p.path, link)[0])));
    expect(pages.map((p) => p.path).filter((path) => path !== 'README.md' && !linked.has(path))).toEqual([]);
  });
});

/** The file that a link on a page leads to, relative to the repository, and the heading in it. */
function target(from: string, link: string): readonly [path: string, anchor: string | undefined] {
  const [path, anchor] = link.split('#') as [string, string | undefined];
  return [path === '' ? from : normalize(join(dirname(from), path)), anchor];
}

function leadsSomewhere(from: string, link: string): boolean {
  const [path, anchor] = target(from, link);
  if (!existsSync(join(root, path))) return false;
  return anchor === undefined || !path.endsWith('.md') || anchorsOf(readFileSync(join(root, path), 'utf8')).has(anchor);
}
