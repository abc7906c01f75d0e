/**
 * A program on an engine: its data open, its variables in place, one step at a time. No files are written here; what
 * a checkpoint has to hold is `state()`, and since draws and minibatches follow from the step alone, that is all.
 */
import type { Expression, Network, Program } from '../../compiler/program/program.ts';
import { graphType } from '../../compiler/types/type.ts';
import { compile, stepPath, type CompileOptions, type Model, type PassName } from '../../compiler/compile.ts';
import { sameShape, type Graph } from '../../compiler/graph/graph.ts';
import { dataRounds } from '../../compiler/program/rounds.ts';
import type { Span } from '../../diagnostics/source.ts';
import { openData } from '../data/open.ts';
import type { DataSource } from '../data/source.ts';
import type { Engine, Feeds, Program as Prepared } from '../engines/engine.ts';
import type { HostTensor } from '../host-tensor.ts';
import { Interrupted, interruption } from '../interrupted.ts';
import { feedsFor, type FeedPosition, type FeedSources } from './feeds.ts';
import { initialVariables } from './initialize.ts';
import { explainMemory, requireMemory } from './memory.ts';
import { nonFiniteDiagnostic, TrainingError } from './non-finite.ts';
import { SetupError } from './setup-error.ts';
import type { StepResult } from './step-result.ts';

export interface SessionOptions {
  readonly engine: Engine;
  readonly seed: number;
  /** Relative data paths start here. */
  readonly directory: string;
  /** Passes of the compiler to run; all by default. */
  readonly passes?: readonly PassName[] | undefined;
}

export interface Session {
  readonly program: Program;
  readonly model: Model;
  readonly engine: Engine;
  readonly seed: number;
  readonly directory: string;
  readonly data: ReadonlyMap<string, DataSource>;
  /** Steps made so far. */
  readonly step: number;
  /** Makes one step. Throws a `TrainingError` if a loss is not finite, and leaves the variables as they were. */
  runStep(): Promise<StepResult>;
  /**
   * Makes up to so many steps in one go, fewer where the next one runs another graph. If one of them fails, or has a loss
   * that is not finite, those before it are kept and count, and an `Interrupted` is thrown with them; if it is the first,
   * what `runStep` throws.
   */
  runSteps(most: number): Promise<StepResult[]>;
  /** Values outside of training, for `n` examples; the same ones each time for `sample/`. */
  values(
    expressions: ReadonlyMap<string, Expression>,
    n: number,
    options?: ValueOptions,
  ): Promise<Map<string, HostTensor>>;
  /** All variables. */
  state(): Promise<Map<string, HostTensor>>;
  /** Puts variables in place. Throws a `SetupError` unless they are just those of the program. */
  restore(state: ReadonlyMap<string, HostTensor>): void;
  /** Puts weights in place of drawn ones; names as in `state()`. Throws a `SetupError` for names or shapes unknown. */
  setWeights(weights: ReadonlyMap<string, HostTensor>, file: string): void;
  /** The data set that a field belongs to. */
  dataSetOf(field: string): DataSource;
}

export interface ValueOptions {
  readonly using?: readonly Network[];
  readonly streams?: 'sample/' | 'evaluate/';
  readonly step?: number;
  readonly seed?: number;
}

export async function openSession(program: Program, options: SessionOptions): Promise<Session> {
  const data = new Map<string, DataSource>();
  for (const set of program.data) {
    const { source, parameters } = set;
    const stored = { source: source.name, parameters, fields: source.fields(parameters) };
    const declared = set.fields.map(({ name, type }) => {
      const { dtype } = graphType(type, 1);
      const { range, classes } = type;
      return { name, shape: type.shape, dtype, ...(range && { range }), ...(classes !== undefined && { classes }) };
    });
    data.set(set.name, await openData(stored, declared, { directory: options.directory }));
  }
  return new OpenSession(program, options, data);
}

class OpenSession implements Session {
  readonly program: Program;
  readonly model: Model;
  readonly engine: Engine;
  readonly seed: number;
  readonly directory: string;
  readonly data: ReadonlyMap<string, DataSource>;
  step = 0;
  private readonly compileOptions: CompileOptions;
  private readonly fieldSets: ReadonlyMap<string, string>;
  private readonly prepared = new WeakMap<Graph, Prepared>();
  private readonly valueGraphs = new Map<string, Graph>();

