/**
 * A program on an engine: data opened, variables set, one step at a time. Writes no files; `state()` is all that a
 * checkpoint has to hold, since draws and minibatches follow from the step.
 */
import { groupSizes, unitOf } from '../../compiler/program/groups.ts';
import type { Expression, Network, Phase, Program } from '../../compiler/program/program.ts';
import { graphType } from '../../compiler/types/type.ts';
import { compile, stepPath, type CompileOptions, type Model, type PassName } from '../../compiler/compile.ts';
import { formatType, sameShape, type Graph } from '../../compiler/graph/graph.ts';
import { dataRounds } from '../../compiler/program/rounds.ts';
import type { StepMemory } from '../../compiler/step-memory.ts';
import type { Span } from '../../diagnostics/source.ts';
import { openData } from '../data/open.ts';
import type { Minibatches } from '../data/batches.ts';
import { DataThread } from '../data/data-thread.ts';
import type { DataSource } from '../data/source.ts';
import type { Engine, Feeds, Program as Prepared, Snapshot } from '../engines/engine.ts';
import { residentBytes } from '../engines/resident-data.ts';
import type { HostTensor } from '../host-tensor.ts';
import { Interrupted, interruption } from '../interrupted.ts';
import type { Checkpoint } from '../output/checkpoint.ts';
import type { Platform } from '../platform/platform.ts';
import { FeedsAhead } from './feeds-ahead.ts';
import { feedsFor, type FeedPosition, type FeedSources } from './feeds.ts';
import { initialVariables } from './initialize.ts';
import { explainMemory, explainMemoryOfValues, memoryOf, requireMemory, type Training } from './memory.ts';
import { nonFiniteDiagnostic, TrainingError } from './non-finite.ts';
import { restoredVariables } from './restored-variables.ts';
import { SetupError } from './setup-error.ts';
import type { StepResult } from './step-result.ts';
import { batchThatFits, firstRows, type ValueBatch } from './value-batches.ts';

export interface SessionOptions {
  readonly engine: Engine;
  readonly platform: Platform;
  readonly seed: number;
  /** Where relative data paths start. */
  readonly directory: string;
  /** The compiler's passes to run; all by default. */
  readonly passes?: readonly PassName[] | undefined;
  /** The checkpoint to continue from; if omitted, initial values are drawn. */
  readonly from?: Checkpoint | undefined;
  /** With `values`, no steps are made, so the memory for one is not required. */
  readonly use?: 'training' | 'values';
}

export interface Session {
  readonly program: Program;
  readonly model: Model;
  readonly engine: Engine;
  readonly seed: number;
  readonly directory: string;
  readonly data: ReadonlyMap<string, DataSource>;
  /** The number of steps made so far. */
  readonly step: number;
  /** Makes one step. Throws a `TrainingError` if a loss is not finite, and then leaves the variables unchanged. */
  runStep(): Promise<StepResult>;
  /**
   * Makes up to `most` steps in one go; fewer if a later one runs another graph. If one of them fails, or has a loss
   * that is not finite, those before it are kept and counted, and an `Interrupted` is thrown with their results; if it
   * is the first, whatever `runStep` would throw.
   */
  runSteps(most: number): Promise<StepResult[]>;
  /**
   * Values outside of training, for `n` examples, a batch at a time; for `sample/`, the same examples each time. Which
   * examples they are does not depend on how many there are, nor on the batches.
   */
  values(expressions: ReadonlyMap<string, Expression>, n: number, options?: ValueOptions): AsyncIterable<ValueBatch>;
  /** All variables. */
  state(): Promise<Map<string, HostTensor>>;
  /** The same as they are now, to be read while training goes on. */
  snapshot(): Promise<Snapshot>;
  /** Replaces drawn weights; names as in `state()`. Throws a `SetupError` for an unknown name or a wrong shape. */
  setWeights(weights: ReadonlyMap<string, HostTensor>, file: string): void;
  /** The data set to which a field belongs. */
  dataSetOf(field: string): DataSource;
  /** What the largest step holds at its peak. */
  memory(): StepMemory;
  /** Returns the error itself or, if memory ran out, one that says how much is needed and what to do. */
  explain(error: unknown): unknown;
  /** Ends the thread that fetches the data; no more steps can be made. The engine is left to whoever opened it. */
  close(): void;
}

