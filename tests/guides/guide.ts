/**
 * What a guide says to do. A line above each piece of code names the file that it goes into, and where:
 *
 *     **src/a/b.ts**, new:
 *     **src/a/b.ts**, a row of `table`:
 *     **src/a/b.ts**, after `some text of one line`:
 *     **src/a/b.ts**, before `some text of one line`:
 *     **src/a/b.ts**, in place of `some text of one line`:
 *
 * Blocks of `console` are commands with their output, where `…` stands for anything. Blocks of `text` are only to be
 * read.
 */
import { blocksOf, where, type Block, type Page } from '../docs/markdown.ts';
import type { Edit } from './edit.ts';

export interface Command {
  readonly place: string;
  readonly line: string;
  readonly output: string;
}

export interface PlacedEdit extends Edit {
  /** The page and line of the instruction. */
  readonly place: string;
}

const instruction = /^\*\*([^*]+)\*\*, (new|after|before|in place of|a row of)(?: (`+)(.+)\3)?:$/;

export function editsOf(guide: Page): PlacedEdit[] {
  const lines = guide.text.split('\n');
  return blocksOf(guide).flatMap((block): PlacedEdit[] => {
    if (block.language === 'console' || block.language === 'text') return [];
    const match = instruction.exec(lines[block.line - 3] ?? '');
    if (!match || lines[block.line - 2] !== '') throw new Error(`${where(block)} does not say where it goes`);
    const [, file, how, , anchor = ''] = match as unknown as [string, string, Edit['how'], string, string?];
    return [{ place: where(block), file, how, anchor, text: block.text }];
  });
}

export function commandsOf(guide: Page): Command[] {
  return blocksOf(guide)
    .filter((block) => block.language === 'console')
    .flatMap((block: Block) => {
      const parts = block.text.split(/^(?=\$ )/m);
      // A golden file that is quoted begins with `$`, too: it belongs to the `cat` above it, which prints it.
      return quoted(parts).map((part) => {
        const [line, ...output] = part.split('\n');
        return { place: `${where(block)} ${line}`, line: line!.slice(2), output: output.join('\n').trimEnd() };
      });
    });
}

function quoted(parts: readonly string[]): string[] {
  const commands: string[] = [];
  for (const part of parts) {
    if (/^\$ cat [^\n]*\n$/.test(commands.at(-1) ?? '')) commands.push(commands.pop()! + part);
    else commands.push(part);
  }
  return commands;
}
