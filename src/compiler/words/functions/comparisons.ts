/** Comparisons of values, element by element, and the choice by their results. */
import { intervals } from '../../types/interval.ts';
import { tensor, withRange } from '../../types/type.ts';
import type { NodeId } from '../../graph/graph.ts';
import { defineFunction, type CallSite, type FunctionDefinition, type Lowering } from './function.ts';
import { align, elementwise, value } from './idioms.ts';

const rows = [
  ['>', 'greater', 'Greater', 'a > b'],
  ['>=', 'greater_equal', 'GreaterEqual', 'a ≥ b'],
  ['<', 'less', 'Less', 'a < b'],
  ['<=', 'less_equal', 'LessEqual', 'a ≤ b'],
  ['==', 'equal', 'Equal', 'a = b'],
  ['!=', 'not_equal', 'NotEqual', 'a ≠ b'],
] as const;

/** From the operator, which compares numbers before training, to the function that compares values in training. */
export const comparisonsOfValues: ReadonlyMap<string, string> = new Map(rows.map(([symbol, name]) => [symbol, name]));

const a = value('a', 'any values');
const b = value('b', 'values whose shape fits the first');

/** Labels are names: two of the same kind are equal or not, but none is greater. */
function comparedShape(call: CallSite, name: string) {
  const areLabels = (name === 'equal' || name === 'not_equal') && call.inputs.every((t) => t.meaning === 'class');
  if (!areLabels) return elementwise(call, name);
  return elementwise({ ...call, inputs: call.inputs.map(({ shape, batched }) => tensor(shape, batched)) }, name);
}

/** Where the condition holds; a comparison is taken as it is. */
function lowerCondition(l: Lowering, condition: NodeId): NodeId {
  const { op, inputs } = l.builder.node(condition);
  const isComparison = op === 'Cast' && l.builder.type(inputs[0]!).dtype === 'bool';
  return isComparison ? inputs[0]! : l.builder.add('NotEqual', [condition, l.builder.constant(0)]);
}

export const comparisonFunctions: readonly FunctionDefinition[] = [
  ...rows.map(([, name, op, formula]) =>
    defineFunction({
      name,
      doc: `1 where ${formula}, 0 elsewhere; the gradient is 0.`,
      parameters: [a, b],
      type(call) {
        const { shape, batched } = comparedShape(call, name);
        return tensor(shape, batched, [0, 1]);
      },
      lower: (l, inputs) => l.builder.add('Cast', [l.builder.add(op, align(l, inputs))], { dtype: 'float32' }),
    }),
  ),
  defineFunction({
    name: 'where',
    doc: 'a where the condition is not 0, b elsewhere: `where(greater(x, 0), x, 0)`. What is not chosen has gradient 0, even if it is not finite.',
    parameters: [value('condition', 'usually a comparison'), a, { ...b, doc: 'values whose shape fits' }],
    type(call) {
      const type = elementwise(call, 'where');
      const [, first, second] = call.inputs;
      const range = first!.range && second!.range ? intervals.union(first!.range, second!.range) : undefined;
      return { ...withRange(type, range), meaning: first!.meaning === second!.meaning ? first!.meaning : 'tensor' };
    },
    lower(l, inputs) {
      const [condition, first, second] = [lowerCondition(l, inputs[0]!), inputs[1]!, inputs[2]!];
      return l.builder.add('SelectV2', align(l, [condition, first, second]));
    },
  }),
];
