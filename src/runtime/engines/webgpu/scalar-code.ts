/** The scalar language in WGSL. */
import type { DType } from '../../../compiler/graph/graph.ts';
import { definitionOf } from '../../../compiler/ops/scalar/expand.ts';
import { scalarFunction, type ScalarFunctionName } from '../../../compiler/ops/scalar/functions.ts';
import type { ScalarProgram, Term } from '../../../compiler/ops/scalar/program.ts';
import { call, infix, type Words } from '../../../compiler/ops/scalar/words.ts';

/** Words for any type. Truth values are `bool` here, but 0 and 1 in memory. */
const words: Words = {
  neg: (x) => `(-${x})`,
  abs: call('abs'),
  floor: call('floor'),
  add: infix('+'),
  sub: infix('-'),
  mul: infix('*'),
  div: infix('/'),
  less: infix('<'),
  lessEqual: infix('<='),
  greater: infix('>'),
  greaterEqual: infix('>='),
  equal: infix('=='),
  notEqual: infix('!='),
  and: infix('&&'),
  or: infix('||'),
  not: (x) => `!${x}`,
  select: (condition, x, y) => `select(${y}, ${x}, ${condition})`,
  float32: call('f32'),
  int32: call('i32'),
  bool: call('bool'),
};

/**
 * Words for floats. NaN is preserved, so that it reaches the losses: drivers lose it in `sign`, `exp`, `max` and `min`.
 * WGSL promises nothing for `sqrt` outside its domain, and its `exp` and `log` are less exact than float32.
 */
const floatWords: Words = {
  ...words,
  max: (x, y) => `select(${y}, ${x}, ${x} >= ${y} || is_nan(${x}))`,
  min: (x, y) => `select(${y}, ${x}, ${x} <= ${y} || is_nan(${x}))`,
  sqrt: call('root'),
  exp2: (x) => `bitcast<f32>((i32(${x}) + 127) << 23u)`,
  exponent: (x) => `f32((bitcast<i32>(${x}) >> 23u) - 127)`,
  significand: (x) => `bitcast<f32>((bitcast<u32>(${x}) & 0x7fffffu) | 0x3f800000u)`,
};

const integerWords: Words = {
  ...words,
  sign: call('sign'),
  max: call('max'),
  min: call('min'),
  mod: (x, y) => `(((${x} % ${y}) + ${y}) % ${y})`,
};

const wordsOf: Readonly<Record<DType, Words>> = { float32: floatWords, int32: integerWords, bool: words };

/** Definitions of what words refer to; each comes after those that it uses. */
const definitions: readonly (readonly [name: string, text: string])[] = [
  ['nan_bits', 'var<private> nan_bits: u32 = 0x7fc00000u;'],
  ['infinity_bits', 'var<private> infinity_bits: u32 = 0x7f800000u;'],
  // Compilers may assume that `x != x` never holds.
  ['is_nan', 'fn is_nan(x: f32) -> bool { return (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u; }'],
  ['root', 'fn root(x: f32) -> f32 { if (x < 0f) { return bitcast<f32>(nan_bits); } return sqrt(x); }'],
];

/** A float32 literal. WGSL has none for infinities and NaN, and refuses constant expressions that yield them. */
export function literal(value: number): string {
  const number = Math.fround(value);
  if (Number.isNaN(number)) return 'bitcast<f32>(nan_bits)';
  if (!Number.isFinite(number)) return `(${number < 0 ? '-' : ''}bitcast<f32>(infinity_bits))`;
  return number < 0 || Object.is(number, -0) ? `(-${-number}f)` : `${number}f`;
}

export interface ScalarCode {
  readonly lines: readonly string[];
  /** A name or a literal. */
  readonly result: string;
}

/**
 * Steps as `let`s; {@link definitionsFor} has the functions that they call.
 *
 * @param operands names of values of the given types; truth values are `bool`
 */
export function scalarCode(
  { steps, result }: ScalarProgram,
  operands: readonly string[],
  types: readonly DType[],
): ScalarCode {
  const main = types.at(-1) ?? 'float32';
  const made: DType[] = [];
  const typeOf = (term: Term): DType =>
    'input' in term ? types[term.input]! : 'step' in term ? made[term.step]! : main;
  const textOf = (term: Term): string => {
    if ('input' in term) return operands[term.input]!;
    if ('step' in term) return `s${term.step}`;
    return main === 'float32' ? `n${numbers.indexOf(literal(term.number))}` : `${term.number}i`;
  };
  const terms = [...steps.flatMap((step) => step.operands), result];
  const numbers = [...new Set(terms.flatMap((term) => ('number' in term ? [literal(term.number)] : [])))];
  const lines = steps.map(({ function: name, operands: read }, i) => {
    made.push(scalarFunction(name).result ?? typeOf(read.at(-1)!));
    const word = wordsOf[main][name] ?? call(`scalar_${name}`);
    return `  let s${i} = ${word(...read.map(textOf))};`;
  });
  // Numbers get names, so that the compiler does not fold them and refuse what overflows.
  const named = main === 'float32' ? numbers.map((number, i) => `  let n${i} = ${number};`) : [];
  return { lines: [...named, ...lines], result: textOf(result) };
}

/** Definitions that code needs: of float functions that WGSL lacks, `scalar_…`, and of what these and the words use. */
export function definitionsFor(code: string): string {
  const functions = new Map<string, string>();
  const define = (text: string): void => {
    for (const [, name] of text.matchAll(/\bscalar_(\w+)/g)) {
      if (functions.has(name!)) continue;
      const definition = functionOf(name as ScalarFunctionName);
      define(definition.replace(`fn scalar_${name}`, ''));
      functions.set(name!, definition);
    }
  };
  define(code);
  const needed: string[] = [];
  let text = [...functions.values(), code].join('\n');
  for (const [name, definition] of definitions.toReversed()) {
    if (!new RegExp(`\\b${name}\\b`).test(text)) continue;
    needed.unshift(definition);
    text += definition;
  }
  return [...needed, ...functions.values()].join('\n');
}

function functionOf(name: ScalarFunctionName): string {
  const { operands } = scalarFunction(name);
  const types = operands.map((): DType => 'float32');
  const { lines, result } = scalarCode(definitionOf(name), operands, types);
  const parameters = operands.map((operand) => `${operand}: f32`).join(', ');
  return `fn scalar_${name}(${parameters}) -> f32 {\n${lines.join('\n')}\n  return ${result};\n}`;
}
