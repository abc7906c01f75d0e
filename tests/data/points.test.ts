import { describe, expect, it } from 'vitest';
import type { DataParameters } from '../../src/compiler/words/data-sources.ts';
import { dataSources } from '../../src/compiler/words/data-sources.ts';
import { openData, openers } from '../../src/runtime/data/open.ts';
import type { DataSource } from '../../src/runtime/data/source.ts';
import { arcLength } from '../../src/runtime/data/spiral.ts';
import { contextIn, rowsOf, stored } from './stored.ts';

const context = contextIn('.');
const range = (n: number, from = 0): Int32Array => Int32Array.from({ length: n }, (_, i) => from + i);

async function open(name: string, parameters: DataParameters = {}): Promise<DataSource> {
  const data = stored(name, parameters);
  return openData(
    data,
    data.fields.map((field) => ({ name: field.name, ...field.type })),
    context,
  );
}

async function points(source: DataSource, n: number): Promise<{ x: number; y: number; label: number }[]> {
  const tensors = await rowsOf(source, range(n));
  const point = tensors.get('point')!;
  const label = tensors.get('label')!;
  expect(point).toMatchObject({ dtype: 'float32', shape: [n, 2] });
  expect(label).toMatchObject({ dtype: 'int32', shape: [n] });
  return Array.from(label.data, (l, i) => ({ x: point.data[2 * i]!, y: point.data[2 * i + 1]!, label: l }));
}

const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
const rootMeanSquare = (values: readonly number[]): number => Math.sqrt(mean(values.map((v) => v * v)));

describe('the table of data sources', () => {
  it('has an opener for each row, and a row for each opener', () => {
    expect([...openers.keys()].sort()).toEqual([...dataSources.keys()].sort());
  });

  it('documents every row and parameter, with defaults of the right kind', () => {
    for (const { name, doc, parameters } of dataSources.values()) {
      expect(doc, name).not.toBe('');
      for (const p of parameters) {
        expect(p.doc, `${name}.${p.name}`).not.toBe('');
        if (p.default === undefined || p.default === null) continue;
        expect(typeof p.default, `${name}.${p.name}`).toBe(
          p.kind === 'text' || p.kind === 'choice' ? 'string' : 'number',
        );
        if (p.kind === 'choice') expect(p.choices, `${name}.${p.name}`).toContain(p.default);
      }
    }
  });

  it('says which square numbers are near a number of modes that is not square', () => {
    const grid = dataSources.get('grid')!;
    const problem = (modes: number) => grid.problem!(stored('grid', { modes }).parameters);
    expect(problem(25)).toBeNull();
    expect(problem(24)).toEqual({
      parameter: 'modes',
      why: '24 Gaussians do not fill a square grid',
      help: 'use 16 (4 × 4) or 25 (5 × 5)',
    });
  });
});

describe.each(['ring', 'grid', 'spiral'])('%s', (name) => {
  it('is random access: an example does not depend on the batch it comes in', async () => {
    const source = await open(name);
    expect(source.size).toBe(100_000);
    const all = (await rowsOf(source, range(100))).get('point')!.data;
    expect((await rowsOf(source, Int32Array.of(99, 7))).get('point')!.data).toEqual(
      Float32Array.of(all[198]!, all[199]!, all[14]!, all[15]!),
    );
    expect((await rowsOf(await open(name), range(100))).get('point')!.data).toEqual(all);
    expect((await rowsOf(await open(name, { seed: 1 }), range(100))).get('point')!.data).not.toEqual(all);
  });
});

describe('ring', () => {
  it('draws from every mode equally often, with the standard deviation asked for', async () => {
    const source = await open('ring', { modes: 8, radius: 2, std: 0.05 });
    expect(source.modes!.std).toBe(0.05);
    const drawn = await points(source, 16_000);
    for (const [mode, centre] of source.modes!.centres.entries()) {
      const angle = (2 * Math.PI * mode) / 8;
      expect(centre[0]).toBeCloseTo(2 * Math.cos(angle), 12);
      expect(centre[1]).toBeCloseTo(2 * Math.sin(angle), 12);
      const own = drawn.filter((p) => p.label === mode);
      expect(Math.abs(own.length - 2000)).toBeLessThan(4 * Math.sqrt(16_000 * (1 / 8) * (7 / 8)));
      for (const deviations of [own.map((p) => p.x - centre[0]!), own.map((p) => p.y - centre[1]!)]) {
        expect(Math.abs(mean(deviations))).toBeLessThan((4 * 0.05) / Math.sqrt(own.length));
        expect(Math.abs(rootMeanSquare(deviations) - 0.05)).toBeLessThan((4 * 0.05) / Math.sqrt(2 * own.length));
      }
    }
  });
});

describe('grid', () => {
  it('goes from −4 to 4 for 25 modes at a distance of 2', async () => {
    const source = await open('grid');
    const centres = source.modes!.centres;
    expect(centres).toHaveLength(25);
    expect(centres[0]).toEqual([-4, -4]);
    expect(centres[1]).toEqual([-2, -4]);
    expect(centres[24]).toEqual([4, 4]);
    const distance = (p: { x: number; y: number; label: number }): number =>
      Math.hypot(p.x - centres[p.label]![0]!, p.y - centres[p.label]![1]!);
    expect((await points(source, 5000)).filter((p) => distance(p) > 6 * 0.05)).toEqual([]);
  });
});

describe('spiral', () => {
  it('lies on r = t, φ = 2π · turns · t', async () => {
    const source = await open('spiral', { turns: 2, std: 0 });
    for (const { x, y } of await points(source, 500)) {
      const t = Math.hypot(x, y);
      expect(t).toBeLessThanOrEqual(1 + 1e-6);
      expect(x).toBeCloseTo(t * Math.cos(4 * Math.PI * t), 5);
      expect(y).toBeCloseTo(t * Math.sin(4 * Math.PI * t), 5);
    }
  });

  it('spreads points evenly along its length', async () => {
    const source = await open('spiral', { turns: 3, std: 0 });
    const n = 5000;
    const winding = 6 * Math.PI;
    const shares = (await points(source, n)).map(
      ({ x, y }) => arcLength(Math.hypot(x, y), winding) / arcLength(1, winding),
    );
    const distances = shares.sort((a, b) => a - b).map((share, i) => Math.abs(share - (i + 0.5) / n));
    expect(Math.max(...distances) * Math.sqrt(n)).toBeLessThan(1.95); // Kolmogorov–Smirnov: fails once in 1000
  });

  it('has the length that short straight lines add up to', () => {
    const winding = 6 * Math.PI;
    const at = (t: number): [number, number] => [t * Math.cos(winding * t), t * Math.sin(winding * t)];
    let length = 0;
    for (let i = 0; i < 100_000; i++) {
      const [ax, ay] = at(i / 100_000);
      const [bx, by] = at((i + 1) / 100_000);
      length += Math.hypot(bx - ax, by - ay);
    }
    expect(arcLength(1, winding)).toBeCloseTo(length, 6);
  });

  it('turns the second of two arms by half a circle', async () => {
    const source = await open('spiral', { turns: 1, std: 0, arms: 2 });
    const drawn = await points(source, 500);
    expect(new Set(drawn.map((p) => p.label))).toEqual(new Set([0, 1]));
    for (const { x, y, label } of drawn) {
      const t = Math.hypot(x, y);
      expect(x).toBeCloseTo(t * Math.cos(2 * Math.PI * t + Math.PI * label), 5);
      expect(y).toBeCloseTo(t * Math.sin(2 * Math.PI * t + Math.PI * label), 5);
    }
  });
});
