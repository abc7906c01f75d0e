import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { validateGraph } from '../../src/compiler/graph-semantics/validate.ts';
import { decodeSafetensors, encodeSafetensors } from '../../src/runtime/output/safetensors.ts';
import { folder, gan, jsonLines, oneMessage } from './gan.ts';
import { pictures, tiny, write } from './specs.ts';

const read = (...path: string[]): string => readFileSync(join(...path), 'utf8');
const tensors = (path: string) => decodeSafetensors(readFileSync(path), path).tensors;
const state = (cwd: string, run: string, step: number) =>
  tensors(join(cwd, run, `checkpoints/step-${String(step).padStart(6, '0')}/state.safetensors`));

describe('gan train', () => {
  it('leaves a whole run behind, and says where', async () => {
    const cwd = folder();
    const { code, out, err } = await gan(['train', write(cwd, tiny), '--engine', 'cpu', '--log-every', '5'], { cwd });
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(err).toMatch(/^tiny: 20 steps on cpu \(.+\), seed 0, into runs\/tiny\n/);
    expect(err).toMatch(/\ndone at step 20: runs\/tiny\nnext: gan sample runs\/tiny\n$/);
    const run = join(cwd, 'runs/tiny');
    expect(readdirSync(run).sort()).toEqual(['checkpoints', 'graph.json', 'metrics.jsonl', 'samples', 'spec.gan']);
    expect(read(run, 'spec.gan')).toBe(tiny);
    expect(validateGraph(JSON.parse(read(run, 'graph.json')))).toEqual([]);
    expect(readdirSync(join(run, 'checkpoints')).sort()).toEqual(['latest', 'step-000020']);
    expect(read(run, 'checkpoints/latest')).toBe('step-000020\n');
    expect(readdirSync(join(run, 'samples')).sort()).toEqual(['step-000010.png', 'step-000020.png']);

    const lines = jsonLines(read(run, 'metrics.jsonl'));
    expect(lines.map((line) => line['step'])).toEqual([1, 5, 10, 10, 15, 20, 20]);
    for (const line of lines) {
      const names = Object.keys(line).filter((name) => name !== 'step');
      const metric = names.some((name) => name.startsWith('modes'));
      expect(names).toEqual(
        metric
          ? ['modes', 'of', 'highQuality'].map((name) => `modes(fake, x).${name}`)
          : ['d', 'g', 'd.gradient_norm', 'g.gradient_norm'],
      );
      for (const name of names) expect(line[name]).toSatisfy(Number.isFinite);
    }
    const { seed, step, engine, consts } = JSON.parse(read(run, 'checkpoints/step-000020/manifest.json')) as Record<
      string,
      unknown
    >;
    expect({ seed, step, engine, consts }).toEqual({ seed: 0, step: 20, engine: 'cpu', consts: { width: 8 } });
  });

  it('draws pictures that are what `show` says', async () => {
    const cwd = folder();
    expect(
      await gan(['train', write(cwd, pictures, 'pictures.gan'), '--engine', 'wasm', '--threads', '1'], { cwd }),
    ).toMatchObject({ code: 0 });
    expect(readdirSync(join(cwd, 'runs/pictures/samples'))).toEqual(['step-000002.png', 'step-000004.png']);
    const [first, last] = ['2', '4'].map((step) =>
      decode(readFileSync(join(cwd, `runs/pictures/samples/step-00000${step}.png`))),
    );
    // Two rows of three images, each pixel doubled, with a gutter of 2.
    expect({ width: last!.width, height: last!.height }).toEqual({ width: 3 * 58 + 2, height: 2 * 58 + 2 });
    expect(new Set(last!.data).size).toBeGreaterThan(10);
    expect(last!.data).not.toEqual(first!.data);
  });

  it('prints JSON, one line per event, and nothing else', async () => {
    const cwd = folder();
    const { code, out, err } = await gan(['train', write(cwd, tiny), '--json', '--engine', 'cpu', '--run', 'here'], {
      cwd,
    });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const events = jsonLines(out);
    for (const event of events) expect(event['version']).toBe(1);
    expect(events[0]).toMatchObject({
      event: 'progress',
      step: 1,
      totalSteps: 20,
      values: { d: expect.any(Number), 'd.gradient_norm': expect.any(Number) },
      secondsLeft: null,
    });
    expect(events.filter((e) => e['event'] === 'progress').at(-1)).toMatchObject({
      step: 20,
      stepsPerSecond: expect.any(Number),
      secondsLeft: 0,
    });
    expect(events.filter((e) => e['event'] === 'report').map((e) => [e['step'], e['report']])).toEqual([
      [10, 'modes(fake, x)'],
      [10, 'scatter(fake, x)'],
      [20, 'modes(fake, x)'],
      [20, 'scatter(fake, x)'],
    ]);
    expect(events.find((e) => 'picture' in e)!['picture']).toBe('here/samples/step-000010.png');
    expect(events.at(-1)).toMatchObject({
      event: 'end',
      step: 20,
      finished: true,
      run: 'here',
      values: { g: expect.any(Number) },
      metrics: { 'modes(fake, x)': { of: 4 } },
    });
  });

  it('depends only on the seed and the constants', async () => {
    const cwd = folder();
    const file = write(cwd, tiny);
    const trained = async (run: string, ...args: string[]) => {
      expect(
        await gan(['train', file, '--engine', 'cpu', '--steps', '3', '--run', run, ...args], { cwd }),
      ).toMatchObject({ code: 0 });
      return createHash('sha256')
        .update(readFileSync(join(cwd, run, 'checkpoints/step-000003/state.safetensors')))
        .digest('hex');
    };
    const first = await trained('a');
    expect(await trained('b')).toBe(first);
    expect(await trained('c', '--seed', '1')).not.toBe(first);
    await trained('d', '--set', 'width=4');
    expect(state(cwd, 'd', 3).get('G/dense(width)/kernel')!.shape).toEqual([2, 4]);
  });

  it('starts from given weights, and writes those that it started from', async () => {
    const cwd = folder();
    const file = write(cwd, tiny.replace('20 steps, batch', '2 steps, batch').replace('average', ''));
    const common = ['train', file, '--engine', 'cpu'];
    expect(
      await gan([...common, '--run', 'a', '--save-initial', 'first.safetensors', '--seed', '3'], { cwd }),
    ).toMatchObject({ code: 0 });
    const first = tensors(join(cwd, 'first.safetensors'));
    expect([...first.keys()].sort()).toEqual(
      ['D/dense(1)', 'D/dense(width)', 'G/dense(2)', 'G/dense(width)'].flatMap((layer) => [
        `${layer}/bias`,
        `${layer}/kernel`,
      ]),
    );
    // Another seed would draw other weights, but these are given; the file it writes is the one it was given.
    expect(
      await gan(
        [
          ...common,
          '--run',
          'b',
          '--weights',
          'first.safetensors',
          '--save-initial',
          'again.safetensors',
          '--seed',
          '4',
        ],
        { cwd },
      ),
    ).toMatchObject({ code: 0 });
    expect(tensors(join(cwd, 'again.safetensors'))).toEqual(first);
    expect(
      await gan([...common, '--run', 'c', '--weights', 'first.safetensors', '--seed', '3'], { cwd }),
    ).toMatchObject({ code: 0 });
    expect(state(cwd, 'c', 2)).toEqual(state(cwd, 'a', 2));
    expect(state(cwd, 'b', 2)).not.toEqual(state(cwd, 'a', 2));

    // A file may hold only some of the weights.
    writeFileSync(
      join(cwd, 'some.safetensors'),
      encodeSafetensors(new Map([['G/dense(2)/bias', first.get('G/dense(2)/bias')!]])),
    );
    expect(await gan([...common, '--run', 'd', '--weights', 'some.safetensors'], { cwd })).toMatchObject({ code: 0 });
  });

  it('starts a spec with one more layer from a checkpoint of the earlier spec', async () => {
    const cwd = folder();
    const before = tiny.replace('dense(width) |> relu', 'dense(width) |> batch_norm |> relu');
    const after = before.replace('|> relu |>', '|> relu |> repeat(2) { dense(8) |> relu } |>');
    const train = async (text: string, run: string, ...args: string[]): Promise<void> => {
      const file = write(cwd, text, `${run}.gan`);
      const { code, err } = await gan(
        ['train', file, '--engine', 'cpu', '--steps', '2', '--run', run, '--seed', run, ...args],
        { cwd },
      );
      expect({ code, err }).toMatchObject({ code: 0 });
    };
    await train(before, '1');
    const checkpoint = '1/checkpoints/step-000002/state.safetensors';
    await train(after, '2', '--weights', checkpoint, '--save-initial', 'initial.safetensors');
    const [old, initial] = [tensors(join(cwd, checkpoint)), tensors(join(cwd, 'initial.safetensors'))];
    const added = [...initial.keys()].filter((name) => !old.has(name));
    expect(added.sort()).toEqual(
      [0, 1].flatMap((round) => ['bias', 'kernel'].map((weight) => `G/dense(8)[${round}]/${weight}`)),
    );
    const kept = [...initial].filter(([name]) => old.has(name));
    expect(kept).toHaveLength(12);
    for (const [name, tensor] of kept) expect(tensor, name).toEqual(old.get(name));
  });

  it('refuses weights that are not of this spec, and leaves no run', async () => {
    const cwd = folder();
    const file = write(cwd, tiny);
    const put = (name: string, weight: string, shape: number[]): void =>
      writeFileSync(
        join(cwd, name),
        encodeSafetensors(
          new Map([
            [weight, { dtype: 'float32' as const, shape, data: new Float32Array(shape.reduce((a, b) => a * b, 1)) }],
          ]),
        ),
      );
    put('name.safetensors', 'G/dense(2)/weight', [2, 8]);
    put('shape.safetensors', 'G/dense(2)/kernel', [8, 3]);
    writeFileSync(join(cwd, 'text.safetensors'), 'hello');
    for (const [weights, why] of [
      ['name', /name\.safetensors has `G\/dense\(2\)\/weight`, which this spec does not have/],
      [
        'shape',
        /`G\/dense\(2\)\/kernel` in shape\.safetensors is float32\[8, 3\], but the spec makes it float32\[8, 2\]/,
      ],
      ['text', /text\.safetensors is not a valid safetensors file/],
      ['none', /cannot read none\.safetensors: there is no such file/],
    ] as const) {
      const { code, out, err } = await gan(['train', file, '--engine', 'cpu', '--weights', `${weights}.safetensors`], {
        cwd,
      });
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toMatch(oneMessage(why, /\w+/));
    }
    expect(readdirSync(cwd)).not.toContain('runs');
  });

  it('does not train over another run', async () => {
    const cwd = folder();
    const file = write(cwd, tiny);
    mkdirSync(join(cwd, 'runs/tiny'), { recursive: true });
    writeFileSync(join(cwd, 'runs/tiny/notes.txt'), 'mine');
    const { code, out, err } = await gan(['train', file, '--engine', 'cpu', '--save-initial', 'first.safetensors'], {
      cwd,
    });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(oneMessage(/runs\/tiny already exists/, /gan train --resume runs\/tiny/));
    expect(readdirSync(join(cwd, 'runs/tiny'))).toEqual(['notes.txt']);
    expect(readdirSync(cwd).sort()).toEqual(['runs', 'tiny.gan']);
  });

  it('shows the warnings of a spec and trains; shows its mistakes and does not', async () => {
    const cwd = folder();
    const warned = write(cwd, tiny.replace('loss g =', 'loss idle = mean(D(x))\nloss g ='), 'warned.gan');
    const { code, err } = await gan(['train', warned, '--engine', 'cpu', '--steps', '1'], { cwd });
    expect(code).toBe(0);
    expect(err).toMatch(/^warning\[unused-loss\]: [^]*┌─ warned\.gan:21:6[^]*\n\ntiny: 1 steps? on cpu/);
    const wrong = write(cwd, tiny.replace('over G', 'over H'), 'wrong.gan');
    const failed = await gan(['train', wrong, '--engine', 'cpu'], { cwd });
    expect(failed).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(/^error\[unknown-name\]: [^]*wrong\.gan:25:19/),
    });
    expect(readdirSync(join(cwd, 'runs'))).toEqual(['warned']);
  });
});
