/** What the engine tests share: engines by name, graphs of one op, comparison. */
import { expect } from 'vitest';
import { GraphBuilder } from '../../src/compiler/graph/builder.ts';
import type { DType, Graph, TensorType } from '../../src/compiler/graph/graph.ts';
import { sizeOf } from '../../src/compiler/graph/graph.ts';
import type { OpDefinition, Sample } from '../../src/compiler/ops/op.ts';
import type { HostTensor } from '../../src/runtime/engines/index.ts';

export const engineNames = ['cpu', 'wasm'] as const;

const arrays = { float32: Float32Array, int32: Int32Array, bool: Uint8Array } as const;

export function host(shape: readonly number[], data: ArrayLike<number>, dtype: DType = 'float32'): HostTensor {
  return { dtype, shape, data: arrays[dtype].from(data) };
}

export const scalar = (value: number) => host([], [value]);

/** The same numbers for the same seed, in −1 … 1. */
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
  const builder = new GraphBuilder(op);
  const types = sample.inputs.map((input): TensorType => ({ dtype: input.dtype ?? 'float32', shape: input.shape }));
  const inputs = types.map((type, i) => builder.input(String(i), type, { kind: 'argument', argument: String(i) }));
  builder.output('y', builder.add(op, inputs, sample.attributes));
  return builder.build();
}

/** What the op means, in float64. */
export function reference(op: OpDefinition, sample: Sample, values: readonly { shape: readonly number[]; data: Float64Array }[]) {
  const types = sample.inputs.map((input): TensorType => ({ dtype: input.dtype ?? 'float32', shape: input.shape }));
  const attributes = sample.attributes ?? {};
  const output = op.infer(types, attributes);
  return { output, data: op.evaluate(values, attributes, output) };
}

/** Every cell within `tolerance` of the expected one, relative to the larger of it and `floor`. */
export function expectClose(found: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number, floor = 1e-2): void {
  expect(found.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const [a, b] = [found[i]!, expected[i]!];
    const allowed = tolerance * Math.max(Math.abs(b), floor);
    if (!(Math.abs(a - b) <= allowed)) expect.fail(`cell ${i}: ${a}, expected ${b} ± ${allowed}`);
  }
}