export interface ValueOptions {
  readonly using?: readonly Network[];
  readonly streams?: 'sample/' | 'evaluate/';
  readonly step?: number;
  readonly seed?: number;
}

/**
 * Opens the data, and sets the variables: to those of a checkpoint, or to initial values that are drawn.
 *
 * Throws an `EngineUnavailableError`, before anything is drawn, if there is not enough memory for a step; a `DataError`
 * for data that are not as declared; a `SetupError` unless the variables of the checkpoint are exactly those of the
 * program.
 */
export async function openSession(program: Program, options: SessionOptions): Promise<Session> {
  const thread = new DataThread(options.platform);
  try {
    const session = new OpenSession(program, options, await openDataSets(program, options, thread), thread);
    if (program.training && options.use !== 'values') requireMemory(session);
    await session.start(options.from);
    return session;
  } catch (error) {
    thread.close();
    throw error;
  }
}

async function openDataSets(
  program: Program,
  { directory, platform }: SessionOptions,
  thread: DataThread,
): Promise<Map<string, DataSource>> {
  const data = new Map<string, DataSource>();
  for (const set of program.data) {
    const { source, parameters } = set;
    const stored = { source: source.name, parameters, fields: source.fields(parameters) };
    const declared = set.fields.map(({ name, type }) => {
      const { dtype } = graphType(type, 1);
      const { range, classes } = type;
      return { name, shape: type.shape, dtype, ...(range && { range }), ...(classes !== undefined && { classes }) };
    });
    data.set(set.name, await openData(stored, declared, { directory, platform, thread }));
  }
  return data;
}

class OpenSession implements Session, Training {
  readonly program: Program;
  readonly model: Model;
  readonly engine: Engine;
  readonly seed: number;
  readonly directory: string;
  readonly data: ReadonlyMap<string, DataSource>;
  readonly compileOptions: CompileOptions;
  readonly examples: ReadonlyMap<string, number>;
  step = 0;
  private readonly fieldSets: ReadonlyMap<string, string>;
  private readonly prepared = new WeakMap<Graph, Prepared>();
  private readonly valueGraphs = new Map<string, Graph>();
  private readonly sources: FeedSources;
  private readonly thread: DataThread;
  private readonly feedsAhead = new FeedsAhead((step) =>
    feedsFor(this.model.step(step), this.sources, this.trainingPosition(step)),
  );

  constructor(
    program: Program,
    { engine, seed, directory, passes }: SessionOptions,
    data: ReadonlyMap<string, DataSource>,
    thread: DataThread,
  ) {
    this.program = program;
    this.engine = engine;
    this.seed = seed;
    this.directory = directory;
    this.data = data;
    this.thread = thread;
    this.fieldSets = new Map(program.data.flatMap((set) => set.fields.map((f) => [f.name, set.name])));
    this.sources = {
      seed,
      data,
      dataSetOf: this.fieldSets,
      minibatches: new Map<string, Minibatches>(),
      drawOrder: (size, key) => thread.order(size, key),
      notKept: fieldsNotKept(engine, data),
    };
    this.compileOptions = { stepsPerEpoch: (phase) => stepsPerEpoch(phase, data), passes };
    this.examples = new Map([...data].map(([name, { size }]) => [name, size]));
    this.model = compile(program, this.compileOptions);
  }

  start(from: Checkpoint | undefined): Promise<void> {
    return this.explained(async () => {
      if (from) this.restore(restoredVariables(from, this.model.variables));
      else this.engine.write(initialVariables(this.model.variables, this.seed));
    });
  }

