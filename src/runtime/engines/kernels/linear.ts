/** Matrix products. */
import type { Attributes } from '../../../compiler/graph/graph.ts';
import { sizeOf } from '../../../compiler/graph/graph.ts';
import type { Device, Kernel, KernelNode, KernelRow, KernelTable, Tensor } from './kernel.ts';
import { transpose } from './transpose.ts';

/** a · b for [m, k] and [k, n], the only case for which the wasm backend has a fast kernel. */
export function multiply(device: Device, a: Tensor, b: Tensor): Tensor {
  const product = device.call('BatchMatMul', { a, b }, { transposeA: false, transposeB: false });
  product.shape = [a.shape[0]!, b.shape[1]!];
  return product;
}

/** The matrix itself, shared, or its transpose. */
function oriented(device: Device, matrix: Tensor, transposed: boolean): Tensor {
  return transposed ? transpose(device, matrix, [1, 0]) : device.share(matrix, matrix.shape);
}

function product(flags: readonly [string, string]): KernelRow {
  const transposes = (attributes: Attributes) => flags.map((flag) => Boolean(attributes[flag])) as [boolean, boolean];
  return {
    build: (device, node): Kernel => {
      const [transposeA, transposeB] = transposes(node.attributes);
      const [typeA, typeB] = [node.inputs[0]!, node.inputs[1]!];
      const multiplyOriented = (a: Tensor, b: Tensor): Tensor => {
        const left = oriented(device, a, transposeA);
        const right = oriented(device, b, transposeB);
        const result = multiply(device, left, right);
        device.dispose(left);
        device.dispose(right);
        return result;
      };
      if (typeA.shape.length === 2) return ([a, b]) => multiplyOriented(a!, b!);

      const [shapeA, shapeB] = [typeA.shape.slice(-2), typeB.shape.slice(-2)];
      const count = sizeOf(typeA.shape.slice(0, -2));
      const cells = sizeOf(node.output.shape.slice(-2));
      return ([a, b]) => {
        const output = device.make(node.output.shape, 'float32');
        for (let i = 0; i < count; i++) {
          device.view(a!, i * sizeOf(shapeA), shapeA, (left) =>
            device.view(b!, i * sizeOf(shapeB), shapeB, (right) => {
              const part = multiplyOriented(left, right);
              device.values(output).set(device.values(part), i * cells);
              device.dispose(part);
            }),
          );
        }
        return output;
      };
    },
    workspace: (_, { inputs, attributes, output }: KernelNode) => {
      const transposed = transposes(attributes).map((flag, i) => (flag ? sizeOf(inputs[i]!.shape.slice(-2)) : 0));
      const part = output.shape.length === 2 ? 0 : sizeOf(output.shape.slice(-2));
      return 4 * (transposed[0]! + transposed[1]! + part);
    },
  };
}

export const linearKernels: KernelTable = {
  MatMul: product(['transpose_a', 'transpose_b']),
  BatchMatMulV2: product(['adj_x', 'adj_y']),
};
