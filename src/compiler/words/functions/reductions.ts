/**
 * Reductions. Without axes, `mean` and `sum` reduce everything to one number, batch included; `norm` and `dot` work per
 * example, as in the papers.
 */
import type { Interval } from '../../types/interval.ts';
import { isConcrete, type Size } from '../../types/size.ts';
import { tensor, type AnyTensorType } from '../../types/type.ts';
import { defineFunction, type CallSite, type FunctionDefinition } from './function.ts';
import {
  align,
  elementwise,
  perExampleAxes,
  reduce,
  refuseLabels,
  requireAxes,
  undecidedShape,
  value,
  wholeAxis,
} from './idioms.ts';

const x = value('x', 'any values');

function reducedShape(call: CallSite, callee: string, type: AnyTensorType): readonly Size[] {
  const rank = type.shape.length;
  const axes = requireAxes(call, callee, rank);
  if (!isConcrete(axes)) return undecidedShape(call, callee, axes, Math.max(0, rank - axes.length));
  return type.shape.filter((_, i) => !axes.includes(i));
}

const sumRange = ([low, high]: Interval): Interval => [low < 0 ? -Infinity : 0, high > 0 ? Infinity : 0];

function reduction(name: string, op: 'Sum' | 'Mean' | 'Max' | 'Min', doc: string): FunctionDefinition {
  return defineFunction({
    name,
    doc,
    parameters: [
      x,
      {
        name: 'axes',
        kind: 'integers',
        default: null,
        doc: 'axes of an example, `axes: [0, 1]`; by default everything, the batch included',
      },
    ],
    type(call) {
      refuseLabels(call, name);
      const type = call.inputs[0]!;
      const range = type.range && op === 'Sum' ? sumRange(type.range) : type.range;
      return call.has('axes') ? tensor(reducedShape(call, name, type), type.batched, range) : tensor([], false, range);
    },
    lower(l, [v]) {
      const axes = l.settings['axes'] as readonly number[] | undefined;
      const whole = axes ? axes.map((axis) => wholeAxis(l.inputs[0]!, axis)) : l.builder.shape(v!).map((_, i) => i);
      return reduce(l, op, v!, whole);
    },
  });
}

export const reductionFunctions: readonly FunctionDefinition[] = [
  reduction('mean', 'Mean', 'The mean of everything, or over axes of an example.'),
  reduction('sum', 'Sum', 'The sum of everything, or over axes of an example.'),
  reduction('max', 'Max', 'The greatest of everything, or over axes of an example.'),
  reduction('min', 'Min', 'The least of everything, or over axes of an example.'),
  defineFunction({
    name: 'norm',
    doc: 'The Euclidean length of each example, √(Σx² + 1e-12): the small number keeps its gradient finite at 0.',
    parameters: [x],
    type(call) {
      refuseLabels(call, 'norm');
      return tensor([], call.inputs[0]!.batched, [0, Infinity]);
    },
    lower(l, [v]) {
      const b = l.builder;
      const sum = reduce(l, 'Sum', b.add('Square', [v!]), perExampleAxes(l.inputs[0]!));
      return b.add('Sqrt', [b.add('AddV2', [sum, b.constant(1e-12)])]);
    },
  }),
  defineFunction({
    name: 'dot',
    doc: 'The inner product of two values, per example.',
    parameters: [value('a', 'any values'), value('b', 'values whose shape fits the first')],
    type: (call) => tensor([], elementwise(call, 'dot').batched),
    lower(l, inputs) {
      const product = l.builder.add('Mul', align(l, inputs));
      const axes = l.builder.shape(product).map((_, axis) => axis);
      return reduce(l, 'Sum', product, l.type.batched ? axes.slice(1) : axes);
    },
  }),
];
