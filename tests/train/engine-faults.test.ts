/** Engines that are missing, broken, too small or lost: one message, exit code 2, and the last checkpoint untouched. */
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EngineUnavailableError } from '../../src/runtime/engines/index.ts';
import { resume, train } from '../../src/index.ts';
import { folder, gan, oneMessage } from '../cli/gan.ts';
import { tiny, write } from '../cli/specs.ts';
import { engineNames } from '../engines/engines.ts';

async function refused(args: readonly string[], env: Readonly<Record<string, string>>, why: RegExp, help: RegExp) {
  const cwd = folder();
  const { code, out, err } = await gan(['train', write(cwd, tiny), ...args], { cwd, env });
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(oneMessage(why, help));
  expect(readdirSync(cwd)).toEqual(['tiny.gan']);
}

describe('an engine that was asked for', () => {
  it('and is not installed', async () => {
    const empty = folder();
    const env = { GANSPEC_TENSORFLOW: empty };
    await refused(['--engine', 'tensorflow'], env, /the TensorFlow binding is not installed/, /engine:tensorflow/);
  });

  it('and whose library cannot be loaded', async () => {
    const place = folder();
    const file = join(place, 'node_modules/@tensorflow/tfjs-node-gpu/lib/napi-v8/tfjs_binding.node');
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, 'not a library');
    await refused(['--engine', 'tensorflow'], { GANSPEC_TENSORFLOW: place }, /does not load/, /-- --force/);
  });

  it('and has no driver', async () => {
    const cwd = folder();
    // The Vulkan loader itself may report that the file is missing.
    const env = { VK_ICD_FILENAMES: join(cwd, 'no-driver.json') };
    const { code, out, err } = await gan(['train', write(cwd, tiny), '--engine', 'webgpu'], { cwd, env });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^error: the engine webgpu: .*\n {2}help: .*driver/m);
  });

  it('on a GPU, and runs on the CPU', async () => {
    await refused(['--engine', 'wasm', '--device', 'gpu'], {}, /a GPU was asked for, and `wasm` runs on/, /gan doctor/);
  });

  it('with a precision that it does not have', async () => {
    const why = /tf32 was asked for, and `wasm` computes in f32 alone/;
    await refused(['--engine', 'wasm', '--precision', 'tf32'], {}, why, /`tensorflow` can .* on an NVIDIA GPU/);
  });

  // The variables are read by TensorFlow and by oneDNN in it.
  it.skipIf(!engineNames.includes('tensorflow')).each([
    ['sums in bfloat16', { TF_ENABLE_ONEDNN_OPTS: '0' }, /bf16 was asked for, and `tensorflow` would round its sums/],
    ['has none', { ONEDNN_MAX_CPU_ISA: 'AVX2' }, /bf16 was asked for, and `tensorflow` has no kernels for it here/],
  ] as const)('in bfloat16, whose TensorFlow %s', async (_, env, why) => {
    const args = ['--engine', 'tensorflow', '--device', 'cpu', '--precision', 'bf16'];
    await refused(args, env, why, /AVX-512 .* oneDNN .* `--precision f32` works everywhere/);
  });
});

it.skipIf(!engineNames.includes('tensorflow'))('an engine that is lost leaves the last checkpoint', async () => {
  const run = join(folder(), 'run');
  const source = { name: join(folder(), 'tiny.gan'), text: tiny.replace('20 steps', '100_000 steps') };
  let worker: { terminate(): void } | undefined;
  const latest = (): string => readFileSync(join(run, 'checkpoints/latest'), 'utf8').trim();
  let before = '';
  const training = train(source, {
    engine: 'tensorflow',
    run,
    checkpointEvery: 10,
    onStart: ({ session }) => {
      ({ worker } = (session.engine as unknown as { thread: { worker: { terminate(): void } } }).thread);
    },
    onProgress: ({ step }) => {
      if (step !== 35) return;
      // The checkpoint of step 30 may still be being written; that of step 20 is done, since only one is at a time.
      before = latest();
      worker!.terminate();
    },
  });
  await expect(training).rejects.toThrow(EngineUnavailableError);
  await expect(training).rejects.toMatchObject({ help: expect.stringContaining('--resume') });
  expect(before).toMatch(/^step-0000[23]0$/);
  expect(latest() >= before).toBe(true);
  const { step } = await resume(run, { engine: 'cpu', steps: 50 });
  expect(step).toBe(50);
});
