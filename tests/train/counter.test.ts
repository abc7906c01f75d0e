/** The step counter is an integer: a float32 stops at 16,777,216, and longer runs were set back to that. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startGraph } from '../../src/compiler/graph-semantics/build.ts';
import { emitSchedule } from '../../src/compiler/words/schedules.ts';
import type { Schedule } from '../../src/compiler/words/settings.ts';
import { openEngine, resume, train } from '../../src/index.ts';
import type { HostTensor } from '../../src/runtime/host-tensor.ts';
import { loadLatestCheckpoint, openRun, saveCheckpoint } from '../../src/runtime/output/run-directory.ts';
import { nodePlatform } from '../../src/runtime/platform/node/platform.ts';
import { folder, gan, jsonLines, oneMessage } from '../cli/gan.ts';
import { stateful, tiny, write } from '../cli/specs.ts';
import { engineNames, host } from '../engines/engines.ts';
import { webgpuHere } from '../engines/webgpu.ts';

const BEYOND = 2 ** 24 + 5;
const text = stateful.replace(/evaluate[^]*/, '').replace('2_000 steps', '20_000_000 steps');
const engines = [...engineNames, ...webgpuHere];
const int32 = (value: number): HostTensor => host([], [value], 'int32');

/** A run whose latest checkpoint says that it is at `step`, with the given counters. */
async function runAt(step: number, counters: ReadonlyMap<string, HostTensor>): Promise<string> {
  const path = join(folder(), 'run');
  await train({ name: join(folder(), 'stateful.gan'), text }, { engine: 'cpu', run: path, steps: 1 });
  const run = openRun(nodePlatform, path);
  const { manifest, tensors } = loadLatestCheckpoint(run)!;
  const { version: _, spec: __, tensors: ___, ...kept } = manifest;
  await saveCheckpoint(run, { ...kept, step }, new Map([...tensors, ...counters]));
  writeFileSync(join(path, 'metrics.jsonl'), `{"step":${step - 1},"d":1}\n{"step":${step},"d":1}\n`);
  return path;
}

/** Trains three more steps, and collects the step counts that are then recorded in various places. */
async function threeMore(path: string, engine: (typeof engines)[number]) {
  const { step } = await resume(path, { engine, steps: BEYOND + 3, logEvery: 1 });
  const { manifest, tensors } = loadLatestCheckpoint(openRun(nodePlatform, path))!;
  const logged = jsonLines(readFileSync(join(path, 'metrics.jsonl'), 'utf8')).map((line) => line['step']);
  const counter = (name: string) => tensors.get(name);
  return { step, manifest: manifest.step, logged, counter };
}

const logged = [-1, 0, 1, 2, 3].map((more) => BEYOND + more);

describe.each(engines)('a run on %s', (engine) => {
  it('goes on beyond step 16,777,216', async () => {
    const counters = new Map([
      ['step', int32(BEYOND)],
      ['optimizer/d/iterations', int32(2 * BEYOND + 1)],
      ['optimizer/g/iterations', int32(BEYOND)],
    ]);
    const found = await threeMore(await runAt(BEYOND, counters), engine);
    expect(found).toMatchObject({ step: BEYOND + 3, manifest: BEYOND + 3, logged });
    expect(found.counter('step')).toEqual(int32(BEYOND + 3));
    expect(found.counter('optimizer/g/iterations')).toEqual(int32(BEYOND + 3));
    // Two rounds per step, and one for `smooth` every third step, which shares the optimizer.
    expect(found.counter('optimizer/d/iterations')).toEqual(int32(2 * BEYOND + 1 + 6 + 1));
  });
});

describe('a checkpoint with float32 counters', () => {
  it('is taken up where its manifest says that it is, with as many updates as it counted', async () => {
    const counters = new Map([
      ['step', host([], [2 ** 24])],
      ['optimizer/d/iterations', host([], [12_345_678])],
    ]);
    const found = await threeMore(await runAt(BEYOND, counters), 'cpu');
    expect(found).toMatchObject({ step: BEYOND + 3, manifest: BEYOND + 3, logged });
    expect(found.counter('step')).toEqual(int32(BEYOND + 3));
    expect(found.counter('optimizer/d/iterations')).toEqual(int32(12_345_678 + 6 + 1));
  });

  it('is refused if a counter is no whole number', async () => {
    const path = await runAt(10, new Map([['optimizer/d/iterations', host([], [1.5])]]));
    await expect(resume(path, { engine: 'cpu' })).rejects.toThrow(
      /`optimizer\/d\/iterations` in the checkpoint is float32\[\], but the spec makes it int32\[\]/,
    );
  });
});

const steps = (count: number) => ({ count, unit: 'steps' }) as const;
const constant = (value: number): Schedule => ({ kind: 'constant', value });
const schedules: readonly (readonly [string, Schedule, (step: number) => number])[] = [
  [
    'linear',
    { kind: 'linear', from: 1, to: 0, start: steps(2 ** 24), end: steps(2 ** 24 + 10) },
    (step) => 1 - Math.min(1, Math.max(0, (step - 2 ** 24) / 10)),
  ],
  [
    'cosine',
    { kind: 'cosine', from: 1, to: 0, start: steps(2 ** 24), end: steps(2 ** 24 + 10) },
    (step) => (1 + Math.cos(Math.PI * Math.min(1, Math.max(0, (step - 2 ** 24) / 10)))) / 2,
  ],
  [
    'step',
    { kind: 'step', from: 1, every: steps(8_388_611), factor: 0.5 },
    (step) => 0.5 ** Math.floor(step / 8_388_611),
  ],
  ['warmup', { kind: 'warmup', over: steps(2 ** 25), peak: constant(1) }, (step) => Math.min(1, (step + 1) / 2 ** 25)],
];

describe.each(engines)('schedules on %s', (name) => {
  it.each(schedules)('%s is right at steps that no float32 holds', async (_, schedule, formula) => {
    const b = startGraph('schedule');
    const step = b.input('step', { dtype: 'int32', shape: [] }, { kind: 'argument', argument: 'step' });
    b.output(
      'rate',
      emitSchedule(b, schedule, step, (stretch) => (stretch === 'whole' ? 2 ** 30 : stretch.count)),
    );
    const engine = await openEngine(name, { threads: 1 });
    try {
      const program = engine.prepare(b.build());
      const [period, start] = [8_388_611, 2 ** 24];
      for (const at of [0, start - 1, start + 1, start + 3, start + 7, 2 * period - 1, 2 * period, 31 * period - 1]) {
        const rate = (await engine.run(program, new Map([['step', int32(at)]]))).get('rate')!.data[0]!;
        expect(Math.abs(rate - formula(at)), `${rate} at ${at}, expected ${formula(at)}`).toBeLessThan(1e-6);
      }
    } finally {
      engine.dispose();
    }
  });
});

it('a run of more steps than are counted is refused before it begins', async () => {
  const cwd = folder();
  const args = ['train', write(cwd, tiny), '--engine', 'cpu', '--steps', '3000000000'];
  const { code, out, err } = await gan(args, { cwd });
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(oneMessage(/3,000,000,000 steps: its counters go up to 2,147,483,647/, /--weights/));
});
