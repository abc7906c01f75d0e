/** Values in a WebAssembly memory, and kernels that work on them. */
import { sizeOf, type DType } from '../../../compiler/graph/graph.ts';
import type { CompileFusions, Device, Tensor } from '../kernels/kernel.ts';
import type { Ledger } from '../ledger.ts';
import { hostArrays } from '../requirements.ts';
import { compileFusions } from './fused-kernels.ts';
import type { Heap } from './heap.ts';
import { compileTransposeTile } from './transpose.ts';

/** Memory of a value, which several tensors may share. */
interface Block {
  readonly address: number;
  /** How many tensors have it. */
  users: number;
}

const blockOf = (tensor: Tensor) => tensor.dataId as Block;
export const addressOf = (tensor: Tensor) => blockOf(tensor).address;

/** @param ledger counts what the device holds, except for what threads pack */
export function deviceOn(heap: Heap, ledger: Ledger): Device {
  const { memory } = heap;
  const blocks = new Map<object, number>();
  ledger.watch(blocks, (bytes: number) => bytes);
  const transposeTile = compileTransposeTile(memory);

  const make: Device['make'] = (shape, dtype) => {
    const bytes = sizeOf(shape) * hostArrays[dtype].BYTES_PER_ELEMENT;
    const block: Block = { address: heap.allocate(bytes), users: 1 };
    blocks.set(block, bytes);
    return { dataId: block, shape: [...shape], dtype };
  };
  const share: Device['share'] = (tensor, shape) => {
    blockOf(tensor).users++;
    return { dataId: tensor.dataId, shape: [...shape], dtype: tensor.dtype };
  };
  const fused: CompileFusions = (fusions) =>
    compileFusions(
      fusions.map(({ fusion }) => fusion),
      memory,
    ).map((run, i) => {
      const { shape, dtype } = fusions[i]!.output;
      return (inputs, over) => {
        const output = over === undefined ? make(shape, dtype) : share(inputs[over]!, shape);
        run(addressOf(output), inputs.map(addressOf));
        return output;
      };
    });
  return {
    name: 'wasm',
    fused,
    make,
    share,
    values: ({ dataId, dtype, shape }) =>
      new hostArrays[dtype as DType](memory.buffer, (dataId as Block).address, sizeOf(shape)),
    dispose: (tensor) => {
      const block = blockOf(tensor);
      block.users--;
      if (block.users > 0) return;
      heap.free(block.address);
      blocks.delete(block);
    },
    transposeTile: (result, source, rowStep, columnStep) => {
      const [to, from] = [addressOf(result), addressOf(source)];
      return (at, start, rows, columns) =>
        transposeTile(to + 4 * at, from + 4 * start, rows, columns, 4 * rowStep, 4 * columnStep);
    },
  };
}
