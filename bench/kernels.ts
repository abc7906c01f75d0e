/**
 * Times the heavy kernels of the wasm engine on the layers of a DCGAN for 28 × 28 images (batch 64), together with a
 * large matrix product, which is as fast as the backend gets. The argument is the number of threads.
 *
 *   npm run bench -- flops && node node_modules/.cache/ganspec-bench/kernels.mjs 2
 */
import type { Attributes, Graph, TensorType } from '../src/compiler/graph/graph.ts';
import { openEngine } from '../src/index.ts';
import type { Engine, HostTensor } from '../src/runtime/engines/index.ts';

type Shape = readonly number[];

const float = (shape: Shape): TensorType => ({ dtype: 'float32', shape });
const sizeOf = (shape: Shape) => shape.reduce((a, b) => a * b, 1);

function graphOf(op: string, inputs: readonly Shape[], output: Shape, attributes: Attributes = {}): Graph {
  const placeholders = inputs.map((shape, id) => ({
    id,
    op: 'Placeholder',
    inputs: [],
    attributes: { name: String(id), dtype: 'float32', shape },
    output: float(shape),
  }));
  const id = inputs.length;
  return {
    version: 1,
    name: op,
    nodes: [
      ...placeholders,
      { id, op, inputs: placeholders.map((node) => node.id), attributes, output: float(output) },
    ],
    inputs: placeholders.map((node) => ({
      node: node.id,
      name: String(node.id),
      source: { kind: 'argument', argument: String(node.id) },
    })),
    outputs: [{ node: id, name: 'y', kind: 'value' }],
  };
}

function noise(shape: Shape): HostTensor {
  return { dtype: 'float32', shape, data: Float32Array.from({ length: sizeOf(shape) }, () => Math.random() - 0.5) };
}

/** The fastest of several runs, in milliseconds. */
async function time(engine: Engine, graph: Graph, rounds = 30): Promise<number> {
  const program = engine.prepare(graph);
  const feeds = new Map(graph.inputs.map(({ name, node }) => [name, noise(graph.nodes[node]!.output.shape)]));
  let best = Infinity;
  for (let i = 0; i < rounds; i++) {
    const times = await engine.profile(program, feeds);
    best = Math.min(best, times.at(-1)!.milliseconds);
  }
  return best;
}

interface Layer {
  readonly name: string;
  readonly image: Shape;
  readonly filter: Shape;
  readonly stride: number;
  /** `[before, after]`, for both axes. */
  readonly padding: readonly [number, number];
}

/** D's two layers, and G's three as the convolutions of which they are the input gradients. */
const layers: readonly Layer[] = [
  { name: 'D1 28²×1 → 64, k5 s2', image: [64, 28, 28, 1], filter: [5, 5, 1, 64], stride: 2, padding: [1, 2] },
  { name: 'D2 14²×64 → 128, k5 s2', image: [64, 14, 14, 64], filter: [5, 5, 64, 128], stride: 2, padding: [1, 2] },
  { name: 'G1 7²×128 ← 256, k5 s1', image: [64, 7, 7, 128], filter: [5, 5, 128, 256], stride: 1, padding: [2, 2] },
  { name: 'G2 14²×64 ← 128, k5 s2', image: [64, 14, 14, 64], filter: [5, 5, 64, 128], stride: 2, padding: [1, 2] },
  { name: 'G3 28²×1 ← 64, k5 s2', image: [64, 28, 28, 1], filter: [5, 5, 1, 64], stride: 2, padding: [1, 2] },
];

const threads = process.argv[2] === undefined ? undefined : Number(process.argv[2]);
const engine = await openEngine('wasm', threads === undefined ? {} : { threads });
console.log(engine.description);

const report = (name: string, milliseconds: number, flops: number, peak?: number) => {
  const rate = flops / milliseconds / 1e6;
  const share = peak === undefined ? '' : `  ${((100 * rate) / peak).toFixed(0).padStart(3)} % of MatMul`;
  console.log(
    `${name.padEnd(36)} ${milliseconds.toFixed(2).padStart(8)} ms ${rate.toFixed(1).padStart(7)} GFLOP/s${share}`,
  );
  return rate;
};

