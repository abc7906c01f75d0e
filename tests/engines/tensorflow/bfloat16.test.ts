/** `--precision bf16` of `tensorflow`: what is rounded, how often, and what stays as it was. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { roundingFactors } from '../../../src/compiler/emit/bfloat16.ts';
import { GraphDefBuilder, type NodeDef } from '../../../src/compiler/emit/graph-def.ts';
import { emitNodes } from '../../../src/compiler/emit/tensorflow-loop.ts';
import { sizeOf, type Graph } from '../../../src/compiler/graph/graph.ts';
import { ops } from '../../../src/compiler/ops/table.ts';
import { openEngine } from '../../../src/index.ts';
import type { Engine } from '../../../src/runtime/engines/index.ts';
import { inputName } from '../../../src/runtime/engines/tensorflow/eager.ts';
import { sampleInputs } from '../../ops/sample-inputs.ts';
import { expectClose, graphOf, host, noise, reference, stepGraph } from '../engines.ts';
import { hasBfloat16 } from '../installed.ts';

const products = ['MatMul', 'BatchMatMulV2', 'Conv2D', 'Conv2DBackpropInput', 'Conv2DBackpropFilter'];

/** To the nearest bfloat16, the even one if there are two. */
function rounded(values: ArrayLike<number>): Float64Array {
  const floats = Float32Array.from(values);
  const words = new Uint32Array(floats.buffer);
  words.forEach((word, i) => (words[i] = (word + 0x7fff + ((word >> 16) & 1)) & 0xffff0000));
  return Float64Array.from(floats);
}

const window = (margin: number) => ({
  strides: [1, 1],
  explicit_paddings: [margin, margin, margin, margin],
  dilations: [1, 1],
});

const emitted = ({ nodes }: Graph): readonly NodeDef[] => {
  const builder = new GraphDefBuilder('graph');
  const names: string[] = [];
  for (const { id, op } of nodes) if (op === 'Placeholder') names[id] = inputName(id);
  emitNodes(builder, nodes, names);
  return builder.nodes;
};

const isProduct = ({ op }: NodeDef): boolean => products.includes(op);
const typeOf = ({ attrs }: NodeDef, name: string) => (attrs[name] as { readonly type: string }).type;

test('only products are rounded', () => {
  for (const op of ops.values())
    for (const sample of op.samples) {
      const before = emitted(graphOf(op.name, sample));
      if (!products.includes(op.name)) expect(roundingFactors()(before)).toEqual(before);
    }
});

test('a value is rounded once, however many products read it', () => {
  const before = emitted(stepGraph());
  const after = roundingFactors()(before);
  expect(after.filter(isProduct).map(({ op }) => op)).toEqual(before.filter(isProduct).map(({ op }) => op));
  expect(after.filter(isProduct).map((node) => typeOf(node, 'T'))).toEqual(
    before.filter(isProduct).map(() => 'bfloat16'),
  );
  const factors = after.filter((node) => node.op === 'Cast' && typeOf(node, 'DstT') === 'bfloat16');
  const read = before
    .filter(isProduct)
    .flatMap(({ inputs }) => inputs)
    .filter((input) => before.find(({ name }) => name === input)?.op !== 'Const');
  expect(factors.map(({ inputs }) => inputs[0]).sort()).toEqual([...new Set(read)].sort());
  expect(factors.length).toBeLessThan(read.length);
});

test('each node comes after what it reads, as running them one by one needs', () => {
  const graph = stepGraph();
  const seen = new Set(graph.inputs.map(({ node }) => inputName(node)));
  for (const { name, inputs } of roundingFactors()(emitted(graph))) {
    expect(inputs.filter((input) => !seen.has(input))).toEqual([]);
    seen.add(name);
  }
});

test('gradients of margins that are neither SAME nor VALID stay in float32', () => {
  for (const name of ['Conv2DBackpropInput', 'Conv2DBackpropFilter'])
    for (const sample of ops.get(name)!.samples) {
      const [node] = roundingFactors()(emitted(graphOf(name, sample))).filter(isProduct);
      const isNamed = 's' in node!.attrs['padding']! && node!.attrs['padding'].s !== 'EXPLICIT';
      expect(typeOf(node!, 'T')).toBe(isNamed ? 'bfloat16' : 'float32');
    }
});

