/** Which network, layer, phase and line a node's cost is put down to: a real step, with times that are made up. */
import { describe, expect, it } from 'vitest';
import { analyze, compile } from '../../src/compiler/compile.ts';
import { GraphBuilder } from '../../src/compiler/graph/builder.ts';
import type { Graph } from '../../src/compiler/graph/graph.ts';
import { render } from '../../src/diagnostics/index.ts';
import { attribute, groupBy, sum, type NodeCost, type Part } from '../../src/runtime/profile/attribution.ts';
import { rowsOf } from '../../src/runtime/profile/rows.ts';
import { flopsOf } from '../../src/cli/overview.ts';

/** Everything that makes nodes: state in layers, the library, `let`, penalties, rounds, clipping, averages. */
const text = `model all
data x: tensor[2] from ring(modes: 4, size: 64)
latent z ~ normal[2]
network G(z: tensor[2]) -> tensor[2] {
  z |> dense(8) |> batch_norm |> relu
    |> dense(2)
}
network D(x: tensor[2]) -> score[1] {
  x |> dense(8) |> relu |> dropout(0.3)
    |> dense(1)
}
let fake = G(z)
let far = 10 * fake
loss d = wasserstein_d(D(x), D(far)) + 0.1 * gradient_penalty(D, x, far)
loss g = wasserstein_g(D(far))
train for 20 steps, batch 16 {
  repeat 2 {
    minimize d over D using adam(1e-3)
    clip D to -1..1
  }
  minimize g over G using adam(1e-3)
  average G as G_ema decay 0.9
}
`;
const source = { name: 'all.gan', text };
const { program, diagnostics } = analyze(source);
if (!program) throw new Error(render(diagnostics));
const graph: Graph = compile(program).step(0);

/** No two sums of different nodes are alike by chance. */
const times = graph.nodes
  .filter(({ op }) => op !== 'Placeholder' && op !== 'Const')
  .map(({ id }) => ({ node: id, milliseconds: 1 + Math.sqrt(id) }));
const total = times.reduce((all, { milliseconds }) => all + milliseconds, 0);
const costs = attribute(program, graph, times);
const costOf = new Map(costs.map((cost) => [cost.node, cost]));

const engine = { engine: 'none', device: 'none', hardware: 'CPU', version: '0' } as const;
const host = { draws: 3, data: 5, overhead: 7 };
const measured = { program, graph, costs, ...host, engine, steps: 1, trained: 0, notDue: [] };

const lineOf = (part: string): number => text.slice(0, text.indexOf(part)).split('\n').length;
const placeOf = ({ part, phase }: NodeCost) => ({ ...part, phase });
const network = (name: string, layer: string | null): Part => ({ kind: 'network', name, layer });

describe('every node', () => {
  it('has one place, and all times are in one', () => {
    expect(costOf.size).toBe(costs.length);
    expect(costs.map(({ node }) => node)).toEqual(times.map(({ node }) => node));
    expect(sum(costs).milliseconds).toBeCloseTo(total, 6);
  });

  it('has its operations as the op table counts them', () => {
    expect(sum(costs).flops).toBe(flopsOf(graph));
  });

  it('stores the bytes of its value, unless it hands one on or was part of another kernel', () => {
    const matrix = graph.nodes.find(({ op, output }) => op === 'MatMul' && output.shape.join() === '16,8')!;
    expect(costOf.get(matrix.id)!.bytes).toBe(16 * 8 * 4);
    const fused = attribute(
      program,
      graph,
      times.filter(({ node }) => node !== matrix.id),
    ).find(({ node }) => node === matrix.id)!;
    expect(fused).toMatchObject({ milliseconds: 0, bytes: 0 });
    expect(fused.flops).toBe(costOf.get(matrix.id)!.flops);
  });

  it('stores nothing where a value is only handed on', () => {
    const builder = new GraphBuilder('all/step');
    const x = builder.input('data/x', { dtype: 'float32', shape: [16, 2] }, { kind: 'argument', argument: 'x' });
    Object.assign(builder, { origin: { file: 'all.gan', start: 0, end: 1, line: 5 }, scope: 'G/reshape' });
    const reshaped = builder.add('Reshape', [x], { shape: [32] });
    const doubled = builder.add('AddV2', [reshaped, reshaped]);
    builder.output('y', doubled);
    const both = [reshaped, doubled].map((node) => ({ node, milliseconds: 1 }));
    expect(attribute(program, builder.build(), both).map(({ bytes }) => bytes)).toEqual([0, 128]);
  });

  it('is of the graph', () => {
    expect(() => attribute(program, graph, [{ node: graph.nodes.length, milliseconds: 1 }])).toThrow(
      /is no node of `all\/step`/,
    );
  });

  it('counts all the times that it ran', () => {
    const [first] = times;
    const twice = attribute(program, graph, [...times, { node: first!.node, milliseconds: 1000 }]);
    expect(sum(twice).milliseconds).toBeCloseTo(total + 1000, 6);
  });
});

