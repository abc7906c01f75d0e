/**
 * Whether this machine's TensorFlow sums products of bfloat16 in float32. oneDNN does, given a processor with AVX-512,
 * and so do GPUs; TensorFlow's own kernels, which take their place without a word, sum in bfloat16, where 256 + 1 = 256.
 */
import { startGraph } from '../../../compiler/graph-semantics/build.ts';
import { sizeOf } from '../../../compiler/graph/graph.ts';
import { EngineUnavailableError } from '../engine-error.ts';
import type { Engine, HostTensor } from '../engine.ts';

const image = ones([2, 32, 32, 64]);
const gradient = ones([2, 28, 28, 48]);
const filter = [5, 5, 64, 48];
/** It is a number of bfloat16. */
const sum = 2 * 28 * 28;

function ones(shape: readonly number[]): HostTensor {
  return { dtype: 'float32', shape, data: new Float32Array(sizeOf(shape)).fill(1) };
}

/** Throws an `EngineUnavailableError` if they are not, or if there is no such kernel at all. */
export async function requireExactSums(engine: Engine): Promise<void> {
  const found = await sumsOfOnes(engine).catch((error: unknown) => {
    throw refused('`tensorflow` has no kernels for it here', error);
  });
  if (!found.every((one) => one === sum))
    throw refused('`tensorflow` would round its sums to bfloat16, too, term by term');
}

/** A filter's gradient between images of ones: its sums are the longest. */
async function sumsOfOnes(engine: Engine): Promise<HostTensor['data']> {
  const b = startGraph('sum of ones');
  const given = new Map([
    ['x', image],
    ['dy', gradient],
  ]);
  const inputs = [...given].map(([name, { dtype, shape }]) =>
    b.input(name, { dtype, shape }, { kind: 'argument', argument: name }),
  );
  const attributes = {
    strides: [1, 1],
    explicit_paddings: [0, 0, 0, 0],
    dilations: [1, 1],
    filter_sizes: filter,
  };
  b.output('sum', b.add('Conv2DBackpropFilter', inputs, attributes));
  return (await engine.run(engine.prepare(b.build()), given)).get('sum')!.data;
}

const refused = (why: string, cause?: unknown): EngineUnavailableError =>
  new EngineUnavailableError(
    `bf16 was asked for, and ${why}`,
    'on a CPU it needs AVX-512 and TensorFlow with oneDNN (TF_ENABLE_ONEDNN_OPTS must not be 0); without `--precision` it is f32, everywhere',
    { cause },
  );
