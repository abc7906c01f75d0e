import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HostTensor } from '../../src/runtime/engines/engine.ts';
import {
  checkpointSteps,
  createRun,
  loadCheckpoint,
  loadLatestCheckpoint,
  metricsPath,
  openRun,
  samplePath,
  saveCheckpoint,
} from '../../src/runtime/output/run-directory.ts';
import type { Run } from '../../src/runtime/output/run-directory.ts';
import { nodePlatform } from '../../src/runtime/platform/node/platform.ts';

const SPEC = 'model ring\n';
/** Computed with sha256sum. */
const SPEC_SHA256 = '0e887d34d1952dca6e3b2bd25b4ea44cb6d273b2d631d0ce528559483b06fac4';

let root: string;
let folder: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ganspec-run-'));
  folder = join(root, 'runs', 'ring');
});
afterEach(() => rmSync(root, { recursive: true }));

const state = (value: number): Map<string, HostTensor> =>
  new Map([['G/up[2]/dense(8)/kernel', { dtype: 'float32', shape: [2], data: Float32Array.of(value, NaN) }]]);
const facts = (step: number) => ({
  step,
  seed: 7,
  engine: 'cpu',
  device: 'one thread',
  precision: 'bf16' as const,
  consts: { width: 64, name: 'a', deep: true },
  directory: '.',
  createdBy: '0.1.0',
});

async function runWith(...steps: readonly number[]): Promise<Run> {
  const run = await createRun(nodePlatform, folder, { spec: SPEC, modules: new Map(), graph: '{}' });
  for (const step of steps) await saveCheckpoint(run, facts(step), state(step));
  return run;
}
const file = (step: string, name: string): string => join(folder, 'checkpoints', step, name);

async function failure(action: () => unknown): Promise<{ name: string; message: string; help: string }> {
  try {
    await action();
  } catch (error) {
    return error as { name: string; message: string; help: string };
  }
  throw new Error('nothing was thrown');
}

describe('a run', () => {
  it('holds the spec and the graph, and is opened again', async () => {
    await runWith();
    expect(readdirSync(folder).sort()).toEqual(['graph.json', 'spec.gan']);
    expect(readFileSync(join(folder, 'graph.json'), 'utf8')).toBe('{}');
    expect(openRun(nodePlatform, folder)).toEqual({ platform: nodePlatform, folder, spec: SPEC, modules: new Map() });
  });

  it('is not started over another one, nor opened where there is none', async () => {
    await runWith();
    expect(
      await failure(() => createRun(nodePlatform, folder, { spec: '', modules: new Map(), graph: '' })),
    ).toMatchObject({
      name: 'OutputError',
      message: `${folder} already exists and is not empty`,
      help: `choose another name, remove the folder, or continue that run: gan train --resume ${folder}`,
    });
    expect(readFileSync(join(folder, 'spec.gan'), 'utf8')).toBe(SPEC);
    expect(await failure(() => openRun(nodePlatform, root))).toMatchObject({
      name: 'CheckpointError',
      message: expect.stringContaining(`${root} is not the folder of a run`),
    });
  });

  it('is started in an empty folder; below a file it is an OutputError', async () => {
    mkdirSync(folder, { recursive: true });
    await runWith();
    expect(
      await failure(() =>
        createRun(nodePlatform, join(folder, 'spec.gan', 'x'), { spec: '', modules: new Map(), graph: '' }),
      ),
    ).toMatchObject({
      name: 'OutputError',
      message: expect.stringContaining(`${join(folder, 'spec.gan')} is a file, not a folder`),
    });
  });

  it('has places for metrics and samples', async () => {
    const run = await runWith();
    expect(metricsPath(run)).toBe(join(folder, 'metrics.jsonl'));
    expect(samplePath(run, 500)).toBe(join(folder, 'samples', 'step-000500.png'));
    expect(samplePath(run, 1_234_567, 'grid')).toBe(join(folder, 'samples', 'step-1234567-grid.png'));
  });
});

