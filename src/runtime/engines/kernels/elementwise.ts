/** Elementwise ops: a device's own kernels for floats if it has them, and loops for everything else. */
import { ops } from '../../../compiler/ops/table.ts';
import { fusionOfNode } from '../../../compiler/passes/fuse.ts';
import type { KernelRow, KernelTable } from './kernel.ts';
import { filling } from './kernel.ts';
import { scalarLoops } from './scalar-loops.ts';

const row: KernelRow = {
  build(device, node) {
    const fusion = device.fused && fusionOfNode(node.op, node.attributes, node);
    if (fusion) return device.fused!([{ fusion, output: node.output }])[0]!;
    const program = ops.get(node.op)!.scalar!(node.attributes);
    return filling(() => scalarLoops(program, node.inputs, node.output)).build(device, node);
  },
};

export const elementwiseKernels: KernelTable = Object.fromEntries(
  [...ops.values()].filter(({ scalar }) => scalar).map(({ name }) => [name, row]),
);
