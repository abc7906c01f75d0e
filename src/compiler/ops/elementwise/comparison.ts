/** Comparisons, logic, and selection by a condition. */
import { requireBroadcast, sumTo } from '../broadcasting.ts';
import { defineElementwise, evaluateElementwise, formulaReader, requireSameTypes } from './elementwise.ts';
import type { OpDefinition, SampleInput } from '../op.ts';
import { defineOp } from '../op.ts';
import { requireDType } from '../requirements.ts';

const comparisons = [
  ['Greater', 'x > y'],
  ['GreaterEqual', 'x >= y'],
  ['Less', 'x < y'],
  ['LessEqual', 'x <= y'],
  ['Equal', 'x == y'],
  ['NotEqual', 'x != y'],
] as const;

const connectives = [
  ['LogicalAnd', 'x && y', 'x and y.'],
  ['LogicalOr', 'x || y', 'x or y.'],
] as const;

function defineComparison(name: string, formula: string, doc: string, takes: 'numbers' | 'truths'): OpDefinition {
  const kinds: readonly Omit<SampleInput, 'shape'>[] =
    takes === 'truths' ? [{ dtype: 'bool' }] : [{}, { dtype: 'int32', range: [0, 2] }];
  return defineElementwise({
    name,
    doc,
    inputs: ['x', 'y'],
    formula,
    takes,
    compares: true,
    stretches: true,
    gradient: 'zero',
    flops: takes === 'truths' ? 0 : 1,
    samples: kinds.flatMap((kind) => [
      {
        inputs: [
          { shape: [3, 4], ...kind },
          { shape: [3, 4], ...kind },
        ],
      },
      {
        inputs: [
          { shape: [3, 1], ...kind },
          { shape: [4], ...kind },
        ],
      },
      {
        inputs: [
          { shape: [3, 4], ...kind },
          { shape: [], ...kind },
        ],
      },
    ]),
  });
}

const choice = formulaReader('condition ? t : e', ['condition', 't', 'e'])({});

export const comparisonOps: readonly OpDefinition[] = [
  ...comparisons.map(([name, formula]) => defineComparison(name, formula, `${formula}.`, 'numbers')),
  ...connectives.map(([name, formula, doc]) => defineComparison(name, formula, doc, 'truths')),
  defineOp({
    name: 'SelectV2',
    doc: 't where the condition holds, e elsewhere; all three broadcast.',
    inputs: ['condition', 't', 'e'],
    attributes: {},
    infer: ([condition, t, e]) => {
      requireDType('SelectV2', 'condition', condition!, 'bool');
      const dtype = requireSameTypes('SelectV2', ['t', 'e'], [t!, e!]);
      const branches = { dtype, shape: requireBroadcast('SelectV2', ['t', 'e'], t!, e!) };
      return { dtype, shape: requireBroadcast('SelectV2', ['condition', 't and e'], condition!, branches) };
    },
    gradient: (b, { inputs: [condition, t, e] }, g) => {
      const none = b.constant(0);
      return [
        null,
        sumTo(b, b.add('SelectV2', [condition!, g, none]), b.shape(t!)),
        sumTo(b, b.add('SelectV2', [condition!, none, g]), b.shape(e!)),
      ];
    },
    flops: () => 0,
    scalar: () => choice,
    stretches: true,
    evaluate: (values, _, output) => evaluateElementwise(choice, values, output),
    samples: [
      { inputs: [{ shape: [2, 3], dtype: 'bool' }, { shape: [2, 3] }, { shape: [2, 3] }] },
      { inputs: [{ shape: [3], dtype: 'bool' }, { shape: [2, 3] }, { shape: [] }] },
      { inputs: [{ shape: [2, 1], dtype: 'bool' }, { shape: [3] }, { shape: [1, 3] }] },
      { inputs: [{ shape: [2, 3], dtype: 'bool' }, { shape: [] }, { shape: [2, 1] }] },
      { inputs: [{ shape: [], dtype: 'bool', values: [1] }, { shape: [2, 3] }, { shape: [2, 3] }] },
      {
        inputs: [
          { shape: [4], dtype: 'bool' },
          { shape: [4], dtype: 'int32' },
          { shape: [4], dtype: 'int32' },
        ],
      },
    ],
  }),
];
