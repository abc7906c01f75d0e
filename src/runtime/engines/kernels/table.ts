/** All kernels, in the order of the families in the op table. */
import type { Node } from '../../../compiler/graph/graph.ts';
import { EngineError } from '../engine-error.ts';
import { convolutionKernels } from './convolution.ts';
import { depthwiseConvolutionKernels } from './depthwise-convolution.ts';
import { elementwiseKernels } from './elementwise.ts';
import { indexingKernels } from './indexing.ts';
import type { KernelRow, KernelTable } from './kernel.ts';
import { linearKernels } from './linear.ts';
import { poolingKernels } from './pooling.ts';
import { rearrangingKernels } from './rearranging.ts';
import { reductionKernels } from './reductions.ts';

export const kernels: KernelTable = {
  ...elementwiseKernels,
  ...reductionKernels,
  ...linearKernels,
  ...rearrangingKernels,
  ...indexingKernels,
  ...convolutionKernels,
  ...depthwiseConvolutionKernels,
  ...poolingKernels,
};

export function kernelOf(node: Node): KernelRow {
  const row = kernels[node.op];
  if (row) return row;
  throw new EngineError(
    `node ${node.id} is ${node.op}, for which there is no kernel; the kernels are in engines/kernels/`,
  );
}
