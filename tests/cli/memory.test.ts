/** Specs that need more memory than there is, run as processes: one message, exit code 2, and nothing half-written. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { engineNames } from '../engines/engines.ts';
import { openRun, loadLatestCheckpoint } from '../../src/runtime/output/run-directory.ts';
import { nodePlatform } from '../../src/runtime/platform/node/platform.ts';
import { folder, gan, main, oneMessage, start, type Ended } from './gan.ts';
import { tiny, write } from './specs.ts';

/** A spec whose D has two layers of this width; the weights between them are most of its memory. */
const wide = (units: string, batch = 16): string =>
  tiny
    .replace(
      /(network D.*\{\n).*\n/,
      `$1  x |> dense(${units}) |> leaky_relu |> dense(${units}) |> leaky_relu |> dense(1)\n`,
    )
    .replace('batch 16', `batch ${batch}`);

const megabytes = (count: number): number => count * 1024;

/** `gan` in a process limited to so many kilobytes of data: allocations beyond fail, though the machine has more. */
const ganWithin = (kilobytes: number, args: readonly string[], cwd: string): Promise<Ended> =>
  start('bash', ['-c', `ulimit -d ${kilobytes}; exec "$0" "$@"`, process.execPath, main, ...args], { cwd }).ended;

describe.each(engineNames)('on %s', (engine) => {
  it('weights that no machine holds are refused before any is drawn, and the layer to blame is named', async () => {
    const cwd = folder();
    const { code, out, err } = await gan(['train', write(cwd, wide('1_000_000')), '--engine', engine], { cwd });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(
      oneMessage(
        /training needs about \d\d\.\d TiB of memory \([\d.]+ TiB [a-z ]+, [^)]*\), but there are only [\d.]+ [GM]iB \(.+\)/,
        /not even a batch of 1 would fit: make `dense\(1_000_000\)_1` of D smaller, whose weights take 3\.6 TiB/,
      ),
    );
    expect(err).toMatch(/7\.3 TiB optimizer state/);
    expect(readdirSync(cwd)).toEqual(['tiny.gan']);
  });

  it('a batch that is too large is refused, and one that fits is named', async () => {
    const cwd = folder();
    const text = tiny.replace('batch 16', 'batch 1_000_000_000');
    const { code, err } = await gan(['train', write(cwd, text), '--engine', engine], { cwd });
    expect(code).toBe(2);
    expect(err).toMatch(
      oneMessage(
        /training needs about [\d.]+ GiB of memory \(.*activations and gradients.*\), but there are only/,
        /take a smaller batch: [\d,]+ instead of 1,000,000,000 needs about [\d.]+ [GM]iB/,
      ),
    );
    expect(readdirSync(cwd)).toEqual(['tiny.gan']);
  });
});

// Windows and macOS do not have this limit.
describe.skipIf(process.platform !== 'linux')('memory that runs out although there seemed to be enough', () => {
  it.each(engineNames)('while weights are drawn, on %s', async (engine) => {
    const cwd = folder();
    const args = ['train', write(cwd, wide('6000', 1)), '--engine', engine, '--threads', '1'];
    const { code, out, err } = await ganWithin(megabytes(700), args, cwd);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(
      oneMessage(
        /memory.*; training needs about [\d.]+ [GM]iB of memory \(.*optimizer state/,
        /make `dense\(6000\)_1` of D smaller, whose weights take 138 MiB/,
      ),
    );
    expect(existsSync(join(cwd, 'runs/tiny/checkpoints'))).toBe(false);
  });

  it.each(['cpu', 'wasm'])(
    'after a while, on %s: the last checkpoint is whole, and can be sampled from',
    async (engine) => {
      const cwd = folder();
      // Its maps of 512 MB are needed outside of training only.
      const text = tiny
        .replace(/evaluate[^]*/, 'evaluate every 15 steps { modes(vast, x) }\n')
        .replace(
          /^let fake.*$/m,
          (line) => `${line}\nlet vast = fake |> reshape(1, 1, 2) |> upsample(8_000) |> global_avg_pool`,
        );
      const args = [
        '--engine',
        engine,
        '--threads',
        '1',
        '--set',
        'width=512',
        '--checkpoint-every',
        '5',
        '--log-every',
        '1',
      ];
      const { code, out, err } = await ganWithin(megabytes(700), ['train', write(cwd, text), ...args], cwd);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err.slice(err.indexOf('error:'))).toMatch(
        oneMessage(/memory.*; [\d,]+ examples were to be computed at once/, /ask for fewer \(`n:` of `evaluate`/),
      );
      const run = join(cwd, 'runs/tiny');
      expect(loadLatestCheckpoint(openRun(nodePlatform, run))!.manifest.step).toBe(10);
      expect(readdirSync(join(run, 'checkpoints')).sort()).toEqual(['latest', 'step-000005', 'step-000010']);
      expect(readFileSync(join(run, 'metrics.jsonl'), 'utf8')).toMatch(/\n\{"step":15,[^\n]*\n$/);
      expect(await gan(['sample', run, '-n', '4', '--engine', 'cpu'], { cwd })).toMatchObject({ code: 0 });
    },
  );
});
