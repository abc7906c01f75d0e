/** The pipeline, readable at one glance: text → tree → checked program → graphs of a run. */
import { hasErrors, type Diagnostic } from '../parser/diagnostic.ts';
import { parse } from '../parser/parse.ts';
import type { SourceFile } from '../parser/source.ts';
import { check, type CheckOptions } from './check/check.ts';
import type { EveryAction, Expression, Program } from './check/program.ts';
import type { Graph } from './graph/graph.ts';
import { dataRounds, everyBlocks, lowerStep } from './lower/step.ts';
import { lowerValues, type ValuesOptions } from './lower/values.ts';
import { variablesOf, type VariableSpec } from './lower/variables.ts';

export interface Analysis {
  /** Null if the text has errors. */
  readonly program: Program | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Text → checked program. What the parser could not read is not checked, so that one mistake gives one message. */
export function analyze(source: SourceFile, options: CheckOptions = {}): Analysis {
  const { spec, diagnostics: syntax } = parse(source);
  const { program, diagnostics } = check(spec, options);
  // Warnings look at the whole program; with parts of it unread they would be echoes of that.
  const shown = hasErrors(syntax) ? diagnostics.filter((d) => d.severity === 'error') : diagnostics;
  const all = [...syntax, ...shown].sort((a, b) => a.span.start - b.span.start);
  return { program: hasErrors(all) ? null : program, diagnostics: all };
}

export interface CompileOptions {
  /** Passes through the training program that see every example once; needed where the spec speaks of epochs. */
  readonly stepsPerEpoch?: number;
}

/** A program ready to run. */
export interface Model {
  readonly program: Program;
  readonly variables: readonly VariableSpec[];
  readonly stepsPerEpoch: number;
  /** How many passes the training makes; 0 if the program does not train. */
  readonly totalSteps: number;
  /** Rounds of a pass that take a minibatch, in order. */
  readonly dataRounds: readonly number[];
  /** The graph of the pass of that number, counted from 0. Variants are made when first asked for, and kept. */
  step(index: number): Graph;
  /** A graph of values outside of training. */
  values(name: string, expressions: ReadonlyMap<string, Expression>, options: ValuesOptions): Graph;
}

/** Checked program → graphs. */
export function compile(program: Program, options: CompileOptions = {}): Model {
  const { training } = program;
  const stepsPerEpoch = options.stepsPerEpoch ?? 1000;
  const blocks = everyBlocks(training?.actions ?? []);
  const inSteps = ({ count, unit }: { count: number; unit: 'steps' | 'epochs' }): number =>
    unit === 'steps' ? count : count * stepsPerEpoch;
  const variants = new Map<string, Graph>();
  return {
    program,
    variables: variablesOf(program),
    stepsPerEpoch,
    totalSteps: training ? inSteps(training.duration) : 0,
    dataRounds: training ? dataRounds(training) : [],
    step(index) {
      if (!training) throw new Error(`${program.name} has no \`train\``);
      // `every 16 steps` is due after 16 passes, 32, …
      const due = new Set<EveryAction>(blocks.filter((block) => (index + 1) % inSteps(block.period) === 0));
      const key = blocks.map((block) => (due.has(block) ? '1' : '0')).join('');
      const known = variants.get(key);
      if (known) return known;
      const graph = lowerStep(program, training, { stepsPerEpoch, due });
      variants.set(key, graph);
      return graph;
    },
    values: lowerValues,
  };
}
