/** Matrix products as plain loops. Sums are accumulated in float64. */
import { sizeOf } from '../../../compiler/graph/graph.ts';
import type { KernelRow, KernelTable, Values } from './kernel.ts';
import { filling } from './kernel.ts';

const product = (...flags: readonly [string, string]): KernelRow =>
  filling(({ inputs, attributes, output }) => {
    const [transposeA, transposeB] = flags.map((flag) => Boolean(attributes[flag])) as [boolean, boolean];
    const [a, b] = [inputs[0]!.shape.slice(-2), inputs[1]!.shape.slice(-2)] as [[number, number], [number, number]];
    const [rows, columns] = output.shape.slice(-2) as [number, number];
    const steps = transposeA ? a[0] : a[1];
    const [rowA, stepA] = transposeA ? [1, a[1]] : [a[1], 1];
    const [stepB, columnB] = transposeB ? [1, b[1]] : [b[1], 1];
    const count = sizeOf(output.shape.slice(0, -2));
    return (result: Values, left?: Values, right?: Values) => {
      const sums = new Float64Array(columns);
      for (let line = 0; line < count * rows; line++) {
        const matrix = Math.floor(line / rows);
        const from = matrix * sizeOf(a) + (line % rows) * rowA;
        sums.fill(0);
        for (let k = 0; k < steps; k++) {
          const [x, start] = [left![from + k * stepA]!, matrix * sizeOf(b) + k * stepB];
          for (let j = 0; j < columns; j++) sums[j]! += x * right![start + j * columnB]!;
        }
        result.set(sums, line * columns);
      }
    };
  });

export const linearKernels: KernelTable = {
  MatMul: product('transpose_a', 'transpose_b'),
  BatchMatMulV2: product('adj_x', 'adj_y'),
};