describe('checkpoints', () => {
  it('come back as they were', async () => {
    const run = await runWith(500);
    expect(readdirSync(join(folder, 'checkpoints')).sort()).toEqual(['latest', 'step-000500']);
    expect(readdirSync(file('step-000500', '')).sort()).toEqual(['manifest.json', 'state.safetensors']);
    const { manifest, tensors } = loadLatestCheckpoint(openRun(nodePlatform, run.folder))!;
    expect(manifest).toMatchObject({ version: 1, spec: SPEC_SHA256, ...facts(500) });
    expect(tensors).toEqual(state(500));
  });

  it('are none at first', async () => {
    expect(loadLatestCheckpoint(await runWith())).toBeNull();
  });

  it('are kept three at a time', async () => {
    const run = await runWith(500, 1000, 1500, 2000, 1_000_000);
    expect(checkpointSteps(run)).toEqual([1500, 2000, 1_000_000]);
    expect(loadLatestCheckpoint(run)!.manifest.step).toBe(1_000_000);
    expect(loadCheckpoint(run, 1500).tensors).toEqual(state(1500));
  });

  it('after going back: an old step is rewritten, and those after it are removed', async () => {
    const run = await runWith(500, 1000, 1500);
    await saveCheckpoint(run, facts(1000), state(1));
    expect(checkpointSteps(run)).toEqual([500, 1000]);
    expect(loadLatestCheckpoint(run)!.tensors).toEqual(state(1));
  });

  it('are found without the pointer, which a process killed before it was written leaves', async () => {
    const run = await runWith(500, 1000);
    rmSync(join(folder, 'checkpoints', 'latest'));
    expect(loadLatestCheckpoint(run)!.manifest.step).toBe(1000);
  });

  it('are not confused with what a killed process leaves, which the next save clears away', async () => {
    const run = await runWith(500);
    mkdirSync(join(folder, 'checkpoints', '.step-001000.partial-123'));
    expect(checkpointSteps(run)).toEqual([500]);
    expect(loadLatestCheckpoint(run)!.manifest.step).toBe(500);
    await saveCheckpoint(run, facts(1000), state(1000));
    expect(readdirSync(join(folder, 'checkpoints')).sort()).toEqual(['latest', 'step-000500', 'step-001000']);
  });

  const manifestPath = (): string => file('step-001000', 'manifest.json');
  const statePath = (): string => file('step-001000', 'state.safetensors');
  const edit = (change: (manifest: Record<string, unknown>) => void) => (): void => {
    const manifest = JSON.parse(readFileSync(manifestPath(), 'utf8')) as Record<string, unknown>;
    change(manifest);
    writeFileSync(manifestPath(), JSON.stringify(manifest));
  };
  const flipLastBit = (): void => {
    const bytes = readFileSync(statePath());
    bytes[bytes.length - 1]! ^= 1;
    writeFileSync(statePath(), bytes);
  };
  const damages: readonly [name: string, damage: () => void, message: string][] = [
    [
      'cut short',
      () => truncateSync(statePath(), 50),
      'state.safetensors is damaged: its 50 bytes do not match the SHA-256 in manifest.json',
    ],
    ['one bit', flipLastBit, 'state.safetensors is damaged'],
    ['no state', () => rmSync(statePath()), 'state.safetensors: it is missing'],
    ['no manifest', () => rmSync(manifestPath()), 'manifest.json: it is missing'],
    ['no folder', () => rmSync(file('step-001000', ''), { recursive: true }), 'manifest.json: it is missing'],
    ['manifest cut short', () => truncateSync(manifestPath(), 20), 'manifest.json is damaged: it is not JSON'],
    [
      'manifest without a seed',
      edit((m) => delete m['seed']),
      "manifest.json is not a valid manifest: manifest must have required property 'seed'",
    ],
    [
      'manifest with an unknown precision',
      edit((m) => (m['precision'] = 'f8')),
      'manifest/precision must be equal to one of the allowed values',
    ],
    ['manifest with more', edit((m) => (m['more'] = 1)), 'manifest must NOT have additional properties'],
    ['manifest with a list in consts', edit((m) => (m['consts'] = { a: [] })), 'manifest/consts/a must be number'],
    [
      'manifest of the future',
      edit((m) => (m['version'] = 2)),
      'manifest.json has version 2; this ganspec reads version 1',
    ],
    ['manifest null', () => writeFileSync(manifestPath(), 'null'), 'manifest must be object'],
    ['another step', edit((m) => (m['step'] = 999)), 'its manifest says step 999'],
    ['another spec', edit((m) => (m['spec'] = 'a'.repeat(64))), 'it was made from a different text than'],
  ];
  it.each(damages)('damaged (%s): named, and an intact one suggested', async (_, damage, message) => {
    const run = await runWith(500, 1000);
    damage();
    const error = await failure(() => loadLatestCheckpoint(run));
    expect(error.name).toBe('CheckpointError');
    expect(error.message).toContain(`the checkpoint ${join(folder, 'checkpoints', 'step-001000')} cannot be used: `);
    expect(error.message).toContain(message);
    expect(error.help).toBe(
      `${join(folder, 'checkpoints', 'step-000500')} is intact; continue from it: gan train --resume ${folder} --step 500`,
    );
    expect(loadCheckpoint(run, 500).tensors).toEqual(state(500));
  });

  it('all damaged: says so', async () => {
    const run = await runWith(500, 1000);
    for (const step of ['step-000500', 'step-001000']) truncateSync(file(step, 'state.safetensors'), 9);
    expect((await failure(() => loadLatestCheckpoint(run))).help).toBe(
      'no other checkpoint of this run is intact: train again from the start',
    );
  });

  it('a damaged pointer is named', async () => {
    const run = await runWith(500);
    writeFileSync(join(folder, 'checkpoints', 'latest'), '../../elsewhere');
    expect(await failure(() => loadLatestCheckpoint(run))).toMatchObject({
      name: 'CheckpointError',
      message: expect.stringContaining('should name a checkpoint, but holds "../../elsewhere"'),
      help: 'remove it to continue from step 500',
    });
  });

  it('are not written with an invalid manifest', async () => {
    const run = await runWith();
    await expect(saveCheckpoint(run, { ...facts(1), seed: -1 }, state(1))).rejects.toThrow(
      /manifest\/seed must be >= 0/,
    );
    expect(existsSync(join(folder, 'checkpoints'))).toBe(false);
  });
});
