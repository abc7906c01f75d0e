/** Numbers that arrive in bytes: a quarter of them to send, and the GPU looks up what they stand for. */
import { sizeOf } from '../../../compiler/graph/graph.ts';
import type { ByteTensor } from '../../host-tensor.ts';
import type { Tensor } from '../kernels/kernel.ts';
import type { Gpu } from './gpu.ts';
import { make, memoryOf } from './kernel.ts';
import type { Pipelines } from './pipelines.ts';
import { cellwise, Programs, type Run } from './program.ts';

const sourceOf = (size: number) =>
  cellwise(
    { dtype: 'float32', shape: [size] },
    [
      { name: 'bytes', type: 'u32', size: Math.ceil(size / 4) },
      { name: 'numbers', type: 'f32', size: 256 },
    ],
    '  value = numbers[(bytes[at / 4u] >> (8u * (at % 4u))) & 255u];',
  );

/** @returns a function that brings a value to the GPU, to be called once the pipelines are ready */
export function byteDecoder(gpu: Gpu, pipelines: Pipelines): (value: ByteTensor) => Tensor {
  const programs = new Programs(gpu, pipelines, 'a minibatch in bytes');
  const runs = new Map<number, Run>();
  const runOf = (size: number): Run => {
    const known = runs.get(size);
    if (known) return known;
    const run = programs.compile(sourceOf(size));
    runs.set(size, run);
    return run;
  };
  // The text is the same for all sizes, so it is compiled here, with those of the first graph.
  runOf(4);
  return ({ shape, bytes, values }) => {
    programs.requireCompiled();
    const size = sizeOf(shape);
    const cells = new Uint32Array(Math.ceil(size / 4));
    new Uint8Array(cells.buffer).set(bytes);
    const [packed, numbers] = [gpu.make(cells.byteLength), gpu.make(values.byteLength)];
    gpu.write(packed, cells);
    gpu.write(numbers, values);
    const tensor = make(gpu, { dtype: 'float32', shape });
    runOf(size)([memoryOf(tensor), packed, numbers]);
    gpu.release(packed);
    gpu.release(numbers);
    return tensor;
  };
}