const n = 1024;
const product = graphOf(
  'MatMul',
  [
    [n, n],
    [n, n],
  ],
  [n, n],
  { transpose_a: false, transpose_b: false },
);
const peak = report('MatMul 1024³', await time(engine, product, 8), 2 * n ** 3);

for (const { name, image, filter, stride, padding } of layers) {
  const [before, after] = padding;
  const attributes = {
    strides: [stride, stride],
    dilations: [1, 1],
    explicit_paddings: [before, after, before, after],
  };
  const side = Math.floor((image[1]! + before + after - filter[0]!) / stride) + 1;
  const output = [image[0]!, side, side, filter[3]!];
  const flops = 2 * sizeOf(output.slice(0, 3)) * sizeOf(filter);
  report(`${name}: y`, await time(engine, graphOf('Conv2D', [image, filter], output, attributes), 8), flops, peak);
  const dx = graphOf('Conv2DBackpropInput', [filter, output], image, { ...attributes, input_sizes: image });
  report(`${name}: dx`, await time(engine, dx, 12), flops, peak);
  const dw = graphOf('Conv2DBackpropFilter', [image, output], filter, { ...attributes, filter_sizes: filter });
  report(`${name}: dw`, await time(engine, dw, 12), flops, peak);
}

const image = [64, 14, 14, 64];
const cells = sizeOf(image);
const reductions = [
  { name: 'Sum over all', axes: [0, 1, 2, 3], output: [] },
  { name: 'Sum over images and pixels', axes: [0, 1, 2], output: [64] },
  { name: 'Sum over channels', axes: [3], output: [64, 14, 14] },
];
for (const { name, axes, output } of reductions) {
  const graph = graphOf('Sum', [image], output, { axes, keep_dims: false });
  report(`${name} [${image.join(', ')}]`, await time(engine, graph), cells);
}
const elementwise: readonly (readonly [string, number, Attributes])[] = [
  ['AddV2', 2, {}],
  ['Mul', 2, {}],
  ['Relu', 1, {}],
  ['LeakyRelu', 1, { alpha: 0.2 }],
  ['ReluGrad', 2, {}],
  ['LeakyReluGrad', 2, { alpha: 0.2 }],
  ['Tanh', 1, {}],
  ['TanhGrad', 2, {}],
  ['Sigmoid', 1, {}],
  ['Sqrt', 1, {}],
  ['Rsqrt', 1, {}],
  ['Exp', 1, {}],
  ['Square', 1, {}],
  ['SquaredDifference', 2, {}],
  ['RealDiv', 2, {}],
];
for (const [op, count, attributes] of elementwise) {
  const graph = graphOf(
    op,
    Array.from({ length: count }, () => image),
    image,
    attributes,
  );
  report(`${op} [${image.join(', ')}]`, await time(engine, graph), cells);
}
for (const op of ['AddV2', 'Mul']) {
  report(`${op} [${image.join(', ')}] by channel`, await time(engine, graphOf(op, [image, [64]], image)), cells);
}
const moves: readonly (readonly [string, Shape, Attributes])[] = [
  ['Transpose', [64, 64, 14, 14], { perm: [3, 0, 1, 2] }],
  ['Slice', [64, 14, 14, 32], { begin: [0, 0, 0, 32], size: [64, 14, 14, 32] }],
  [
    'Pad',
    [64, 16, 16, 64],
    {
      paddings: [
        [0, 0],
        [1, 1],
        [1, 1],
        [0, 0],
      ],
    },
  ],
  ['ResizeNearestNeighbor', [64, 28, 28, 64], { size: [28, 28] }],
];
for (const [op, output, attributes] of moves) {
  report(`${op} [${image.join(', ')}]`, await time(engine, graphOf(op, [image], output, attributes)), sizeOf(output));
}
engine.dispose();
