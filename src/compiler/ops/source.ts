/** Ops without inputs: the sources of values. */
import type { DType } from '../graph/graph.ts';
import { sizeOf } from '../graph/graph.ts';
import { defineOp } from './op.ts';

const typeAttributes = {
  dtype: { type: 'string', choices: ['float32', 'int32', 'bool'], doc: 'element type' },
  shape: { type: 'integers', doc: 'whole shape, batch axis included' },
} as const;

const declaredType = (attributes: { readonly [name: string]: unknown }) => ({
  dtype: attributes['dtype'] as DType,
  shape: attributes['shape'] as readonly number[],
});

export const sourceOps = [
  defineOp({
    name: 'Placeholder',
    doc: 'A value from outside: a minibatch, a random draw, a variable.',
    inputs: [],
    attributes: { ...typeAttributes, name: { type: 'string', doc: 'unique in the graph' } },
    infer: (_, attributes) => declaredType(attributes),
    gradient: 'source',
    flops: () => 0,
    evaluate: () => {
      throw new Error('a placeholder has no value of its own');
    },
    samples: [],
  }),
  defineOp({
    name: 'Const',
    doc: 'One number filling the shape, or the values in row-major order.',
    inputs: [],
    attributes: { ...typeAttributes, value: { type: 'values', doc: 'a number, or one for each element' } },
    infer: (_, attributes) => declaredType(attributes),
    gradient: 'source',
    flops: () => 0,
    evaluate: (_, attributes, output) => {
      const value = attributes['value'] as number | readonly number[];
      return typeof value === 'number' ? new Float64Array(sizeOf(output.shape)).fill(value) : Float64Array.from(value);
    },
    samples: [],
  }),
];
