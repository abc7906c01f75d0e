/** Fusions with more inputs than a program can bind are computed in parts, with intermediate values stored. */
import { scalarFunction } from '../../../compiler/ops/scalar/functions.ts';
import type { Step, Term } from '../../../compiler/ops/scalar/program.ts';
import type { Fusion } from '../../../compiler/passes/fuse.ts';

/** The part of a fusion that one step needs, given the values of the `stored` steps as extra inputs. */
export interface Part {
  /** The step of the whole fusion whose value it computes. */
  readonly last: number;
  /** Indices into the inputs of the whole fusion. */
  readonly inputs: readonly number[];
  /** Steps that have been computed before; their values follow the inputs. */
  readonly stored: readonly number[];
  readonly fusion: Fusion;
}

function partOf(whole: Fusion, last: number, stored: ReadonlySet<number>): Part {
  const needed = new Set<number>();
  const inputs = new Set<number>();
  const reads = new Set<number>();
  const visit = (step: number) => {
    if (needed.has(step)) return;
    needed.add(step);
    for (const operand of whole.program.steps[step]!.operands) {
      if ('input' in operand) inputs.add(operand.input);
      else if ('step' in operand && stored.has(operand.step)) reads.add(operand.step);
      else if ('step' in operand) visit(operand.step);
    }
  };
  visit(last);
  const [inputPlaces, storedSteps] = [[...inputs], [...reads]];
  const order = [...needed].sort((a, b) => a - b);
  const moved = (operand: Term): Term => {
    if ('input' in operand) return { input: inputPlaces.indexOf(operand.input) };
    if (!('step' in operand)) return operand;
    const at = storedSteps.indexOf(operand.step);
    return at === -1 ? { step: order.indexOf(operand.step) } : { input: inputPlaces.length + at };
  };
  const steps = order.map((step): Step => {
    const { function: name, operands } = whole.program.steps[step]!;
    return { function: name, operands: operands.map(moved) };
  });
  const elementwise = whole.sides.map(() => true);
  const fusion: Fusion = {
    sides: whole.sides,
    program: { steps, result: { step: steps.length - 1 } },
    inputs: [
      ...inputPlaces.map((place) => whole.inputs[place]!),
      ...storedSteps.map(() => ({ node: -1, moves: elementwise })),
    ],
  };
  return { last, inputs: inputPlaces, stored: storedSteps, fusion };
}

/**
 * Null if the fusion has no more inputs than a program can bind. Otherwise, the operand that needs the most inputs is
 * computed and stored first, until the rest fits.
 *
 * @returns the parts in the order in which they are computed; the last gives the result
 */
export function splitFusion(fusion: Fusion, most: number): Part[] | null {
  const { steps, result } = fusion.program;
  if (fusion.inputs.length <= most || !('step' in result)) return null;
  const stored = new Set<number>();
  const parts: Part[] = [];
  const needs = (step: number) => {
    const { inputs, stored: read } = partOf(fusion, step, stored);
    return inputs.length + read.length;
  };
  // Truth values cannot be stored: the values that they are computed from are stored instead.
  const storable = (step: number): number[] =>
    steps[step]!.operands.flatMap((operand) => {
      if (!('step' in operand) || stored.has(operand.step)) return [];
      return scalarFunction(steps[operand.step]!.function).result === 'bool' ? storable(operand.step) : [operand.step];
    });
  const place = (last: number) => {
    while (needs(last) > most) place(storable(last).reduce((best, step) => (needs(step) > needs(best) ? step : best)));
    parts.push(partOf(fusion, last, stored));
    stored.add(last);
  };
  place(result.step);
  return parts;
}
