/** The executor's target for devices whose memory the host can read and write. */
import { decodeInto } from '../host-tensor.ts';
import type { Device, Fusing, KernelTable, Target, Values } from './kernels/kernel.ts';
import { kernelOf } from './kernels/table.ts';

interface Own {
  /** Kernels that the engine has instead of the loops that all such devices share. */
  readonly kernels?: KernelTable;
  readonly fusing?: Fusing | false;
}

export function hostTarget(device: Device, { kernels = {}, fusing = false }: Own = {}): Target {
  return {
    kernelOf: (node) => {
      const row = kernels[node.op] ?? kernelOf(node);
      return {
        build: (typed) => row.build(device, typed),
        workspace: (typed) => row.workspace?.(device, typed) ?? 0,
      };
    },
    upload: (value) => {
      const tensor = device.make(value.shape, value.dtype);
      const cells = device.values(tensor);
      if ('bytes' in value) decodeInto(cells as Float32Array, value);
      else cells.set(value.data);
      return tensor;
    },
    download: async (values) => values.map((value): Values => device.values(value).slice()),
    make: ({ shape, dtype }) => device.make(shape, dtype),
    copy: (from, start, to, at, count) => device.values(to).set(device.values(from).subarray(start, start + count), at),
    share: device.share,
    dispose: device.dispose,
    ...(fusing && { fusing }),
  };
}
