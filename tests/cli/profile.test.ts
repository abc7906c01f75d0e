import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { folder, gan, oneMessage } from './gan.ts';
import { pictures, tiny, write } from './specs.ts';

interface Cost {
  readonly milliseconds: number;
  readonly flops: number;
  readonly bytes: number;
}
interface Row extends Cost {
  readonly name: string;
  readonly forward: number;
  readonly backward: number;
  readonly update: number;
}
interface Report {
  readonly version: number;
  readonly model: string;
  readonly batch: number;
  readonly engine: { readonly engine: string; readonly device: string };
  readonly timing: string;
  readonly steps: number;
  readonly step: { readonly milliseconds: number; readonly unwatched: number; readonly nodes: number };
  readonly kernels: Cost;
  readonly networks?: readonly (Row & { readonly layers?: readonly Row[] })[];
  readonly values?: readonly Row[];
  readonly lines?: readonly (Cost & { readonly file: string; readonly line: number; readonly text: string })[];
  readonly ops?: readonly (Row & { readonly count: number })[];
  readonly outside: readonly (Cost & { readonly name: string })[];
}

async function profile(...args: readonly string[]): Promise<string> {
  const cwd = folder();
  const file = write(cwd, tiny);
  const { code, out, err } = await gan(['profile', file, '--engine', 'wasm', '--steps', '2', ...args], { cwd });
  expect({ code, err, left: readdirSync(cwd) }).toEqual({ code: 0, err: '', left: [file] });
  return out;
}

const report = async (...args: readonly string[]): Promise<Report> =>
  JSON.parse(await profile('--json', ...args)) as Report;
const all = (...lists: readonly (readonly Cost[])[]): number =>
  lists.flat().reduce((sum, { milliseconds }) => sum + milliseconds, 0);

