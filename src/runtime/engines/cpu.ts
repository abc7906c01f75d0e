/** The `cpu` engine: plain JavaScript. Slow and simple; the reference for the others. */
import { sizeOf } from '../../compiler/graph/graph.ts';
import type { Platform } from '../platform/platform.ts';
import type { Engine } from './engine.ts';
import type { Examination } from './examination.ts';
import { Executor } from './executor.ts';
import { hostTarget } from './host-target.ts';
import type { Device, Tensor, Values } from './kernels/kernel.ts';
import { Ledger } from './ledger.ts';
import { hostArrays } from './requirements.ts';

/** The memory of a value, which several tensors may share. */
interface Cells {
  readonly values: Values;
  /** How many tensors have it. */
  users: number;
}

const DEVICE = '1 CPU thread, plain JavaScript';

export async function examineCpu({ version }: Platform): Promise<Examination> {
  return { usable: true, hardware: 'CPU', device: DEVICE, version };
}

export async function openCpu({ version, memoryBytes }: Platform): Promise<Engine> {
  const live = new Map<object, Values>();
  const ledger = new Ledger();
  ledger.watch(live, ({ byteLength }: Values) => byteLength);

  const cellsOf = (tensor: Tensor) => tensor.dataId as Cells;
  const device: Device = {
    name: 'cpu',
    make: (shape, dtype) => {
      const cells: Cells = { values: new hostArrays[dtype](sizeOf(shape)), users: 1 };
      live.set(cells, cells.values);
      return { dataId: cells, shape, dtype };
    },
    values: (tensor) => cellsOf(tensor).values,
    share: (tensor, shape) => {
      cellsOf(tensor).users++;
      return { ...tensor, shape };
    },
    dispose: (tensor) => {
      const cells = cellsOf(tensor);
      cells.users--;
      if (cells.users === 0) live.delete(cells);
    },
  };
  return new Executor({
    target: hostTarget(device),
    ledger,
    description: { engine: 'cpu', device: DEVICE, hardware: 'CPU', precision: 'f32', version },
    memoryBytes,
    close: () => undefined,
  });
}
