/** The parts of the browser's platform that run anywhere agree with Node's. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { posix } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { memoryFiles } from '../../src/runtime/platform/browser/memory-files.ts';
import { modulesIn } from '../../src/runtime/platform/browser/modules.ts';
import { paths } from '../../src/runtime/platform/browser/paths.ts';
import { sha256 } from '../../src/runtime/platform/browser/sha256.ts';
import { codeOf, readText, type Files } from '../../src/runtime/platform/files.ts';
import { nodePlatform } from '../../src/runtime/platform/node/platform.ts';

const some = [
  '',
  '.',
  '/',
  'a',
  'a/',
  '/a',
  'a/b.gan',
  '/a/b/',
  './a',
  '../a',
  'a/../b',
  '/..',
  '.gan',
  'a/.b',
  'a.b/c',
  'c.',
  'x.tar.gz',
];

describe('paths', () => {
  it.each(some)('of %o are as POSIX has them', (path) => {
    expect(paths.dirname(path)).toBe(posix.dirname(path));
    expect(paths.basename(path)).toBe(posix.basename(path));
    expect(paths.extname(path)).toBe(posix.extname(path));
    for (const other of some) {
      // A slash at the end means nothing here.
      expect(paths.join(path, other)).toBe(posix.join(path, other).replace(/(?<=.)\/$/, ''));
      expect(paths.resolve(path, other)).toBe(posix.resolve('/', path, other));
    }
  });
});

it('a basename leaves an ending out, if there is more than that', () => {
  expect(['/a/b.gan', 'b.gan/', 'b.csv'].map((path) => paths.basename(path, '.gan'))).toEqual(['b', 'b', 'b.csv']);
});

describe('sha256', () => {
  it.each([0, 1, 55, 56, 63, 64, 65, 119, 128, 1000])('of %i bytes is that of Node', (size) => {
    const bytes = randomBytes(size);
    expect(sha256(bytes)).toBe(nodePlatform.sha256(bytes));
    // A part of a larger array.
    expect(sha256(new Uint8Array(bytes).subarray(size >> 1))).toBe(nodePlatform.sha256(bytes.subarray(size >> 1)));
  });

  it('of a text is that of its UTF-8', () => {
    expect(sha256('größer →')).toBe(nodePlatform.sha256('größer →'));
  });
});

const folder = mkdtempSync(`${tmpdir()}/ganspec-files-`);
afterAll(() => rmSync(folder, { recursive: true }));

describe.each<[string, Files, string]>([
  ['in memory', memoryFiles(), '/run'],
  ['of Node', nodePlatform.files, folder],
])('files %s', (_, files, root) => {
  const at = (path: string) => `${root}/${path}`;
  const failure = (action: () => unknown): unknown => {
    try {
      return action();
    } catch (error) {
      return error;
    }
  };

  it('are read as they were written, replaced and removed', async () => {
    const bytes = Uint8Array.of(1, 2, 3);
    await files.write(at('a/b'), bytes);
    bytes[0] = 9;
    expect([...files.read(at('a/b'))]).toEqual([1, 2, 3]);
    await files.write(at('a/b'), 'größer');
    expect(readText(files, at('a/b'))).toBe('größer');
    expect([files.kindOf(at('a')), files.kindOf(at('a/b')), files.kindOf(at('c'))]).toEqual(['folder', 'file', null]);
    await files.remove(at('a'));
    await files.remove(at('a'));
    expect(files.kindOf(at('a/b'))).toBeNull();
  });

  it('are listed in order, deep or not', async () => {
    await files.write(at('list/c'), '');
    await files.write(at('list/a/b'), '');
    expect(files.list(at('list'))).toEqual(['a', 'c']);
    expect(files.list(at('list'), 'deep').filter((path) => files.kindOf(at(`list/${path}`)) === 'file')).toEqual([
      'a/b',
      'c',
    ]);
    expect(files.list(at('nowhere'))).toEqual([]);
  });

  it('come in parts, and stay as they were if a part fails', async () => {
    const parts = async function* (fails: boolean) {
      yield 'a';
      yield Uint8Array.of(98);
      if (fails) throw new Error('no more');
    };
    await files.writeParts(at('parts/file'), parts(false));
    expect(readText(files, at('parts/file'))).toBe('ab');
    await files.write(at('parts/file'), 'before');
    await expect(files.writeParts(at('parts/file'), parts(true))).rejects.toThrow('no more');
    expect(readText(files, at('parts/file'))).toBe('before');
    expect(files.list(at('parts'))).toEqual(['file']);
  });

  it('in a folder that is written replace those before', async () => {
    await files.writeFolder(
      at('step'),
      new Map([
        ['a', ['1']],
        ['b', ['2', '3']],
      ]),
    );
    await files.writeFolder(at('step'), new Map([['b', ['3', '4']]]));
    expect(files.list(at('step'))).toEqual(['b']);
    expect(readText(files, at('step/b'))).toBe('34');
  });

  it('grow by what is appended, when they are opened again, too', () => {
    for (const texts of [['a\n', 'ö\n'], ['c\n']]) {
      const file = files.append(at('log/metrics'));
      for (const text of texts) file.append(text);
      expect(readText(files, at('log/metrics')).endsWith(texts.at(-1)!)).toBe(true);
      file.close();
    }
    expect(readText(files, at('log/metrics'))).toBe('a\nö\nc\n');
  });

  it('that are not there, or cannot be, are refused alike', async () => {
    await files.write(at('file'), '');
    expect(codeOf(failure(() => files.read(at('none'))))).toBe('ENOENT');
    expect(codeOf(failure(() => files.read(root)))).toBe('EISDIR');
    await expect(files.write(at('file/below'), '')).rejects.toMatchObject({
      name: 'OutputError',
      message: `cannot write ${at('file/below')}: ${at('file')} is a file, not a folder`,
      help: 'choose another path',
    });
    expect(failure(() => files.append(at('file/below')))).toMatchObject({ name: 'OutputError' });
  });
});

it('modules of a spec are read from files in memory', async () => {
  const files = memoryFiles();
  await files.write('specs/blocks/up.gan', 'block up');
  const read = modulesIn(files, '/specs');
  expect(read('blocks/up.gan')).toEqual({ text: 'block up' });
  expect(read('blocks')).toEqual({ missing: true });
});
