/** Turns a row's sample into numbers, for the gradient tests here and for the kernel tests of each engine. */
import { sizeOf } from '../../src/compiler/graph/graph.ts';
import type { OpDefinition, ReferenceTensor, Sample, SampleInput } from '../../src/compiler/ops/op.ts';

/**
 * The same op, sample and seed give the same numbers. Each is a float32, so that an engine starts from exactly what
 * `evaluate` does.
 */
export function sampleInputs(op: OpDefinition, sample: Sample, seed: number): ReferenceTensor[] {
  const random = uniform(seed, `${op.name} ${op.samples.indexOf(sample)}`);
  return sample.inputs.map((input) => ({ shape: input.shape, data: draw(input, random) }));
}

/** Pseudo-random numbers in 0 … 1 (mulberry32, seeded by an FNV-1a hash of the text). */
export function uniform(seed: number, text = ''): () => number {
  let state = 0x811c9dc5 ^ seed;
  for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function draw(input: SampleInput, random: () => number): Float64Array {
  const size = sizeOf(input.shape);
  if (input.values) {
    if (input.values.length !== size) throw new Error(`${input.values.length} values for [${input.shape.join(', ')}]`);
    const isFloat = input.dtype === undefined || input.dtype === 'float32';
    return Float64Array.from(input.values, isFloat ? Math.fround : (value) => value);
  }
  switch (input.dtype ?? 'float32') {
    case 'bool':
      return Float64Array.from({ length: size }, () => (random() < 0.5 ? 0 : 1));
    case 'int32': {
      const [low, high] = input.range ?? [-5, 5];
      return Float64Array.from({ length: size }, () => low + Math.floor(random() * (high - low + 1)));
    }
    case 'float32': {
      const [low, high] = input.range ?? [-2, 2];
      const margin = 0.02 * (high - low);
      const accept = (value: number) => (input.avoid ?? []).every((kink) => Math.abs(value - kink) > margin);
      return Float64Array.from({ length: size }, () => {
        for (;;) {
          const value = Math.fround(low + random() * (high - low));
          if (accept(value)) return value;
        }
      });
    }
  }
}