describe('gan profile', () => {
  it('shows networks by layer, then values, lines, and what is outside, and leaves nothing behind', async () => {
    const out = await profile('--threads', '1');
    expect(out).toMatch(
      /^tiny: batch 16 on wasm \(1 CPU thread, SIMD\), median of 2 steps\nstep [\d.]+ ms, of which kernels [\d.]+ ms: [\d.]+ kFLOP at \S* ?[\d.]+ GFLOP\/s; unwatched [\d.]+ ms\nkernels are timed on the host, one by one, each until it is finished\nmemory [\d.]+ kB: (.+, )?612 B optimizer state, .*300 B weights.*\n\n/,
    );
    const titles = [...out.matchAll(/^(\S.*?) {2,}ms +% of step/gm)].map((match) => match[1]);
    expect(titles).toEqual(['G', 'D', 'losses and values', 'line', 'outside']);
    const rowsOf = (name: string) => out.split('\n').filter((row) => row.startsWith(`  ${name} `));
    for (const layer of ['dense(width)', 'relu', 'in all']) expect(rowsOf(layer), layer).toHaveLength(2);
    for (const layer of ['dense(2)', 'dense(1)']) expect(rowsOf(layer), layer).toHaveLength(1);
    for (const row of rowsOf('dense(width)')) expect(row).toMatch(/^ {2}\S+ +[\d.]+ +[\d.]+ /);
    const line = tiny.split('\n').findIndex((text) => text.includes('x |> dense')) + 1;
    expect(out).toMatch(new RegExp(`^ *${line} {2}x \\|> dense\\(width\\) \\|> relu \\|> …? *.* +[\\d.]+ .*$`, 'm'));
    for (const part of ['draws', 'data', 'overhead', 'counters'])
      expect(out).toMatch(new RegExp(`^ {2}${part} +\\d`, 'm'));
    expect(out).not.toContain('\u001b');
  });

  it('prints the same as JSON, and every grouping adds up to the step', async () => {
    const found = await report();
    expect(found).toMatchObject({
      version: 1,
      model: 'tiny',
      batch: 16,
      steps: 2,
      engine: { engine: 'wasm' },
      timing: 'finished',
    });
    const { networks, values, lines, ops, outside, kernels, step } = found as Required<Report>;
    const layers = networks.flatMap((network) => network.layers!);
    expect(all(networks, values, outside)).toBeCloseTo(step.milliseconds, 9);
    expect(all(layers, values, outside)).toBeCloseTo(step.milliseconds, 9);
    expect(all(lines, outside)).toBeCloseTo(step.milliseconds, 9);
    expect(all(ops)).toBeCloseTo(kernels.milliseconds, 9);
    for (const key of ['flops', 'bytes'] as const)
      expect(ops.reduce((sum, row) => sum + row[key], 0)).toBe(kernels[key]);
    expect(networks.map(({ name }) => name)).toEqual(['G', 'D']);
    expect(lines.map(({ file }) => file)).toEqual(lines.map(() => 'tiny.gan'));
    for (const { line, text } of lines) expect(tiny.split('\n')[line - 1]!.trim()).toBe(text);
    expect(ops.find(({ name }) => name === 'MatMul')!.count).toBeGreaterThan(8);
  });

  it('knows the operations of a layer', async () => {
    const { networks } = await report('--by', 'layer', '--set', 'width=32');
    const [first] = networks![0]!.layers!;
    // 2 → 32 for 16 examples, forward and for the gradient of its kernel (z needs none); bias and Adam come on top.
    const products = 2 * (2 * 16 * 2 * 32);
    expect(first!.name).toBe('dense(width)');
    expect(first!.flops).toBeGreaterThan(products);
    expect(first!.flops).toBeLessThan(1.7 * products);
  });

  it.each([
    ['line', ['lines']],
    ['layer', ['networks', 'values']],
    ['network', ['networks', 'values']],
    ['op', ['ops']],
  ] as const)('by %s shows only that', async (by, tables) => {
    const found = await report('--by', by);
    const present = ['networks', 'values', 'lines', 'ops'].filter((name) => name in found);
    expect(present).toEqual(tables);
    if (found.networks)
      expect(found.networks.every(({ layers }) => (layers !== undefined) === (by === 'layer'))).toBe(true);
    const shown = tables.flatMap((name) => found[name] as readonly Cost[]);
    expect(all(shown, found.outside)).toBeCloseTo(found.step.milliseconds, 9);
    const out = await profile('--by', by);
    const titles = [...out.matchAll(/^(\S.*?) {2,}ms +% of step/gm)].map((match) => match[1]);
    const expected = { line: ['line'], layer: ['G', 'D'], network: ['network'], op: ['op'] }[by];
    expect(titles).toEqual([...expected, ...(found.values ? ['losses and values'] : []), 'outside']);
  });

  it('has colours if they are wanted', async () => {
    const cwd = folder();
    const args = ['profile', write(cwd, tiny), '--engine', 'cpu', '--steps', '1'];
    expect((await gan(args, { cwd, env: { FORCE_COLOR: '1' } })).out).toContain('\u001b[1m');
  });

  it('says what is wrong', async () => {
    const cwd = folder();
    const failed = async (...args: string[]) => {
      const { code, out, err } = await gan(['profile', ...args], { cwd });
      expect(out).toBe('');
      return { code, err };
    };
    const file = write(cwd, tiny);
    const untrained = write(cwd, tiny.replace(/train for [^]*/, ''), 'untrained.gan');
    const wrong = write(cwd, tiny.replace('D(fake)', 'D(fak)'), 'wrong.gan');
    const missing = write(cwd, pictures.replace('digits(size: 32)', 'mnist("none")'), 'missing.gan');
    const usage = await failed('none.gan');
    expect(usage.code).toBe(2);
    expect(usage.err).toMatch(oneMessage(/cannot read none\.gan/, /give the path/));
    const constant = await failed(file, '--set', 'widht=3');
    expect(constant.code).toBe(2);
    expect(constant.err).toMatch(oneMessage(/no `const widht`/, /did you mean width\?/));
    const still = await failed(untrained, '--engine', 'cpu');
    expect(still.code).toBe(2);
    expect(still.err).toMatch(oneMessage(/untrained\.gan has no training program/, /add one/));
    expect((await failed(wrong)).code).toBe(1);
    const data = await failed(missing, '--engine', 'cpu');
    expect(data.code).toBe(2);
    expect(data.err).toMatch(oneMessage(/none/, /\S/));
    const rows = await failed(file, '--by', 'weight');
    expect(rows.code).toBe(2);
    expect(rows.err).toMatch(/Allowed choices are line, layer, network, op/);
  });
});
