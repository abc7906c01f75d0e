/** Evaluates a program step by step in float64: slow, but simple enough to be right. */
import { scalarFunction } from './functions.ts';
import type { ScalarProgram, Term } from './program.ts';

/** @returns the result; truth values are 0 or 1 */
export function evaluateScalar({ steps, result }: ScalarProgram, operands: readonly number[]): number {
  const made: number[] = [];
  const valueOf = (term: Term): number =>
    'input' in term ? operands[term.input]! : 'step' in term ? made[term.step]! : term.number;
  for (const step of steps) made.push(scalarFunction(step.function).of(...step.operands.map(valueOf)));
  return valueOf(result);
}
