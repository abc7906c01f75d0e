/** Compares loops on an engine with the reference: values, gradients of two orders, a loop within a loop. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startGraph } from '../../../src/compiler/graph-semantics/build.ts';
import { evaluateGraph } from '../../../src/compiler/graph-semantics/evaluate.ts';
import type { GraphBuilder } from '../../../src/compiler/graph/builder.ts';
import type { Graph, NodeId } from '../../../src/compiler/graph/graph.ts';
import { addLoop, loopOf } from '../../../src/compiler/ops/scan.ts';
import { gradients } from '../../../src/compiler/passes/differentiate.ts';
import { optimize } from '../../../src/compiler/passes/optimize.ts';
import type { Engine, HostTensor, NonFinite } from '../../../src/runtime/engines/index.ts';
import { addRnn, meanSquares, rnnInputs, type RnnSizes } from '../../ops/loops.ts';
import { expectClose, host, noise } from '../engines.ts';

const sizes: RnnSizes = { length: 6, batch: 3, features: 5, units: 4 };

/** All results of a recurrent network, and the gradients of two orders with respect to all its inputs. */
function differentiated(change: Partial<RnnSizes>): Graph {
  const b = startGraph('rnn');
  const { last, all, products } = addRnn(b, { ...sizes, ...change });
  const inputs = rnnInputs.map((name) => b.inputs.find((input) => input.name === name)!.node);
  const first = gradients(b, meanSquares(b, [last, all, products]), inputs);
  const second = gradients(b, meanSquares(b, first), inputs);
  const outputs = { last, all, products, ...named('first', first), ...named('second', second) };
  for (const [name, node] of Object.entries(outputs)) b.output(name, node);
  return b.build();
}

const named = (prefix: string, nodes: readonly NodeId[]) =>
  Object.fromEntries(nodes.map((node, i) => [`${prefix} ${rnnInputs[i]!}`, node]));

/** Sums of running sums: the inner loop runs along the columns of each row, and starts where the outer one is. */
function nested(): Graph {
  const argument = (b: GraphBuilder, name: string, shape: readonly number[]) =>
    b.input(name, { dtype: 'float32', shape }, { kind: 'argument', argument: name });
  const inner = startGraph('inner');
  const [sumBefore, cell] = [argument(inner, 'sum', [2]), argument(inner, 'cell', [2])];
  const sum = inner.add('AddV2', [sumBefore, cell]);
  inner.output('sum', sum);
  inner.output('sums', sum);
  const outer = startGraph('outer');
  const [total, row] = [argument(outer, 'total', [2]), argument(outer, 'row', [3, 2])];
  const [last, sums] = addLoop(outer, {
    length: 3,
    carried: [{ inside: sumBefore, outside: total }],
    scanned: [{ inside: cell, outside: row }],
    shared: [],
    body: inner,
  }) as [NodeId, NodeId];
  outer.output('total', outer.add('Mul', [last, outer.constant(0.5)]));
  outer.output('sums', sums);
  const b = startGraph('nested');
  const results = addLoop(b, {
    length: 4,
    carried: [{ inside: total, outside: argument(b, 'start', [2]) }],
    scanned: [{ inside: row, outside: argument(b, 'rows', [4, 3, 2]) }],
    shared: [],
    body: outer,
  });
  b.output('last', results[0]!);
  b.output('all', results[1]!);
  const inputs = ['start', 'rows'].map((name) => b.inputs.find((input) => input.name === name)!.node);
  gradients(b, meanSquares(b, results), inputs).forEach((node, i) => b.output(`gradient ${i}`, node));
  return b.build();
}

const graphs: Readonly<Record<string, Graph>> = {
  'forwards in time': differentiated({}),
  'backwards in time': differentiated({ reverse: true }),
  'a single step': differentiated({ length: 1 }),
  'a loop within a loop': nested(),
};

