/** Fusion must not change what a graph means, nor leave elementwise work that could have been done in one pass. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { analyze, compile } from '../../src/compiler/compile.ts';
import { startGraph } from '../../src/compiler/graph-semantics/build.ts';
import { evaluateNodes } from '../../src/compiler/graph-semantics/evaluate.ts';
import type { Graph } from '../../src/compiler/graph/graph.ts';
import { sizeOf } from '../../src/compiler/graph/graph.ts';
import type { ReferenceTensor } from '../../src/compiler/ops/op.ts';
import { evaluateScalar } from '../../src/compiler/ops/scalar/evaluate.ts';
import { opOf } from '../../src/compiler/ops/table.ts';
import { fuse, type FusedGraph, type Fusion } from '../../src/compiler/passes/fuse.ts';
import { openWasm } from '../../src/runtime/engines/wasm/wasm.ts';
import { nodePlatform } from '../../src/runtime/platform/node/platform.ts';

/** The value of a fusion, element by element. */
function evaluateFusion({ inputs, program, sides }: Fusion, values: readonly ReferenceTensor[]): Float64Array {
  const size = sizeOf(sides);
  return Float64Array.from({ length: size }, (_, at) => {
    const operands = inputs.map(({ moves }, i) => values[i]!.data[placeOf(at, sides, moves)]!);
    return evaluateScalar(program, operands);
  });
}

/** The index of the input's cell that belongs to an element of the result. */
function placeOf(at: number, sides: readonly number[], moves: readonly boolean[]): number {
  let [rest, place, stride] = [at, 0, 1];
  for (let axis = sides.length - 1; axis >= 0; axis--) {
    const side = sides[axis]!;
    if (moves[axis]) {
      place += (rest % side) * stride;
      stride *= side;
    }
    rest = Math.floor(rest / side);
  }
  return place;
}

function evaluateFused({ graph, fusions }: FusedGraph, feeds: ReadonlyMap<string, ReferenceTensor>): ReferenceTensor[] {
  const values: ReferenceTensor[] = [];
  for (const { id, op, inputs, attributes, output } of graph.nodes) {
    const given = inputs.map((input) => values[input]!);
    const fusion = fusions.get(id);
    if (op === 'Placeholder') values.push(feeds.get(attributes['name'] as string)!);
    else if (fusion) values.push({ shape: output.shape, data: evaluateFusion(fusion, given) });
    else values.push({ shape: output.shape, data: opOf(op).evaluate(given, attributes, output) });
  }
  return values;
}

function feedsOf(graph: Graph): Map<string, ReferenceTensor> {
  return new Map(
    graph.inputs.map(({ node, name }, i) => {
      const { shape, dtype } = graph.nodes[node]!.output;
      const data = Float64Array.from({ length: sizeOf(shape) }, (_, j) =>
        dtype === 'float32' ? 0.6 + 0.5 * Math.sin(1 + 7 * i + 3 * j) : 0,
      );
      return [name, { shape, data }];
    }),
  );
}

function expectSame(graph: Graph): FusedGraph {
  const fused = fuse(graph);
  const feeds = feedsOf(graph);
  const expected = evaluateNodes(graph, feeds);
  evaluateFused(fused, feeds).forEach(({ shape, data }, id) => {
    const { data: wanted } = expected[fused.originals[id]!]!;
    expect(shape).toEqual(graph.nodes[fused.originals[id]!]!.output.shape);
    expect([...data]).toEqual([...wanted]);
  });
  fused.graph.outputs.forEach(({ node }, i) => expect(fused.originals[node]).toBe(graph.outputs[i]!.node));
  return fused;
}

