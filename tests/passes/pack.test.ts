/** `pack`: packed graphs compute what the original graphs computed, and variables are where the packs say. */
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/compiler/compile.ts';
import { startGraph } from '../../src/compiler/graph-semantics/build.ts';
import type { GraphBuilder } from '../../src/compiler/graph/builder.ts';
import { sizeOf, type Graph, type NodeId } from '../../src/compiler/graph/graph.ts';
import { verify } from '../../src/compiler/graph-semantics/verify.ts';
import type { ReferenceTensor } from '../../src/compiler/ops/op.ts';
import { pack, type Pack } from '../../src/compiler/passes/pack.ts';
import { EvaluateOnce } from './evaluate-once.ts';
import { feedsOf, smallProgram, specs } from './small-specs.ts';

type Values = Map<string, ReferenceTensor>;

/** The same values, with the members of a pack one after the other. */
function packedFeeds(feeds: Values, packs: readonly Pack[]): Values {
  const found = new Map(feeds);
  for (const { name, size, members } of packs) {
    const data = new Float64Array(size);
    for (const { variable, start } of members) data.set(feeds.get(variable)?.data ?? [], start);
    found.set(name, { shape: [size], data });
  }
  return found;
}

function unpacked(results: Values, packs: readonly Pack[]): Values {
  const found = new Map(results);
  for (const { name, members } of packs) {
    const whole = results.get(name);
    if (!whole) continue;
    found.delete(name);
    for (const { variable, shape, start } of members)
      found.set(variable, { shape, data: whole.data.slice(start, start + sizeOf(shape)) });
  }
  return found;
}

const evaluator = new EvaluateOnce();

/** @returns the packed graphs */
function expectSame(graphs: readonly Graph[], feeds: readonly Values[]): readonly Graph[] {
  const { graphs: packed, packs } = pack(graphs);
  packed.forEach((graph, i) => {
    expect(verify(graph)).toEqual([]);
    const expected = evaluator.run(graphs[i]!, feeds[i]!);
    const found = unpacked(evaluator.run(graph, packedFeeds(feeds[i]!, packs)), packs);
    for (const [name, { shape, data }] of expected) {
      const other = found.get(name)!;
      expect(other.shape, name).toEqual(shape);
      // Only the sum in the length of a gradient is in another order.
      data.forEach((value, at) => expect(Math.abs(value - other.data[at]!), name).toBeLessThanOrEqual(1e-12));
    }
    // Variables that only the packed graph writes keep their values.
    for (const [name, { data }] of found) if (!expected.has(name)) expect(data).toEqual(feeds[i]!.get(name)!.data);
  });
  return packed;
}

describe.each(specs)('%s', (spec) => {
  it('gives the same steps and samples', () => {
    const model = compile(smallProgram(spec));
    const networks = new Map([...model.program.values].filter(([, value]) => value.type.kind === 'tensor'));
    const graphs = [model.step(0), model.values('samples', networks, { batch: 2 })];
    expectSame(
      graphs,
      graphs.map((graph) => feedsOf(graph, model)),
    );
  });
});

it('makes one chain of the updates of a network, and one vector of its weights', () => {
  const step = compile(smallProgram('specs/ring.gan')).step(0);
  const { graphs, packs } = pack([step]);
  expect(packs.map(({ members }) => members.length)).toEqual([6, 6, 6, 6, 6, 6]);
  const inUpdates = (graph: Graph, op: string) =>
    graph.nodes.filter((node) => node.op === op && node.scope === 'adam (d)').length;
  expect(inUpdates(step, 'RealDiv')).toBe(6 + 2);
  expect(inUpdates(graphs[0]!, 'RealDiv')).toBe(1 + 2);
  expect(inUpdates(step, 'Square')).toBe(6);
  expect(inUpdates(graphs[0]!, 'Square')).toBe(1);
  expect(inUpdates(graphs[0]!, 'Sum')).toBe(1);
});

/** A graph with variables `a`, `b`, … of two cells each, and an input `x`. */
function graphOf(make: (b: GraphBuilder, variable: (name: string) => NodeId, x: NodeId) => void): Graph {
  const b = startGraph('case');
  const type = { dtype: 'float32', shape: [2] } as const;
  const x = b.input('x', type, { kind: 'argument', argument: 'x' });
  make(b, (name) => b.input(name, type, { kind: 'variable', variable: name }), x);
  return b.build();
}

const values = (numbers: Readonly<Record<string, readonly number[]>>): Values =>
  new Map(Object.entries(numbers).map(([name, data]) => [name, { shape: [2], data: Float64Array.from(data) }]));
const feeds = values({ x: [2, 3], a: [5, 7], b: [11, 13] });

it('computes updates separately if one needs the other', () => {
  const graph = graphOf((b, variable, x) => {
    const first = b.add('Sub', [variable('a'), x]);
    b.output('a', first, 'variable');
    const between = b.add('Cumsum', [first], { axis: 0, exclusive: false, reverse: false });
    b.output('b', b.add('Sub', [variable('b'), between]), 'variable');
  });
  const [packed] = expectSame([graph], [feeds]);
  expect(packed!.outputs.map(({ name }) => name)).toEqual(['pack 0']);
  expect(packed!.nodes.filter(({ op }) => op === 'Sub')).toHaveLength(2);
});

it('leaves alone what another graph does not write', () => {
  const both = graphOf((b, variable, x) => {
    for (const name of ['a', 'b']) b.output(name, b.add('Sub', [variable(name), x]), 'variable');
  });
  const one = graphOf((b, variable, x) => b.output('b', b.add('Mul', [variable('b'), x]), 'variable'));
  const reading = graphOf((b, variable) => b.output('y', b.add('Neg', [variable('b')])));
  expectSame([both, one, reading], [feeds, feeds, feeds]);
});

it('packs no updates that differ in a number or in an operand', () => {
  const graph = graphOf((b, variable, x) => {
    b.output('a', b.add('Mul', [variable('a'), b.constant(0.5)]), 'variable');
    b.output('b', b.add('Mul', [variable('b'), b.constant(0.25)]), 'variable');
    b.output('c', b.add('Mul', [variable('c'), b.add('Sum', [x], { axes: [0], keep_dims: true })]), 'variable');
  });
  const { graphs, packs } = pack([graph]);
  expect(packs).toEqual([]);
  expect(graphs[0]).toBe(graph);
});

it('counts sums that are shared, and takes only those of each lane once for their sum', () => {
  const graph = graphOf((b, variable, x) => {
    const updated = ['a', 'b'].map((name) => b.add('Sub', [variable(name), x]));
    const [a, c] = updated.map((node) => b.add('Sum', [node], { axes: [0], keep_dims: false })) as [NodeId, NodeId];
    b.output('a', updated[0]!, 'variable');
    b.output('b', updated[1]!, 'variable');
    b.output('both', b.add('AddV2', [c, a]));
    b.output('one twice', b.add('AddV2', [a, a]));
    let doubled = b.add('AddV2', [a, c]);
    for (let level = 0; level < 64; level++) doubled = b.add('AddV2', [doubled, doubled]);
    b.output('doubled', b.add('Mul', [doubled, b.constant(2 ** -64)]));
  });
  const [packed] = expectSame([graph], [feeds]);
  const sums = packed!.nodes.filter(({ op, inputs }) => op === 'Sum' && packed!.nodes[inputs[0]!]!.op === 'Sub');
  expect(sums.map(({ inputs }) => packed!.nodes[inputs[0]!]!.output.shape)).toEqual([[4]]);
});
