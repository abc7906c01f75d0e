/** Checks that there is enough memory for training, before anything is drawn; explains it if that runs out anyway. */
import { compile, type CompileOptions, type Model } from '../../compiler/compile.ts';
import type { Graph } from '../../compiler/graph/graph.ts';
import { sizeOf } from '../../compiler/graph/graph.ts';
import type { DataSet, Layer, Program } from '../../compiler/program/program.ts';
import { namedParts, stepMemory, totalBytes, type StepMemory } from '../../compiler/step-memory.ts';
import { isAllocationFailure } from '../engines/allocation.ts';
import { EngineUnavailableError, OutOfMemoryError } from '../engines/engine-error.ts';
import type { Engine } from '../engines/engine.ts';
import { residentBytes } from '../engines/resident-data.ts';

/** What is trained, and on which engine. */
export interface Training {
  readonly model: Model;
  readonly compileOptions: CompileOptions;
  readonly engine: Engine;
  /** The number of examples by data set. */
  readonly examples: ReadonlyMap<string, number>;
}

/** What the largest step needs. */
export function memoryOf({ model, engine, examples }: Training): StepMemory {
  const needs = model.variants().map((graph) => {
    const data = engine.keepsData ? keptData(model.program, graph, ({ name }) => examples.get(name)!) : 0;
    return stepMemory(model.variables, engine.plan(graph), data);
  });
  return needs.reduce((most, other) => (totalBytes(other) > totalBytes(most) ? other : most));
}

/** The bytes of the fields that a step reads, on an engine that keeps data sets. */
export function keptData({ data }: Program, graph: Graph, examplesOf: (set: DataSet) => number): number {
  const read = new Set(graph.inputs.flatMap(({ source }) => (source.kind === 'data' ? [source.field] : [])));
  return data
    .flatMap((set) => {
      const stored = set.source.fields(set.parameters);
      return set.fields.flatMap(({ name }, i) =>
        read.has(name) ? [residentBytes(stored[i]!.type, examplesOf(set))] : [],
      );
    })
    .reduce((sum, bytes) => sum + bytes, 0);
}

/** Throws an `EngineUnavailableError` if the engine knows that it has less memory than training needs. */
export function requireMemory(training: Training): void {
  const limit = training.engine.memoryBytes();
  if (limit === null) return;
  const memory = memoryOf(training);
  if (totalBytes(memory) <= limit) return;
  const { device } = training.engine.description;
  throw new EngineUnavailableError(
    `training ${needs(memory)}, but there are only ${inBytes(limit)} (${device})`,
    smallerBatch(training, limit) ?? `not even a batch of 1 would fit: ${smallerParts(training, limit)}`,
  );
}

/**
 * Returns the error itself or, if memory ran out, one that says how much was needed and which batch would need half of
 * that: how much was free is unknown, or turned out to be wrong.
 */
export function explainMemory(error: unknown, training: Training): unknown {
  const what = whatRanOut(error, training.engine);
  if (what === null) return error;
  const memory = memoryOf(training);
  const half = totalBytes(memory) / 2;
  const help = smallerBatch(training, half) ?? smallerParts(training, half);
  return new EngineUnavailableError(`${what}; training ${needs(memory)}`, help, { cause: error });
}

/** The same for values outside of training, of which a batch of `examples` was to be computed. */
export function explainMemoryOfValues(error: unknown, engine: Engine, examples: number): unknown {
  const what = whatRanOut(error, engine);
  if (what === null) return error;
  return new EngineUnavailableError(
    `${what}; ${examples.toLocaleString('en-US')} examples were to be computed at once`,
    'ask for fewer (`n:` of `evaluate` and `show`, or `-n` of gan sample), or take smaller networks',
    { cause: error },
  );
}

/** Which memory ran out, in words; null for any other error. */
function whatRanOut(error: unknown, { description }: Engine): string | null {
  if (error instanceof OutOfMemoryError) return error.message;
  return isAllocationFailure(error) ? `there is no memory left (${description.device})` : null;
}

/** `needs about 3.1 GiB of memory: 1.2 GiB activations and gradients, 800 MiB weights, …` */
function needs(memory: StepMemory): string {
  const largest = namedParts(memory).slice(0, 4);
  const parts = largest.map(({ name, bytes }) => `${inBytes(bytes)} ${name}`).join(', ');
  return `needs about ${inBytes(totalBytes(memory))} of memory (${parts})`;
}

/** Halves the batch until it fits, compiling the steps again each time; null if none fits. */
function smallerBatch(training: Training, limit: number): string | null {
  const batch = Math.max(...training.model.program.training!.phases.map((phase) => phase.batch));
  if (batch === 1 || totalBytes(memoryWith(training, 1)) > limit) return null;
  let [smaller, needed] = [batch, Infinity];
  while (needed > limit) {
    smaller = Math.max(1, Math.floor(smaller / 2));
    needed = totalBytes(memoryWith(training, smaller));
  }
  const [after, before] = [smaller, batch].map((count) => count.toLocaleString('en-US'));
  return `take a smaller batch: ${after} instead of ${before} needs about ${inBytes(needed)}`;
}

/** What the largest step needs if no phase has a larger batch. */
function memoryWith(training: Training, most: number): StepMemory {
  const { model, compileOptions } = training;
  const { program } = model;
  const phases = program.training!.phases.map((phase) => ({ ...phase, batch: Math.min(phase.batch, most) }));
  const smaller = { ...program, training: { ...program.training!, phases } };
  return memoryOf({ ...training, model: compile(smaller, compileOptions) });
}

/** What to make smaller if the batch is not to blame. */
function smallerParts(training: Training, limit: number): string {
  const { program } = training.model;
  const memory = memoryWith(training, 1);
  if (totalBytes(memory) - memory.data <= limit)
    return `take a smaller data set, or --engine wasm, which does not keep it (${inBytes(memory.data)})`;
  const layers = [...program.networks.values()].flatMap(({ label, layers: own, averageOf }) =>
    averageOf === undefined ? own.map((layer) => ({ label, layer, ...largestOf(layer) })) : [],
  );
  const largest = layers.toSorted((a, b) => b.bytes - a.bytes)[0];
  if (!largest) return 'take smaller networks';
  const { label, layer, what, bytes } = largest;
  return `make \`${layer.name}\` of ${label} smaller, whose ${what} take ${inBytes(bytes)} by themselves`;
}

function largestOf({ weights, output }: Layer): { readonly what: string; readonly bytes: number } {
  const ofWeights = 4 * weights.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const ofOutput = 4 * sizeOf(output.shape);
  return ofWeights >= ofOutput
    ? { what: 'weights', bytes: ofWeights }
    : { what: 'results for one example', bytes: ofOutput };
}

const units = ['MiB', 'GiB', 'TiB', 'PiB'] as const;

/** `310 MiB`, `1.5 GiB` */
function inBytes(bytes: number): string {
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(bytes) / 10) - 2));
  const value = bytes / 2 ** (10 * (power + 2));
  return `${power === 0 ? Math.ceil(value) : value.toFixed(1)} ${units[power]}`;
}
