/** Matrix products. */
import { sizeOf } from '../../../compiler/graph/graph.ts';
import type { KernelNode } from '../kernels/kernel.ts';
import type { GpuKernelRow, GpuKernelTable } from './kernel.ts';
import type { Product } from './products.ts';
import { productKernel, productWorkspace } from './products.ts';
import { bindingOf } from './program.ts';

function productOf({ inputs, attributes, output }: KernelNode, flags: readonly [string, string]): Product {
  const [rows, columns] = output.shape.slice(-2) as [number, number];
  const [transposeLeft, transposeRight] = flags.map((flag) => Boolean(attributes[flag])) as [boolean, boolean];
  const depth = inputs[0]!.shape.at(transposeLeft ? -2 : -1)!;
  const place = (name: string, outer: string, inner: string, size: number, pitch: number) =>
    `  return ${name}[b * ${size}u + ${outer} * ${pitch}u + ${inner}];`;
  return {
    batch: sizeOf(output.shape.slice(0, -2)),
    rows,
    columns,
    depth,
    left: {
      body: transposeLeft ? place('left', 'k', 'm', rows * depth, rows) : place('left', 'm', 'k', rows * depth, depth),
      alongDepth: !transposeLeft,
    },
    right: {
      body: transposeRight
        ? place('right', 'n', 'k', columns * depth, depth)
        : place('right', 'k', 'n', columns * depth, columns),
      alongDepth: transposeRight,
    },
    place: `b * ${rows * columns}u + m * ${columns}u + n`,
  };
}

const product = (flags: readonly [string, string]): GpuKernelRow => ({
  build: (tools, node) => {
    const bindings = [bindingOf('left', node.inputs[0]!), bindingOf('right', node.inputs[1]!)];
    return productKernel(tools, [productOf(node, flags)], bindings, node.output);
  },
  workspace: (node) => productWorkspace([productOf(node, flags)], node.output),
});

export const linearKernels: GpuKernelTable = {
  MatMul: product(['transpose_a', 'transpose_b']),
  BatchMatMulV2: product(['adj_x', 'adj_y']),
};