describe('layers', () => {
  it('have their passes forward and backward', () => {
    for (const { id, op, scope } of graph.nodes) {
      if (op !== 'MatMul') continue;
      const [, name, layer, backward] = /^(\w)\/(\w+)( \(backward\))?$/.exec(scope!)!;
      expect(placeOf(costOf.get(id)!)).toEqual({
        ...network(name!, layer!),
        phase: backward ? 'backward' : 'forward',
      });
    }
    const layers = new Set(costs.map(({ part }) => `${part.name}/${part.layer}`));
    for (const layer of [
      'G/dense',
      'G/batch_norm',
      'G/relu',
      'G/dense_1',
      'D/dense',
      'D/relu',
      'D/dropout',
      'D/dense_1',
    ])
      expect(layers).toContain(layer);
  });

  it('have the updates of their weights, slots and averages', () => {
    let updated = 0;
    for (const { name, node, kind } of graph.outputs) {
      const [, of, layer] = /^(?:optimizer\/\w+\/)?(G|D|G_ema)\/(\w+)\//.exec(name) ?? [];
      if (kind !== 'variable' || of === undefined) continue;
      const isStatistic = /moving/.test(name) && of === 'G';
      expect(placeOf(costOf.get(node)!), name).toEqual({
        ...network(of === 'G_ema' ? 'G' : of, layer!),
        phase: isStatistic ? 'forward' : 'update',
      });
      updated++;
    }
    // 10 weights and statistics of G with an average each, twice 6 slots of G and 4 of D, and D's own weights.
    expect(updated).toBeGreaterThan(30);
  });

  it('leave to the optimizer what is for all of them', () => {
    const norms = graph.outputs.filter(({ name }) => name.endsWith('.gradient_norm'));
    expect(norms).toHaveLength(2);
    for (const { name, node } of norms) {
      const part = { kind: 'value', name: `adam (${name[0]})`, layer: null };
      expect(placeOf(costOf.get(node)!)).toEqual({ ...part, phase: 'update' });
    }
    const counted = graph.outputs.filter(({ name }) => name.endsWith('/iterations'));
    for (const { node } of counted) expect(costOf.get(node)!.part.kind).toBe('value');
    // What is summed over a single weight is its layer's.
    const sums = costs.filter(({ op, phase }) => op === 'Sum' && phase === 'update');
    expect(sums.length).toBeGreaterThan(4);
    expect(sums.filter(({ part }) => part.kind !== 'network')).toEqual([]);
    // Almost all of an update is some layer's.
    const shared = costs.filter(({ part, phase }) => phase === 'update' && part.kind === 'value').length;
    expect(shared).toBeLessThan(costs.filter(({ phase }) => phase === 'update').length / 4);
  });
});

