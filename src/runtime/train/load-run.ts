/** A run as it was left: its spec, with the constants with which it was started, and a checkpoint. */
import { analyze, type Analysis } from '../../compiler/compile.ts';
import type { SourceFile } from '../../diagnostics/source.ts';
import type { Checkpoint } from '../output/checkpoint.ts';
import { CheckpointError } from '../output/errors.ts';
import type { Platform } from '../platform/platform.ts';
import { loadCheckpoint, loadLatestCheckpoint, openRun, type Run } from '../output/run-directory.ts';

export interface LoadedRun {
  readonly run: Run;
  readonly source: SourceFile;
  readonly checkpoint: Checkpoint;
  readonly analysis: Analysis;
}

/**
 * @param step of the checkpoint; by default the latest
 * @param withoutCheckpoint what to do if there is none, for the message
 */
export function loadRun(
  platform: Platform,
  folder: string,
  step: number | undefined,
  withoutCheckpoint: string,
): LoadedRun {
  const run = openRun(platform, folder);
  const checkpoint = step === undefined ? loadLatestCheckpoint(run) : loadCheckpoint(run, step);
  if (!checkpoint) throw new CheckpointError(`${folder} has no checkpoint yet`, withoutCheckpoint);
  const source: SourceFile = { name: platform.paths.join(folder, 'spec.gan'), text: run.spec };
  const readModule = (path: string) => {
    const text = run.modules.get(path);
    return text === undefined ? { missing: true as const } : { text };
  };
  const analysis = analyze(source, { constants: new Map(Object.entries(checkpoint.manifest.consts)), readModule });
  return { run, source, checkpoint, analysis };
}
