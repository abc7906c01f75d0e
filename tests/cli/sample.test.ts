import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeSafetensors } from '../../src/runtime/output/safetensors.ts';
import { gan, oneMessage } from './gan.ts';
import { pictures, tiny, write } from './specs.ts';

let cwd: string;
beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'ganspec-sample-'));
  await Promise.all(
    [tiny, pictures].map(async (text, i) => {
      const file = write(cwd, text, ['tiny.gan', 'pictures.gan'][i]);
      expect(await gan(['train', file, '--engine', 'cpu', '--steps', '2'], { cwd })).toMatchObject({ code: 0 });
    }),
  );
}, 60_000);
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

async function sample(...args: readonly string[]): Promise<string> {
  const { code, out, err } = await gan(['sample', ...args, '--engine', 'cpu'], { cwd });
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out;
}

/** The points in a table. */
function table(path: string): number[][] {
  const [header, ...rows] = readFileSync(join(cwd, path), 'utf8').trimEnd().split('\n');
  expect(header).toBe('x0,x1');
  return rows.map((row) => row.split(',').map(Number));
}

describe('gan sample', () => {
  it('writes points as a table, a picture or tensors, and the same numbers each time', async () => {
    expect(await sample('runs/tiny')).toBe('runs/tiny/samples.csv: 64 of `fake`, [2]\n');
    const points = table('runs/tiny/samples.csv');
    expect(points).toHaveLength(64);
    for (const point of points) expect(point.every(Number.isFinite) && point.length === 2).toBe(true);

    const { file, value, shape, version } = JSON.parse(
      await sample('runs/tiny', '--out', 'deep/points.safetensors', '--json'),
    ) as Record<string, unknown>;
    expect({ file, value, shape, version }).toEqual({
      file: 'deep/points.safetensors',
      value: 'fake',
      shape: [64, 2],
      version: 1,
    });
    const tensor = decodeSafetensors(readFileSync(join(cwd, 'deep/points.safetensors')), '').tensors.get('fake')!;
    expect(tensor.shape).toEqual([64, 2]);
    expect([...tensor.data]).toEqual(points.flat());

    await sample('runs/tiny', '--out', 'points.png', '-n', '5');
    expect(decode(readFileSync(join(cwd, 'points.png'))).width).toBeGreaterThan(100);
  });

  it('takes another seed, number, value and checkpoint', async () => {
    await sample('runs/tiny', '--out', 'a.csv', '-n', '3');
    await sample('runs/tiny', '--out', 'b.csv', '-n', '3', '--seed', '1', '--step', '2');
    await sample('runs/tiny', '--out', 'far.csv', '-n', '3', '--value', 'far');
    const [a, b, far] = ['a.csv', 'b.csv', 'far.csv'].map(table);
    expect(a).toHaveLength(3);
    expect(b).not.toEqual(a);
    far!.flat().forEach((value, i) => expect(value / 10).toBeCloseTo(a!.flat()[i]!, 5));
  });

  it('takes what a network makes if the spec shows nothing', async () => {
    const file = write(cwd, `let shifted = x + 1\n${tiny.replace(/^(evaluate|show) .*$/gm, '')}`, 'unseen.gan');
    expect(await gan(['train', file, '--engine', 'cpu', '--steps', '1'], { cwd })).toMatchObject({ code: 0 });
    expect(await sample('runs/unseen')).toBe('runs/unseen/samples.csv: 64 of `fake`, [2]\n');
  });

  it('writes many as they come, of which the first are those of a few', async () => {
    expect(await sample('runs/tiny', '--out', 'many.csv', '-n', '2500')).toBe('many.csv: 2500 of `fake`, [2]\n');
    await sample('runs/tiny', '--out', 'many.safetensors', '-n', '2500');
    await sample('runs/tiny', '--out', 'few.csv', '-n', '7');
    const many = table('many.csv');
    expect(many).toHaveLength(2500);
    expect(new Set(many.map(String)).size).toBe(2500);
    expect(many.slice(0, 7)).toEqual(table('few.csv'));
    const { tensors } = decodeSafetensors(readFileSync(join(cwd, 'many.safetensors')), 'many');
    expect(tensors.get('fake')!.shape).toEqual([2500, 2]);
    expect([...tensors.get('fake')!.data]).toEqual(many.flat().map(Math.fround));
  });

  it('draws images into a grid', async () => {
    expect(await sample('runs/pictures', '-n', '4')).toBe('runs/pictures/samples.png: 4 of `fake`, [28, 28, 1]\n');
    expect(decode(readFileSync(join(cwd, 'runs/pictures/samples.png'))).width).toBe(2 * 58 + 2);
    await sample('runs/pictures', '-n', '2', '--out', 'pixels.csv');
    expect(readFileSync(join(cwd, 'pixels.csv'), 'utf8').split('\n')[1]!.split(',')).toHaveLength(784);
  });

  it('refuses what it cannot do, and writes nothing', async () => {
    writeFileSync(join(cwd, 'file'), '');
    const before = readdirSync(cwd);
    for (const [args, why, help] of [
      [['runs/tiny', '--out', 'a.jpg'], /samples cannot be written as \.jpg/, /\.png, \.csv or \.safetensors/],
      [['runs/tiny', '--out', 'points'], /a file without extension/, /\.png, \.csv or \.safetensors/],
      [['runs/tiny', '--value', 'fakes'], /the spec has no `let fakes` to sample from/, /it has fake, far/],
      [['runs/tiny', '--step', '7'], /step-000007 cannot be used/, /step-000002 is intact/],
      [['runs/none'], /runs\/none is not the folder of a run/, /runs\/NAME/],
      [['runs/tiny', '--out', 'file/a.csv'], /cannot write file\/a\.csv: file is a file, not a folder/, /another path/],
    ] as const) {
      const { code, out, err } = await gan(['sample', ...args, '--engine', 'cpu'], { cwd });
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toMatch(oneMessage(why, help));
    }
    expect(readdirSync(cwd)).toEqual(before);
  });

  it('says so if there is no checkpoint yet', async () => {
    const text = readFileSync(join(cwd, 'runs/tiny/spec.gan'), 'utf8');
    const fresh = join(cwd, 'fresh');
    mkdirSync(fresh);
    writeFileSync(join(fresh, 'spec.gan'), text);
    for (const args of [
      ['sample', 'fresh'],
      ['train', '--resume', 'fresh'],
    ]) {
      const { code, err } = await gan(args, { cwd });
      expect(code).toBe(2);
      expect(err).toMatch(oneMessage(/fresh has no checkpoint yet/, /train/));
    }
  });
});
