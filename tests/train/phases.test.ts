/**
 * Everything that a training program can say, on every engine: clipped and accumulated gradients, schedules,
 * simultaneous updates, phases. And runs that are stopped in one phase and resumed in another.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyze } from '../../src/compiler/compile.ts';
import { render } from '../../src/diagnostics/index.ts';
import { openEngine, resume, train, type TrainOptions } from '../../src/index.ts';
import type { EngineName } from '../../src/runtime/engines/index.ts';
import { openSession } from '../../src/runtime/train/session.ts';
import { gathered } from '../../src/runtime/train/value-batches.ts';
import { nodePlatform } from '../../src/runtime/platform/node/platform.ts';
import { engineNames } from '../engines/engines.ts';
import { webgpuHere } from '../engines/webgpu.ts';

const text = `model trained
data x: tensor[2] from ring(std: 0.1)
latent z ~ normal[4]
network G(z: tensor[4]) -> tensor[2] { z |> dense(8) |> tanh |> dense(2) }
network D(x: tensor[2]) -> logit[1] { x |> dense(8) |> tanh |> dense(1) }
let fading = linear(1 -> 0.2, over: 9 steps)
let fake = (1 + fading) * G(z)
fn noisy(x, share) {
  noise ~ normal(0, 0.1)[2]
  x + share * noise
}
loss d = minimax_d(D(noisy(x, fading)), D(fake)) + 0.1 * fading * r1(D, x)
loss g = non_saturating_g(D(fake))

train batch 6 {
  phase warm for 3 steps {
    minimize d over D using adam(warmup(1e-2, over: 3 steps), beta1: linear(0 -> 0.5), clip_norm: 0.5) accumulating 2 minibatches
    clip D to -1..(0.5 + fading)
  }
  for k in 1..2 {
    phase both for 3 * k steps, batch 4 * k {
      simultaneously {
        minimize d over D using rmsprop(cosine(1e-2 -> 1e-3), rho: linear(0.5 -> 0.9), clip_value: 0.3)
        minimize g over G using adamw(0.01 * fading, weight_decay: fading) accumulating 3 minibatches
      }
      every 2 steps { minimize g over G using sgd(0.1, momentum: 1 - 0.9 * fading) }
      average G as G_ema decay 0.9 - 0.5 * fading
    }
  }
}
evaluate every 4 steps using G_ema { modes(fake, x, n: 20) }
show every 5 steps { scatter(fake, x, n: 10) }
`;
const source = { name: 'trained.gan', text };
/** Two more than the spec says. */
const STEPS = 14;

async function trained(engineName: EngineName) {
  const { program, diagnostics } = analyze(source);
  if (!program) throw new Error(render(diagnostics));
  const engine = await openEngine(engineName, { threads: 1 });
  try {
    const session = await openSession(program, { platform: nodePlatform, engine, seed: 3, directory: tmpdir() });
    const losses: Map<string, number>[] = [];
    while (losses.length < STEPS)
      losses.push(...(await session.runSteps(Math.min(5, STEPS - losses.length))).map(({ values }) => new Map(values)));
    const values = await gathered(session.values(new Map([['fake', program.values.get('fake')!]]), 5));
    return { losses, samples: values.get('fake')!.data, timeline: session.model.timeline };
  } finally {
    engine.dispose();
  }
}

const TOLERANCE = 1e-3;

describe('all training words', () => {
  let reference: Awaited<ReturnType<typeof trained>>;
  beforeAll(async () => {
    reference = await trained('cpu');
  }, 60_000);

  it('make the losses of each phase', () => {
    const { timeline, losses } = reference;
    expect(timeline.phases.map(({ phase, start, steps }) => [phase.name, start, steps])).toEqual([
      ['warm', 0, 3],
      ['both[1]', 3, 3],
      ['both[2]', 6, 6],
    ]);
    expect(losses.map((values) => values.has('g'))).toEqual(losses.map((_, step) => step >= 3));
  });

  it.each([...engineNames, ...webgpuHere].filter((name) => name !== 'cpu'))('agree on %s with cpu', async (name) => {
    const found = await trained(name);
    for (const [i, values] of reference.losses.entries()) {
      expect([...found.losses[i]!.keys()]).toEqual([...values.keys()]);
      for (const [output, value] of values) {
        const other = found.losses[i]!.get(output)!;
        const what = `${output} at step ${i + 1}: ${value} on cpu, ${other} on ${name}`;
        expect(Math.abs(other - value), what).toBeLessThanOrEqual(TOLERANCE * Math.max(Math.abs(value), 1e-2));
      }
    }
    for (const [i, value] of reference.samples.entries())
      expect(Math.abs(found.samples[i]! - value), `sample ${i}`).toBeLessThanOrEqual(TOLERANCE);
  });
});

describe('a run with phases', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ganspec-phases-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const common: TrainOptions = { engine: 'wasm', threads: 1, logEvery: 1 };
  const file = (run: string, name: string): Buffer => readFileSync(join(folder, run, name));
  const log = (run: string): Record<string, unknown>[] =>
    file(run, 'metrics.jsonl')
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  it('counts its steps through, names the phase of each, and observes across their borders', async () => {
    const seen: (string | undefined)[] = [];
    await train(source, { ...common, run: join(folder, 'whole'), onProgress: ({ phase }) => seen.push(phase) });
    const names = [
      ...Array<string>(3).fill('warm'),
      ...Array<string>(3).fill('both[1]'),
      ...Array<string>(6).fill('both[2]'),
    ];
    expect(seen).toEqual(names);
    const lines = log('whole').filter((line) => 'd' in line);
    expect(lines.map(({ step, phase }) => [step, phase])).toEqual(names.map((name, i) => [i + 1, name]));
    const observed = log('whole').filter((line) => !('d' in line));
    expect(observed.map(({ step }) => step)).toEqual([4, 8, 12]);
  });

  it.each([2, 3, 4, 5, 6, 9])('that is resumed after step %i ends as if it had not been stopped', async (stop) => {
    const run = join(folder, `stopped-${stop}`);
    await train(source, { ...common, run, steps: stop });
    const { step } = await resume(run, common);
    expect(step).toBe(12);
    const last = 'checkpoints/step-000012/state.safetensors';
    expect(file(`stopped-${stop}`, last).equals(file('whole', last))).toBe(true);
    // Where a run ends, it is observed; for the other this was not the end.
    const losses = (name: string) => log(name).filter((line) => 'd' in line);
    expect(losses(`stopped-${stop}`)).toEqual(losses('whole'));
  });
});
