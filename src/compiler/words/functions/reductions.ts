/**
 * Reductions. `mean` and its like reduce everything to one number, batch included, unless they say over what; `norm`
 * and `dot` work per example, as in the papers.
 */
import type { Interval } from '../../types/interval.ts';
import { isConcrete, type Size } from '../../types/size.ts';
import { formatType, tensor, type AnyTensorType } from '../../types/type.ts';
import type { Parameter } from '../signature.ts';
import { defineFunction, type CallReading, type CallSite, type FunctionDefinition } from './function.ts';
import {
  align,
  elementwise,
  perExampleAxes,
  reduce,
  refuseLabels,
  requireAxes,
  reshape,
  undecidedShape,
  value,
  wholeAxis,
  wholeShape,
} from './idioms.ts';

const x = value('x', 'any values');

const reductionParameters: readonly Parameter[] = [
  x,
  {
    name: 'axes',
    kind: 'integers',
    default: null,
    doc: 'axes of an example, `axes: [0, 1]`; by default everything, the batch included',
  },
  {
    name: 'over',
    kind: 'choice',
    choices: ['batch'],
    default: null,
    doc: '`over: batch`: over the examples of the minibatch, each number by itself, and over `axes` besides if there are any',
  },
  {
    name: 'keepdims',
    kind: 'boolean',
    default: false,
    doc: 'whether axes of an example that are reduced stay, with size 1, so that the result fits the value again',
  },
];

const overBatch = (call: CallReading): boolean => call.settings['over'] === 'batch';

/** Whether everything becomes one number. */
const isTotal = (call: CallReading): boolean => !call.has('axes') && !overBatch(call);

function reducedShape(call: CallSite, callee: string, { shape }: AnyTensorType): readonly Size[] {
  const rank = shape.length;
  const axes = call.has('axes') ? requireAxes(call, callee, rank) : isTotal(call) ? shape.map((_, axis) => axis) : [];
  const kept = call.settings['keepdims'] === true;
  if (!isConcrete(axes)) return undecidedShape(call, callee, axes, kept ? rank : Math.max(0, rank - axes.length));
  return kept ? shape.map((side, i) => (axes.includes(i) ? 1 : side)) : shape.filter((_, i) => !axes.includes(i));
}

/** `over: batch` of what is the same for every example is a mistake, or a value that has already been reduced. */
function requireBatch(call: CallSite, callee: string, type: AnyTensorType): void {
  if (type.batched || !overBatch(call)) return;
  const texts = {
    callee,
    expected: 'a value of each example with `over: batch`',
    found: `${formatType(type)}, which is the same for all`,
    help: 'leave `over: batch` out',
  };
  call.fail('wrong-rank', texts, 'over');
}

const sumRange = ([low, high]: Interval): Interval => [low < 0 ? -Infinity : 0, high > 0 ? Infinity : 0];

function reduction(name: string, op: 'Sum' | 'Mean' | 'Max' | 'Min', doc: string): FunctionDefinition {
  return defineFunction({
    name,
    doc,
    parameters: reductionParameters,
    type(call) {
      refuseLabels(call, name);
      const type = call.inputs[0]!;
      requireBatch(call, name, type);
      const range = type.range && op === 'Sum' ? sumRange(type.range) : type.range;
      return tensor(reducedShape(call, name, type), type.batched && !isTotal(call) && !overBatch(call), range);
    },
    lower(l, [v]) {
      const axes = l.settings['axes'] as readonly number[] | undefined;
      const [type] = l.inputs;
      const whole = isTotal(l)
        ? l.builder.shape(v!).map((_, i) => i)
        : [...(overBatch(l) ? [0] : []), ...(axes ?? []).map((axis) => wholeAxis(type!, axis))];
      return reshape(l, reduce(l, op, v!, whole), wholeShape(l));
    },
  });
}

export const reductionFunctions: readonly FunctionDefinition[] = [
  reduction('mean', 'Mean', 'The mean of everything, over axes of an example, or over the batch.'),
  reduction('sum', 'Sum', 'The sum of everything, over axes of an example, or over the batch.'),
  reduction('max', 'Max', 'The greatest of everything, over axes of an example, or over the batch.'),
  reduction('min', 'Min', 'The least of everything, over axes of an example, or over the batch.'),
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
