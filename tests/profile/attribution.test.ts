/** The network, layer, phase and line to which a node's cost is attributed: a real step with made-up times. */
import { describe, expect, it } from 'vitest';
import { analyze, compile } from '../../src/compiler/compile.ts';
import { startGraph } from '../../src/compiler/graph-semantics/build.ts';
import type { Graph } from '../../src/compiler/graph/graph.ts';
import { render } from '../../src/diagnostics/index.ts';
import { attribute, groupBy, sum, type NodeCost, type Part } from '../../src/runtime/profile/attribution.ts';
import { rowsOf } from '../../src/runtime/profile/rows.ts';
import { flopsOfGraph } from '../../src/compiler/cost.ts';
import { planMemory } from '../../src/compiler/passes/plan-memory.ts';
import { stepMemory } from '../../src/compiler/step-memory.ts';

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
const model = compile(program);
const graph: Graph = model.step(0);

/** Times such that no two sums over different nodes are equal by chance. */
const times = graph.nodes
  .filter(({ op }) => op !== 'Placeholder' && op !== 'Const')
  .map(({ id }) => ({ node: id, milliseconds: 1 + Math.sqrt(id) }));
const total = times.reduce((all, { milliseconds }) => all + milliseconds, 0);
const costs = attribute(program, graph, times);
const costOf = new Map(costs.map((cost) => [cost.node, cost]));

const engine = { engine: 'none', device: 'none', hardware: 'CPU', precision: 'f32', version: '0' } as const;
const host = { timing: 'finished', draws: 3, data: 5, overhead: 7 } as const;
const memory = stepMemory(model.variables, planMemory(graph).atPeak, 0);
const measured = { program, graph, costs, ...host, engine, steps: 1, trained: 0, memory, notDue: [] };

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
    expect(sum(costs).flops).toBe(flopsOfGraph(graph));
  });

  it('stores the bytes of its value, unless it only passes one on or was part of another kernel', () => {
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

  it('stores nothing if a value is only passed on', () => {
    const builder = startGraph('all/step');
    const x = builder.input('data/x', { dtype: 'float32', shape: [16, 2] }, { kind: 'argument', argument: 'x' });
    Object.assign(builder, { origin: { file: 'all.gan', start: 0, end: 1, line: 5 }, scope: 'G/reshape' });
    const reshaped = builder.add('Reshape', [x], { shape: [32] });
    const doubled = builder.add('AddV2', [reshaped, reshaped]);
    builder.output('y', doubled);
    const both = [reshaped, doubled].map((node) => ({ node, milliseconds: 1 }));
    expect(attribute(program, builder.build(), both).map(({ bytes }) => bytes)).toEqual([0, 128]);
  });

  it('is a node of the graph', () => {
    expect(() => attribute(program, graph, [{ node: graph.nodes.length, milliseconds: 1 }])).toThrow(
      /is not a node of `all\/step`/,
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
      const [, name, layer, backward] = /^(\w)\/(.+?)( \(backward\))?$/.exec(scope!)!;
      expect(placeOf(costOf.get(id)!)).toEqual({
        ...network(name!, layer!),
        phase: backward ? 'backward' : 'forward',
      });
    }
    const layers = new Set(costs.map(({ part }) => `${part.name}/${part.layer}`));
    for (const layer of [
      'G/dense(8)',
      'G/dense(8)/batch_norm',
      'G/relu',
      'G/dense(2)',
      'D/dense(8)',
      'D/relu',
      'D/dense(8)/dropout',
      'D/dense(1)',
    ])
      expect(layers).toContain(layer);
  });

  it('have the updates of their weights, slots and averages', () => {
    let updated = 0;
    for (const { name, node, kind } of graph.outputs) {
      const [, of, layer] =
        /^(?:optimizer\/\w+\/)?(G|D|G_ema)\/(.+?)\/(?:kernel|bias|gamma|beta|moving_\w+)(?:\/[mv])?$/.exec(name) ?? [];
      if (kind !== 'variable' || of === undefined) continue;
      const isStatistic = /moving/.test(name) && of === 'G';
      expect(placeOf(costOf.get(node)!), name).toEqual({
        ...network(of === 'G_ema' ? 'G' : of, layer!),
        phase: isStatistic ? 'forward' : 'update',
      });
      updated++;
    }
    // 10 weights and statistics of G, each with an average; twice 6 slots of G and 4 of D; and D's own weights.
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
    // A sum over a single weight belongs to that weight's layer.
    const sums = costs.filter(({ op, phase }) => op === 'Sum' && phase === 'update');
    expect(sums.length).toBeGreaterThan(4);
    expect(sums.filter(({ part }) => part.kind !== 'network')).toEqual([]);
    // Almost all of an update belongs to layers.
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
    const first = costs.filter(({ part, phase }) => part.layer === 'dense(8)' && phase !== 'update');
    expect(groupBy(first, ({ part, line }) => `${part.name} ${line!.line}`).size).toBe(2);
    expect(new Set(first.map(({ line }) => line!.line))).toEqual(
      new Set([lineOf('z |> dense(8)'), lineOf('x |> dense(8)')]),
    );
  });
});

