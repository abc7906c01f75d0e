/** Ops that compute each element from the corresponding ones of their inputs, by a formula in the scalar language. */
import type { Attributes, DType, TensorType } from '../../graph/graph.ts';
import { sizeOf } from '../../graph/graph.ts';
import { requireBroadcast, stretched } from '../broadcasting.ts';
import { defineOp, OpError, type Gradient, type OpDefinition, type ReferenceTensor } from '../op.ts';
import { requireDType, requireFloat, requireNumber, requireShape } from '../requirements.ts';
import { evaluateScalar } from '../scalar/evaluate.ts';
import { parseFormula } from '../scalar/parse.ts';
import type { ScalarProgram, Term } from '../scalar/program.ts';

type Takes = 'floats' | 'numbers' | 'truths';

interface Row extends Pick<
  OpDefinition,
  'name' | 'doc' | 'inputs' | 'samples' | 'aliases' | 'commutative' | 'tensorflow'
> {
  /** Derived from the formula if omitted. */
  readonly gradient?: Gradient;
  /** The value of one element, in terms of the names of inputs and attributes. */
  readonly formula: string;
  /** The element types that it takes; float32 if omitted. All inputs have the same type. */
  readonly takes?: Takes;
  /** The result is boolean. */
  readonly compares?: true;
  /** Inputs of different shapes are broadcast as in NumPy; otherwise, all must have the same shape. */
  readonly stretches?: true;
  /** Numbers that the formula refers to by name. */
  readonly attributes?: OpDefinition['attributes'];
  /** Per element; 1 if omitted. */
  readonly flops?: number;
}

const required: Readonly<Record<Takes, (op: string, input: string, type: TensorType) => TensorType>> = {
  floats: requireFloat,
  numbers: requireNumber,
  truths: (op, input, type) => requireDType(op, input, type, 'bool'),
};

export function defineElementwise(row: Row): OpDefinition {
  const {
    name,
    formula,
    inputs,
    takes = 'floats',
    compares,
    stretches,
    attributes = {},
    gradient = 'formula',
    flops = 1,
    ...rest
  } = row;
  const scalar = formulaReader(formula, inputs);
  return defineOp({
    ...rest,
    name,
    inputs,
    attributes,
    gradient,
    scalar,
    ...(stretches && { stretches }),
    infer(types) {
      types.forEach((type, i) => required[takes](name, inputs[i]!, type));
      const shape = stretches ? stretchedShape(name, inputs, types) : commonShape(name, inputs, types);
      requireSameTypes(name, inputs, types);
      return { dtype: compares ? 'bool' : types[0]!.dtype, shape };
    },
    flops: (_inputs, _attributes, output) => flops * sizeOf(output.shape),
    evaluate: (values, given, output) => evaluateElementwise(scalar(given), values, output),
  });
}

export function evaluateElementwise(
  program: ScalarProgram,
  values: readonly ReferenceTensor[],
  { shape }: TensorType,
): Float64Array {
  const operands = values.map((value) => stretched(value, shape));
  return Float64Array.from({ length: sizeOf(shape) }, (_, i) =>
    evaluateScalar(
      program,
      operands.map((data) => data[i]!),
    ),
  );
}

/** Parses a formula, once for each set of attributes. */
export function formulaReader(formula: string, inputs: readonly string[]): (attributes: Attributes) => ScalarProgram {
  const read = new Map<string, ScalarProgram>();
  return (attributes) => {
    const key = JSON.stringify(attributes);
    const known = read.get(key);
    if (known) return known;
    const names = new Map<string, Term>(inputs.map((input, i) => [input, { input: i }]));
    for (const [name, value] of Object.entries(attributes)) {
      if (typeof value === 'number') names.set(name, { number: value });
    }
    const program = parseFormula(formula, names);
    read.set(key, program);
    return program;
  };
}

export function requireSameTypes(op: string, inputs: readonly string[], types: readonly TensorType[]): DType {
  const { dtype } = types[0]!;
  const other = types.findIndex((type) => type.dtype !== dtype);
  if (other === -1) return dtype;
  throw new OpError(
    `${op}: input \`${inputs[0]}\` is ${dtype} and \`${inputs[other]}\` is ${types[other]!.dtype}, but both must be the same: cast one`,
  );
}

function stretchedShape(op: string, inputs: readonly string[], types: readonly TensorType[]): readonly number[] {
  const [first, ...others] = types;
  return others.reduce<TensorType>(
    (all, type, i) => ({ ...all, shape: requireBroadcast(op, [inputs[0]!, inputs[i + 1]!], all, type) }),
    first!,
  ).shape;
}

function commonShape(op: string, inputs: readonly string[], types: readonly TensorType[]): readonly number[] {
  const { shape } = types[0]!;
  types.forEach((type, i) => requireShape(op, inputs[i]!, type, shape));
  return shape;
}
