/** Products of matrices, transposed or not, and of batches of them. */
import { sizeOf } from '../../../compiler/graph/graph.ts';
import type { KernelNode, KernelRow, KernelTable } from '../kernels/kernel.ts';
import { every, productWorkspace, type Product, type Products } from './products.ts';

function productOf({ inputs, attributes, output }: KernelNode, flags: readonly [string, string]): Product {
  const [a, b] = [inputs[0]!.shape.slice(-2), inputs[1]!.shape.slice(-2)] as [[number, number], [number, number]];
  const [transposeA, transposeB] = flags.map((flag) => Boolean(attributes[flag])) as [boolean, boolean];
  const [rows, columns] = output.shape.slice(-2) as [number, number];
  const steps = transposeA ? a[0] : a[1];
  return {
    rows: every(transposeA ? 1 : a[1], rows),
    leftSteps: every(transposeA ? a[1] : 1, steps),
    columns: every(transposeB ? b[1] : 1, columns),
    rightSteps: every(transposeB ? 1 : b[1], steps),
    resultRows: every(columns, rows),
    batch: { count: sizeOf(output.shape.slice(0, -2)), left: sizeOf(a), right: sizeOf(b), result: rows * columns },
  };
}

export function matrixProducts(products: Products): KernelTable {
  const row = (...flags: [string, string]): KernelRow => ({
    build: (device, node) => {
      const multiply = products.prepare(productOf(node, flags));
      return ([a, b]) => {
        const result = device.make(node.output.shape, 'float32');
        multiply(a!, b!, result);
        return result;
      };
    },
    workspace: (_, node) => productWorkspace(productOf(node, flags)),
  });
  return { MatMul: row('transpose_a', 'transpose_b'), BatchMatMulV2: row('adj_x', 'adj_y') };
}