export function testLoops(open: () => Promise<Engine>): void {
  let engine: Engine;
  beforeAll(async () => {
    engine = await open();
  });
  afterAll(() => engine.dispose());

  const feedsOf = ({ inputs, nodes }: Graph) =>
    inputs.map(({ name, node }, i) => [name, noise(nodes[node]!.output.shape, 31 + i)] as const);

  test.each(Object.keys(graphs).flatMap((name) => [[name, 'as built'] as const, [name, 'optimised'] as const]))(
    '%s, %s',
    async (name, how) => {
      const graph = how === 'optimised' ? optimize(graphs[name]!) : graphs[name]!;
      const feeds = feedsOf(graph);
      const exact = evaluateGraph(
        graphs[name]!,
        new Map(feeds.map(([input, { shape, data }]) => [input, { shape, data: Float64Array.from(data) }])),
      );
      const found = await engine.run(engine.prepare(graph), new Map(feeds));
      for (const [output, { shape, data }] of exact) {
        expect(found.get(output)!.shape, output).toEqual(shape);
        expectClose(found.get(output)!.data, data, 2e-5);
      }
    },
  );

  describe('what stops being finite in a loop is found, with the step', () => {
    const trace = async (graph: Graph, feeds: ReadonlyMap<string, HostTensor>) => {
      const program = engine.prepare(graph);
      const live = engine.liveTensors();
      const found = await engine.trace(program, feeds);
      expect(engine.liveTensors()).toBe(live);
      return found;
    };
    const noises = (graph: Graph) => new Map(feedsOf(graph));
    /** The op in the body, and in which step of which loop. */
    const opOf = ({ nodes }: Graph, { node, within = [] }: NonFinite): string => {
      const { op, attributes } = nodes[node]!;
      const [first, ...more] = within;
      if (!first) return op;
      return `${opOf(loopOf(attributes).body, { node: first.node, within: more, kind: 'NaN' })} in step ${first.step}`;
    };
    const changed = (value: HostTensor, at: number, to: number): HostTensor =>
      host(value.shape, (value.data as Float32Array).with(at, to));

    test.each([
      ['forwards', false],
      ['backwards', true],
    ])('%s in time', async (_how, reverse) => {
      const step = 3;
      const b = startGraph('rnn');
      const { last } = addRnn(b, { ...sizes, reverse });
      b.output('last', last);
      const graph = b.build();
      const feeds = noises(graph);
      expect(await trace(graph, feeds)).toBe(null);
      const { batch, features } = sizes;
      const row = (step * batch + 2) * features;
      let xs = feeds.get('xs')!;
      for (let i = 0; i < features; i++) xs = changed(xs, row + i, 3e38);
      const weights = host([features, sizes.units], new Float32Array(features * sizes.units).fill(2));
      const found = await trace(graph, new Map([...feeds, ['xs', xs], ['w', weights]]));
      expect(found && opOf(graph, found)).toBe(`MatMul in step ${step}`);
      expect(found!.kind).toBe('infinity');
    });

    test('going back, where the way there was finite', async () => {
      const b = startGraph('roots');
      const x = b.input('x', { dtype: 'float32', shape: [5, 2] }, { kind: 'argument', argument: 'x' });
      const body = startGraph('body');
      const inside = body.input('x', { dtype: 'float32', shape: [2] }, { kind: 'argument', argument: 'x' });
      body.output('root', body.add('Sqrt', [inside]));
      const [roots] = addLoop(b, {
        length: 5,
        carried: [],
        scanned: [{ inside, outside: x }],
        shared: [],
        body,
      }) as [NodeId];
      const sum = b.add('Sum', [roots], { axes: [0, 1], keep_dims: false });
      b.output('gradient', gradients(b, sum, [x])[0]!);
      const graph = b.build();
      const squares = host([5, 2], [1, 4, 9, 16, 25, 36, 49, 0, 81, 0]);
      const found = (await trace(graph, new Map([['x', squares]])))!;
      expect(graph.nodes[found.node]!.attributes['reverse']).toBe(true);
      expect(found.within!.map(({ step }) => step)).toEqual([4]);
      expect(opOf(graph, found)).not.toMatch(/^Scan/);
    });

    test('in a loop within a loop', async () => {
      const graph = graphs['a loop within a loop']!;
      const feeds = noises(graph);
      // Of the start, half is left after each step of the outer loop.
      const start = host([2], [3e38, 0]);
      const rows = changed(host([4, 3, 2], new Float32Array(24)), (2 * 3 + 1) * 2, 3.4e38);
      const found = (await trace(graph, new Map([...feeds, ['start', start], ['rows', rows]])))!;
      expect(opOf(graph, found)).toBe('AddV2 in step 1 in step 2');
    });
  });

  test('every step is timed', async () => {
    const graph = graphs['forwards in time']!;
    const times = await engine.profile(engine.prepare(graph), new Map(feedsOf(graph)));
    const loops = new Set(graph.nodes.filter(({ op }) => op === 'Scan').map(({ id }) => id));
    expect(new Set(times.map(({ node }) => node).filter((node) => loops.has(node)))).toEqual(loops);
  });

  test('memory is given back', async () => {
    const graph = graphs['a loop within a loop']!;
    const program = engine.prepare(graph);
    await engine.run(program, new Map(feedsOf(graph)));
    const live = engine.liveTensors();
    for (let i = 0; i < 3; i++) await engine.run(program, new Map(feedsOf(graph)));
    expect(engine.liveTensors()).toBe(live);
  });
}
