/**
 * The files of a run:
 *
 *     runs/NAME/
 *       spec.gan                    the spec as it was when the run started
 *       modules/layers.gan          the files that it imports
 *       graph.json                  the graph of the first step
 *       metrics.jsonl
 *       samples/step-000500.png
 *       checkpoints/step-000500/    state.safetensors, manifest.json
 *       checkpoints/latest          the name of the newest complete checkpoint
 *
 * A process may be killed at any instant, but a checkpoint under its final name is always complete, and `latest` only
 * ever names such a checkpoint.
 */
import type { HostTensor } from '../host-tensor.ts';
import { codeOf, readText } from '../platform/files.ts';
import { OutputError } from '../platform/output-error.ts';
import type { Platform } from '../platform/platform.ts';
import { readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import type { Checkpoint } from './checkpoint.ts';
import { CheckpointError } from './errors.ts';
import type { Manifest } from './manifest-schema.ts';

export interface Run {
  /** Whose files these are. */
  readonly platform: Platform;
  /** `runs/NAME` */
  readonly folder: string;
  /** The text of the spec. */
  readonly spec: string;
  /** The texts of the files that it imports, keyed by path relative to the spec's folder. */
  readonly modules: ReadonlyMap<string, string>;
}

const KEPT_CHECKPOINTS = 3;

/** Throws an `OutputError` if the folder exists and is not empty. */
export function requireFree({ files }: Platform, folder: string): void {
  if (files.list(folder).length === 0) return;
  throw new OutputError(
    `${folder} already exists and is not empty`,
    `choose another name, remove the folder, or continue that run: gan train --resume ${folder}`,
  );
}

/** Creates the folder of a run. Throws an `OutputError` if the folder is not free. */
export async function createRun(
  platform: Platform,
  folder: string,
  content: Pick<Run, 'spec' | 'modules'> & { readonly graph: string },
): Promise<Run> {
  const { files, paths } = platform;
  const { spec, modules } = content;
  requireFree(platform, folder);
  await files.write(paths.join(folder, 'graph.json'), content.graph);
  for (const [path, text] of modules) await files.write(paths.join(folder, 'modules', path), text);
  // Written last: a folder with a spec in it is a run.
  await files.write(paths.join(folder, 'spec.gan'), spec);
  return { platform, folder, spec, modules };
}

/** Opens an existing run. Throws a `CheckpointError` if the folder is not one. */
export function openRun(platform: Platform, folder: string): Run {
  try {
    const spec = readText(platform.files, platform.paths.join(folder, 'spec.gan'));
    return { platform, folder, spec, modules: modulesOf(platform, folder) };
  } catch (cause) {
    const why = `cannot read its spec.gan (${(cause as Error).message})`;
    throw new CheckpointError(
      `${folder} is not the folder of a run: ${why}`,
      'give the folder of a run, such as runs/NAME',
      { cause },
    );
  }
}

/** The files that a run imports; empty if it imports none. */
function modulesOf({ files, paths }: Platform, folder: string): ReadonlyMap<string, string> {
  const root = paths.join(folder, 'modules');
  const modules = files.list(root, 'deep').filter((path) => path.endsWith('.gan'));
  return new Map(modules.map((path) => [path, readText(files, paths.join(root, path))]));
}

/** Identifies what a checkpoint belongs to: a hash of the spec's text and of everything that it imports. */
export function fingerprint({ platform, spec, modules }: Run): string {
  return platform.sha256([spec, ...[...modules].flat()].join('\0'));
}

export const metricsPath = ({ platform, folder }: Run): string => platform.paths.join(folder, 'metrics.jsonl');
export const samplePath = ({ platform, folder }: Run, step: number, name = ''): string =>
  platform.paths.join(folder, 'samples', `${stepName(step)}${name && `-${name}`}.png`);

/** `step-000500`: sorts in the order of the steps, up to a million of them. */
const stepName = (step: number): string => `step-${String(step).padStart(6, '0')}`;
const stepOf = (name: string): number | undefined => {
  const digits = /^step-(\d{6,})$/.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
};
const checkpointsPath = ({ platform, folder }: Run): string => platform.paths.join(folder, 'checkpoints');
const checkpointPath = (run: Run, step: number): string =>
  run.platform.paths.join(checkpointsPath(run), stepName(step));
const latestPath = (run: Run): string => run.platform.paths.join(checkpointsPath(run), 'latest');

/** Writes a checkpoint, makes it the latest, and removes all but the last three. Takes the tensors over. */
export async function saveCheckpoint(
  run: Run,
  manifest: Omit<Manifest, 'version' | 'spec' | 'tensors'>,
  tensors: ReadonlyMap<string, HostTensor>,
): Promise<void> {
  await writeCheckpoint(
    run.platform,
    checkpointPath(run, manifest.step),
    { spec: fingerprint(run), ...manifest },
    tensors,
  );
  await run.platform.files.write(latestPath(run), `${stepName(manifest.step)}\n`);
  await removeOld(run, manifest.step);
}

/** The steps of the existing checkpoints, in order. This includes damaged ones, which only loading detects. */
export function checkpointSteps(run: Run): number[] {
  return run.platform.files
    .list(checkpointsPath(run))
    .flatMap((name) => stepOf(name) ?? [])
    .sort((a, b) => a - b);
}

/** Throws a `CheckpointError` if the checkpoint is damaged, with one that is intact in its help. */
export function loadCheckpoint(run: Run, step: number): Checkpoint {
  try {
    return verifiedCheckpoint(run, step);
  } catch (cause) {
    if (!(cause instanceof CheckpointError)) throw cause;
    const intact = newestIntact(run);
    throw new CheckpointError(
      `the checkpoint ${checkpointPath(run, step)} cannot be used: ${cause.message}`,
      intact === undefined
        ? 'no other checkpoint of this run is intact: train again from the start'
        : `${checkpointPath(run, intact)} is intact; continue from it: gan train --resume ${run.folder} --step ${intact}`,
      { cause },
    );
  }
}

/** The checkpoint to continue from; null if the run has none yet. Throws as `loadCheckpoint` does. */
export function loadLatestCheckpoint(run: Run): Checkpoint | null {
  const step = latestStep(run);
  return step === undefined ? null : loadCheckpoint(run, step);
}

function latestStep(run: Run): number | undefined {
  let name: string;
  try {
    name = readText(run.platform.files, latestPath(run)).trim();
  } catch (cause) {
    // Killed between writing the first checkpoint and writing `latest`: the checkpoint is complete.
    if (codeOf(cause) === 'ENOENT') return checkpointSteps(run).at(-1);
    throw new CheckpointError(
      `cannot read ${latestPath(run)}: ${(cause as Error).message}`,
      'check that the file can be read',
      { cause },
    );
  }
  const step = stepOf(name);
  if (step !== undefined) return step;
  const intact = newestIntact(run);
  throw new CheckpointError(
    `${latestPath(run)} is damaged: it should name a checkpoint, but holds ${JSON.stringify(name.slice(0, 40))}`,
    intact === undefined
      ? 'no checkpoint of this run is intact: train again from the start'
      : `remove it to continue from step ${intact}`,
  );
}

function verifiedCheckpoint(run: Run, step: number): Checkpoint {
  const checkpoint = readCheckpoint(run.platform, checkpointPath(run, step));
  const { manifest } = checkpoint;
  if (manifest.step !== step) {
    throw new CheckpointError(`its manifest says step ${manifest.step}`, 'use another checkpoint');
  }
  if (manifest.spec !== fingerprint(run)) {
    throw new CheckpointError(
      `it was made from a different text than ${run.platform.paths.join(run.folder, 'spec.gan')}`,
      'restore the spec of the run',
    );
  }
  return checkpoint;
}

function newestIntact(run: Run): number | undefined {
  return checkpointSteps(run).findLast((step) => {
    try {
      verifiedCheckpoint(run, step);
      return true;
    } catch (cause) {
      if (cause instanceof CheckpointError) return false;
      throw cause;
    }
  });
}

/**
 * Keeps this checkpoint and the two before it. Later ones, from before the run was taken back to an earlier step, are
 * removed too, since training makes them again, and so is what killed processes have left behind.
 */
async function removeOld(run: Run, step: number): Promise<void> {
  const { files, paths } = run.platform;
  const folder = checkpointsPath(run);
  const steps = checkpointSteps(run);
  const kept = steps.filter((other) => other <= step).slice(-KEPT_CHECKPOINTS);
  const old = steps.filter((other) => !kept.includes(other)).map(stepName);
  for (const name of [...old, ...files.list(folder).filter(files.isLeftover)])
    await files.remove(paths.join(folder, name));
}
