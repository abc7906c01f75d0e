/** A whole training run: steps, metrics, pictures, checkpoints. It can be stopped at any instant and resumed. */
import type { Observation } from '../../compiler/program/program.ts';
import { analyze, requireProgram, type Analysis } from '../../compiler/compile.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { SourceFile } from '../../diagnostics/source.ts';
import { EngineUnavailableError, type EngineName, type Host } from '../engines/index.ts';
import type { HostTensor } from '../host-tensor.ts';
import { interruption } from '../interrupted.ts';
import { codeOf } from '../platform/files.ts';
import type { Platform } from '../platform/platform.ts';
import { CheckpointError } from '../output/errors.ts';
import { MetricsLog, truncateMetrics } from '../output/metrics-log.ts';
import { createRun, metricsPath, requireFree, samplePath, type Run } from '../output/run-directory.ts';
import { decodeSafetensors, encodeSafetensors } from '../output/safetensors.ts';
import { Checkpoints } from './checkpoints.ts';
import { withEngine, type EngineChoice } from './engine-choice.ts';
import { loadRun } from './load-run.ts';
import { nextObservation, observe, type ObservationResult } from './observations.ts';
import { openSession, type Session } from './session.ts';
import type { StepResult } from './step-result.ts';
import { requireCountable, requireTraining } from './training-program.ts';

export type Constants = ReadonlyMap<string, number | boolean | string>;

export interface TrainOptions extends EngineChoice {
  /** The seed of everything random. */
  readonly seed?: number;
  readonly constants?: Constants;
  /** The folder of the run; if omitted, nothing is written. */
  readonly run?: string;
  /** The total number of steps, instead of the spec's. */
  readonly steps?: number;
  /** A safetensors file with initial weights, named `NETWORK/layer/weight`. */
  readonly weights?: string;
  /** A file to which the initial weights are written. */
  readonly saveInitial?: string;
  /** Steps between lines of `metrics.jsonl`. */
  readonly logEvery?: number;
  /** Steps between checkpoints, in addition to those by time, at the end and when stopped. */
  readonly checkpointEvery?: number;
  /** Stops after the current step, and saves. */
  readonly signal?: AbortSignal;
  readonly onStart?: (start: TrainStart) => void;
  readonly onProgress?: (progress: Progress) => void;
  readonly onObservation?: (result: ObservationResult, step: number, file?: string) => void;
}

export interface TrainStart {
  readonly session: Session;
  readonly totalSteps: number;
  readonly warnings: readonly Diagnostic[];
}

export interface Progress {
  readonly step: number;
  readonly totalSteps: number;
  /** Absent if the training has no phases. */
  readonly phase?: string;
  readonly values: ReadonlyMap<string, number>;
  /** Null until there is more than the first step, which includes getting the engine ready. */
  readonly stepsPerSecond: number | null;
  readonly secondsLeft: number | null;
}

export interface TrainResult {
  readonly step: number;
  /** False if the run was stopped before its end. */
  readonly finished: boolean;
  /** Losses and gradient norms of the last step. */
  readonly values: ReadonlyMap<string, number>;
  /** The numbers of the last evaluation, keyed by its text in the spec. */
  readonly metrics: ReadonlyMap<string, Readonly<Record<string, number>>>;
  readonly weights: ReadonlyMap<string, HostTensor>;
}

/**
 * Checks, compiles and trains a spec.
 *
 * Throws a `SpecError` if the spec has errors, a `TrainingError` if a loss is no longer finite, and errors with a
 * `help` for data, weights and folders that cannot be used.
 */
export async function train(host: Host, source: SourceFile, options: TrainOptions = {}): Promise<TrainResult> {
  const { constants, passes } = options;
  const { platform } = host;
  const { dirname, resolve } = platform.paths;
  const analysis = analyze(source, { constants, readModule: platform.modulesIn(dirname(source.name)) });
  const program = requireProgram(analysis);
  requireTraining(program, source);
  if (options.run !== undefined) requireFree(platform, options.run);
  return withEngine(host, options, async (engine) => {
    const session = await openSession(program, {
      engine,
      platform,
      seed: options.seed ?? 0,
      directory: dirname(resolve(source.name)),
      passes,
    });
    try {
      if (options.weights !== undefined) session.setWeights(readWeights(platform, options.weights), options.weights);
      if (options.saveInitial !== undefined) await saveWeights(platform, session, options.saveInitial);
      const total = totalSteps(session, options);
      const graph = JSON.stringify(session.model.step(0));
      const run =
        options.run === undefined
          ? null
          : await createRun(platform, options.run, {
              spec: source.text,
              modules: modulesOf(platform, analysis),
              graph,
            });
      options.onStart?.({ session, totalSteps: total, warnings: analysis.diagnostics });
      return await new Training(platform, session, run, options, total).run();
    } finally {
      session.close();
    }
  });
}

