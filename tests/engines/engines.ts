/** What the engine tests share: engines by name, graphs of one op, comparison. */
import { expect } from 'vitest';
import { startGraph } from '../../src/compiler/graph-semantics/build.ts';
import type { DType, Graph, TensorType } from '../../src/compiler/graph/graph.ts';
import { sizeOf } from '../../src/compiler/graph/graph.ts';
import type { OpDefinition, Sample } from '../../src/compiler/ops/op.ts';
import type { EngineName, HostTensor } from '../../src/runtime/engines/index.ts';
import { lookFor } from './installed.ts';

const hasTensorflow = (await lookFor('tensorflow')).usable;

/** Engines that compute on the CPU; `tensorflow` if it is installed, as it is in CI. */
export const engineNames: readonly EngineName[] = ['cpu', 'wasm', ...(hasTensorflow ? ['tensorflow' as const] : [])];

const arrays = { float32: Float32Array, int32: Int32Array, bool: Uint8Array } as const;

export function host(shape: readonly number[], data: ArrayLike<number>, dtype: DType = 'float32'): HostTensor {
  return { dtype, shape, data: arrays[dtype].from(data) };
}

export const scalar = (value: number) => host([], [value]);

/** Values in −1 … 1, the same for the same seed. */
export function noise(shape: readonly number[], seed: number): HostTensor {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state / 2 ** 31;
  };
  return host(shape, Float32Array.from({ length: sizeOf(shape) }, next));
}

/** A graph of a single op whose inputs are fed as `0`, `1`, …; its output is `y`. */
export function graphOf(op: string, sample: Sample): Graph {
  const builder = startGraph(op);
  const types = sample.inputs.map((input): TensorType => ({ dtype: input.dtype ?? 'float32', shape: input.shape }));
  const inputs = types.map((type, i) => builder.input(String(i), type, { kind: 'argument', argument: String(i) }));
  builder.output('y', builder.add(op, inputs, sample.attributes));
  return builder.build();
}

/** The value of the op in float64. */
export function reference(
  op: OpDefinition,
  sample: Sample,
  values: readonly { shape: readonly number[]; data: Float64Array }[],
) {
  const types = sample.inputs.map((input): TensorType => ({ dtype: input.dtype ?? 'float32', shape: input.shape }));
  const attributes = sample.attributes ?? {};
  const output = op.infer(types, attributes);
  return { output, data: op.evaluate(values, attributes, output) };
}

/**
 * Expects every cell to be within `tolerance` of the expected one, relative to it or to a tenth of the largest cell if
 * that is larger: where products cancel, a float32 sum cannot keep more digits.
 */
export function expectClose(found: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(found.length).toBe(expected.length);
  const largest = Array.from(expected).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  for (let i = 0; i < expected.length; i++) {
    const [a, b] = [found[i]!, expected[i]!];
    const allowed = tolerance * Math.max(Math.abs(b), largest / 10);
    if (!(Math.abs(a - b) <= allowed)) expect.fail(`cell ${i}: ${a}, expected ${b} ± ${allowed}`);
  }
}

/** Compares variables bit for bit; lists the names of those that differ, instead of printing thousands of cells. */
export function expectSame(found: ReadonlyMap<string, HostTensor>, expected: ReadonlyMap<string, HostTensor>): void {
  expect([...found.keys()].sort()).toEqual([...expected.keys()].sort());
  const bits = ({ data }: HostTensor) => Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  expect(
    [...expected].filter(([name, value]) => !bits(found.get(name)!).equals(bits(value))).map(([name]) => name),
  ).toEqual([]);
}

/**
 * A step of gradient descent on a small classifier of 12 × 12 images (two convolutions, a linear layer, squared error),
 * with its backward pass written out. Variables `w1`, `w2`, `w3`; feeds `x` and `target`; value `loss`.
 */
export function stepGraph(batch = 8, channels: readonly [number, number] = [4, 6]): Graph {
  const b = startGraph('step');
  const [c1, c2] = channels;
  const feed = (name: string, shape: number[]) =>
    b.input(name, { dtype: 'float32', shape }, { kind: 'argument', argument: name });
  const variable = (name: string, shape: number[]) =>
    b.input(name, { dtype: 'float32', shape }, { kind: 'variable', variable: name });
  const x = feed('x', [batch, 12, 12, 1]);
  const target = feed('target', [batch, 3]);
  const [w1, w2, w3] = [variable('w1', [5, 5, 1, c1]), variable('w2', [3, 3, c1, c2]), variable('w3', [9 * c2, 3])];
  const first = { strides: [2, 2], explicit_paddings: [1, 2, 1, 2], dilations: [1, 1] };
  const second = { strides: [2, 2], explicit_paddings: [0, 1, 0, 1], dilations: [1, 1] };
  const alpha = { alpha: 0.2 };

  const y1 = b.add('Conv2D', [x, w1], first);
  const a1 = b.add('LeakyRelu', [y1], alpha);
  const y2 = b.add('Conv2D', [a1, w2], second);
  const a2 = b.add('LeakyRelu', [y2], alpha);
  const flat = b.add('Reshape', [a2], { shape: [batch, 9 * c2] });
  const output = b.add('MatMul', [flat, w3], { transpose_a: false, transpose_b: false });
  const error = b.add('Sub', [output, target]);
  b.output('loss', b.add('Mean', [b.add('Square', [error])], { axes: [0, 1], keep_dims: false }));

  const dOutput = b.add('Mul', [error, b.constant(2 / (3 * batch))]);
  const d3 = b.add('MatMul', [flat, dOutput], { transpose_a: true, transpose_b: false });
  const dFlat = b.add('MatMul', [dOutput, w3], { transpose_a: false, transpose_b: true });
  const dA2 = b.add('Reshape', [dFlat], { shape: b.shape(a2) });
  const dY2 = b.add('LeakyReluGrad', [dA2, y2], alpha);
  const d2 = b.add('Conv2DBackpropFilter', [a1, dY2], { ...second, filter_sizes: b.shape(w2) });
  const dA1 = b.add('Conv2DBackpropInput', [w2, dY2], { ...second, input_sizes: b.shape(a1) });
  const dY1 = b.add('LeakyReluGrad', [dA1, y1], alpha);
  const d1 = b.add('Conv2DBackpropFilter', [x, dY1], { ...first, filter_sizes: b.shape(w1) });
  const rate = b.constant(0.2);
  for (const [name, weight, gradient] of [
    ['w1', w1, d1],
    ['w2', w2, d2],
    ['w3', w3, d3],
  ] as const) {
    b.output(name, b.add('Sub', [weight, b.add('Mul', [gradient, rate])]), 'variable');
  }
  return b.build();
}

/** Values for all variables and feeds of `stepGraph`. */
export function stepValues(graph: Graph): { variables: Map<string, HostTensor>; feeds: Map<string, HostTensor> } {
  const [variables, feeds] = [new Map<string, HostTensor>(), new Map<string, HostTensor>()];
  graph.inputs.forEach(({ node, name, source }, i) => {
    const value = noise(graph.nodes[node]!.output.shape, 100 + i);
    if (source.kind === 'variable') {
      variables.set(name, { ...value, data: (value.data as Float32Array).map((cell) => cell * 0.3) });
    } else feeds.set(name, value);
  });
  return { variables, feeds };
}
