/** An engine that loses its device between two runs, as when a driver is reset. */
import { host } from '../engines.ts';
import { Gpu } from '../../../src/runtime/engines/webgpu/gpu.ts';
import { Ledger } from '../../../src/runtime/engines/ledger.ts';
import { nodePlatform } from '../../../src/runtime/platform/node/platform.ts';

export async function runOnLostDevice(): Promise<void> {
  const { adapter } = await nodePlatform.findGpu();
  const device = await adapter!.requestDevice();
  // A loss that the program did not cause differs from `destroy` only in its reason.
  const lost = device.lost.then(({ message }) => ({ reason: 'unknown', message }) as GPUDeviceLostInfo);
  Object.defineProperty(device, 'lost', { value: lost });
  const gpu = new Gpu(device, new Ledger());
  const memory = gpu.make(16);
  gpu.write(memory, host([4], [1, 2, 3, 4]).data as Float32Array);
  await gpu.read([{ memory, bytes: 16 }]);
  device.destroy();
  await gpu.read([{ memory, bytes: 16 }]);
}
