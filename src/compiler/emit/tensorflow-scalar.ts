/** Elementwise ops in TensorFlow: its op of the same name or, if it has none, a composition of simpler ones. */
import type { DType } from '../graph/graph.ts';
import { expand } from '../ops/scalar/expand.ts';
import { scalarFunction } from '../ops/scalar/functions.ts';
import { opNames } from '../ops/scalar/op-names.ts';
import type { ScalarProgram, Term } from '../ops/scalar/program.ts';
import type { AttrValue, GraphDefBuilder } from './graph-def.ts';

/** Adds the nodes that compute the program, and returns the name of its result. */
export function emitScalar(
  b: GraphDefBuilder,
  program: ScalarProgram,
  inputs: readonly string[],
  types: readonly DType[],
): string {
  const { steps, result } = expand(program, (name) => name in opNames);
  const main = types.at(-1) ?? 'float32';
  const made: { readonly name: string; readonly dtype: DType }[] = [];
  const typeOf = (term: Term): DType =>
    'input' in term ? types[term.input]! : 'step' in term ? made[term.step]!.dtype : main;
  const nameOf = (term: Term): string =>
    'input' in term
      ? inputs[term.input]!
      : 'step' in term
        ? made[term.step]!.name
        : b.constant(main, [], [term.number]);
  for (const { function: name, operands } of steps) {
    const of = typeOf(operands.at(-1)!);
    const attrs: Readonly<Record<string, AttrValue>> = of === 'bool' ? {} : { T: { type: of } };
    const value = b.add(opNames[name]!, operands.map(nameOf), attrs);
    made.push({ name: value, dtype: scalarFunction(name).result ?? of });
  }
  return nameOf(result);
}
