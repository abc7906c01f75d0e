/** On the steps and samples of every spec: passes change no result, leave sound graphs, and never add nodes. */
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/compiler/compile.ts';
import type { Graph } from '../../src/compiler/graph/graph.ts';
import { verify } from '../../src/compiler/graph-semantics/verify.ts';
import type { ReferenceTensor } from '../../src/compiler/ops/op.ts';
import { passNames, type PassName } from '../../src/compiler/passes/names.ts';
import { optimize, rewrites } from '../../src/compiler/passes/optimize.ts';
import { EvaluateOnce } from './evaluate-once.ts';
import { feedsOf, smallProgram, specs } from './small-specs.ts';

/** In float64, x · 0.1 · 0.5 and x · 0.05 may differ in the last digit, and sums of such products in a few. */
const TOLERANCE = 1e-12;

const names = Object.keys(rewrites) as PassName[];
const choices: readonly (readonly [string, readonly PassName[]])[] = [
  ['all', passNames],
  ...names.flatMap((name): [string, PassName[]][] => [
    [`${name} alone`, [name]],
    [`all but ${name}`, passNames.filter((other) => other !== name)],
  ]),
];

function expectSame(found: Map<string, ReferenceTensor>, expected: Map<string, ReferenceTensor>): void {
  expect([...found.keys()]).toEqual([...expected.keys()]);
  for (const [name, { shape, data }] of expected) {
    const other = found.get(name)!;
    expect(other.shape, name).toEqual(shape);
    const worst = data.reduce(
      (most, value, i) => Math.max(most, Math.abs(value - other.data[i]!) / Math.max(1, Math.abs(value))),
      0,
    );
    expect(worst, name).toBeLessThanOrEqual(TOLERANCE);
    expect(data.every(Number.isFinite), `${name} is finite`).toBe(true);
  }
}

describe.each(specs)('%s', (spec) => {
  const program = smallProgram(spec);
  const plain = compile(program, { passes: [] });
  const networks = new Map([...program.values].filter(([, value]) => value.type.kind === 'tensor'));
  const graphs: readonly (readonly [string, Graph])[] = [
    ['step', plain.step(0)],
    ['samples', plain.values('samples', networks, { batch: 2 })],
  ];
  const evaluator = new EvaluateOnce();

  it.each(graphs)('%s', (_, graph) => {
    const feeds = feedsOf(graph, plain);
    const expected = evaluator.run(graph, feeds);
    for (const [choice, passes] of choices) {
      const rewritten = optimize(graph, passes);
      expect(verify(rewritten), choice).toEqual([]);
      expect(rewritten.nodes.length, choice).toBeLessThanOrEqual(graph.nodes.length);
      expectSame(evaluator.run(rewritten, feeds), expected);
    }
  });

  it('a pass that runs again changes nothing', () => {
    const once = optimize(graphs[0]![1]);
    expect(optimize(once)).toBe(once);
  });

  it('every node keeps one of its places in the spec', () => {
    const [, graph] = graphs[0]!;
    const places = new Set(graph.nodes.map(placeOf));
    expect(optimize(graph).nodes.filter((node) => !places.has(placeOf(node)))).toEqual([]);
  });
});

const placeOf = ({ origin, scope }: Graph['nodes'][number]) => JSON.stringify([origin, scope]);
