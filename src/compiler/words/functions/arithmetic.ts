/** Operators and elementwise functions. `a + b` is a call of `add`; the checker knows operators only by these names. */
import { intervals, unbounded, type Interval } from '../../types/interval.ts';
import { isKnown, isLess } from '../../types/size.ts';
import { withRange, type AnyTensorType, type Meaning } from '../../types/type.ts';
import type { NodeId } from '../../graph/graph.ts';
import { defineFunction, type CallSite, type FunctionDefinition, type Lowering } from './function.ts';
import { align, amount, elementwise, mapped, value } from './idioms.ts';

const rangeOf = (type: AnyTensorType): Interval => type.range ?? unbounded;

/**
 * Sums and differences of logits are logits, those of scores are scores (relativistic losses); anything else is plain
 * numbers.
 */
function additiveMeaning(inputs: readonly AnyTensorType[]): Meaning {
  const has = (meaning: Meaning): boolean => inputs.some((t) => t.meaning === meaning);
  return has('logit') ? 'logit' : has('score') ? 'score' : 'tensor';
}

/** 1 − p is the probability of the complement. */
function differenceMeaning(inputs: readonly AnyTensorType[]): Meaning {
  const [low, high] = rangeOf(inputs[0]!);
  return inputs[1]!.meaning === 'prob' && low === 1 && high === 1 ? 'prob' : additiveMeaning(inputs);
}

interface Operator {
  readonly name: string;
  /** The operator, written between its operands; absent if the function is called by name. */
  readonly symbol?: string;
  readonly op: string;
  readonly doc: string;
  readonly range: (a: Interval, b: Interval) => Interval;
  readonly meaning?: (inputs: readonly AnyTensorType[]) => Meaning;
}

const operators: readonly Operator[] = [
  {
    name: 'add',
    symbol: '+',
    op: 'AddV2',
    doc: 'a + b, elementwise with broadcasting.',
    range: intervals.add,
    meaning: additiveMeaning,
  },
  {
    name: 'subtract',
    symbol: '-',
    op: 'Sub',
    doc: 'a − b, elementwise with broadcasting.',
    range: intervals.subtract,
    meaning: differenceMeaning,
  },
  { name: 'multiply', symbol: '*', op: 'Mul', doc: 'a · b, elementwise with broadcasting.', range: intervals.multiply },
  { name: 'divide', symbol: '/', op: 'RealDiv', doc: 'a / b, elementwise with broadcasting.', range: intervals.divide },
  { name: 'power', symbol: '^', op: 'Pow', doc: 'a to the power of b, elementwise.', range: powerRange },
  {
    name: 'maximum',
    op: 'Maximum',
    doc: 'The larger of two values, elementwise.',
    range: ([a, b], [c, d]) => [Math.max(a, c), Math.max(b, d)],
    meaning: additiveMeaning,
  },
  {
    name: 'minimum',
    op: 'Minimum',
    doc: 'The smaller of two values, elementwise.',
    range: ([a, b], [c, d]) => [Math.min(a, c), Math.min(b, d)],
    meaning: additiveMeaning,
  },
];

/** From operator symbol to function name. */
export const operatorFunctions: ReadonlyMap<string, string> = new Map(
  operators.flatMap((o) => (o.symbol ? [[o.symbol, o.name]] : [])),
);

function powerRange(base: Interval, [power, same]: Interval): Interval {
  if (power !== same || power < 0) return unbounded;
  if (base[0] >= 0) return intervals.monotone((v) => v ** power)(base);
  return power > 0 && power % 2 === 0 ? intervals.monotone((v) => v ** power)(intervals.abs(base)) : unbounded;
}

const namedPowers: Readonly<Record<number, string>> = { 0.5: 'Sqrt', 2: 'Square', [-1]: 'Reciprocal', [-0.5]: 'Rsqrt' };

/** Powers that have an op of their own need no logarithm. */
function lowerPower(l: Lowering, inputs: readonly NodeId[]): NodeId {
  const exponent = l.builder.node(inputs[1]!);
  const power = exponent.op === 'Const' ? exponent.attributes['value'] : undefined;
  if (power === 1) return inputs[0]!;
  const named = typeof power === 'number' ? namedPowers[power] : undefined;
  return named ? l.builder.add(named, [inputs[0]!]) : l.builder.add('Pow', align(l, inputs));
}

interface Unary {
  readonly name: string;
  readonly op: string;
  readonly doc: string;
  readonly range?: (input: Interval) => Interval;
}

