/** The executor's target for devices whose memory the host can read and write. */
import type { Device, Fusing, Target, Values } from './kernels/kernel.ts';
import { kernelOf } from './kernels/table.ts';

export function hostTarget(device: Device, fusing: Fusing | false = false): Target {
  return {
    kernelOf: (node) => {
      const row = kernelOf(node);
      return {
        build: (typed) => row.build(device, typed),
        workspace: (typed) => row.workspace?.(device, typed) ?? 0,
      };
    },
    upload: ({ shape, dtype, data }) => {
      const tensor = device.make(shape, dtype);
      device.values(tensor).set(data);
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
