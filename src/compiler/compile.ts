/**
 * The pipeline at a glance: text → tree → checked program (`analyze`) → graphs of a run (`compile`). The two halves are
 * in separate files, so that checking a spec loads nothing that runs it.
 */
import type { EveryAction, Expression, Program } from './program/program.ts';
import type { Graph } from './graph/graph.ts';
import { everyBlocksIn } from './program/actions.ts';
import { dataRounds } from './program/rounds.ts';
import { inSteps, type Timeline } from './lower/clock.ts';
import { lowerStep } from './lower/step.ts';
import { lowerValues, type ValuesOptions } from './lower/values.ts';
import { variablesOf, type VariableSpec } from './lower/variables.ts';
import type { PassName } from './passes/names.ts';
import { optimize } from './passes/optimize.ts';

export { analyze, requireProgram, type Analysis, type ReadModule } from './analyze.ts';
export { stepPath, type VariableSpec } from './lower/variables.ts';
export type { PassName } from './passes/names.ts';

export interface CompileOptions {
  /** How many passes through the training program see every example once; needed where the spec counts epochs. */
  readonly stepsPerEpoch?: number;
  /** The rewriting passes to run; all by default. They change no result beyond its rounding. */
  readonly passes?: readonly PassName[] | undefined;
}

/** A program ready to run. */
export interface Model {
  readonly program: Program;
  readonly variables: readonly VariableSpec[];
  readonly stepsPerEpoch: number;
  /** How many passes the training makes; 0 if the program does not train. */
  readonly totalSteps: number;
  /** The rounds of a pass that take a minibatch, in order. */
  readonly dataRounds: readonly number[];
  /** The graph of the given pass, counted from 0. Variants are built lazily and cached. */
  step(index: number): Graph;
  /** Graphs of the first pass, and the first in which each `every`, and all, are due; includes the largest graph. */
  variants(): readonly Graph[];
  /** A graph of values outside of training. */
  values(name: string, expressions: ReadonlyMap<string, Expression>, options: ValuesOptions): Graph;
}

/** Checked program → graphs. */
export function compile(program: Program, options: CompileOptions = {}): Model {
  const { training } = program;
  const { passes } = options;
  const stepsPerEpoch = options.stepsPerEpoch ?? 1000;
  const blocks = everyBlocksIn(training?.actions ?? []);
  const totalSteps = training ? inSteps(training.duration, stepsPerEpoch) : 0;
  const timeline: Timeline = { totalSteps, stepsPerEpoch };
  const made = new Map<string, Graph>();
  const step = (index: number): Graph => {
    if (!training) throw new Error(`${program.name} has no \`train\``);
    // `every 16 steps` is due after 16 passes, 32, …
    const due = new Set<EveryAction>(
      blocks.filter((block) => (index + 1) % inSteps(block.period, stepsPerEpoch) === 0),
    );
    const key = blocks.map((block) => (due.has(block) ? '1' : '0')).join('');
    const known = made.get(key);
    if (known) return known;
    const graph = optimize(lowerStep(program, training, { timeline, due }), passes);
    made.set(key, graph);
    return graph;
  };
  return {
    program,
    variables: variablesOf(program),
    stepsPerEpoch,
    totalSteps,
    dataRounds: training ? dataRounds(training) : [],
    step,
    variants() {
      const periods = blocks.map(({ period }) => inSteps(period, stepsPerEpoch));
      const together = periods.reduce(leastCommonMultiple, 1);
      const passesMade = [1, ...periods, ...(Number.isSafeInteger(together) ? [together] : [])];
      return [...new Set(passesMade.map((count) => step(count - 1)))];
    },
    values: (name, expressions, values) => optimize(lowerValues(name, expressions, timeline, values), passes),
  };
}

const leastCommonMultiple = (a: number, b: number): number => (a / greatestCommonDivisor(a, b)) * b;

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b));
