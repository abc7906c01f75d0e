/** The loop: its meaning against one written out step by step, its gradients to third order, its passes. */
import { describe, expect, test } from 'vitest';
import { startGraph } from '../../src/compiler/graph-semantics/build.ts';
import { evaluateGraph } from '../../src/compiler/graph-semantics/evaluate.ts';
import { validateGraph } from '../../src/compiler/graph-semantics/validate.ts';
import { verify } from '../../src/compiler/graph-semantics/verify.ts';
import type { GraphBuilder } from '../../src/compiler/graph/builder.ts';
import type { Graph, NodeId } from '../../src/compiler/graph/graph.ts';
import { sizeOf } from '../../src/compiler/graph/graph.ts';
import { printGraph } from '../../src/compiler/graph/print.ts';
import { OpError, type ReferenceTensor } from '../../src/compiler/ops/op.ts';
import { addLoop, loopOf } from '../../src/compiler/ops/scan.ts';
import { gradients } from '../../src/compiler/passes/differentiate.ts';
import { optimize } from '../../src/compiler/passes/optimize.ts';
import { wrongGradients } from './finite-differences.ts';
import { addRnn, meanSquares, rnnInputs, type RnnSizes } from './loops.ts';
import { uniform } from './sample-inputs.ts';

const sizes: RnnSizes = { length: 4, batch: 2, features: 3, units: 2 };

function feedsOf(b: GraphBuilder): Map<string, ReferenceTensor> {
  const random = uniform(1, 'loops');
  return new Map(
    b.inputs.map(({ node, name }) => {
      const shape = b.shape(node);
      return [name, { shape, data: Float64Array.from({ length: sizeOf(shape) }, () => 2 * random() - 1) }];
    }),
  );
}

const inputOf = (b: GraphBuilder, name: string): NodeId => b.inputs.find((input) => input.name === name)!.node;

describe.each([false, true])('reverse: %s', (reverse) => {
  test('the loop computes what its steps do, one after the other', () => {
    const b = startGraph('test');
    const { last, all, products } = addRnn(b, { ...sizes, reverse });
    b.output('last', last);
    b.output('all', all);
    b.output('products', products);
    const feeds = feedsOf(b);
    const found = evaluateGraph(b.build(), feeds);
    const [w, u, xs] = ['w', 'u', 'xs'].map((name) => feeds.get(name)!.data) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    let h = [...feeds.get('start')!.data];
    const [everyH, everyProduct]: [number[][], number[][]] = [[], []];
    for (let i = 0; i < 4; i++) {
      const step = reverse ? 3 - i : i;
      const x = xs.subarray(6 * step, 6 * step + 6);
      everyProduct[step] = h.map((value, at) => {
        const row = Math.floor(at / 2);
        return value * ((x[3 * row]! + x[3 * row + 1]! + x[3 * row + 2]!) / 3);
      });
      h = h.map((_, at) => {
        const [row, unit] = [Math.floor(at / 2), at % 2];
        let sum = 0;
        for (let k = 0; k < 3; k++) sum += x[3 * row + k]! * w[2 * k + unit]!;
        for (let k = 0; k < 2; k++) sum += h[2 * row + k]! * u[2 * k + unit]!;
        return Math.tanh(sum);
      });
      everyH[step] = h;
    }
    const close = (name: string, expected: number[]) =>
      expected.forEach((value, i) => expect(found.get(name)!.data[i]).toBeCloseTo(value, 12));
    close('last', h);
    close('all', everyH.flat());
    close('products', everyProduct.flat());
  });

  test('gradients of first, second and third order are those of finite differences', () => {
    const b = startGraph('test');
    const { last, all, products } = addRnn(b, { ...sizes, reverse });
    let scalar = meanSquares(b, [last, all, products]);
    for (const [order, tolerance] of [1e-7, 1e-6, 1e-5].entries()) {
      const found = gradients(
        b,
        scalar,
        rnnInputs.map((name) => inputOf(b, name)),
      );
      const claims = rnnInputs.map((input, i) => ({ input, gradient: found[i]! }));
      expect(wrongGradients(b, scalar, claims, feedsOf(b), tolerance), `order ${order + 1}`).toEqual([]);
      scalar = meanSquares(b, found);
    }
  });
});

test('only results that are used are differentiated', () => {
  const b = startGraph('test');
  const { last } = addRnn(b, sizes);
  const scalar = meanSquares(b, [last]);
  const [gradient] = gradients(b, scalar, [inputOf(b, 'u')]) as [NodeId];
  expect(wrongGradients(b, scalar, [{ input: 'u', gradient }], feedsOf(b), 1e-7)).toEqual([]);
});