/** Continues a run from its latest checkpoint, or from that of a given step. */
export async function resume(
  host: Host,
  folder: string,
  options: Omit<TrainOptions, 'run' | 'seed' | 'constants' | 'weights'> & { readonly fromStep?: number } = {},
): Promise<TrainResult> {
  const { platform } = host;
  const { run, source, checkpoint, analysis } = loadRun(
    platform,
    folder,
    options.fromStep,
    'remove the folder and train again',
  );
  const program = requireProgram(analysis);
  requireTraining(program, source);
  const { seed, directory, engine: usual, precision } = checkpoint.manifest;
  const before = { engine: usual as EngineName, ...(precision && { precision }) };
  return withEngine(host, { ...before, ...options }, async (engine) => {
    const { passes } = options;
    const session = await openSession(program, { engine, platform, seed, directory, passes, from: checkpoint });
    try {
      const total = totalSteps(session, options);
      await truncateMetrics(platform.files, metricsPath(run), session.step);
      options.onStart?.({ session, totalSteps: total, warnings: analysis.diagnostics });
      return await new Training(platform, session, run, options, total).run();
    } finally {
      session.close();
    }
  });
}

/** The texts of the files that a spec imports, keyed by path relative to its folder. */
function modulesOf({ paths }: Platform, { symbols, tree }: Analysis): ReadonlyMap<string, string> {
  const { name } = tree.span.source;
  const folder = name.length - paths.basename(name).length;
  const imported = symbols.modules.slice(1).map(({ source }) => [source.name.slice(folder), source.text] as const);
  return new Map(imported.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const totalSteps = (session: Session, options: Pick<TrainOptions, 'steps'>): number =>
  requireCountable(session.program, options.steps ?? session.model.timeline.totalSteps);

function readWeights({ files }: Platform, path: string): Map<string, HostTensor> {
  let bytes: Uint8Array;
  try {
    bytes = files.read(path);
  } catch (cause) {
    const why = codeOf(cause) === 'ENOENT' ? 'there is no such file' : (cause as Error).message;
    throw new CheckpointError(`cannot read ${path}: ${why}`, 'give a safetensors file', { cause });
  }
  return decodeSafetensors(bytes, path).tensors;
}

async function saveWeights({ files }: Platform, session: Session, path: string): Promise<void> {
  const names = [...session.program.networks.values()]
    .filter((n) => !n.averageOf)
    .flatMap((n) => n.weights.map((w) => w.path));
  await files.write(path, encodeSafetensors(await session.engine.read(names)));
}

const SECONDS_BETWEEN_CHECKPOINTS = 120;
/** Several short steps are made in one call, as long as that does not delay progress and Ctrl-C noticeably. */
const MILLISECONDS_TOGETHER = 50;

class Training {
  private readonly platform: Platform;
  private readonly session: Session;
  private readonly folder: Run | null;
  private readonly options: TrainOptions;
  private readonly total: number;
  private readonly log: MetricsLog | null;
  private readonly checkpoints: Checkpoints | null;
  private readonly metrics = new Map<string, Readonly<Record<string, number>>>();
  private savedAt = performance.now();

  constructor(platform: Platform, session: Session, folder: Run | null, options: TrainOptions, total: number) {
    this.platform = platform;
    this.session = session;
    this.folder = folder;
    this.options = options;
    this.total = total;
    this.log = folder && new MetricsLog(platform.files, metricsPath(folder));
    this.checkpoints = folder && new Checkpoints(session, folder);
  }

  async run(): Promise<TrainResult> {
    try {
      return await this.loop();
    } finally {
      this.log?.close();
    }
  }

  private async loop(): Promise<TrainResult> {
    const { session, options } = this;
    let yielded = performance.now();
    let ready: { readonly step: number; readonly at: number } | undefined;
    let values: ReadonlyMap<string, number> = new Map();
    let together = 1;
    while (session.step < this.total && !options.signal?.aborted) {
      const begun = performance.now();
      let made: readonly StepResult[];
      try {
        made = await session.runSteps(Math.min(together, this.stepsToNextStop(session.step)));
      } catch (error) {
        const { done, cause } = interruption<StepResult>(error);
        for (const { step, values: found } of done) this.logStep(step, found);
        // The variables are as they were before the step, and are saved whatever went wrong.
        await this.saveAfter(cause);
        throw cause;
      }
      const now = performance.now();
      together = Math.max(1, Math.floor((made.length * MILLISECONDS_TOGETHER) / (now - begun)));
      const stepsPerSecond = ready ? ((session.step - ready.step) * 1000) / (now - ready.at) : null;
      ready ??= { step: session.step, at: now };
      for (const { step, values: found } of made) {
        this.logStep(step, found);
        const secondsLeft = stepsPerSecond && (this.total - step) / stepsPerSecond;
        options.onProgress?.({
          step,
          totalSteps: this.total,
          ...this.phaseOf(step),
          values: found,
          stepsPerSecond,
          secondsLeft,
        });
      }
      ({ values } = made.at(-1)!);
      const { step } = session;
      await this.observe(step);
      if (
        now - this.savedAt > SECONDS_BETWEEN_CHECKPOINTS * 1000 ||
        (options.checkpointEvery && step % options.checkpointEvery === 0)
      ) {
        await this.checkpoints?.start();
        this.savedAt = performance.now();
      } else await this.checkpoints?.check();
      // Engines that compute on this thread never yield.
      if (now - yielded > 30) {
        await this.platform.turn();
        yielded = performance.now();
      }
    }
    await this.save();
    return {
      step: session.step,
      finished: session.step >= this.total,
      values,
      metrics: this.metrics,
      weights: await session.state(),
    };
  }

  private logStep(step: number, values: ReadonlyMap<string, number>): void {
    const every = this.options.logEvery ?? 10;
    if (step % every === 0 || step === 1 || step === this.total)
      this.log?.append({ step, ...this.phaseOf(step), ...Object.fromEntries(values) });
  }

  /** The name of the phase in which a step was made, if phases have names; steps are counted from 1 here. */
  private phaseOf(step: number): { readonly phase?: string } {
    const { name } = this.session.model.timeline.phaseAt(step - 1).phase;
    return name === undefined ? {} : { phase: name };
  }

  /** Steps until something else is due. */
  private stepsToNextStop(step: number): number {
    const { program, model } = this.session;
    const due = program.observations.map((o) => nextObservation(o, step, model.timeline));
    const { checkpointEvery = Infinity } = this.options;
    const checkpoint = Number.isFinite(checkpointEvery) ? step - (step % checkpointEvery) + checkpointEvery : Infinity;
    return Math.min(this.total, checkpoint, ...due) - step;
  }

  private async observe(step: number): Promise<void> {
    const { program, model } = this.session;
    for (const observation of program.observations) {
      if (step !== this.total && nextObservation(observation, step - 1, model.timeline) !== step) continue;
      const result = await observe(observation, this.session);
      if (result.numbers) {
        this.metrics.set(observation.text, result.numbers);
        const named = Object.fromEntries(
          Object.entries(result.numbers).map(([name, value]) => [`${observation.text}.${name}`, value]),
        );
        this.log?.append({ step, ...named });
      }
      const file =
        result.picture && this.folder ? samplePath(this.folder, step, this.pictureName(observation)) : undefined;
      if (file) await this.platform.files.write(file, result.picture!);
      this.options.onObservation?.(result, step, file);
    }
  }

  /** A spec's only picture needs no name; several are numbered in the order of the spec. */
  private pictureName(observation: Observation): string {
    const pictures = this.session.program.observations.filter((o) => o.kind === 'picture');
    return pictures.length === 1
      ? ''
      : `${observation.definition.name}-${pictures.findIndex((picture) => picture === observation) + 1}`;
  }

  /** Saves what can be saved after a failure. If saving fails too, both failures are thrown, the first one first. */
  private async saveAfter(failure: unknown): Promise<void> {
    const { checkpoints } = this;
    // Nothing can be read from an engine that is gone; the last checkpoint is intact.
    const saving = failure instanceof EngineUnavailableError ? checkpoints?.finish() : this.save();
    const second = await saving?.then(
      () => null,
      (error: unknown) => error,
    );
    if (second) throw new AggregateError([failure, second]);
  }

  /** Saves this step, and waits for it. */
  private async save(): Promise<void> {
    await this.checkpoints?.start();
    await this.checkpoints?.finish();
  }
}
