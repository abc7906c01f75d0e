/** The scalar language in WebAssembly: a word for each function that it has; the values of steps are locals. */
import { expand } from '../../../compiler/ops/scalar/expand.ts';
import { scalarFunction, type ScalarFunctionName } from '../../../compiler/ops/scalar/functions.ts';
import type { ScalarProgram, Term } from '../../../compiler/ops/scalar/program.ts';
import type { Lanes } from '../../simd/lanes.ts';
import { get, set, type Code, type ValueType } from '../../simd/module-bytes.ts';

type Word = (l: Lanes, ...operands: Code[]) => Code;

const unary =
  (name: Parameters<Lanes['unary']>[0]): Word =>
  (l, x) =>
    l.unary(name, x!);
const binary =
  (name: Parameters<Lanes['binary']>[0]): Word =>
  (l, x, y) =>
    l.binary(name, x!, y!);

const words: Partial<Readonly<Record<ScalarFunctionName, Word>>> = {
  neg: unary('neg'),
  abs: unary('abs'),
  floor: unary('floor'),
  sqrt: unary('sqrt'),
  add: binary('add'),
  sub: binary('sub'),
  mul: binary('mul'),
  div: binary('div'),
  max: binary('max'),
  min: binary('min'),
  less: binary('less'),
  lessEqual: binary('lessEqual'),
  greater: binary('greater'),
  greaterEqual: binary('greaterEqual'),
  equal: binary('equal'),
  notEqual: binary('notEqual'),
  and: (l, x, y) => l.and(x!, y!),
  or: (l, x, y) => l.or(x!, y!),
  not: (l, x) => l.not(x!),
  select: (l, condition, x, y) => l.select(condition!, x!, y!),
  exp2: (l, x) => l.exp2(x!),
  exponent: (l, x) => l.exponent(x!),
  significand: (l, x) => l.significand(x!),
};

/** The program in terms of the functions that WebAssembly has. */
export const inWords = (program: ScalarProgram): ScalarProgram => expand(program, (name) => name in words);

interface Written {
  readonly code: Code;
  readonly result: Code;
}

/**
 * @param program a result of `inWords`
 * @param local declares a local of the given type
 * @param operands code for each operand; it is repeated at each use, so it should be cheap
 */
export function scalarCode(
  { steps, result }: ScalarProgram,
  l: Lanes,
  operands: readonly Code[],
  local: (type: ValueType) => number,
): Written {
  const made: number[] = [];
  const codeOf = (term: Term): Code =>
    'input' in term ? operands[term.input]! : 'step' in term ? get(made[term.step]!) : l.constant(term.number);
  const code = steps.flatMap((step) => {
    const value = words[step.function]!(l, ...step.operands.map(codeOf));
    made.push(local(scalarFunction(step.function).result === 'bool' ? l.truthType : l.type));
    return set(made.at(-1)!, value);
  });
  return { code, result: codeOf(result) };
}