describe('the passes', () => {
  /** The gradient of the last h only, to the recurrent weights only. */
  function trained(): { graph: Graph; feeds: Map<string, ReferenceTensor> } {
    const b = startGraph('test');
    const { last } = addRnn(b, sizes);
    const scalar = meanSquares(b, [last]);
    b.output('scalar', scalar);
    b.output('gradient', gradients(b, scalar, [inputOf(b, 'u')])[0]!);
    return { graph: b.build(), feeds: feedsOf(b) };
  }

  test('drop what nobody reads, and change no value', () => {
    const { graph, feeds } = trained();
    const small = optimize(graph);
    expect(verify(small)).toEqual([]);
    const loops = small.nodes.filter(({ op }) => op === 'Scan').map(({ attributes }) => loopOf(attributes));
    // Forward: the last h, and every h as it was before its step. Backward: the gradient of h, and the sum for `u`.
    expect(loops.map(({ results }) => results.map(({ name }) => name))).toEqual([
      ['h', 'before 0'],
      ['gradient 0', 'sum 1'],
    ]);
    const [all, few] = [evaluateGraph(graph, feeds), evaluateGraph(small, feeds)];
    for (const [name, { data }] of all) {
      data.forEach((value, i) => expect(few.get(name)!.data[i]).toBeCloseTo(value, 12));
    }
  });

  test('leave a graph whose size does not depend on the length', () => {
    const size = (length: number) => {
      const b = startGraph('test');
      const { all } = addRnn(b, { ...sizes, length });
      const scalar = meanSquares(b, [all]);
      b.output('gradient', gradients(b, scalar, [inputOf(b, 'u')])[0]!);
      return JSON.stringify(optimize(b.build())).replaceAll(/\d+/g, '').length;
    };
    expect(size(1000)).toBe(size(10));
  });
});

describe('a loop as data', () => {
  const graph = (() => {
    const b = startGraph('test');
    b.output('last', addRnn(b, sizes).last);
    return b.build();
  })();

  test('is valid as JSON, and as printed shows its body', () => {
    expect(validateGraph(JSON.parse(JSON.stringify(graph)))).toEqual([]);
    const text = printGraph(graph);
    expect(text).toContain('body: rnn');
    expect(text).toMatch(/body of %4:\n {2}graph rnn\n(.*\n)* {2} *%\d+ = Tanh/);
  });

  test('problems in its body are found', () => {
    const scan = graph.nodes.findIndex(({ op }) => op === 'Scan');
    const node = graph.nodes[scan]!;
    const body = node.attributes['body'] as Graph;
    const broken = { ...body, nodes: body.nodes.with(4, { ...body.nodes[4]!, op: 'MatMull' }) };
    const wrong = {
      ...graph,
      nodes: graph.nodes.with(scan, { ...node, attributes: { ...node.attributes, body: broken } }),
    };
    expect(verify(wrong).join()).toContain('in its `body`, node %4 (MatMull): there is no op MatMull in the table');
  });
});

describe('a loop refuses', () => {
  const loop = (change: { carried?: number[]; scanned?: number[]; output?: number[] }) => {
    const { carried = [2], scanned = [3, 2], output = [2] } = change;
    const b = startGraph('test');
    const body = startGraph('body');
    const type = (shape: readonly number[]) => ({ dtype: 'float32' as const, shape });
    const h = body.input('h', type([2]), { kind: 'argument', argument: 'h' });
    const x = body.input('x', type([2]), { kind: 'argument', argument: 'x' });
    const sum = body.add('AddV2', [h, x]);
    body.output('h', output.length === 1 ? sum : body.add('Reshape', [sum], { shape: output }));
    addLoop(b, {
      length: 3,
      carried: [{ inside: h, outside: b.input('h', type(carried), { kind: 'argument', argument: 'h' }) }],
      scanned: [{ inside: x, outside: b.input('x', type(scanned), { kind: 'argument', argument: 'x' }) }],
      shared: [],
      body,
    });
  };

  test.each([
    [
      'a start of another shape',
      { carried: [4] },
      'Scan: input `inputs[0]` is float32[4], but must be float32[2], as `h` of its body says',
    ],
    [
      'another number of steps',
      { scanned: [4, 2] },
      'Scan: input `inputs[1]` is float32[4, 2], but must be float32[3, 2], as `x` of its body says',
    ],
    [
      'a step that changes what is carried',
      { output: [1, 2] },
      'Scan: input `output `h` of the body` is float32[1, 2], but must be float32[2], as it enters the step',
    ],
  ])('%s', (_what, change, sentence) => {
    expect(() => loop(change)).toThrow(new OpError(sentence));
  });
});
