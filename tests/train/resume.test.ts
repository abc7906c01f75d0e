/** A run that is stopped at any instant and resumed ends bit for bit like one that was never stopped. */
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gan, oneMessage, startGan } from '../cli/gan.ts';
import { stateful, write } from '../cli/specs.ts';

const common = ['--engine', 'wasm', '--threads', '1', '--log-every', '7', '--checkpoint-every', '50'];
const steps = 400;

let cwd: string;
beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'ganspec-resume-'));
  write(cwd, stateful.replace('2_000 steps', `${steps} steps`), 'whole.gan');
  expect(await gan(['train', 'whole.gan', ...common], { cwd })).toMatchObject({ code: 0 });
}, 60_000);
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const file = (run: string, ...path: string[]): string => join(cwd, 'runs', run, ...path);
const bytes = (run: string, ...path: string[]): string => readFileSync(file(run, ...path)).toString('base64');
const stepOf = (run: string): number =>
  Number(readFileSync(file(run, 'checkpoints/latest'), 'utf8').trim().slice('step-'.length));

/** Compares everything that a run leaves behind, except earlier checkpoints, which depend on where it was stopped. */
function expectWhole(run: string): void {
  expect(readFileSync(file(run, 'metrics.jsonl'), 'utf8')).toBe(readFileSync(file('whole', 'metrics.jsonl'), 'utf8'));
  expect(readdirSync(file(run, 'samples'))).toEqual(readdirSync(file('whole', 'samples')));
  for (const name of readdirSync(file('whole', 'samples')))
    expect(bytes(run, 'samples', name)).toBe(bytes('whole', 'samples', name));
  const last = `checkpoints/step-${String(steps).padStart(6, '0')}`;
  for (const name of ['state.safetensors', 'manifest.json'])
    expect(bytes(run, last, name)).toBe(bytes('whole', last, name));
}

/** Resumes a run until it is done. */
async function finish(run: string, ...args: readonly string[]): Promise<void> {
  const { code, out, err } = await gan(['train', '--resume', `runs/${run}`, ...common.slice(2), ...args], { cwd });
  expect({ code, out }).toEqual({ code: 0, out: '' });
  expect(err).toMatch(new RegExp(`done at step ${steps}: runs/${run}\n`));
}

describe('a run that is stopped', () => {
  it('by Ctrl-C saves, exits with 130, says how to go on, and ends as if nothing had been', async () => {
    const running = startGan(['train', 'whole.gan', '--run', 'runs/stopped', ...common], { cwd });
    await running.wrote(/modes\(fake, x, n: 50\)/);
    running.process.kill('SIGINT');
    const { code, signal, out, err } = await running.ended;
    expect({ code, signal, out }).toEqual({ code: 130, signal: null, out: '' });
    const step = stepOf('stopped');
    expect(step).toBeGreaterThanOrEqual(50);
    expect(step).toBeLessThan(steps);
    expect(err).toMatch(
      new RegExp(
        `\nstopping after this step; press Ctrl-C again to stop at once, without saving\nstopped and saved at step ${step}: runs/stopped\nnext: gan train --resume runs/stopped\n$`,
      ),
    );
    await finish('stopped');
    expectWhole('stopped');
  });

  it('by kill -9 goes on from its last checkpoint and ends as if nothing had been', async () => {
    const running = startGan(['train', 'whole.gan', '--run', 'runs/killed', ...common, '--json'], { cwd });
    await running.wrote(/"step":200,"report"/);
    running.process.kill('SIGKILL');
    expect(await running.ended).toMatchObject({ code: null, signal: 'SIGKILL' });
    // What a kill in the middle of a line leaves.
    writeFileSync(file('killed', 'metrics.jsonl'), '{"step": 399, "d": 0.', { flag: 'a' });
    expect([50, 100, 150, 200, 250, 300, 350]).toContain(stepOf('killed'));
    await finish('killed');
    expectWhole('killed');
  });

  it('resumes from an earlier step on request, and forgets what came after', async () => {
    cpSync(file('whole'), file('earlier'), { recursive: true });
    expect(readdirSync(file('earlier', 'checkpoints')).sort()).toEqual([
      'latest',
      'step-000300',
      'step-000350',
      'step-000400',
    ]);
    const { code, err } = await gan(
      ['train', '--resume', 'runs/earlier', '--step', '300', '--steps', '310', ...common.slice(2)],
      { cwd },
    );
    expect(code).toBe(0);
    expect(err).toMatch(/stateful: 310 steps from step 300 on wasm/);
    expect(readdirSync(file('earlier', 'checkpoints')).sort()).toEqual(['latest', 'step-000300', 'step-000310']);
    expect(
      Math.max(
        ...readFileSync(file('earlier', 'metrics.jsonl'), 'utf8')
          .trimEnd()
          .split('\n')
          .map((line) => (JSON.parse(line) as { step: number }).step),
      ),
    ).toBe(310);
    // A picture is drawn wherever training ends; for the other run this was not the end.
    rmSync(file('earlier', 'samples/step-000310.png'));
    await finish('earlier', '--step', '300');
    expectWhole('earlier');
  });

  it('and is finished stays as it is', async () => {
    cpSync(file('whole'), file('finished'), { recursive: true });
    await finish('finished');
    expectWhole('finished');
  });
});

describe('a checkpoint that is damaged', () => {
  const damages: readonly (readonly [string, (path: string) => void])[] = [
    ['truncated', (path) => truncateSync(join(path, 'state.safetensors'), 1000)],
    [
      'with a byte changed',
      (path) => {
        const state = readFileSync(join(path, 'state.safetensors'));
        state[state.length - 5]! ^= 1;
        writeFileSync(join(path, 'state.safetensors'), state);
      },
    ],
    ['without its manifest', (path) => rmSync(join(path, 'manifest.json'))],
    ['with half a manifest', (path) => truncateSync(join(path, 'manifest.json'), 30)],
    ['gone', (path) => rmSync(path, { recursive: true })],
  ];
  it.each(damages)('(%s) is refused with one message that names the intact one', async (_, damage) => {
    rmSync(file('damaged'), { recursive: true, force: true });
    cpSync(file('whole'), file('damaged'), { recursive: true });
    damage(file('damaged', `checkpoints/step-000${steps}`));
    const metrics = bytes('damaged', 'metrics.jsonl');
    const [resumed, sampled] = await Promise.all(
      [
        ['train', '--resume', 'runs/damaged'],
        ['sample', 'runs/damaged'],
      ].map((args) => gan(args, { cwd })),
    );
    expect(resumed).toMatchObject({ code: 2, out: '' });
    expect(resumed!.err).toMatch(
      oneMessage(
        /checkpoints\/step-000400 cannot be used: /,
        /step-000350 is intact; continue from it: gan train --resume runs\/damaged --step 350/,
      ),
    );
    expect(sampled).toMatchObject({ code: 2, out: '' });
    expect(sampled!.err).toMatch(oneMessage(/checkpoints\/step-000400 cannot be used: /, /step-000350 is intact/));
    expect(bytes('damaged', 'metrics.jsonl')).toBe(metrics);
  });

  it('is left behind as the message says', async () => {
    await finish('damaged', '--step', '350');
    expectWhole('damaged');
  });
});
