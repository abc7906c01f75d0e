/** A fault outside the spec gives one message that says what is wrong and what to do; nothing half-written is left. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { folder, gan, oneMessage } from '../cli/gan.ts';
import { stateful, tiny, write } from '../cli/specs.ts';
import { mountTinyDisk } from '../output/tiny-disk.ts';

/** There are no temporary files, and every checkpoint has both of its parts. */
function expectNothingHalf(root: string): void {
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' });
  expect(names.filter((name) => name.includes('.partial-'))).toEqual([]);
  for (const name of names.filter((n) => /step-\d{6}$/.test(n)))
    expect(readdirSync(join(root, name)).sort()).toEqual(['manifest.json', 'state.safetensors']);
}

describe('a run folder that cannot be written', () => {
  it.each([
    ['below a file', ['--run', 'file/run'], /file\/run\/graph\.json|file\/run/],
    ['under a name too long', ['--run', 'a'.repeat(300)], /too long/],
    ['where the kernel takes no files', ['--run', '/proc/run'], /\/proc\/run/],
    [
      'for the first weights',
      ['--save-initial', 'file/first.safetensors'],
      /file\/first\.safetensors: file is a file, not a folder/,
    ],
  ])('%s', async (_, args, why) => {
    const cwd = folder();
    writeFileSync(join(cwd, 'file'), 'mine');
    const file = write(cwd, tiny);
    const { code, out, err } = await gan(['train', file, '--engine', 'cpu', ...args], { cwd });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(oneMessage(why, /\w+/));
    expect(readFileSync(join(cwd, 'file'), 'utf8')).toBe('mine');
    expect(readdirSync(cwd).sort()).toEqual(['file', 'tiny.gan']);
  });
});

const disk = mountTinyDisk();
disk?.unmount();

describe.skipIf(!disk)('a disk that is full', () => {
  it.each([
    ['from the start', 4096 * 15, ['--steps', '3']],
    ['while metrics are written', 4096 * 4, ['--steps', '1000', '--log-every', '1']],
    ['at a checkpoint', 4096 * 4, ['--steps', '1000', '--checkpoint-every', '1', '--log-every', '1000']],
  ])('%s', async (_, filler, args) => {
    const tinyDisk = mountTinyDisk()!;
    try {
      writeFileSync(join(tinyDisk.path, 'filler'), new Uint8Array(filler));
      const cwd = folder();
      const text = tiny.replace(/evaluate[^]*/, '');
      const run = join(tinyDisk.path, 'run');
      const { code, out, err } = await gan(['train', write(cwd, text), '--engine', 'cpu', '--run', run, ...args], {
        cwd,
      });
      expect({ code, out }).toEqual({ code: 2, out: '' });
      const message = err.slice(err.indexOf('error:'));
      expect(message).toMatch(oneMessage(/cannot write .*: the disk is full/, /free some space or write elsewhere/));
      expectNothingHalf(tinyDisk.path);
      const metrics = join(run, 'metrics.jsonl');
      if (existsSync(metrics))
        for (const line of readFileSync(metrics, 'utf8').split('\n').slice(0, -1)) JSON.parse(line);
    } finally {
      tinyDisk.unmount();
    }
  });
});

/** An IDX file as MNIST has it: two zero bytes, the type, the rank, the sizes, the bytes. */
function idx(sizes: readonly number[], bytes: number): Buffer {
  const header = Buffer.alloc(4 + 4 * sizes.length);
  header.set([0, 0, 8, sizes.length]);
  sizes.forEach((size, i) => header.writeUInt32BE(size, 4 + 4 * i));
  return Buffer.concat([header, Buffer.alloc(bytes, 7)]);
}

describe('data', () => {
  const spec = stateful
    .replace(/data x.*/, 'data x: image[28, 28, 1] in -1..1 from mnist("digits/images")')
    .replace('-> tensor[2]', '-> image[28, 28, 1] in -1..1')
    .replace('dense(2)', 'dense(784) |> tanh |> reshape(28, 28, 1)')
    .replace('D(x: tensor[2])', 'D(x: image[28, 28, 1] in -1..1)')
    .replace('x |> dense', 'x |> flatten |> dense')
    .replace(/evaluate[^]*/, '');
  const files: readonly (readonly [string, Buffer | null, RegExp])[] = [
    ['that are missing', null, /cannot read .*digits\/images: there is no such file/],
    ['that are empty', Buffer.alloc(0), /digits\/images is empty/],
    [
      'that are cut off',
      idx([4, 28, 28], 4 * 784 - 1),
      /digits\/images is truncated: its header says 4 × 28 × 28, 3152 bytes in all, but it has 3151/,
    ],
    ['that are too long', idx([4, 28, 28], 4 * 784 + 1), /digits\/images is longer than it says/],
    ['of another size', idx([4, 32, 32], 4 * 1024), /holds images of 32 × 32, but 28 × 28 are expected/],
    ['that are labels', idx([4], 4), /holds labels, but is given as images/],
    [
      'that are something else',
      Buffer.from('PNG and nothing more'),
      /is not an IDX file of images: it starts with 0x504e4720/,
    ],
    ['that are a web page', Buffer.from('<!doctype html><title>404</title>'), /is a web page, not an IDX file/],
    [
      'that are damaged gzip',
      gzipSync(idx([4, 28, 28], 4 * 784)).subarray(0, 40),
      /it is gzip, but cannot be unpacked/,
    ],
  ];
  it.each(files)('%s are refused before anything is written', async (_, content, why) => {
    const cwd = folder();
    mkdirSync(join(cwd, 'digits'));
    if (content) writeFileSync(join(cwd, 'digits/images'), content);
    const { code, out, err } = await gan(['train', write(cwd, spec), '--engine', 'cpu', '--steps', '1'], { cwd });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(oneMessage(why, /\w+/));
    expect(readdirSync(cwd).sort()).toEqual(['digits', 'tiny.gan']);
  });

  it('are found from the folder of the spec, whatever the working directory, and again when a run is resumed', async () => {
    const cwd = folder();
    mkdirSync(join(cwd, 'digits'));
    mkdirSync(join(cwd, 'elsewhere'));
    writeFileSync(join(cwd, 'digits/images'), idx([4, 28, 28], 4 * 784));
    write(cwd, spec.replaceAll('batch 64', 'batch 2'));
    const elsewhere = { cwd: join(cwd, 'elsewhere') };
    expect(
      await gan(['train', '../tiny.gan', '--engine', 'cpu', '--steps', '1', '--run', 'run'], elsewhere),
    ).toMatchObject({ code: 0 });
    expect(await gan(['train', '--resume', 'elsewhere/run', '--steps', '2'], { cwd })).toMatchObject({ code: 0 });
    expect(await gan(['sample', 'elsewhere/run', '-n', '1', '--engine', 'cpu'], { cwd })).toMatchObject({ code: 0 });
  });
});