  constructor(
    program: Program,
    { engine, seed, directory, passes }: SessionOptions,
    data: ReadonlyMap<string, DataSource>,
  ) {
    this.program = program;
    this.engine = engine;
    this.seed = seed;
    this.directory = directory;
    this.data = data;
    this.fieldSets = new Map(program.data.flatMap((set) => set.fields.map((f) => [f.name, set.name])));
    this.compileOptions = { stepsPerEpoch: stepsPerEpoch(program, data), passes };
    this.model = compile(program, this.compileOptions);
    engine.write(initialVariables(this.model.variables, seed));
  }

  async runStep(): Promise<StepResult> {
    return (await this.runSteps(1))[0]!;
  }

  async runSteps(most: number): Promise<StepResult[]> {
    const graph = this.model.step(this.step);
    const prepared = this.prepareStep(graph);
    const feeds = [feedsFor(graph, this.sources(), this.trainingPosition(this.step))];
    while (feeds.length < most && this.model.step(this.step + feeds.length) === graph)
      feeds.push(feedsFor(graph, this.sources(), this.trainingPosition(this.step + feeds.length)));
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

  async values(
    expressions: ReadonlyMap<string, Expression>,
    n: number,
    options: ValueOptions = {},
  ): Promise<Map<string, HostTensor>> {
    const { using = [], streams = 'sample/', step = 0, seed = this.seed } = options;
    const key = [[...expressions.keys()].join(), n, using.map((u) => u.name).join()].join('|');
    let graph = this.valueGraphs.get(key);
    if (!graph) {
      graph = this.model.values(`${this.program.name}/values`, expressions, { batch: n, using });
      this.valueGraphs.set(key, graph);
    }
    const position: FeedPosition = { step, streams, examplesBefore: () => 0 };
    const outputs = await this.engine.run(this.prepare(graph), feedsFor(graph, { ...this.sources(), seed }, position));
    this.engine.commit();
    return outputs;
  }

  state(): Promise<Map<string, HostTensor>> {
    return this.engine.read();
  }

  restore(state: ReadonlyMap<string, HostTensor>): void {
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
    // Averages start where their networks start.
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
      if (!sameShape(variable.shape, tensor.shape) || tensor.dtype !== 'float32') {
        const found = `${tensor.dtype}[${tensor.shape.join(', ')}]`;
        throw new SetupError(
          `\`${name}\` in ${file} is ${found}, but the spec makes it float32[${variable.shape.join(', ')}]`,
          'use weights that were made from this spec, with the same `--set` constants',
        );
      }
    }
  }

  /** Where the loss of an output of a step is declared. */
  private declared(output: string): { readonly loss?: Span } {
    const loss = this.program.losses.get(output.replace('.gradient_norm', ''));
    return loss ? { loss: loss.span } : {};
  }

  private prepare(graph: Graph): Prepared {
    let prepared = this.prepared.get(graph);
    if (!prepared) this.prepared.set(graph, (prepared = this.engine.prepare(graph)));
    return prepared;
  }

  private prepareStep(graph: Graph): Prepared {
    const known = this.prepared.get(graph);
    if (known) return known;
    const step = this.prepare(graph);
    requireMemory(this.program, step, this.engine, this.compileOptions);
    return step;
  }

  /** The outputs of the steps that are whole, and why there are no more, if there should be. */
  private async runAll(
    step: Prepared,
    feeds: readonly Feeds[],
  ): Promise<{ readonly made: readonly Map<string, HostTensor>[]; readonly failure?: { readonly cause: unknown } }> {
    try {
      return { made: await this.engine.runAll(step, feeds) };
    } catch (error) {
      const { done, cause } = interruption<Map<string, HostTensor>>(error);
      return { made: done, failure: { cause: explainMemory(cause, this.program, step, this.compileOptions) } };
    }
  }

  private sources(): FeedSources {
    return { seed: this.seed, data: this.data, dataSetOf: this.fieldSets };
  }

  private trainingPosition(step: number): FeedPosition {
    const rounds = this.model.dataRounds;
    const batch = this.program.training!.batch;
    return {
      step,
      streams: '',
      examplesBefore: (round) => (step * rounds.length + rounds.indexOf(round)) * batch,
    };
  }
}

/** Passes that see every example of the largest data set once. */
function stepsPerEpoch(program: Program, data: ReadonlyMap<string, DataSource>): number {
  if (!program.training || data.size === 0) return 1;
  const rounds = Math.max(1, dataRounds(program.training).length);
  const examples = Math.max(...[...data.values()].map((source) => source.size));
  return Math.max(1, Math.ceil(examples / (program.training.batch * rounds)));
}
