/** The `cpu` engine: TensorFlow.js in plain JavaScript. Slow and simple; the reference for the others. */
import type { DataType } from '@tensorflow/tfjs-core';
import type { DType } from '../../compiler/graph/graph.ts';
import { sizeOf } from '../../compiler/graph/graph.ts';
import type { Platform } from '../platform/platform.ts';
import type { Engine } from './engine.ts';
import type { Examination } from './examination.ts';
import { Executor } from './executor.ts';
import { hostTarget } from './host-target.ts';
import type { Device, Tensor, Values } from './kernels/kernel.ts';
import { Ledger } from './ledger.ts';

/** What the backend stores for a value. */
interface Entry {
  readonly values: Values;
}

const arrays: Readonly<Record<DType, new (size: number) => Values>> = {
  float32: Float32Array,
  int32: Int32Array,
  bool: Uint8Array,
};

export async function examineCpu(): Promise<Examination> {
  const { version_core } = await import('@tensorflow/tfjs-core');
  return { usable: true, hardware: 'CPU', device: DEVICE, version: version_core };
}

const DEVICE = '1 CPU thread, plain JavaScript';

export async function openCpu(platform: Platform): Promise<Engine> {
  const { getKernel, version_core } = await import('@tensorflow/tfjs-core');
  const { MathBackendCPU } = await import('@tensorflow/tfjs-backend-cpu');
  const backend = new MathBackendCPU();
  // On first use it would advise installing another backend.
  (backend as unknown as { firstUse: boolean }).firstUse = false;
  const ledger = new Ledger();
  ledger.watch(backend.data as never, (entry: Entry) => entry.values.byteLength);

  const entryOf = (tensor: Tensor) => backend.data.get(tensor.dataId) as unknown as Entry;
  const wrap = (values: Values, shape: readonly number[], dtype: DataType): Tensor =>
    backend.makeTensorInfo([...shape], dtype, values as never);
  const device: Device = {
    name: 'cpu',
    call: (name, inputs, attributes = {}) => {
      const kernel = getKernel(name, 'cpu');
      return kernel.kernelFunc({ inputs, attrs: attributes as never, backend }) as Tensor;
    },
    make: (shape, dtype) => wrap(new arrays[dtype](sizeOf(shape)), shape, dtype),
    values: (tensor) => entryOf(tensor).values,
    share: (tensor, shape) => {
      backend.incRef(tensor.dataId);
      return { dataId: tensor.dataId, shape: [...shape], dtype: tensor.dtype };
    },
    view: (tensor, start, shape, use) => {
      const part = wrap(entryOf(tensor).values.slice(start, start + sizeOf(shape)), shape, tensor.dtype);
      const result = use(part);
      backend.disposeData(part.dataId);
      return result;
    },
    dispose: (tensor) => {
      backend.disposeData(tensor.dataId);
    },
  };
  return new Executor({
    target: hostTarget(device),
    ledger,
    description: { engine: 'cpu', device: DEVICE, hardware: 'CPU', version: version_core },
    memoryBytes: platform.memoryBytes,
    close: () => undefined,
  });
}
