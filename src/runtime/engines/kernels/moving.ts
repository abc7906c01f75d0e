/** Ops that only move cells, by the index maps of their rows. */
import { ops } from '../../../compiler/ops/table.ts';
import type { OpDefinition } from '../../../compiler/ops/op.ts';
import type { KernelRow, KernelTable } from './kernel.ts';
import { filling } from './kernel.ts';
import { addingBack, placing, reading } from './moves.ts';
import { transposeKernel } from './transpose.ts';

const share: KernelRow = {
  build:
    (device, { output }) =>
    (inputs) =>
      device.share(inputs[0]!, output.shape),
};

function kernelOf({ reads, addsBack, joins }: OpDefinition): KernelRow | undefined {
  if (reads) {
    return filling(({ inputs, attributes, output }) => {
      const move = reading(reads(inputs[0]!.shape, output.shape, attributes));
      return (result, source) => move(result, source!);
    });
  }
  if (addsBack) {
    return filling(({ inputs, attributes, output }) => {
      const move = addingBack(addsBack(output.shape, inputs[0]!.shape, attributes));
      return (result, gradient) => move(result, gradient!);
    });
  }
  if (!joins) return undefined;
  return filling(({ inputs, attributes, output }) => {
    const shapes = inputs.map(({ shape }) => shape);
    const moves = joins(shapes, output.shape, attributes).map(placing);
    return (result, ...values) => values.forEach((value, i) => moves[i]!(result, value));
  });
}

const byIndexMap: KernelTable = Object.fromEntries(
  [...ops.values()].flatMap((op) => {
    const kernel = kernelOf(op);
    return kernel ? [[op.name, kernel]] : [];
  }),
);

export const movingKernels: KernelTable = {
  Reshape: share,
  StopGradient: share,
  ...byIndexMap,
  Transpose: transposeKernel,
};