  async runStep(): Promise<StepResult> {
    return (await this.runSteps(1))[0]!;
  }

  runSteps(most: number): Promise<StepResult[]> {
    return this.explained(() => this.makeSteps(most));
  }

  private async makeSteps(most: number): Promise<StepResult[]> {
    const graph = this.model.step(this.step);
    const prepared = this.prepare(graph);
    let count = 1;
    while (count < most && this.model.step(this.step + count) === graph) count++;
    const feeds = await this.feedsAhead.take(this.step, count);
    const { made, failure } = await this.runAll(prepared, feeds);
    const results: StepResult[] = [];
    for (const [i, outputs] of made.entries()) {
      const values = new Map([...outputs].map(([name, tensor]) => [name, tensor.data[0]!]));
      const bad = [...values].find(([, value]) => !Number.isFinite(value));
      if (bad) {
        this.engine.discard();
        const found = await this.engine.trace(prepared, feeds[i]!);
        const [name, value] = bad;
        const loss = { name, value, step: this.step + 1, ...this.declared(name) };
        const diagnostic = nonFiniteDiagnostic(this.program.sources, graph, found, loss);
        throw Interrupted.after(results, new TrainingError(diagnostic));
      }
      this.step++;
      results.push({ step: this.step, values });
    }
    if (failure) throw Interrupted.after(results, failure.cause);
    this.engine.commit();
    return results;
  }

  async *values(
    expressions: ReadonlyMap<string, Expression>,
    n: number,
    { using = [], streams = 'sample/', step = 0, seed = this.seed }: ValueOptions = {},
  ): AsyncGenerator<ValueBatch> {
    const graphFor = (examples: number) => this.valueGraph(expressions, using, examples);
    const batch = batchThatFits(this.engine, n, graphFor, unitOf(groupSizes([...expressions.values()])));
    const graph = graphFor(batch);
    for (let first = 0; first < n; first += batch) {
      const position: FeedPosition = { step, streams, firstExample: first, examplesBefore: () => first };
      const values = await explained(
        async () => this.engine.run(this.prepare(graph), await feedsFor(graph, { ...this.sources, seed }, position)),
        (error) => explainMemoryOfValues(error, this.engine, batch),
      );
      this.engine.commit();
      yield firstRows(values, Math.min(batch, n - first));
    }
  }

  private valueGraph(expressions: ReadonlyMap<string, Expression>, using: readonly Network[], batch: number): Graph {
    const key = [[...expressions.keys()].join(), batch, using.map((u) => u.name).join()].join('|');
    const known = this.valueGraphs.get(key);
    if (known) return known;
    const graph = this.model.values(`${this.program.name}/values`, expressions, { batch, using });
    this.valueGraphs.set(key, graph);
    return graph;
  }

  state(): Promise<Map<string, HostTensor>> {
    return this.explained(() => this.engine.read());
  }

  snapshot(): Promise<Snapshot> {
    return this.explained(() => this.engine.snapshot());
  }

  memory(): StepMemory {
    return memoryOf(this);
  }

  explain(error: unknown): unknown {
    // Without training there are only values, whose errors are explained where they are computed.
    return this.program.training ? explainMemory(error, this) : error;
  }

  close(): void {
    this.thread.close();
  }

  private restore(state: ReadonlyMap<string, HostTensor>): void {
    const missing = this.model.variables.find((v) => !state.has(v.path));
    if (missing)
      throw new SetupError(
        `the checkpoint lacks \`${missing.path}\``,
        'resume with the spec that the checkpoint was made from',
      );
    this.checkShapes(state, 'the checkpoint');
    this.engine.write(state);
    this.step = state.get(stepPath)?.data[0] ?? 0;
  }

