/** Locates and opens the `tensorflow` engine: a whole step is one call of TensorFlow's C library. */
import { availableParallelism } from 'node:os';
import { passNames, type PassName } from '../../../compiler/passes/names.ts';
import { EngineUnavailableError } from '../engine-error.ts';
import type { Engine } from '../engine.ts';
import type { Examination } from '../examination.ts';
import type { Precision } from '../../precision.ts';
import { requireExactSums } from './bfloat16-sums.ts';
import { findBinding } from './binding.ts';
import { TensorflowEngine } from './tensorflow-engine.ts';
import { WorkerThread } from './worker-thread.ts';

export interface TensorflowOptions {
  /** The number of threads that compute; by default as many as there are cores. */
  readonly threads?: number | undefined;
  readonly device?: 'cpu' | 'gpu' | undefined;
  readonly deterministic?: boolean | undefined;
  /** `f32` if omitted. */
  readonly precision?: Precision | undefined;
  /** Its only pass is `pack`. */
  readonly passes?: readonly PassName[] | undefined;
}

interface Description {
  readonly version: string;
  readonly isGpu: boolean;
}

const MISSING = 'the TensorFlow binding is not installed';
const BUILD = 'npm run engine:tensorflow   (or: gan doctor, for the other engines)';

export async function examineTensorflow(): Promise<Examination> {
  const binding = findBinding();
  const gpuRemedy = 'npm run engine:tensorflow -- --cuda';
  if (binding === null) return { usable: false, why: MISSING, remedy: 'npm run engine:tensorflow', gpuRemedy };
  setEnvironment({});
  const thread = new WorkerThread(binding);
  try {
    const { version, isGpu } = await thread.ask<Description>('describe');
    const found = { usable: true, device: deviceName(isGpu, 'f32'), version, notes: [`from ${binding}`] } as const;
    return isGpu ? { ...found, hardware: 'GPU' } : { ...found, hardware: 'CPU', gpuRemedy };
  } catch (error) {
    const why = `its library does not load: ${(error as Error).message}`;
    return { usable: false, why, remedy: 'npm run engine:tensorflow -- --force', gpuRemedy };
  } finally {
    thread.stop();
  }
}

export async function openTensorflow(options: TensorflowOptions = {}): Promise<Engine> {
  const binding = findBinding();
  if (binding === null)
    throw new EngineUnavailableError(`the engine \`tensorflow\` cannot be used here: ${MISSING}`, BUILD);
  setEnvironment(options);
  const thread = new WorkerThread(binding);
  try {
    const { version, isGpu } = await thread.ask<Description>('describe');
    const hardware = isGpu ? 'GPU' : 'CPU';
    const precision = options.precision ?? 'f32';
    if (isGpu && usesTf32(precision) !== told) throw toldOtherwise(precision);
    const device = deviceName(isGpu, precision);
    const description = { engine: 'tensorflow', device, hardware, precision, version } as const;
    const packs = (options.passes ?? passNames).includes('pack');
    const open = () => new TensorflowEngine(thread, description, packs);
    // Not on the engine that is returned, which would keep the graph.
    if (precision === 'bf16') await requireExactSums(open());
    return open();
  } catch (error) {
    thread.stop();
    if (error instanceof EngineUnavailableError) throw error;
    throw new EngineUnavailableError(
      `the engine \`tensorflow\` cannot be used here: the library of ${binding} does not load: ${(error as Error).message}`,
      'npm run engine:tensorflow -- --force',
      { cause: error },
    );
  }
}

const usesTf32 = (precision: Precision): boolean => precision === 'tf32';

/** Whether NVIDIA's libraries were loaded into this process for TF32; they read the environment only once. */
let told: boolean | undefined;

const toldOtherwise = (precision: Precision): EngineUnavailableError =>
  new EngineUnavailableError(
    `${precision} was asked for, but the libraries of the GPU were loaded into this process ${told ? 'for' : 'without'} tf32`,
    `open the engine with the precision ${precision} in a process of its own`,
  );

/**
 * The binding takes no options; the library reads these variables when it is loaded or first computes. Variables that
 * are already set are kept, unless an option says otherwise.
 */
function setEnvironment({ threads, device, deterministic, precision = 'f32' }: TensorflowOptions): void {
  const { env } = process;
  told ??= usesTf32(precision);
  // TensorFlow uses TF32 by default, and has no C function to turn it off, but NVIDIA's libraries have this switch.
  if (usesTf32(precision)) delete env['NVIDIA_TF32_OVERRIDE'];
  else env['NVIDIA_TF32_OVERRIDE'] = '0';
  env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  env['TF_FORCE_GPU_ALLOW_GROWTH'] ??= 'true';
  // With several GPUs, the last would receive the uploads for all.
  env['CUDA_VISIBLE_DEVICES'] ??= '0';
  if (device === 'cpu') env['CUDA_VISIBLE_DEVICES'] = '-1';
  if (deterministic) {
    env['TF_DETERMINISTIC_OPS'] = '1';
    env['TF_CUDNN_DETERMINISTIC'] = '1';
  }
  if (threads === undefined) return;
  // Threads within an op, and across independent ops: D(x) and D(fake) need not wait for each other.
  env['TF_NUM_INTRAOP_THREADS'] = String(threads);
  env['TF_NUM_INTEROP_THREADS'] = String(threads);
}

const named: Readonly<Record<Precision, string>> = { f32: '', tf32: ', TF32', bf16: ', bfloat16' };

function deviceName(isGpu: boolean, precision: Precision): string {
  const threads = Number(process.env['TF_NUM_INTRAOP_THREADS'] ?? availableParallelism());
  const device = isGpu
    ? `GPU ${process.env['CUDA_VISIBLE_DEVICES']}`
    : `${threads} CPU ${threads === 1 ? 'thread' : 'threads'}`;
  return device + (precision === 'tf32' && !isGpu ? '' : named[precision]);
}
