/** The documentation quotes the output of commands correctly. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folder, gan } from '../cli/gan.ts';
import { blocks, root, where, type Block } from './markdown.ts';

interface Example {
  readonly place: string;
  readonly page: string;
  readonly args: readonly string[];
  readonly output: string;
}

/** Commands whose output is always the same; training prints how long it took. */
const steady = ['check', 'inspect'];

function examplesOf(block: Block): Example[] {
  return block.text.split(/^(?=\$ )/m).flatMap((part) => {
    const [command, ...output] = part.split('\n');
    const [program, ...args] = command!.slice(2).split(' ');
    if (program !== 'gan' || !steady.includes(args[0]!)) return [];
    return [{ place: `${where(block)} ${command}`, page: block.page, args, output: output.join('\n').trimEnd() }];
  });
}

const examples = blocks.filter((block) => block.language === 'console').flatMap(examplesOf);

/** A folder with the specs that a page shows, in files named after their models, and with the repository's specs. */
function withSpecs(page: string): string {
  const cwd = folder();
  cpSync(join(root, 'specs'), join(cwd, 'specs'), { recursive: true });
  for (const { text } of blocks.filter((b) => b.page === page && b.language === 'gan')) {
    const name = /^model (\w+)/m.exec(text)?.[1];
    if (name !== undefined) writeFileSync(join(cwd, `${name}.gan`), text);
  }
  return cwd;
}

/** `…` alone on a line matches any lines. */
function pattern(output: string): RegExp {
  const escape = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const lines = output.split('\n').map((line) => (line.trim() === '…' ? '(?:.*\n)*?' : `${escape(line)}\n`));
  return new RegExp(`^${lines.join('')}\\s*$`);
}

describe('commands in the documentation', () => {
  it('are there', () => {
    expect(examples.length).toBeGreaterThan(8);
  });

  it.each(examples.map((example) => [example.place, example] as const))('%s', async (_, { page, args, output }) => {
    const { out, err } = await gan(args, { cwd: withSpecs(page) });
    const all = `${out}${err}`;
    if (!pattern(output).test(all)) expect(all.trimEnd()).toBe(output);
  });

  it('show the version of the package', () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    for (const block of blocks.filter((b) => b.text.includes('createdBy')))
      expect(block.text).toContain(`"${version}"`);
  });
});
