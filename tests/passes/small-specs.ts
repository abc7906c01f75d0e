/** The repository's specs made small enough for the reference interpreter: the same layers with fewer units. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Program } from '../../src/compiler/program/program.ts';
import { analyze, type Model } from '../../src/compiler/compile.ts';
import { sizeOf, type Graph } from '../../src/compiler/graph/graph.ts';
import type { ReferenceTensor } from '../../src/compiler/ops/op.ts';
import { render } from '../../src/diagnostics/index.ts';
import { initialVariables } from '../../src/runtime/train/initialize.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export const specs: readonly string[] = ['specs', 'bench/specs'].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.gan'))
    .map((name) => `${folder}/${name}`),
);

/** Turns 256, 128 and 64 (units, channels, examples) into 8, 4 and 2, and drops `expect`, which no longer holds. */
const smaller = (text: string) =>
  text
    .replace(/\b(256|128|64)\b/g, (size) => String(Number(size) / 32))
    .replace(/\bconst width = \d+/, 'const width = 2')
    .replace(/^expect .*$/gm, '');

export function smallProgram(spec: string): Program {
  const { program, diagnostics } = analyze({ name: spec, text: smaller(readFileSync(join(root, spec), 'utf8')) });
  if (!program) throw new Error(render(diagnostics));
  return program;
}

/** Values for all inputs of a graph: weights start as they are drawn, plus noise, so that no slot or bias is 0. */
export function feedsOf(graph: Graph, model: Model): Map<string, ReferenceTensor> {
  const initial = initialVariables(model.variables, 0);
  return new Map(
    graph.inputs.map(({ node, name, source }, i) => {
      const { dtype, shape } = graph.nodes[node]!.output;
      const drawn = noise(sizeOf(shape), 100 + i);
      if (source.kind === 'variable') {
        const start = initial.get(source.variable)!.data;
        return [name, { shape, data: drawn.map((value, j) => start[j]! + Math.abs(value) / 100) }];
      }
      const isCoin = source.kind === 'random' && source.distribution.kind === 'bernoulli';
      const data = dtype === 'float32' && !isCoin ? drawn : drawn.map((value) => (value > 0 ? 1 : 0));
      return [name, { shape, data }];
    }),
  );
}

/** Values in −1 … 1, the same for the same seed. */
function noise(count: number, seed: number): Float64Array {
  let state = seed;
  return Float64Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state / 2 ** 31;
  });
}
