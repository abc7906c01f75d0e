/** Draws samples from a run's checkpoint and writes them as a picture, table or tensors. */
import type { Expression, Network, Program } from '../../compiler/program/program.ts';
import { requireProgram } from '../../compiler/analyze.ts';
import type { TensorType } from '../../compiler/types/type.ts';
import type { HostTensor } from '../host-tensor.ts';
import type { Host } from '../engines/index.ts';
import { CheckpointError } from '../output/errors.ts';
import { imageGrid, scatterPlot } from '../output/png.ts';
import { encodeSafetensors } from '../output/safetensors.ts';
import { OutputError } from '../platform/output-error.ts';
import type { Platform } from '../platform/platform.ts';
import { withEngine, type EngineChoice } from './engine-choice.ts';
import { loadRun } from './load-run.ts';
import { openSession } from './session.ts';

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
    const values = await session.values(new Map([[name, expression]]), options.n, { using, seed: options.seed ?? 0 });
    const samples = values.get(name)!;
    const type = expression.type as TensorType;
    const file = options.out ?? platform.paths.join(folder, type.shape.length === 3 ? 'samples.png' : 'samples.csv');
    platform.files.write(file, encode(platform, samples, type, file, name));
    return { file, value: name, shape: samples.shape };
  });
}

interface Choice {
  readonly name: string;
  readonly expression: Expression;
  readonly using: readonly Network[];
}

/**
 * The wanted value, or else the first that the spec observes, or its first. Averages are used if any observation uses
 * them.
 */
function chooseValue(program: Program, wanted: string | undefined): Choice {
  const using = program.observations.find((o) => o.using.length > 0)?.using ?? [];
  const values = new Map([...program.values].filter(([, e]) => e.type.kind === 'tensor' && e.type.batched));
  const named =
    wanted ??
    [...values].find(([, e]) => program.observations.some((o) => o.inputs.includes(e)))?.[0] ??
    values.keys().next().value;
  const expression = named === undefined ? undefined : values.get(named);
  if (named !== undefined && expression) return { name: named, expression, using };
  const known = [...values.keys()];
  throw new CheckpointError(
    wanted === undefined ? 'the spec has no `let` to sample from' : `the spec has no \`let ${wanted}\` to sample from`,
    known.length > 0 ? `it has ${known.join(', ')}` : 'add one, such as `let fake = G(z)`',
  );
}

function encode(
  { paths }: Platform,
  samples: HostTensor,
  type: TensorType,
  file: string,
  name: string,
): string | Uint8Array {
  switch (paths.extname(file)) {
    case '.safetensors':
      return encodeSafetensors(new Map([[name, samples]]));
    case '.csv':
      return csv(samples);
    default: {
      if (type.shape.length === 3) return imageGrid(samples, { range: type.range });
      if (type.shape.length === 1 && type.shape[0] === 2) return scatterPlot(samples, samples);
      throw new OutputError(
        `\`${name}\` is [${type.shape.join(', ')}]: neither images nor points of the plane`,
        'write it as .csv or .safetensors',
      );
    }
  }
}

/** One example per line, elements in row-major order. Only numbers, so nothing needs quoting. */
function csv({ shape, data }: HostTensor): string {
  const width = data.length / shape[0]!;
  const header = Array.from({ length: width }, (_, i) => `x${i}`).join(',');
  const rows = Array.from({ length: shape[0]! }, (_, i) =>
    Array.from(data.subarray(i * width, (i + 1) * width)).join(','),
  );
  return `${[header, ...rows].join('\n')}\n`;
}
