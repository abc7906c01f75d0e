/** `--passes` on the command line: other graphs, the same numbers. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { passNames } from '../../src/compiler/passes/names.ts';
import { folder, gan } from './gan.ts';
import { stateful, tiny, write } from './specs.ts';

async function nodes(...args: readonly string[]): Promise<number> {
  const cwd = folder();
  const { code, out, err } = await gan(['inspect', write(cwd, tiny), '--json', ...args], { cwd });
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return (JSON.parse(out) as { step: { nodes: number } }).step.nodes;
}

describe('--passes', () => {
  it('chooses what inspect shows', async () => {
    const all = await nodes();
    expect(await nodes('--passes=all')).toBe(all);
    expect(await nodes('--passes=-fuse')).toBe(all);
    const [none, pruned] = [await nodes('--passes', 'none'), await nodes('--passes', 'prune')];
    expect(all).toBeLessThan(pruned);
    expect(pruned).toBeLessThan(none);
  });

  it('is there for each stage that has a graph', async () => {
    const cwd = folder();
    const file = write(cwd, tiny);
    const show = async (stage: string, passes: string) =>
      (await gan(['inspect', file, '--emit', stage, `--passes=${passes}`], { cwd })).out;
    for (const stage of ['step', 'plan']) {
      expect(await show(stage, 'none')).toContain('StopGradient');
      expect(await show(stage, 'all')).not.toContain('StopGradient');
    }
  });

  it('says which there are when one is unknown', async () => {
    const cwd = folder();
    for (const command of ['inspect', 'train']) {
      const { code, out, err } = await gan([command, write(cwd, tiny), '--passes', 'inline'], { cwd });
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toContain('there is no pass `inline`');
      for (const name of passNames) expect(err).toContain(`  ${name} `);
    }
  });

  it('changes no number of a run beyond its rounding', async () => {
    const cwd = folder();
    const file = write(cwd, stateful);
    const lossesWith = async (passes: string) => {
      const run = join(cwd, `run${passes}`);
      const options = ['--steps', '6', '--log-every', '1', '--engine', 'wasm', '--run', run];
      const { code } = await gan(['train', file, ...options, `--passes=${passes}`], { cwd });
      expect(code).toBe(0);
      const lines = readFileSync(join(run, 'metrics.jsonl'), 'utf8').trim().split('\n');
      return lines.map((line) => JSON.parse(line) as Readonly<Record<string, number>>);
    };
    const expected = await lossesWith('none');
    expect(expected.length).toBeGreaterThanOrEqual(6);
    for (const passes of ['all', '-fuse']) {
      for (const [i, line] of (await lossesWith(passes)).entries()) {
        expect(Object.keys(line)).toEqual(Object.keys(expected[i]!));
        for (const [name, value] of Object.entries(line)) expect(value, name).toBeCloseTo(expected[i]![name]!, 5);
      }
    }
  });
});
