/**
 * The pipeline at a glance: text → tree → checked program (`analyze`) → graphs of a run (`compile`). The two halves are
 * in separate files, so that checking a spec loads nothing that runs it.
 */
import type { EveryAction, Expression, Phase, Program } from './program/program.ts';
import type { Graph } from './graph/graph.ts';
import { everyBlocksIn } from './program/actions.ts';
import { inSteps, Timeline, type TimedPhase } from './program/timeline.ts';
import { lowerStep } from './lower/step.ts';
import { lowerValues, type ValuesOptions } from './lower/values.ts';
import { variablesOf, type VariableSpec } from './lower/variables.ts';
import type { PassName } from './passes/names.ts';
import { optimize } from './passes/optimize.ts';

export { analyze, requireProgram, type Analysis, type ReadModule } from './analyze.ts';
export { stepPath, type VariableSpec } from './lower/variables.ts';
export type { PassName } from './passes/names.ts';

export interface CompileOptions {
  /**
   * How many passes through a phase see every example once, 1,000 if omitted; needed where the spec counts epochs.
   */
  readonly stepsPerEpoch?: (phase: Phase) => number;
  /** The rewriting passes to run; all by default. They change no result beyond its rounding. */
  readonly passes?: readonly PassName[] | undefined;
}

/** A program ready to run. */
export interface Model {
  readonly program: Program;
  readonly variables: readonly VariableSpec[];
  /** When the phases begin and end; empty if the program does not train. */
  readonly timeline: Timeline;
  /** The graph of the given pass, counted from 0. Variants are built lazily and cached. */
  step(index: number): Graph;
  /**
   * Graphs of the first pass of a phase, and the first in which each `every`, and all, are due; of all phases if none is
   * given. Includes the largest graph.
   */
  variants(phase?: TimedPhase): readonly Graph[];
  /** A graph of values outside of training. */
  values(name: string, expressions: ReadonlyMap<string, Expression>, options: ValuesOptions): Graph;
}

/** Checked program → graphs. */
export function compile(program: Program, options: CompileOptions = {}): Model {
  const { passes, stepsPerEpoch = () => 1000 } = options;
  const timeline = new Timeline(program.training, stepsPerEpoch);
  const steps = new Map(
    timeline.phases.map((current) => [current, new PhaseSteps(program, timeline, current, passes)]),
  );
  return {
    program,
    variables: variablesOf(program),
    timeline,
    step(index) {
      if (!program.training) throw new Error(`${program.name} has no \`train\``);
      const current = timeline.phaseAt(index);
      return steps.get(current)!.after(index - current.start + 1);
    },
    variants: (phase) => (phase ? [phase] : timeline.phases).flatMap((current) => steps.get(current)!.variants()),
    values: (name, expressions, values) => optimize(lowerValues(name, expressions, timeline, values), passes),
  };
}

/** The graphs of a phase: one for each set of `every` blocks that are due together. */
class PhaseSteps {
  private readonly made = new Map<string, Graph>();
  private readonly blocks: readonly { readonly block: EveryAction; readonly period: number }[];
  private readonly lower: (due: ReadonlySet<EveryAction>) => Graph;

  constructor(program: Program, timeline: Timeline, current: TimedPhase, passes: readonly PassName[] | undefined) {
    this.blocks = everyBlocksIn(current.phase.actions).map((block) => ({
      block,
      period: inSteps(block.period, current.stepsPerEpoch),
    }));
    this.lower = (due) => optimize(lowerStep(program, { timeline, current, due }), passes);
  }

  /** The graph of the pass with which the phase has made `count` passes: `every 16 steps` is due after 16, 32, … */
  after(count: number): Graph {
    const due = this.blocks.filter(({ period }) => count % period === 0).map(({ block }) => block);
    const key = this.blocks.map(({ block }) => (due.includes(block) ? '1' : '0')).join('');
    const known = this.made.get(key);
    if (known) return known;
    const graph = this.lower(new Set(due));
    this.made.set(key, graph);
    return graph;
  }

  variants(): Graph[] {
    const periods = this.blocks.map(({ period }) => period);
    const together = periods.reduce(leastCommonMultiple, 1);
    const counts = [1, ...periods, ...(Number.isSafeInteger(together) ? [together] : [])];
    return [...new Set(counts.map((count) => this.after(count)))];
  }
}

const leastCommonMultiple = (a: number, b: number): number => (a / greatestCommonDivisor(a, b)) * b;

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b));
