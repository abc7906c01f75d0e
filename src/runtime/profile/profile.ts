/** Measures what a training step costs: every node, and everything around them. Writes no files. */
import type { Phase, Program } from '../../compiler/program/program.ts';
import { inSteps } from '../../compiler/program/timeline.ts';
import { analyze, requireProgram } from '../../compiler/compile.ts';
import type { Graph, NodeId } from '../../compiler/graph/graph.ts';
import { everyBlocksIn } from '../../compiler/program/actions.ts';
import { positionAt, type SourceFile } from '../../diagnostics/source.ts';
import type { StepMemory } from '../../compiler/step-memory.ts';
import { hostValue } from '../engines/feed.ts';
import type { Engine, EngineDevice, Feed, Feeds, Host, Timing } from '../engines/index.ts';
import type { NodeTime, Program as Prepared } from '../engines/engine.ts';
import { withEngine, type EngineChoice } from '../train/engine-choice.ts';
import { openSession, type Session } from '../train/session.ts';
import { requireTraining } from '../train/training-program.ts';
import { attribute, type NodeCost } from './attribution.ts';

export interface ProfileOptions extends EngineChoice {
  readonly constants?: ReadonlyMap<string, number | boolean | string>;
  /** The number of measured steps, after those for warming up. */
  readonly steps?: number;
}

/** All times are medians over the steps, in milliseconds. */
export interface Profile {
  readonly program: Program;
  readonly engine: EngineDevice;
  /** How the times in `costs` were measured. */
  readonly timing: Timing;
  readonly steps: number;
  readonly graph: Graph;
  /** Their times add up to those of all kernels. */
  readonly costs: readonly NodeCost[];
  /** Making draws on the host. */
  readonly draws: number;
  /** Fetching rows of data sets on the host. */
  readonly data: number;
  /** Everything else around the kernels: transferring values, calling, assigning variables. */
  readonly overhead: number;
  /** A whole step as in training, without measuring. */
  readonly trained: number;
  /** What the largest step holds at its peak, as planned by the engine. */
  readonly memory: StepMemory;
  /** Lines of each `every` that is not due in the measured steps. */
  readonly notDue: readonly number[];
}

/** In the first steps, kernels are compiled and memory grows. */
const STEPS_OF_WARM_UP = 2;

/**
 * Makes training steps and measures them, of several phases those of the longest; if the spec has `every` blocks, only steps in which no block of a longer
 * period is due.
 *
 * Throws a `SpecError` if the spec has errors, a `TrainingError` if a loss is no longer finite, and errors with a
 * `help` for data and engines that cannot be used.
 */
export async function profile(host: Host, source: SourceFile, options: ProfileOptions = {}): Promise<Profile> {
  const { platform } = host;
  const { dirname, resolve } = platform.paths;
  const { constants, passes, steps = 5 } = options;
  const whole = requireProgram(analyze(source, { constants, readModule: platform.modulesIn(dirname(source.name)) }));
  requireTraining(whole, source, 'no step to measure');
  const program = longestPhase(whole);
  return withEngine(host, options, async (engine) => {
    const watch = watched(engine);
    const directory = dirname(resolve(source.name));
    const session = await openSession(program, {
      engine: watch.engine,
      platform,
      seed: 0,
      directory,
      passes,
    });
    try {
      const graph = session.model.step(0);
      const measuredPhase = session.model.timeline.phaseAt(0);
      const measured: Measurement[] = [];
      // In the first step, draws and rows are left to the engine, to see whether it makes them itself.
      let ownFeeds = true;
      while (measured.length < STEPS_OF_WARM_UP + steps) {
        const step = await measure(session, engine, watch, ownFeeds, graph);
        if (!step) continue;
        if (measured.length === 0) ownFeeds = madeByEngine(graph, step.times);
        measured.push(step);
      }
      const kept = measured.slice(STEPS_OF_WARM_UP);
      return {
        program,
        engine: engine.description,
        timing: engine.timing,
        steps,
        graph,
        costs: attribute(program, graph, medianTimes(kept.map(({ times }) => times))),
        draws: median(kept.map(({ draws }) => draws)),
        data: median(kept.map(({ data }) => data)),
        overhead: median(kept.map(({ overhead }) => overhead)),
        trained: median(kept.map(({ trained }) => trained)),
        memory: session.memory(),
        notDue: everyBlocksIn(measuredPhase.phase.actions)
          .filter(({ period }) => inSteps(period, measuredPhase.stepsPerEpoch) > 1)
          .map(({ span }) => positionAt(span.source, span.start).line),
      };
    } finally {
      session.close();
    }
  });
}

