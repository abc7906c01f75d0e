/** The precision of a run is in its checkpoints; a resumed run keeps it, unless another is given. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folder, gan, oneMessage } from '../cli/gan.ts';
import { tiny, write } from '../cli/specs.ts';
import { hasBfloat16 } from '../engines/installed.ts';

const checkpoint = (run: string, step: number, file: string) => join(run, `checkpoints/step-00000${step}`, file);
const manifestOf = (run: string, step: number) =>
  JSON.parse(readFileSync(checkpoint(run, step, 'manifest.json'), 'utf8')) as Record<string, unknown>;

const train = async (cwd: string, ...args: readonly string[]) => {
  const { code, err } = await gan(['train', ...args], { cwd });
  expect(code, err).toBe(0);
  return err;
};

describe('a run whose checkpoint says bf16, on an engine that has f32 alone', () => {
  let cwd: string;
  /** A copy of the run, with another precision in its checkpoint. */
  const runIn = (name: string, precision: string | undefined): string => {
    const run = join(cwd, name);
    cpSync(join(cwd, 'run'), run, { recursive: true });
    writeFileSync(checkpoint(run, 2, 'manifest.json'), JSON.stringify({ ...manifestOf(run, 2), precision }));
    return run;
  };

  beforeAll(async () => {
    cwd = mkdtempSync(join(tmpdir(), 'ganspec-precision-'));
    write(cwd, tiny);
    await train(cwd, 'tiny.gan', '--run', 'run', '--engine', 'cpu', '--steps', '2');
    expect(manifestOf(join(cwd, 'run'), 2)).toMatchObject({ engine: 'cpu', precision: 'f32' });
  });
  afterAll(() => rmSync(cwd, { recursive: true }));

  it('is not resumed in f32 unless that is asked for, and then remembers f32', async () => {
    const run = runIn('reduced', 'bf16');
    const { code, err } = await gan(['train', '--resume', run], { cwd });
    expect(code).toBe(2);
    expect(err).toMatch(oneMessage(/bf16 was asked for, and `cpu` computes in f32 alone/, /`--precision f32` works/));
    await train(cwd, '--resume', run, '--precision', 'f32', '--steps', '3');
    expect(manifestOf(run, 3)).toMatchObject({ precision: 'f32' });
  });

  it('is sampled in f32', async () => {
    const { code, err } = await gan(['sample', runIn('sampled', 'bf16'), '-n', '2', '--out', 'a.csv'], { cwd });
    expect(code, err).toBe(0);
  });

  it('goes on in f32 if the checkpoint is so old that it does not say', async () => {
    const run = runIn('old', undefined);
    await train(cwd, '--resume', run, '--steps', '3');
    expect(manifestOf(run, 3)).toMatchObject({ precision: 'f32' });
  });
});

describe.skipIf(!(await hasBfloat16()))('a run in bf16', () => {
  const steps = 6;
  const state = (run: string) => readFileSync(checkpoint(run, steps, 'state.safetensors')).toString('base64');

  it('that is stopped and resumed ends as one that was never stopped, bit for bit', async () => {
    const cwd = folder();
    write(cwd, tiny);
    const choice = ['--engine', 'tensorflow', '--device', 'cpu', '--threads', '1'];
    const common = [...choice, '--precision', 'bf16'];
    await train(cwd, 'tiny.gan', '--run', 'whole', ...common, '--steps', `${steps}`);
    await train(cwd, 'tiny.gan', '--run', 'plain', ...choice, '--steps', `${steps}`);
    await train(cwd, 'tiny.gan', '--run', 'stopped', ...common, '--steps', '3');
    expect(await train(cwd, '--resume', 'stopped', '--threads', '1', '--steps', `${steps}`)).toContain('bfloat16');
    const [whole, plain, stopped] = ['whole', 'plain', 'stopped'].map((run) => join(cwd, run));
    expect(manifestOf(stopped!, steps)).toMatchObject({ precision: 'bf16' });
    expect(state(stopped!)).toBe(state(whole!));
    expect(state(plain!)).not.toBe(state(whole!));
  }, 120_000);
});
