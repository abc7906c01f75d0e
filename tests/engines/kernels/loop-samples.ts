/** Compares loops on an engine with the reference: values, gradients of two orders, a loop within a loop. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startGraph } from '../../../src/compiler/graph-semantics/build.ts';
import { evaluateGraph } from '../../../src/compiler/graph-semantics/evaluate.ts';
import type { GraphBuilder } from '../../../src/compiler/graph/builder.ts';
import type { Graph, NodeId } from '../../../src/compiler/graph/graph.ts';
import { addLoop } from '../../../src/compiler/ops/scan.ts';
import { gradients } from '../../../src/compiler/passes/differentiate.ts';
import { optimize } from '../../../src/compiler/passes/optimize.ts';
import type { Engine } from '../../../src/runtime/engines/index.ts';
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

  test('a NaN that a step makes is found', async () => {
    const b = startGraph('rnn');
    const { last } = addRnn(b, sizes);
    b.output('last', last);
    const graph = b.build();
    const feeds = new Map(feedsOf(graph));
    const { data, shape } = feeds.get('xs')!;
    expect(await engine.trace(engine.prepare(graph), feeds)).toBe(null);
    const huge = host(
      shape,
      (data as Float32Array).map((value, i) => (i === 40 ? value : 3e38)),
    );
    const found = await engine.trace(engine.prepare(graph), feeds.set('xs', huge));
    expect(found && graph.nodes[found.node]!.op).toBe('Scan');
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
