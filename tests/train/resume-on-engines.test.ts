/** On each installed engine: a run that is stopped and resumed matches one that was never stopped, bit for bit. */
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gan } from '../cli/gan.ts';
import { stateful, write } from '../cli/specs.ts';
import { engineNames } from '../engines/engines.ts';
import { webgpuHere } from '../engines/webgpu.ts';

const steps = 20;
/** G goes through a loop with moving statistics and a state. */
const text = `${stateful
  .replace('2_000 steps', `${steps} steps`)
  .replace('batch 64', 'batch 8')
  .replace('batch_norm |> relu', 'batch_norm |> relu |> in_steps')}
block in_steps(x: tensor[c]) {
  let parts = x |> reshape(4, c / 4)
  let all = scan part in parts from h = full(c / 4) {
    state level = 0
    update level <- 0.9 * level + 0.1 * mean(part)
    let next = concat(part - level, h) |> dense(c / 4) |> batch_norm |> tanh
    update h <- next
    next
  }
  all |> reshape(c)
}
`;
/** A step between two reports and between two checkpoints. */
const stop = 13;

describe.each([...engineNames, ...webgpuHere])('on %s', (engine) => {
  let cwd: string;
  const train = async (...args: readonly string[]): Promise<void> => {
    const { code, err } = await gan(['train', ...args, '--log-every', '3', '--checkpoint-every', '5'], { cwd });
    expect(code, err).toBe(0);
  };
  const read = (run: string, ...path: string[]) => readFileSync(join(cwd, 'runs', run, ...path));
  /** The log, without the step at which training was stopped, which is logged only because it was the last. */
  const told = (run: string) =>
    read(run, 'metrics.jsonl')
      .toString()
      .split('\n')
      .filter((line) => !line.startsWith(`{"step":${stop},`));
  /** The complete state of training: weights, moments, averages, moving statistics, counters. */
  const state = (run: string) => read(run, `checkpoints/step-0000${steps}/state.safetensors`).toString('base64');
  const expectWhole = (run: string) => {
    expect(told(run)).toEqual(told('whole'));
    expect(state(run)).toBe(state('whole'));
  };

  beforeAll(async () => {
    cwd = mkdtempSync(join(tmpdir(), 'ganspec-resume-'));
    write(cwd, text, 'spec.gan');
    await train('spec.gan', '--engine', engine, '--run', 'runs/whole');
    await train('spec.gan', '--engine', engine, '--run', 'runs/stopped', '--steps', String(stop));
    expect(told('whole').length).toBeGreaterThan(told('stopped').length);
  }, 60_000);
  afterAll(() => rmSync(cwd, { recursive: true, force: true }));

  it('from where it stopped', async () => {
    cpSync(join(cwd, 'runs/stopped'), join(cwd, 'runs/again'), { recursive: true });
    await train('--resume', 'runs/again', '--steps', String(steps));
    expectWhole('again');
  });

  it('from a checkpoint before that, as after a crash', async () => {
    cpSync(join(cwd, 'runs/stopped'), join(cwd, 'runs/back'), { recursive: true });
    await train('--resume', 'runs/back', '--step', '10', '--steps', String(steps));
    expectWhole('back');
  });
});
