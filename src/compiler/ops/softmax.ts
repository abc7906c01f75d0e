/** Softmax and its logarithm, along the last axis. */
import type { TensorType } from '../graph/graph.ts';
import { sizeOf } from '../graph/graph.ts';
import { times } from './compose.ts';
import type { OpDefinition, ReferenceTensor } from './op.ts';
import { defineOp } from './op.ts';
import { refuse, requireFloat } from './requirements.ts';

function requireLastAxis(op: string, type: TensorType): TensorType {
  requireFloat(op, 'logits', type);
  return type.shape.length
    ? type
    : refuse(op, 'logits', type, 'of rank 1 or more, with the classes along the last axis');
}

const softmaxSamples = [
  { inputs: [{ shape: [3, 4] }] },
  { inputs: [{ shape: [5] }] },
  { inputs: [{ shape: [2, 2, 3], range: [-4, 4] as const }] },
];

function evaluateLogSoftmax({ shape, data }: ReferenceTensor): Float64Array {
  const classes = shape.at(-1)!;
  const result = new Float64Array(data.length);
  for (let start = 0; start < data.length; start += classes) {
    const row = data.subarray(start, start + classes);
    const largest = row.reduce((a, b) => Math.max(a, b), -Infinity);
    const logSum = largest + Math.log(row.reduce((sum, value) => sum + Math.exp(value - largest), 0));
    for (let i = 0; i < classes; i++) result[start + i] = row[i]! - logSum;
  }
  return result;
}

export const softmaxOps: readonly OpDefinition[] = [
  defineOp({
    name: 'Softmax',
    doc: 'eˣ divided by its sum along the last axis.',
    inputs: ['logits'],
    attributes: {},
    infer: ([logits]) => requireLastAxis('Softmax', logits!),
    gradient: (b, { id: y, output }, g) => {
      const axes = [output.shape.length - 1];
      const mean = b.add('Sum', [times(b, g, y)], { axes, keep_dims: true });
      return [times(b, b.add('Sub', [g, mean]), y)];
    },
    flops: (_inputs, _attributes, output) => 5 * sizeOf(output.shape),
    evaluate: ([logits]) => evaluateLogSoftmax(logits!).map(Math.exp),
    samples: softmaxSamples,
  }),
  defineOp({
    name: 'LogSoftmax',
    doc: 'The logarithm of Softmax, without taking a logarithm of a rounded probability.',
    inputs: ['logits'],
    attributes: {},
    infer: ([logits]) => requireLastAxis('LogSoftmax', logits!),
    gradient: (b, { id: y, output }, g) => {
      const total = b.add('Sum', [g], { axes: [output.shape.length - 1], keep_dims: true });
      return [b.add('Sub', [g, times(b, b.add('Exp', [y]), total)])];
    },
    flops: (_inputs, _attributes, output) => 5 * sizeOf(output.shape),
    evaluate: ([logits]) => evaluateLogSoftmax(logits!),
    samples: softmaxSamples,
  }),
];