const unaries: readonly Unary[] = [
  { name: 'exp', op: 'Exp', doc: 'e to the power of x.', range: intervals.monotone(Math.exp) },
  {
    name: 'log',
    op: 'Log',
    doc: 'Natural logarithm. Of a probability it is −∞ at 0: prefer a loss on logits, where that cannot happen.',
    range: intervals.monotone((v) => (v <= 0 ? -Infinity : Math.log(v))),
  },
  {
    name: 'log1p',
    op: 'Log1p',
    doc: 'log(1 + x), exact for small x.',
    range: intervals.monotone((v) => (v <= -1 ? -Infinity : Math.log1p(v))),
  },
  {
    name: 'expm1',
    op: 'Expm1',
    doc: 'exp(x) − 1, exact for small x.',
    range: intervals.monotone(Math.expm1),
  },
  {
    name: 'sqrt',
    op: 'Sqrt',
    doc: 'Square root; its gradient at 0 is infinite.',
    range: intervals.monotone((v) => Math.sqrt(Math.max(0, v))),
  },
  { name: 'rsqrt', op: 'Rsqrt', doc: '1 / √x.', range: () => [0, Infinity] },
  { name: 'abs', op: 'Abs', doc: '|x|.', range: intervals.abs },
  { name: 'sign', op: 'Sign', doc: '−1, 0 or 1; its gradient is 0.', range: () => [-1, 1] },
  { name: 'sin', op: 'Sin', doc: 'Sine, in radians.', range: () => [-1, 1] },
  { name: 'cos', op: 'Cos', doc: 'Cosine, in radians.', range: () => [-1, 1] },
];

const a = value('a', 'any values');
const b = value('b', 'values whose shape fits the first');
const x = value('x', 'any values');

export const arithmeticFunctions: readonly FunctionDefinition[] = [
  ...operators.map((row) =>
    defineFunction({
      name: row.name,
      doc: row.doc,
      notation: row.symbol !== undefined,
      parameters: [a, b],
      type(call) {
        const type = elementwise(call, row.symbol ?? row.name);
        const range = row.range(rangeOf(call.inputs[0]!), rangeOf(call.inputs[1]!));
        return { ...withRange(type, range), meaning: row.meaning?.(call.inputs) ?? 'tensor' };
      },
      lower: (l, inputs) => (row.name === 'power' ? lowerPower(l, inputs) : l.builder.add(row.op, align(l, inputs))),
    }),
  ),
  defineFunction({
    name: 'negate',
    doc: '−x. A negated logit is the logit of the other class.',
    notation: true,
    parameters: [x],
    type(call) {
      const { meaning } = call.inputs[0]!;
      return {
        ...mapped(call, '-', intervals.negate),
        meaning: meaning === 'logit' || meaning === 'score' ? meaning : 'tensor',
      };
    },
    lower: (l, [v]) => l.builder.add('Neg', [v!]),
  }),
  ...unaries.map((row) =>
    defineFunction({
      name: row.name,
      doc: row.doc,
      parameters: [x],
      type: (call) => mapped(call, row.name, row.range),
      lower: (l, [v]) => l.builder.add(row.op, [v!]),
    }),
  ),
  defineFunction({
    name: 'clamp',
    doc: 'x, kept between two bounds; the gradient is 0 outside them.',
    parameters: [
      x,
      { name: 'low', kind: 'number', doc: 'the least value' },
      { name: 'high', kind: 'number', doc: 'the greatest value' },
    ],
    type(call) {
      const [low, high] = [call.number('low'), call.number('high')];
      if (isLess(high, low)) {
        const [from, to] = [amount(low), amount(high)];
        call.fail('bad-range', { low: from, high: to, written: `clamp(${to}, ${from})` }, 'low');
      }
      const held = ([least, most]: Interval): Interval =>
        isKnown(low) && isKnown(high)
          ? [Math.min(high, Math.max(low, least)), Math.max(low, Math.min(high, most))]
          : unbounded;
      return { ...mapped(call, 'clamp', held), meaning: call.inputs[0]!.meaning };
    },
    lower({ builder, number }, [v]) {
      return builder.add('Minimum', [
        builder.add('Maximum', [v!, builder.constant(number('low'))]),
        builder.constant(number('high')),
      ]);
    },
  }),
  defineFunction({
    name: 'lerp',
    doc: 'a + t · (b − a): from a at t = 0 to b at t = 1.',
    parameters: [a, b, value('t', 'how far from a to b, usually one number for each example')],
    type: lerpType,
    lower(l, inputs) {
      const [from, to, t] = align(l, inputs) as [NodeId, NodeId, NodeId];
      return l.builder.add('AddV2', [from, l.builder.add('Mul', [t, l.builder.add('Sub', [to, from])])]);
    },
  }),
  defineFunction({
    name: 'stop_gradient',
    doc: 'x itself, but gradients do not flow through it.',
    parameters: [x],
    transparent: true,
    type: (call) => call.inputs[0]!,
    lower: (l, [v]) => l.builder.add('StopGradient', [v!]),
  }),
];

/** Between two images of the same range lies another, provided that t stays within 0..1. */
function lerpType(call: CallSite): AnyTensorType {
  const [from, to, t] = call.inputs as [AnyTensorType, AnyTensorType, AnyTensorType];
  const type = elementwise(call, 'lerp');
  const within = from.range && to.range && t.range && t.range[0] >= 0 && t.range[1] <= 1;
  const range = within ? intervals.union(from.range!, to.range!) : undefined;
  return { ...withRange(type, range), meaning: from.meaning === to.meaning ? from.meaning : 'tensor' };
}
