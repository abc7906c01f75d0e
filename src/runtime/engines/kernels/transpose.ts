/** Transposition, tile by tile. */
import type { Device, KernelRow, Tensor, Tile, Values } from './kernel.ts';
import { reading, stridesOf } from './moves.ts';

/** A tile of either side fits into the cache: one side is read along its lines, the other is written along its own. */
const TILE = 64;

/** How to fill a result whose axis i is axis perm[i] of the source. */
type Transposition =
  /** Line by line: the contiguous axis of the source remains the last. */
  | { readonly move: (result: Values, source: Values) => void }
  /**
   * Tile by tile: along a row of the result, the source advances by `columnStep`; rows of the result are `rowStep`
   * apart.
   */
  | { readonly rowStep: number; readonly columnStep: number; readonly visit: (tile: Tile) => void };

function transpositionOf(source: readonly number[], perm: readonly number[]): Transposition {
  const from = stridesOf(source);
  const shape = perm.map((axis) => source[axis]!);
  const steps = perm.map((axis) => from[axis]!);
  const last = shape.length - 1;
  // Where the source's contiguous axis is in the result; axes of size 1 move nothing.
  const contiguous = perm.findLastIndex((axis) => from[axis] === 1 && source[axis]! > 1);
  if (contiguous === last || contiguous === -1) {
    return { move: reading(shape.map((side, axis) => Int32Array.from({ length: side }, (_, i) => i * steps[axis]!))) };
  }

  const to = stridesOf(shape);
  const [rows, columns] = [shape[contiguous]!, shape[last]!];
  const [rowStep, columnStep] = [to[contiguous]!, steps[last]!];
  const outer = shape.map((_, axis) => axis).filter((axis) => axis !== contiguous && axis !== last);
  const visit = (tile: Tile) => {
    const walk = (depth: number, at: number, start: number) => {
      if (depth < outer.length) {
        const axis = outer[depth]!;
        for (let i = 0; i < shape[axis]!; i++) walk(depth + 1, at + i * to[axis]!, start + i * steps[axis]!);
        return;
      }
      for (let row = 0; row < rows; row += TILE) {
        for (let column = 0; column < columns; column += TILE) {
          const size = [Math.min(TILE, rows - row), Math.min(TILE, columns - column)] as const;
          tile(at + row * rowStep + column, start + column * columnStep + row, ...size);
        }
      }
    };
    walk(0, 0, 0);
  };
  return { rowStep, columnStep, visit };
}

function fill(device: Device, transposition: Transposition, result: Tensor, source: Tensor): void {
  const [to, from] = [device.values(result), device.values(source)];
  if ('move' in transposition) {
    transposition.move(to, from);
    return;
  }
  const { rowStep, columnStep, visit } = transposition;
  if (device.transposeTile && to.BYTES_PER_ELEMENT === 4) {
    visit(device.transposeTile(result, source, rowStep, columnStep));
    return;
  }
  visit((at, start, rows, columns) => {
    for (let r = 0; r < rows; r++) {
      const line = at + r * rowStep;
      for (let c = 0, i = start + r; c < columns; c++, i += columnStep) to[line + c] = from[i]!;
    }
  });
}

export const transposeKernel: KernelRow = {
  build: (device, { inputs, attributes, output }) => {
    const transposition = transpositionOf(inputs[0]!.shape, attributes['perm'] as readonly number[]);
    return ([x]) => {
      const result = device.make(output.shape, output.dtype);
      fill(device, transposition, result, x!);
      return result;
    };
  },
};

/** The same for kernels that are composed of others. */
export function transpose(device: Device, x: Tensor, perm: readonly number[]): Tensor {
  const result = device.make(
    perm.map((axis) => x.shape[axis]!),
    'float32',
  );
  fill(device, transpositionOf(x.shape, perm), result, x);
  return result;
}
