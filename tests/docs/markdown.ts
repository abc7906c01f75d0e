/** Reads fenced blocks, links and headings out of the documentation. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Page {
  /** Its path, relative to the repository. */
  readonly path: string;
  readonly text: string;
}

export interface Block {
  readonly page: string;
  /** The line of the opening fence, counted from 1. */
  readonly line: number;
  /** The first word after the fence. */
  readonly language: string;
  /** The words after it, as in `error=range-mismatch`. */
  readonly marks: ReadonlyMap<string, string>;
  readonly text: string;
}

/** The pages at the root of the repository and of docs/; the pages about single errors are tested with the messages. */
export const pages: readonly Page[] = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
].map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

export const page = (path: string): Page => pages.find((p) => p.path === path)!;

export const where = ({ page, line }: Pick<Block, 'page' | 'line'>): string => `${page}:${line}`;

/** A fenced block; one with a longer fence may contain others. */
const fenced = /^(`{3,})(\w+)[ ]?(.*)\n([^]*?)^\1$/gm;

/** All fenced blocks of a page, in order. */
export function blocksOf({ path, text }: Page): Block[] {
  return [...text.matchAll(fenced)].map((match) => {
    const [, , language, marks, content] = match as unknown as [string, string, string, string, string];
    const pairs = marks
      .split(' ')
      .filter(Boolean)
      .map((mark) => mark.split('=') as [string, string]);
    return {
      page: path,
      line: text.slice(0, match.index).split('\n').length,
      language,
      marks: new Map(pairs),
      text: content,
    };
  });
}

/**
 * Pages that say how to change the repository: what they show is true after the changes, which `tests/guides` makes.
 */
export const guides: readonly Page[] = pages.filter(({ path }) => path.startsWith('docs/adding-'));

export const blocks: readonly Block[] = pages.filter((p) => !guides.includes(p)).flatMap(blocksOf);

const withoutBlocks = (text: string): string => text.replaceAll(fenced, '');
const withoutCode = (text: string): string => withoutBlocks(text).replaceAll(/(`+)[^\n]*?\1/g, '');

/** The targets of the links and pictures of a page, outside code. */
export function linksOf({ text }: Page): string[] {
  const plain = withoutCode(text);
  const inText = [...plain.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1]!);
  const inTags = [...plain.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1]!);
  return [...inText, ...inTags];
}

/** The anchors that GitHub makes for the headings of a text. */
export function anchorsOf(text: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading] of withoutBlocks(text).matchAll(/^#+ (.+)$/gm)) {
    const plain = heading!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-');
    let anchor = plain;
    for (let i = 1; anchors.has(anchor); i++) anchor = `${plain}-${i}`;
    anchors.add(anchor);
  }
  return anchors;
}
