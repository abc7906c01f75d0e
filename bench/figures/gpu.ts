/** Steps on a GPU compared with PyTorch's on the same GPU. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { ganspec, pytorch, takeTurns, type Competitor, type TorchModel } from '../competitor.ts';
import { failed, leftOut, told, type Figure, type Result } from '../figure.ts';
import { median, milliseconds, times } from '../statistics.ts';

const CLI = 'dist/cli/main.js';
/** Each with its fastest matrix products, like PyTorch. */
const engines = [
  { engine: 'tensorflow', precision: 'tf32' },
  { engine: 'webgpu', precision: 'f32' },
] as const;
const batches = [64, 256, 1024];
const models: readonly { readonly model: TorchModel; readonly name: string; readonly spec: string }[] = [
  { model: 'dcgan', name: 'DCGAN', spec: 'bench/specs/dcgan.gan' },
  { model: 'wgan-gp', name: 'WGAN-GP', spec: 'bench/specs/wgan_gp.gan' },
];
const STEPS = 40;
/** For PyTorch's host side; the engines choose their own number. */
const THREADS = availableParallelism();

/** The part of `gan doctor --json` that is used here; docs/engines.md documents the whole. */
interface Doctor {
  readonly gpus: readonly { readonly name: string; readonly driver: string }[];
  readonly engines: readonly {
    readonly engine: string;
    readonly hardware?: string;
    readonly device?: string;
    readonly why?: string;
    readonly remedy?: string;
    readonly gpuRemedy?: string;
  }[];
  readonly auto: { readonly why: string };
  readonly advice: readonly { readonly text: string }[];
}

/** Runs once, and in a process of its own, so that no library holds the GPU in this one. */
let asked: Promise<Doctor> | undefined;
const doctor = (): Promise<Doctor> => (asked ??= askDoctor());

function askDoctor(): Promise<Doctor> {
  if (!existsSync(CLI)) throw new Error(`${CLI} is not there: npm run build`);
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [CLI, 'doctor', '--json'], (error, stdout) => {
      // Exit code 2 means that no engine can be used; the output says why.
      if (error && error.code !== 2) reject(error);
      else resolve(JSON.parse(stdout) as Doctor);
    });
  });
}

const onGpu = ({ engines: found }: Doctor, name: string): boolean =>
  found.some(({ engine, hardware }) => engine === name && hardware === 'GPU');

/** Why an engine does not run on a GPU here. */
function whyNotOnGpu({ gpus, engines: found }: Doctor, name: string): string {
  const { hardware, device, why, remedy, gpuRemedy } = found.find(({ engine }) => engine === name)!;
  const mended = gpuRemedy ?? remedy;
  const said = hardware ? `it runs on ${device} here${gpus.length === 0 ? ', where is no NVIDIA GPU' : ''}` : why!;
  return mended === undefined ? said : `${said}; ${mended}`;
}

const NO_PYTORCH = 'no Python whose PyTorch computes on this GPU; GANSPEC_PYTHON names one';

async function compare(
  { model, name, spec }: (typeof models)[number],
  batch: number,
  found: Doctor,
): Promise<Result[]> {
  const figure = (what: string) => `${name}, batch ${batch}: ${what}`;
  // All use the same GPU: where there are several, the libraries would not agree on one.
  const environment = { CUDA_VISIBLE_DEVICES: process.env['CUDA_VISIBLE_DEVICES'] ?? '0' };
  const programs = [
    {
      label: 'PyTorch',
      missing: NO_PYTORCH,
      open: () => pytorch(model, THREADS, { device: 'cuda', batch, environment }),
    },
    ...engines.map(({ engine, precision }) => ({
      label: `ganspec on ${engine}`,
      missing: whyNotOnGpu(found, engine),
      open: async () =>
        onGpu(found, engine)
          ? ganspec({ spec, engine, device: 'gpu', precision, constants: { batch } }, environment)
          : null,
    })),
  ];
  const results: Result[] = [];
  const running: { readonly label: string; readonly competitor: Competitor }[] = [];
  try {
    for (const { label, missing, open } of programs) {
      let competitor: Competitor | null = null;
      try {
        competitor = await open();
        if (!competitor) {
          results.push(leftOut(figure(label), missing));
          continue;
        }
        // If the model does not fit or does not run, it fails here, and the others are still measured.
        await competitor.steps(STEPS);
        running.push({ label, competitor });
      } catch (error) {
        competitor?.stop();
        results.push(failed(figure(label), (error as Error).message));
      }
    }
    const turns = await takeTurns(running.map(({ competitor }) => ({ competitor, steps: STEPS })));
    const torch = running.findIndex(({ label }) => label === 'PyTorch');
    for (const [i, { label, competitor }] of running.entries()) {
      if (torch !== -1 && i !== torch) {
        const ratio = median(turns.map((row) => row[torch]! / row[i]!));
        results.push(told(figure(`speed of ${label} beside PyTorch`), ratio, times));
      }
      results.push(told(figure(`step: ${competitor.name}`), median(turns.map((row) => row[i]!)), milliseconds));
    }
    return results;
  } catch (error) {
    return [...results, failed(figure('turns'), (error as Error).message)];
  } finally {
    for (const { competitor } of running) competitor.stop();
  }
}

export const gpu: Figure = {
  name: 'gpu',
  what: `steps of ${models.map(({ name }) => name).join(' and ')} on a GPU beside PyTorch, at batch ${batches.join(', ')}`,

  async applies() {
    const found = await doctor();
    return engines.some(({ engine }) => onGpu(found, engine));
  },

  async measure() {
    const found = await doctor();
    if (!engines.some(({ engine }) => onGpu(found, engine))) {
      const machine = found.gpus.length === 0 ? ['no NVIDIA GPU'] : [];
      const why = [...machine, ...found.advice.map(({ text }) => text), found.auto.why].join('; ');
      return [leftOut('speed on a GPU', why)];
    }
    for (const { name, driver } of found.gpus) console.error(`  ${name}, driver ${driver}`);
    const results: Result[] = [];
    for (const model of models) {
      for (const batch of batches) results.push(...(await compare(model, batch, found)));
    }
    return results;
  },
};