describe.skipIf(!(await hasBfloat16()))('where tensorflow has it', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openEngine('tensorflow', { precision: 'bf16' });
  });
  afterAll(() => engine.dispose());

  for (const name of products) {
    const op = ops.get(name)!;
    const rounding = op.samples.filter((sample) =>
      roundingFactors()(emitted(graphOf(name, sample))).some(
        (node) => isProduct(node) && typeOf(node, 'T') === 'bfloat16',
      ),
    );
    test.each(rounding.map((sample, i) => [i, sample] as const))(
      `${name} %i: factors and result are bfloat16, sums are not`,
      async (_, sample) => {
        const values = sampleInputs(op, sample, 7);
        const factors = values.map(({ shape, data }) => ({ shape, data: rounded(data) }));
        const { data } = reference(op, sample, factors);
        const feeds = new Map(values.map((value, i) => [String(i), host(value.shape, value.data)]));
        const found = (await engine.run(engine.prepare(graphOf(name, sample)), feeds)).get('y')!;
        expect(found.dtype).toBe('float32');
        expect([...rounded(found.data)]).toEqual([...found.data]);
        // Half a step of bfloat16, and the error of a float32 sum.
        expectClose(found.data, data, 2 ** -8 + 1e-5);
      },
    );
  }

  test.each([
    ['MatMul', [1, 8192], [8192, 1], { transpose_a: false, transpose_b: false }],
    ['Conv2D', [1, 16, 16, 32], [16, 16, 32, 1], window(0)],
    ['Conv2D', [1, 16, 16, 32], [18, 18, 32, 1], window(1)],
    ['Conv2DBackpropFilter', [2, 64, 64, 1], [2, 64, 64, 1], { ...window(0), filter_sizes: [1, 1, 1, 1] }],
    ['Conv2DBackpropFilter', [2, 64, 64, 1], [2, 66, 66, 1], { ...window(1), filter_sizes: [1, 1, 1, 1] }],
    ['Conv2DBackpropInput', [1, 1, 1, 8192], [1, 1, 1, 8192], { ...window(0), input_sizes: [1, 1, 1, 1] }],
  ] as const)('a long sum of %s, %j and %j, is exact', async (name, a, b, attributes) => {
    const sample = { inputs: [{ shape: a }, { shape: b }], attributes };
    const ones = (shape: readonly number[]) => host(shape, new Float32Array(sizeOf(shape)).fill(1));
    const feeds = new Map([
      ['0', ones(a)],
      ['1', ones(b)],
    ]);
    const found = await engine.run(engine.prepare(graphOf(name, sample)), feeds);
    // Summed in bfloat16, it would never get past 256.
    expect(Math.max(...found.get('y')!.data)).toBe(8192);
  });

  test('profiles and traces run the same nodes', async () => {
    const graph = stepGraph();
    const program = engine.prepare(graph);
    engine.write(
      new Map(
        graph.inputs.flatMap(({ node, source }) =>
          source.kind === 'variable' ? [[source.variable, noise(graph.nodes[node]!.output.shape, node)] as const] : [],
        ),
      ),
    );
    const feeds = new Map([
      ['x', noise([8, 12, 12, 1], 1)],
      ['target', noise([8, 3], 2)],
    ]);
    const timed = (await engine.profile(program, feeds)).map(({ node }) => graph.nodes[node]!.op);
    expect(timed).toEqual(expect.arrayContaining(['Conv2D', 'Conv2DBackpropFilter', 'MatMul']));
    expect(await engine.trace(program, feeds)).toBeNull();
    // The product of 3e38 and such overflows; bfloat16 has float32's range.
    const huge = noise([8, 12, 12, 1], 1);
    huge.data.fill(3e38);
    const found = (await engine.trace(program, new Map([...feeds, ['x', huge]])))!;
    expect(graph.nodes[found.node]!.op).toBe('Conv2D');
  });
});
