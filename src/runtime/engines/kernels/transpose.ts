/** Transposition, several times faster than the backends' own. */
import type { Device, KernelRow, Tensor, Values } from './kernel.ts';
import { filling } from './kernel.ts';
import { reading, stridesOf } from './moves.ts';

/** A tile of both sides stays in the cache: one is read along its lines, the other written along its own. */
const TILE = 64;

/** Fills the result, whose axis i is axis perm[i] of the source. */
export function transposing(
  source: readonly number[],
  perm: readonly number[],
): (result: Values, source: Values) => void {
  const from = stridesOf(source);
  const shape = perm.map((axis) => source[axis]!);
  const steps = perm.map((axis) => from[axis]!);
  const last = shape.length - 1;
  // Where the source's contiguous axis went; axes of one cell move nothing.
  const contiguous = perm.findLastIndex((axis) => from[axis] === 1 && source[axis]! > 1);
  if (contiguous === last || contiguous === -1) {
    return reading(shape.map((side, axis) => Int32Array.from({ length: side }, (_, i) => i * steps[axis]!)));
  }

  const to = stridesOf(shape);
  const [rows, columns] = [shape[contiguous]!, shape[last]!];
  const [rowStep, columnStep] = [to[contiguous]!, steps[last]!];
  const outer = shape.map((_, axis) => axis).filter((axis) => axis !== contiguous && axis !== last);
  const tile = (result: Values, cells: Values, at: number, start: number, row: number, column: number) => {
    const [rowEnd, columnEnd] = [Math.min(row + TILE, rows), Math.min(column + TILE, columns)];
    for (let r = row; r < rowEnd; r++) {
      const line = at + r * rowStep;
      for (let c = column, i = start + column * columnStep + r; c < columnEnd; c++, i += columnStep)
        result[line + c] = cells[i]!;
    }
  };
  return (result, cells) => {
    const walk = (depth: number, at: number, start: number) => {
      if (depth < outer.length) {
        const axis = outer[depth]!;
        for (let i = 0; i < shape[axis]!; i++) walk(depth + 1, at + i * to[axis]!, start + i * steps[axis]!);
        return;
      }
      for (let row = 0; row < rows; row += TILE) {
        for (let column = 0; column < columns; column += TILE) tile(result, cells, at, start, row, column);
      }
    };
    walk(0, 0, 0);
  };
}

export const transposeKernel: KernelRow = filling(({ inputs, attributes }) => {
  const move = transposing(inputs[0]!.shape, attributes['perm'] as readonly number[]);
  return (output, x) => move(output, x!);
});

/** The same for kernels made of others. */
export function transpose(device: Device, x: Tensor, perm: readonly number[]): Tensor {
  const shape = perm.map((axis) => x.shape[axis]!);
  const result = device.make(shape, 'float32');
  transposing(x.shape, perm)(device.values(result), device.values(x));
  return result;
}
