/** The choice of an engine, as an option of everything that needs one. */
import type { PassName } from '../../compiler/compile.ts';
import { openEngine, type Engine, type EngineName, type Host, type Precision } from '../engines/index.ts';

export interface EngineChoice {
  /** `auto`, the default, takes the fastest that works here. */
  readonly engine?: EngineName | 'auto';
  /** The hardware that it must run on; an error if it does not. */
  readonly device?: 'cpu' | 'gpu';
  /** For engines that run on the CPU. */
  readonly threads?: number;
  /** The same bits in every run, even on a GPU, where that costs time. On a CPU this is always so. */
  readonly deterministic?: boolean;
  /**
   * Of matrix products and convolutions: `f32`, the default, unless the run that is resumed had another; for `tensorflow`,
   * `tf32` on an NVIDIA GPU, or `bf16`.
   */
  readonly precision?: Precision;
  /** Passes of the compiler to run; all by default. */
  readonly passes?: readonly PassName[];
}

/** Opens the engine, and disposes of it in any case. */
export async function withEngine<Result>(
  host: Host,
  choice: EngineChoice,
  use: (engine: Engine) => Promise<Result>,
): Promise<Result> {
  const { device, threads, deterministic, precision, passes } = choice;
  const engine = await openEngine(host, choice.engine ?? 'auto', {
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