describe('names that are places', () => {
  const spec = `model places
data x: tensor[2] from ring(size: 64)
latent z ~ normal[2]
block hidden(x: tensor[n], units, act = relu) { x |> dense(units / 2) |> batch_norm |> act }
network G(z: tensor[2]) -> tensor[2] {
  let seed = z |> dense(16 / 2) |> layer_norm
  seed |> for units in [16, 8] { hidden(units) |> dropout(0.1) } |> repeat(2) { hidden(4 * 2) } |> dense(2)
}
network D(x: tensor[2], depth) -> score[1] { x |> repeat(depth) { dense(8) |> relu } |> dense(1) }
let fake = G(z)
loss d = wasserstein_d(D(x, 1), D(fake, 1)) + wasserstein_d(D(x, 2), D(fake, 2))
loss g = wasserstein_g(D(fake, 2))
train for 20 steps, batch 16 {
  minimize d / 2 + 0.1 * d over D using adam(1e-3)
  clip D to -1..1
  minimize g over G using sgd(1e-3, momentum: 0.5)
  average G as G_ema decay 0.9
}
`;
  const checked = analyze({ name: 'places.gan', text: spec });
  if (!checked.program) throw new Error(render(checked.diagnostics));
  const places = checked.program;
  const step = compile(places).step(0);
  const found = attribute(
    places,
    step,
    step.nodes.flatMap(({ id, op }) => (op === 'Placeholder' || op === 'Const' ? [] : [{ node: id, milliseconds: 1 }])),
  );
  const layersOf = (name: string) =>
    [...places.networks.values()].filter((n) => n.name === name).flatMap((n) => n.layers);

  it.each(['G', 'D'])('are the layers of %s, each with its phases', (name) => {
    const own = found.filter(({ part }) => part.kind === 'network' && part.name === name);
    const layers = layersOf(name);
    expect(new Set(own.map(({ part }) => part.layer))).toEqual(new Set(layers.map((layer) => layer.name)));
    for (const layer of layers) {
      const phases = new Set(own.filter(({ part }) => part.layer === layer.name).map(({ phase }) => phase));
      const all = layer.weights.length === 0 ? ['backward', 'forward'] : ['backward', 'forward', 'update'];
      expect([...phases].sort(), layer.name).toEqual(all);
    }
  });

  it('are of one network, whatever its static parameters are', () => {
    const rows = rowsOf(
      { ...measured, program: places, graph: step, costs: found },
      { name: 'places.gan', text: spec },
    );
    expect(rows.networks.map(({ name }) => name)).toEqual(['G', 'D']);
    expect(rows.networks[1]!.layers.map(({ name }) => name).sort()).toEqual(
      [...new Set(layersOf('D').map(({ name }) => name))].sort(),
    );
  });

  it('leave the optimizer of a formula an optimizer', () => {
    const values = groupBy(
      found.filter(({ part }) => part.kind === 'value'),
      ({ part, phase }) => `${part.name}, ${phase}`,
    );
    expect([...values.keys()].filter((key) => key.endsWith('update')).sort()).toEqual([
      'adam (d / 2 + 0.1 * d), update',
      'sgd (g), update',
    ]);
    expect([...values.keys()].filter((key) => key.includes('(') && !key.endsWith('update'))).toEqual([]);
  });
});

describe('what is written in the library', () => {
  const using = text
    .replace('model all', 'import residual from blocks\nmodel all')
    .replace(
      'x |> dense(8) |> relu |> dropout(0.3)',
      'x |> dense(8) |> selu |> dense(16)\n    |> reshape(2, 2, 4) |> residual |> flatten',
    );
  const { program, diagnostics } = analyze({ name: 'all.gan', text: using });
  if (!program) throw new Error(render(diagnostics));
  const step = compile(program).step(0);
  const all = attribute(
    program,
    step,
    step.nodes
      .filter(({ op }) => op !== 'Placeholder' && op !== 'Const')
      .map(({ id }) => ({ node: id, milliseconds: 1 })),
  );
  const lineUsing = (part: string): number => using.slice(0, using.indexOf(part)).split('\n').length;

  it('has the lines of its uses', () => {
    expect(all.filter(({ line }) => line !== null && line.file !== 'all.gan')).toEqual([]);
    const opsAt = (part: string) => all.filter(({ line }) => line?.line === lineUsing(part)).map(({ op }) => op);
    expect(opsAt('|> selu')).toContain('Expm1');
    expect(opsAt('|> residual')).toContain('Conv2D');
  });

  it('is one layer if it is a formula, and its layers if it is a block', () => {
    const layers = new Set(all.flatMap(({ part }) => (part.name === 'D' && part.layer !== null ? [part.layer] : [])));
    expect(layers).toContain('selu');
    expect([...layers].filter((layer) => layer.startsWith('selu/'))).toEqual([]);
    expect([...layers].filter((layer) => layer.startsWith('residual/conv2d')).length).toBeGreaterThan(0);
  });
});

describe('outside of the lines', () => {
  it('are draws and data, if an engine takes time for them', () => {
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

  it('add up to the kernels and what is around them, however they are grouped', () => {
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
    expect(rows.networks[1]!.layers.map(({ name }) => name)).toEqual([
      'dense(8)',
      'relu',
      'dense(8)/dropout',
      'dense(1)',
    ]);
    const numbers = rows.lines.map(({ place }) => place.line);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    const spent = rows.ops.map((row) => row.total.milliseconds);
    expect(spent).toEqual([...spent].sort((a, b) => b - a));
    expect(rows.lines.find(({ text: written }) => written.startsWith('let far'))!.text).toBe('let far = 10 * fake');
  });
});