describe('lines', () => {
  it('are those of the spec, also for what the library computes', () => {
    expect(costs.filter(({ line }) => line !== null && line.file !== 'all.gan')).toEqual([]);
    const at = (line: number): NodeCost[] => costs.filter((cost) => cost.line?.line === line);
    for (const part of ['z |> dense(8)', '|> dense(2)', 'x |> dense(8)', '|> dense(1)', 'let far', 'loss d', 'loss g'])
      expect(at(lineOf(part)).length, part).toBeGreaterThan(0);
    for (const part of ['minimize d', 'clip D', 'minimize g', 'average G'])
      expect(new Set(at(lineOf(part)).map(({ phase }) => phase)), part).toEqual(new Set(['update']));
    const penalty = at(lineOf('loss d')).map(({ op }) => op);
    expect(penalty).toContain('Sqrt');
  });

  it('are the only way to tell layers of two lines apart', () => {
    const second = costs.filter(({ part, phase }) => part.layer === 'dense_1' && phase !== 'update');
    expect(groupBy(second, ({ part, line }) => `${part.name} ${line!.line}`).size).toBe(2);
    expect(new Set(second.map(({ line }) => line!.line))).toEqual(
      new Set([lineOf('|> dense(2)'), lineOf('|> dense(1)')]),
    );
  });
});

describe('outside of the lines', () => {
  it('are draws and data, where an engine takes time for them', () => {
    const inputs = graph.inputs.filter(({ source }) => source.kind === 'random' || source.kind === 'data');
    const made = attribute(program, graph, [...times, ...inputs.map(({ node }) => ({ node, milliseconds: 100 }))]);
    const outside = groupBy(
      made.filter(({ part }) => part.kind === 'outside'),
      ({ part }) => part.name,
    );
    const random = inputs.filter(({ source }) => source.kind === 'random').length;
    expect(random).toBeGreaterThan(2);
    expect(sum(outside.get('draws')!).milliseconds).toBe(100 * random);
    expect(sum(outside.get('data')!).milliseconds).toBe(100 * (inputs.length - random));
    const rows = rowsOf({ ...measured, costs: made, draws: 0, data: 0 }, source);
    const row = (name: string) => rows.outside.find((r) => r.name === name)!.total.milliseconds;
    expect([row('draws'), row('data')]).toEqual([100 * random, 100 * (inputs.length - random)]);
  });

  it('is the counter of steps', () => {
    const { node } = graph.outputs.find(({ name }) => name === 'step')!;
    expect(costOf.get(node)).toMatchObject({ part: { kind: 'outside', name: 'counters' }, line: null });
  });
});

describe('rows', () => {
  const rows = rowsOf(measured, source);
  const all = (list: readonly { readonly total: { readonly milliseconds: number } }[]): number =>
    list.reduce((added, row) => added + row.total.milliseconds, 0);

  it('add up to the kernels and what is around them, whichever way they are put together', () => {
    expect(rows.kernels.milliseconds).toBeCloseTo(total, 6);
    expect(rows.step).toBeCloseTo(total + 15, 6);
    const { networks, values, lines, ops, outside, onHost, step } = rows;
    expect(all([...networks, ...values, ...outside])).toBeCloseTo(step, 6);
    expect(all([...networks.flatMap(({ layers }) => layers), ...values, ...outside])).toBeCloseTo(step, 6);
    expect(all([...lines, ...outside])).toBeCloseTo(step, 6);
    expect(all([...ops, ...onHost])).toBeCloseTo(step, 6);
    for (const { total: whole, phases } of [...networks, ...values, ...lines, ...ops])
      expect(phases.forward + phases.backward + phases.update).toBeCloseTo(whole.milliseconds, 6);
  });

  it('are in the order of the computation, of the file, or of the cost', () => {
    expect(rows.networks.map(({ name }) => name)).toEqual(['G', 'D']);
    expect(rows.networks[1]!.layers.map(({ name }) => name)).toEqual(['dense', 'relu', 'dropout', 'dense_1']);
    const numbers = rows.lines.map(({ place }) => place.line);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    const spent = rows.ops.map((row) => row.total.milliseconds);
    expect(spent).toEqual([...spent].sort((a, b) => b - a));
    expect(rows.lines.find(({ text: written }) => written.startsWith('let far'))!.text).toBe('let far = 10 * fake');
  });
});