/** Of several phases only the longest, by its steps, or by its epochs if the phases are given in these. */
function longestPhase(program: Program): Program {
  const { phases, span } = program.training!;
  const [longest] = phases.toSorted((a, b) => durationOf(b) - durationOf(a));
  return { ...program, training: { phases: [longest!], span } };
}

/** In steps; that of an epoch is not known before the data are opened, and counts as a thousand. */
const durationOf = ({ duration }: Phase): number => inSteps(duration, 1000);

interface Measurement {
  readonly times: readonly NodeTime[];
  readonly draws: number;
  readonly data: number;
  readonly overhead: number;
  readonly trained: number;
}

/** Makes the next step and, if it ran this graph, runs it again with timing; null if it ran another graph. */
async function measure(
  session: Session,
  engine: Engine,
  watch: Watch,
  ownFeeds: boolean,
  graph: Graph,
): Promise<Measurement | null> {
  const started = performance.now();
  await session.runStep();
  const trained = performance.now() - started;
  const { program, feeds, milliseconds: ran } = watch.last();
  if (program.graph !== graph) return null;
  const made = ownFeeds ? { feeds, draws: 0, data: 0 } : await makeFeeds(feeds);
  const began = performance.now();
  const times = await engine.profile(program, made.feeds);
  const run = performance.now() - began;
  const kernels = times.reduce((total, { milliseconds }) => total + milliseconds, 0);
  // Outside the engine's call, as measured in training; inside it, as measured just now.
  const overhead = Math.max(0, trained - ran) + Math.max(0, run - kernels);
  return { times, draws: made.draws, data: made.data, overhead, trained };
}

/** Whether the engine makes draws or rows on its device: then it has times for these inputs. */
function madeByEngine(graph: Graph, times: readonly NodeTime[]): boolean {
  const made = new Set(graph.inputs.flatMap(({ node, source }) => (source.kind === 'variable' ? [] : [node])));
  return times.some(({ node }) => made.has(node));
}

/** Does in advance what the engine would do during the run, so that each part can be timed separately. */
async function makeFeeds(feeds: Feeds): Promise<{ feeds: Feeds; draws: number; data: number }> {
  const spent = { random: 0, rows: 0 };
  const made = new Map<string, Feed>();
  for (const [name, feed] of feeds) {
    const start = performance.now();
    made.set(name, await hostValue(feed));
    if ('kind' in feed) spent[feed.kind] += performance.now() - start;
  }
  return { feeds: made, draws: spent.random, data: spent.rows };
}

interface Watch {
  readonly engine: Engine;
  /** The last run, and how long it took. */
  last(): { readonly program: Prepared; readonly feeds: Feeds; readonly milliseconds: number };
}

/** The engine, with its runs recorded. */
function watched(engine: Engine): Watch {
  let last: ReturnType<Watch['last']> | undefined;
  const runAll: Engine['runAll'] = async (program, feeds) => {
    const start = performance.now();
    const results = await engine.runAll(program, feeds);
    last = { program, feeds: feeds.at(-1)!, milliseconds: performance.now() - start };
    return results;
  };
  const watching = new Proxy(engine, {
    get(target, name) {
      if (name === 'runAll') return runAll;
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
  return { engine: watching, last: () => last! };
}

/** The median time of each node; several runs of a node within a step are added up. */
function medianTimes(steps: readonly (readonly NodeTime[])[]): NodeTime[] {
  const all = new Map<NodeId, number[]>();
  for (const times of steps) {
    const inStep = new Map<NodeId, number>();
    for (const { node, milliseconds } of times) inStep.set(node, (inStep.get(node) ?? 0) + milliseconds);
    for (const [node, milliseconds] of inStep) {
      const known = all.get(node);
      if (known) known.push(milliseconds);
      else all.set(node, [milliseconds]);
    }
  }
  return [...all].map(([node, found]) => ({ node, milliseconds: median(found) }));
}

/** For an even count, the mean of the two middle values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
