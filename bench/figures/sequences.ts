/** What a loop costs to compile, and that its length costs nothing. */
import { readFileSync } from 'node:fs';
import { analyze, compile, requireProgram } from '../../src/compiler/compile.ts';
import { held, type Figure } from '../figure.ts';
import { median, milliseconds, times } from '../statistics.ts';

const spec = 'bench/specs/lstm.gan';

/** From text to the optimised graph of a step; returns the milliseconds and the size of the graph in characters. */
function compiled(text: string): { readonly milliseconds: number; readonly size: number } {
  const start = performance.now();
  const { diagnostics, ...analysis } = analyze({ name: 'lstm.gan', text });
  const graph = compile(requireProgram({ diagnostics, ...analysis })).step(0);
  const took = performance.now() - start;
  // The numbers in it are those of shapes, which have as many digits as they need.
  return { milliseconds: took, size: JSON.stringify(graph).replaceAll(/\d+/g, '').length };
}

export const sequences: Figure = {
  name: 'sequences',
  what: 'compiles an LSTM critic with a gradient penalty over 1,000 steps',
  async measure() {
    const text = readFileSync(spec, 'utf8');
    const short = compiled(text.replace('length = 1_000', 'length = 10'));
    const runs = [1, 2, 3].map(() => compiled(text));
    return [
      held(
        'LSTM over 1,000 steps with a gradient penalty, from text to a step',
        '≤',
        2000,
        median(runs.map((run) => run.milliseconds)),
        milliseconds,
      ),
      held('… size of its graph beside that for 10 steps', '=', 1, runs[0]!.size / short.size, times),
    ];
  },
};