  setWeights(weights: ReadonlyMap<string, HostTensor>, file: string): void {
    this.checkShapes(weights, file);
    this.engine.write(weights);
    // Averages start as copies of their networks.
    const copies = this.model.variables.flatMap(({ path, start }) => {
      const from = start.kind === 'copy' && !weights.has(path) ? weights.get(start.of) : undefined;
      return from ? [[path, from] as const] : [];
    });
    this.engine.write(new Map(copies));
  }

  dataSetOf(field: string): DataSource {
    return this.data.get(this.fieldSets.get(field)!)!;
  }

  private checkShapes(tensors: ReadonlyMap<string, HostTensor>, file: string): void {
    const known = new Map(this.model.variables.map((v) => [v.path, v]));
    for (const [name, tensor] of tensors) {
      const variable = known.get(name);
      if (!variable) {
        const some = [...known.keys()]
          .filter((path) => !path.startsWith('optimizer/'))
          .slice(0, 12)
          .join(', ');
        throw new SetupError(
          `${file} has \`${name}\`, which this spec does not have`,
          `its weights are named NETWORK/layer/weight: ${some}, …`,
        );
      }
      if (!sameShape(variable.shape, tensor.shape) || tensor.dtype !== variable.dtype) {
        throw new SetupError(
          `\`${name}\` in ${file} is ${formatType(tensor)}, but the spec makes it ${formatType(variable)}`,
          'use weights that were made from this spec, with the same `--set` constants',
        );
      }
    }
  }

  /** The declaration of the loss to which an output of a step belongs. */
  private declared(output: string): { readonly loss?: Span } {
    const loss = this.program.losses.get(output.replace('.gradient_norm', ''));
    return loss ? { loss: loss.span } : {};
  }

  private prepare(graph: Graph): Prepared {
    let prepared = this.prepared.get(graph);
    if (!prepared) this.prepared.set(graph, (prepared = this.engine.prepare(graph)));
    return prepared;
  }

  /** The outputs of the completed steps and, if a step failed, why there are no more. */
  private async runAll(
    step: Prepared,
    feeds: readonly Feeds[],
  ): Promise<{ readonly made: readonly Map<string, HostTensor>[]; readonly failure?: { readonly cause: unknown } }> {
    try {
      return { made: await this.engine.runAll(step, feeds) };
    } catch (error) {
      const { done, cause } = interruption<Map<string, HostTensor>>(error);
      return { made: done, failure: { cause: this.explain(cause) } };
    }
  }

  private explained<Result>(action: () => Promise<Result>): Promise<Result> {
    return explained(action, (error) => this.explain(error));
  }

  private trainingPosition(step: number): FeedPosition {
    const { phase, start, dataRounds: rounds, examplesBefore } = this.model.timeline.phaseAt(step);
    const minibatches = (step - start) * rounds.length;
    return {
      step,
      streams: '',
      examplesBefore: (round) => examplesBefore + (minibatches + rounds.indexOf(round)) * phase.batch,
    };
  }
}

async function explained<Result>(action: () => Promise<Result>, explain: (error: unknown) => unknown): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    throw explain(error);
  }
}

function fieldsNotKept({ keepsData }: Engine, data: ReadonlyMap<string, DataSource>): Set<string> {
  const fields = [...data.values()].flatMap(({ fields, size }) => fields.map((field) => ({ ...field, size })));
  return new Set(fields.flatMap(({ name, type, size }) => (keepsData && residentBytes(type, size) > 0 ? [] : [name])));
}

/** The number of passes through a phase that it takes to see every example of the largest data set once. */
function stepsPerEpoch(phase: Phase, data: ReadonlyMap<string, DataSource>): number {
  if (data.size === 0) return 1;
  const rounds = Math.max(1, dataRounds(phase).length);
  const examples = Math.max(...[...data.values()].map((source) => source.size));
  return Math.max(1, Math.ceil(examples / (phase.batch * rounds)));
}
