/** Rewrites programs in terms of the functions that an engine has. */
import { scalarFunction, type ScalarFunctionName } from './functions.ts';
import { parseFormula } from './parse.ts';
import { ScalarBuilder, type ScalarProgram, type Term } from './program.ts';

/** @param has whether the engine has a word for a function; those that it lacks are replaced by their definitions */
export function expand(program: ScalarProgram, has: (name: ScalarFunctionName) => boolean): ScalarProgram {
  const builder = new ScalarBuilder();
  const add = (name: ScalarFunctionName, operands: readonly Term[]): Term =>
    has(name) ? builder.add(name, operands) : builder.inline(definitionOf(name), operands, add);
  const result = builder.inline(program, null, add);
  return { steps: builder.steps, result };
}

const definitions = new Map<ScalarFunctionName, ScalarProgram>();

/** The function's definition in simpler ones. */
export function definitionOf(name: ScalarFunctionName): ScalarProgram {
  const known = definitions.get(name);
  if (known) return known;
  const { operands, as } = scalarFunction(name);
  if (as === undefined)
    throw new Error(`the scalar function ${name} is made of nothing simpler: every engine must have it`);
  const program = parseFormula(as, new Map(operands.map((operand, input) => [operand, { input }])));
  definitions.set(name, program);
  return program;
}
