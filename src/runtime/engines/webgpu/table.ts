/** The kernels of the webgpu engine, by op. */
import { convolutionKernels } from './convolution.ts';
import { depthwiseConvolutionKernels } from './depthwise-convolution.ts';
import { elementwiseKernels } from './elementwise.ts';
import { indexingKernels } from './indexing.ts';
import type { GpuKernelTable } from './kernel.ts';
import { movingKernels } from './moving.ts';
import { poolingKernels } from './pooling.ts';
import { linearKernels } from './products.ts';
import { reductionKernels } from './reductions.ts';

export const kernelTable: GpuKernelTable = {
  ...elementwiseKernels,
  ...reductionKernels,
  ...linearKernels,
  ...movingKernels,
  ...indexingKernels,
  ...convolutionKernels,
  ...depthwiseConvolutionKernels,
  ...poolingKernels,
};
