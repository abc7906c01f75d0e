/**
 * The scalar language: what an elementwise op does to corresponding elements of its operands. A program is a list of
 * steps, each a function of what came before, so that translating one to JavaScript, WGSL, SIMD or a TensorFlow graph
 * takes only a word for each function.
 */
import type { ScalarFunctionName } from './functions.ts';

/** What a step reads: an operand of the op, the value of an earlier step, or a number. */
export type Term = { readonly input: number } | { readonly step: number } | { readonly number: number };

export interface Step {
  readonly function: ScalarFunctionName;
  readonly operands: readonly Term[];
}

export interface ScalarProgram {
  readonly steps: readonly Step[];
  readonly result: Term;
}

/** Collects steps; equal steps are merged. */
export class ScalarBuilder {
  readonly steps: Step[] = [];
  private readonly known = new Map<string, Term>();

  add(name: ScalarFunctionName, operands: readonly Term[]): Term {
    const key = `${name} ${operands.map(keyOf).join()}`;
    const known = this.known.get(key);
    if (known) return known;
    const term = { step: this.steps.push({ function: name, operands }) - 1 };
    this.known.set(key, term);
    return term;
  }

  /**
   * Adds the steps of another program and returns its result.
   *
   * @param operands replace its own; null keeps those
   * @param add adds each of its steps, perhaps changed
   */
  inline(
    { steps, result }: ScalarProgram,
    operands: readonly Term[] | null,
    add: ScalarBuilder['add'] = (name, read) => this.add(name, read),
  ): Term {
    const made: Term[] = [];
    const moved = (term: Term): Term => {
      if ('step' in term) return made[term.step]!;
      return 'input' in term && operands ? operands[term.input]! : term;
    };
    for (const step of steps) made.push(add(step.function, step.operands.map(moved)));
    return moved(result);
  }
}

/** −0 differs from 0, and JSON can write neither −0 nor infinities. */
const keyOf = (term: Term): string =>
  'input' in term
    ? `x${term.input}`
    : 'step' in term
      ? `s${term.step}`
      : Object.is(term.number, -0)
        ? '-0'
        : `${term.number}`;
