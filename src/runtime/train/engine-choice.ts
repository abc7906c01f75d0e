/** Which engine computes, in the words of everything that needs one. */
import type { PassName } from '../../compiler/compile.ts';
import { openEngine, type Engine, type EngineName, type Precision } from '../engines/index.ts';

export interface EngineChoice {
  /** `auto`, the default, takes the fastest that works here. */
  readonly engine?: EngineName | 'auto';
  /** What it has to run on; it is an error if it does not. */
  readonly device?: 'cpu' | 'gpu';
  /** For engines on the CPU. */
  readonly threads?: number;
  /** The same bits from run to run, on a GPU too, where that costs time. On the CPU it is so in any case. */
  readonly deterministic?: boolean;
  /** Of matrix products and convolutions: `f32`, the default, or `tf32`, which is for `tensorflow` on an NVIDIA GPU. */
  readonly precision?: Precision;
  /** Passes of the compiler to run; all by default. */
  readonly passes?: readonly PassName[];
}

/** Opens the engine, and closes it whatever happens. */
export async function withEngine<Result>(
  choice: EngineChoice,
  use: (engine: Engine) => Promise<Result>,
): Promise<Result> {
  const { device, threads, deterministic, precision, passes } = choice;
  const engine = await openEngine(choice.engine ?? 'auto', {
    device,
    threads,
    deterministic,
    precision,
    passes,
  });
  try {
    return await use(engine);
  } finally {
    engine.dispose();
  }
}
