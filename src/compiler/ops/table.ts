/** The op table, family by family. */
import { activationOps } from './elementwise/activations.ts';
import { comparisonOps } from './elementwise/comparison.ts';
import { convolutionOps } from './convolution.ts';
import { elementwiseBinaryOps } from './elementwise/binary.ts';
import { elementwiseUnaryOps } from './elementwise/unary.ts';
import { indexingOps } from './indexing.ts';
import { linearOps } from './linear.ts';
import type { OpDefinition } from './op.ts';
import { paddingOps } from './index-map/padding.ts';
import { poolingOps } from './pooling.ts';
import { reductionOps } from './reduction.ts';
import { resizeOps } from './index-map/resize.ts';
import { shapeOps } from './index-map/shape.ts';
import { slicingOps } from './index-map/slicing.ts';
import { scanOps } from './scan.ts';
import { softmaxOps } from './softmax.ts';
import { sourceOps } from './source.ts';

const families: readonly (readonly OpDefinition[])[] = [
  sourceOps,
  elementwiseUnaryOps,
  elementwiseBinaryOps,
  activationOps,
  softmaxOps,
  comparisonOps,
  reductionOps,
  linearOps,
  shapeOps,
  slicingOps,
  paddingOps,
  indexingOps,
  convolutionOps,
  poolingOps,
  resizeOps,
  scanOps,
];

export const ops: ReadonlyMap<string, OpDefinition> = new Map(families.flat().map((op) => [op.name, op]));

export function opOf(name: string): OpDefinition {
  const op = ops.get(name);
  if (!op) throw new Error(`no op named ${name} in the table`);
  return op;
}
