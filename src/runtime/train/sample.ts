/** Draws samples from a run's checkpoint and writes them as a picture, table or tensors. */
import type { Expression, Network, Program } from '../../compiler/program/program.ts';
import { dependsOn } from '../../compiler/program/walk.ts';
import { requireProgram } from '../../compiler/analyze.ts';
import { sizeOf, type TensorType as GraphTensorType } from '../../compiler/graph/graph.ts';
import { graphType, type TensorType } from '../../compiler/types/type.ts';
import type { Host } from '../engines/index.ts';
import { CheckpointError } from '../output/errors.ts';
import { scatterPlot, startImageGrid } from '../output/png.ts';
import { bytesInFile, safetensorsHeader } from '../output/safetensors.ts';
import { OutputError } from '../platform/output-error.ts';
import type { Content } from '../platform/files.ts';
import { withEngine, type EngineChoice } from './engine-choice.ts';
import { loadRun } from './load-run.ts';
import { openSession } from './session.ts';
import { gathered, type ValueBatch } from './value-batches.ts';

export interface SampleOptions extends EngineChoice {
  readonly n: number;
  readonly out?: string;
  /** The name of a `let`; by default what the spec shows. */
  readonly value?: string;
  readonly seed?: number;
  readonly step?: number;
}

export interface Sampled {
  readonly file: string;
  readonly value: string;
  readonly shape: readonly number[];
}

export async function sampleRun(host: Host, folder: string, options: SampleOptions): Promise<Sampled> {
  const { platform } = host;
  const { checkpoint, analysis } = loadRun(platform, folder, options.step, 'train it first');
  const program = requireProgram(analysis);
  const { name, expression, using } = chooseValue(program, options.value);
  return withEngine(host, options, async (engine) => {
    const { seed, directory } = checkpoint.manifest;
    const session = await openSession(program, { engine, platform, seed, directory, from: checkpoint, use: 'values' });
    try {
      const type = expression.type as TensorType;
      const samples: Samples = {
        name,
        type,
        stored: graphType(type, options.n),
        batches: session.values(new Map([[name, expression]]), options.n, { using, seed: options.seed ?? 0 }),
      };
      const file = options.out ?? platform.paths.join(folder, type.shape.length === 3 ? 'samples.png' : 'samples.csv');
      await platform.files.writeParts(file, encoded(samples, platform.paths.extname(file)));
      return { file, value: name, shape: samples.stored.shape };
    } finally {
      session.close();
    }
  });
}

interface Choice {
  readonly name: string;
  readonly expression: Expression;
  readonly using: readonly Network[];
}

/**
 * The wanted value, or else the first that the spec observes, or the first that a network makes, or the first of all.
 * Averages are used if any observation uses them.
 */
function chooseValue(program: Program, wanted: string | undefined): Choice {
  const using = program.observations.find((o) => o.using.length > 0)?.using ?? [];
  const values = new Map([...program.values].filter(([, e]) => e.type.kind === 'tensor' && e.type.batched));
  const named =
    wanted ??
    [...values].find(([, e]) => program.observations.some((o) => o.inputs.includes(e)))?.[0] ??
    [...values].find(([, e]) => dependsOn(e, ({ kind }) => kind === 'apply'))?.[0] ??
    values.keys().next().value;
  const expression = named === undefined ? undefined : values.get(named);
  if (named !== undefined && expression) return { name: named, expression, using };
  const known = [...values.keys()];
  throw new CheckpointError(
    wanted === undefined ? 'the spec has no `let` to sample from' : `the spec has no \`let ${wanted}\` to sample from`,
    known.length > 0 ? `it has ${known.join(', ')}` : 'add one, such as `let fake = G(z)`',
  );
}

interface Samples {
  readonly name: string;
  /** Of an example. */
  readonly type: TensorType;
  /** Of all samples together. */
  readonly stored: GraphTensorType;
  readonly batches: AsyncIterable<ValueBatch>;
}

/** The file's content, in parts that are made as the samples come. */
function encoded(samples: Samples, extension: string): AsyncIterable<Content> {
  const { name, type } = samples;
  if (extension === '.safetensors') return inSafetensors(samples);
  if (extension === '.csv') return inTable(samples);
  if (type.shape.length === 3) return inGrid(samples);
  if (type.shape.length === 1 && type.shape[0] === 2) return inPlot(samples);
  throw new OutputError(
    `\`${name}\` is [${type.shape.join(', ')}]: neither images nor points of the plane`,
    'write it as .csv or .safetensors',
  );
}

async function* inSafetensors({ name, stored, batches }: Samples): AsyncGenerator<Content> {
  yield safetensorsHeader(new Map([[name, stored]])).bytes;
  for await (const batch of batches) yield bytesInFile(batch.get(name)!.data);
}

/** One example per line, elements in row-major order. Only numbers, so nothing needs quoting. */
async function* inTable({ name, stored, batches }: Samples): AsyncGenerator<Content> {
  const width = sizeOf(stored.shape) / stored.shape[0]!;
  yield `${Array.from({ length: width }, (_, i) => `x${i}`).join(',')}\n`;
  for await (const batch of batches) {
    const { shape, data } = batch.get(name)!;
    const rows = Array.from({ length: shape[0]! }, (_, i) => data.subarray(i * width, (i + 1) * width).join(','));
    yield `${rows.join('\n')}\n`;
  }
}

async function* inGrid({ name, type, stored, batches }: Samples): AsyncGenerator<Content> {
  const grid = startImageGrid(stored.shape, { range: type.range });
  for await (const batch of batches) grid.add(batch.get(name)!);
  yield grid.encode();
}

async function* inPlot({ name, batches }: Samples): AsyncGenerator<Content> {
  // How far the plot reaches is known when all points are.
  const points = (await gathered(batches)).get(name)!;
  yield scatterPlot(points, points);
}
