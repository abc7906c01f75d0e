import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { rows } from './folders.ts';
import { circles, forbidden, importsOf, modulesIn, ofNode, rowOf } from './imports.ts';

const src = fileURLToPath(new URL('../../src', import.meta.url));
const files = modulesIn(src);
const imports = files.flatMap((file) => importsOf(file, readFileSync(join(src, file), 'utf8')));

describe('the files of src', () => {
  it('import only from folders that their row allows', () => {
    expect(forbidden(imports, rows)).toEqual([]);
  });

  it('import each other in no cycle, types included', () => {
    expect(circles(imports).map((circle) => circle.join(' → '))).toEqual([]);
  });

  it('import files that exist', () => {
    const known = new Set(files);
    expect(imports.filter(({ to }) => !known.has(to))).toEqual([]);
    // If imports were not found at all, nothing above could fail.
    expect(imports.length).toBeGreaterThan(files.length);
  });

  it('each have a row', () => {
    expect(files.filter((file) => !rowOf(file, rows))).toEqual([]);
  });
});

describe('the runtime', () => {
  /** An engine that there is in Node alone, what examines the machine for `gan doctor`, and the host with that engine. */
  const inNode = /^runtime\/(platform\/node|engines\/tensorflow|doctor)\/|^runtime\/hosts\/node\.ts$/;

  it('knows Node in the platform for it, and otherwise runs on a web page', () => {
    const portable = files.filter((file) => file.startsWith('runtime/') && !inNode.test(file));
    expect(portable.length).toBeGreaterThan(100);
    const found = portable.flatMap((file) =>
      ofNode(readFileSync(join(src, file), 'utf8')).map((what) => `src/${file}: ${what}`),
    );
    expect(found).toEqual([]);
  });

  it.each([
    ["import { join } from 'node:path';", ['node:path']],
    ["const { create } = await import('webgpu');", ['webgpu']],
    ['const limit = process.constrainedMemory();', ['process']],
    ["Buffer.from('x'); type Code = NodeJS.ErrnoException;", ['Buffer', 'NodeJS']],
    ["// process\nconst text = 'process'; import type { Platform } from './platform.ts';", []],
    ['memory.buffer instanceof ArrayBuffer; gpu.process', []],
  ])('uses Node in %s', (text, expected) => {
    expect(ofNode(text)).toEqual(expected);
  });
});

describe('the table of folders', () => {
  it('has no row without files, and none twice', () => {
    const used = new Set(files.map((file) => rowOf(file, rows)));
    expect(rows.filter((row) => !used.has(row)).map(({ folder }) => folder)).toEqual([]);
    expect(new Set(rows.map(({ folder }) => folder)).size).toBe(rows.length);
  });

  it('lets a folder import only from rows above it, or within itself', () => {
    const wrong = rows.flatMap(({ folder, imports: allowed }, at) =>
      allowed
        .map((name) => name.replace(/^type /, ''))
        .filter((name) => {
          const place = rows.findIndex((row) => row.folder === name);
          return place < 0 || (place >= at && !name.startsWith(`${folder}/`));
        })
        .map((name) => `${folder} → ${name}`),
    );
    expect(wrong).toEqual([]);
  });
});

describe('imports', () => {
  const read = (text: string) => importsOf('a/b/c.ts', text).map(({ to, typeOnly }) => [to, typeOnly]);

  it.each([
    ["import { x } from './d.ts';", 'a/b/d.ts', false],
    ["import { x, type Y } from '../d.ts';", 'a/d.ts', false],
    ["import './d.ts';", 'a/b/d.ts', false],
    ["import * as d from './d.ts';", 'a/b/d.ts', false],
    ["import type { Y } from './d.ts';", 'a/b/d.ts', true],
    ["import { type Y } from './d.ts';", 'a/b/d.ts', true],
    ["export { x } from './d.ts';", 'a/b/d.ts', false],
    ["export * from './d.ts';", 'a/b/d.ts', false],
    ["export type { Y } from './d.ts';", 'a/b/d.ts', true],
    ["const open = async () => (await import('./e/d.ts')).open();", 'a/b/e/d.ts', false],
    ["let y: import('./d.ts').Y;", 'a/b/d.ts', true],
  ])('are read from %s', (text, to, typeOnly) => {
    expect(read(text)).toEqual([[to, typeOnly]]);
  });

  it('of packages and in comments are not ours', () => {
    expect(read("import ts from 'typescript'; // import './d.ts'")).toEqual([]);
  });

  const table = [
    { folder: 'low', imports: [], why: '' },
    { folder: 'high/**', imports: ['type low'], why: 'it looks, and touches nothing' },
  ];
  const one = (from: string, to: string, typeOnly = false) => forbidden([{ from, to, typeOnly }], table);

  it('are reported if the row does not allow them', () => {
    expect(one('high/x/a.ts', 'high/b.ts')).toEqual([]);
    expect(one('high/x/a.ts', 'low/b.ts', true)).toEqual([]);
    expect(one('high/x/a.ts', 'low/b.ts')).toEqual([
      'src/high/x/a.ts imports more than types of src/low/b.ts, but `high/**` may import from type low (it looks, and touches nothing)',
    ]);
    expect(one('low/b.ts', 'high/a.ts', true)[0]).toMatch(/^src\/low\/b\.ts imports src\/high\/a\.ts, but `low` may/);
    expect(one('low/deeper/b.ts', 'low/a.ts')).toEqual(['src/low/deeper/b.ts is in a folder that has no row']);
  });

  it('in a cycle are found, however long it is', () => {
    const chain = (...names: string[]) =>
      names.slice(1).map((to, i) => ({ from: names[i]!, to, typeOnly: i % 2 === 0 }));
    expect(circles(chain('a', 'b', 'c', 'd'))).toEqual([]);
    expect(circles([...chain('a', 'b', 'd'), ...chain('a', 'c', 'd')])).toEqual([]);
    expect(circles([...chain('a', 'b', 'c', 'd'), ...chain('d', 'b')])).toEqual([['b', 'c', 'd']]);
    expect(circles(chain('a', 'a'))).toEqual([['a']]);
  });
});
