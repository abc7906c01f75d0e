/**
 * Whether this machine's TensorFlow sums products of bfloat16 in float32. oneDNN does, given a processor with AVX-512,
 * and so do GPUs; TensorFlow's own kernels, which take their place without a word, sum in bfloat16, where 256 + 1 = 256.
 */
import { sizeOf, type Graph } from '../../../compiler/graph/graph.ts';
import { EngineUnavailableError } from '../engine-error.ts';
import type { Engine, HostTensor } from '../engine.ts';

const image = [2, 32, 32, 64];
const gradient = [2, 28, 28, 48];
const filter = [5, 5, 64, 48];
/** It is a number of bfloat16. */
const sum = 2 * 28 * 28;

/** A filter's gradient: its sums are the longest. */
const graph: Graph = {
  version: 1,
  name: 'sums of ones',
  nodes: [
    ...[image, gradient].map((shape, id) => ({
      id,
      op: 'Placeholder',
      inputs: [],
      attributes: {},
      output: { dtype: 'float32', shape } as const,
    })),
    {
      id: 2,
      op: 'Conv2DBackpropFilter',
      inputs: [0, 1],
      attributes: { strides: [1, 1], explicit_paddings: [0, 0, 0, 0], dilations: [1, 1], filter_sizes: filter },
      output: { dtype: 'float32', shape: filter },
    },
  ],
  inputs: ['image', 'gradient'].map((name, node) => ({ node, name, source: { kind: 'argument', argument: name } })),
  outputs: [{ node: 2, name: 'sums', kind: 'value' }],
};

const ones = (shape: readonly number[]): HostTensor => ({
  dtype: 'float32',
  shape,
  data: new Float32Array(sizeOf(shape)).fill(1),
});

/** Throws an `EngineUnavailableError` if they are not, or if there is no such kernel at all. */
export async function requireExactSums(engine: Engine): Promise<void> {
  const found = await sumsOfOnes(engine).catch((error: unknown) => {
    throw refused('`tensorflow` has no kernels for it here', error);
  });
  if (!found.every((one) => one === sum))
    throw refused('`tensorflow` would round its sums to bfloat16, too, term by term');
}

async function sumsOfOnes(engine: Engine): Promise<HostTensor['data']> {
  const given = new Map([
    ['image', ones(image)],
    ['gradient', ones(gradient)],
  ]);
  return (await engine.run(engine.prepare(graph), given)).get('sums')!.data;
}

const refused = (why: string, cause?: unknown): EngineUnavailableError =>
  new EngineUnavailableError(
    `bf16 was asked for, and ${why}`,
    'on a CPU it needs AVX-512 and TensorFlow with oneDNN (TF_ENABLE_ONEDNN_OPTS must not be 0); `--precision f32` works everywhere',
    { cause },
  );