const small = (spec: string) =>
  readFileSync(spec, 'utf8')
    .replace(/batch \d+/, 'batch 4')
    .replace(/dense\(128\)/g, 'dense(5)')
    .replace('width = 32', 'width = 2')
    .replace('conv2d_transpose(32', 'conv2d_transpose(2')
    .replace(/conv2d\((32|64)/g, 'conv2d(2')
    .replace('dense(7 * 7 * 64) |> relu |> reshape(7, 7, 64)', 'dense(7 * 7 * 2) |> relu |> reshape(7, 7, 2)');

describe('the steps of whole specs mean the same', () => {
  test.each(['specs/ring.gan', 'specs/wgan_gp.gan', 'specs/digits.gan'])(
    '%s',
    (name) => {
      const { program } = analyze({ name, text: small(name) });
      const graph = compile(program!).step(0);
      const fused = expectSame(graph);
      expect(fused.graph.nodes.length).toBeLessThan(0.75 * graph.nodes.length);
    },
    60_000,
  );
});

const float = (shape: readonly number[]) => ({ dtype: 'float32', shape }) as const;

function builderWith(shapes: Readonly<Record<string, readonly number[]>>) {
  const builder = startGraph('test');
  const inputs = Object.entries(shapes).map(([name, shape]) =>
    builder.input(name, float(shape), { kind: 'argument', argument: name }),
  );
  return { builder, inputs };
}

test('a chain with a line, a scalar and a number is one node', () => {
  const { builder: b, inputs } = builderWith({ x: [2, 3, 5], bias: [5], scale: [1] });
  const [x, bias, scale] = inputs as [number, number, number];
  const shifted = b.add('AddV2', [x, bias]);
  const scaled = b.add('Mul', [shifted, b.add('Mul', [scale, b.constant(2)])]);
  b.output('y', b.add('Maximum', [b.constant(0.1), scaled]));
  const { graph, fusions } = expectSame(b.build());
  expect(graph.nodes.map(({ op }) => op)).toEqual(['Placeholder', 'Placeholder', 'Placeholder', 'Fused', 'Fused']);
  const { sides, inputs: read } = fusions.get(4)!;
  expect(sides).toEqual([6, 5]);
  expect(read.map(({ moves }) => moves)).toEqual([
    [true, true],
    [false, true],
    [false, false],
  ]);
});

test('a value read twice is stored once, unless both readers are in the same run', () => {
  const { builder: b, inputs } = builderWith({ x: [7] });
  const root = b.add('Sqrt', [inputs[0]!]);
  b.output('y', b.add('Mul', [b.add('Neg', [root]), b.add('Square', [root])]));
  expect(expectSame(b.build()).graph.nodes).toHaveLength(2);
  b.output('sum', b.add('Sum', [root], { axes: [0], keep_dims: false }));
  expect(expectSame(b.build()).graph.nodes).toHaveLength(4);
});

test('outputs keep their values, and a constant that others read stays', () => {
  const { builder: b, inputs } = builderWith({ x: [4] });
  const half = b.add('Mul', [inputs[0]!, b.constant(0.5)]);
  b.output('half', half);
  b.output('y', b.add('AddV2', [half, b.constant(0.25)]));
  b.output('constant', b.constant(0.25));
  expect(expectSame(b.build()).graph.nodes.map(({ op }) => op)).toEqual(['Placeholder', 'Fused', 'Const', 'Fused']);
});

test('operands stretched along any axes are one node', () => {
  const { builder: b, inputs } = builderWith({ x: [2, 3, 4], column: [2, 1, 4], cell: [3, 1], line: [4] });
  const [x, column, cell, line] = inputs as [number, number, number, number];
  b.output('y', b.add('AddV2', [b.add('Mul', [x, column]), b.add('Mul', [line, b.add('Neg', [cell])])]));
  const { graph, fusions } = expectSame(b.build());
  expect(graph.nodes.slice(4).map(({ op }) => op)).toEqual(['Fused', 'Fused', 'Fused']);
  expect(fusions.get(6)!.sides).toEqual([2, 3, 4]);
});

test('lines whose ends do not fall together are not fused', () => {
  const { builder: b, inputs } = builderWith({ x: [6, 4], four: [4], six: [6] });
  const [x, four, six] = inputs as [number, number, number];
  const shaped = b.add('Reshape', [b.add('Mul', [x, four])], { shape: [4, 6] });
  b.output('y', b.add('Mul', [shaped, six]));
  const { nodes } = expectSame(b.build()).graph;
  expect(nodes.slice(3).map(({ op }) => op)).toEqual(['Fused', 'Fused']);
});

test('reshapes in between are passed through', () => {
  const { builder: b, inputs } = builderWith({ x: [2, 6], line: [3] });
  const shaped = b.add('Reshape', [b.add('Neg', [inputs[0]!])], { shape: [4, 3] });
  b.output('y', b.add('AddV2', [shaped, inputs[1]!]));
  expect(expectSame(b.build()).graph.nodes.map(({ op }) => op)).toEqual(['Placeholder', 'Placeholder', 'Fused']);
});

test('an input that is reshaped is not stretched', () => {
  const { builder: b, inputs } = builderWith({ x: [24], column: [2, 1] });
  const shaped = b.add('Reshape', [inputs[0]!], { shape: [2, 12] });
  b.output('y', b.add('Mul', [shaped, inputs[1]!]));
  const { fusions } = expectSame(b.build());
  expect([...fusions.values()].map(({ inputs: read }) => read.map(({ moves }) => moves))).toEqual([
    [
      [true, true],
      [true, false],
    ],
  ]);
});

test('an engine fuses unless told not to', async () => {
  const b = startGraph('exp');
  const x = b.input('x', { dtype: 'float32', shape: [2] }, { kind: 'argument', argument: 'x' });
  b.output('y', b.add('Neg', [b.add('Square', [b.add('AddV2', [x, b.constant(1)])])]));
  const feeds = new Map([['x', { dtype: 'float32', shape: [2], data: Float32Array.of(1, 2) } as const]]);
  for (const [options, kernels] of [
    [{}, 1],
    [{ passes: ['fuse'] }, 1],
    [{ passes: [] }, 3],
  ] as const) {
    const engine = await openWasm(nodePlatform, options);
    try {
      const program = engine.prepare(b.build());
      expect(await engine.profile(program, feeds)).toHaveLength(kernels);
      expect([...(await engine.run(program, feeds)).get('y')!.data]).toEqual([-4, -9]);
    } finally {
      engine.dispose();
    }
  }
});
