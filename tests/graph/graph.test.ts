import { describe, expect, test } from 'vitest';
import { startGraph } from '../../src/compiler/graph-semantics/build.ts';
import { evaluateGraph } from '../../src/compiler/graph-semantics/evaluate.ts';
import type { Graph, Node } from '../../src/compiler/graph/graph.ts';
import { printGraph } from '../../src/compiler/graph/print.ts';
import { validateGraph } from '../../src/compiler/graph-semantics/validate.ts';
import { verify } from '../../src/compiler/graph-semantics/verify.ts';
import { ops } from '../../src/compiler/ops/table.ts';

/** Value mean((x · w + [1, 2] + z)²), and a new w. */
function example(): Graph {
  const b = startGraph('example');
  const x = b.input('x', { dtype: 'float32', shape: [4, 3] }, { kind: 'data', field: 'x', round: 0 });
  const w = b.input('w', { dtype: 'float32', shape: [3, 2] }, { kind: 'variable', variable: 'D/w' });
  const z = b.input(
    'z',
    { dtype: 'float32', shape: [4, 2] },
    { kind: 'random', stream: 'z', distribution: { kind: 'normal', mean: 0, std: 1 } },
  );
  b.scope = 'D/dense';
  b.origin = { file: 'specs/example.gan', start: 10, end: 20, line: 3 };
  const product = b.add('MatMul', [x, w], { transpose_a: false, transpose_b: false });
  const y = b.add('AddV2', [product, b.constant([1, 2], [2])]);
  b.scope = undefined;
  b.origin = undefined;
  const loss = b.add('Mean', [b.add('Square', [b.add('AddV2', [y, z])])], { axes: [0, 1], keep_dims: false });
  b.output('loss', loss);
  b.output('D/w', b.add('Mul', [w, b.constant(0.5)]), 'variable');
  return b.build();
}

const withNode = (graph: Graph, id: number, change: Partial<Node>): Graph => ({
  ...graph,
  nodes: graph.nodes.with(id, { ...graph.nodes[id]!, ...change }),
});

describe('evaluateGraph', () => {
  const feed = (shape: readonly number[], value: number) => ({
    shape,
    data: new Float64Array(shape.reduce((a, b) => a * b, 1)).fill(value),
  });
  const feeds = new Map([
    ['x', feed([4, 3], 1)],
    ['w', feed([3, 2], 2)],
    ['z', feed([4, 2], -1)],
  ]);

  test('computes the outputs', () => {
    const values = evaluateGraph(example(), feeds);
    expect([...values.keys()]).toEqual(['loss', 'D/w']);
    expect([...values.get('loss')!.data]).toEqual([(6 ** 2 + 7 ** 2) / 2]);
    expect(values.get('D/w')).toEqual(feed([3, 2], 1));
  });

  test('says what is not fed, or fed wrongly', () => {
    expect(() => evaluateGraph(example(), new Map())).toThrow('no value for input `x`: float32[4, 3]');
    const wrong = new Map(feeds).set('x', feed([3, 4], 1));
    expect(() => evaluateGraph(example(), wrong)).toThrow('input `x` is float32[4, 3], but was given [3, 4]');
  });
});

describe('verify', () => {
  test('finds nothing wrong with a sound graph', () => {
    expect(verify(example())).toEqual([]);
  });

  const graph = example();
  const of = (op: string) => graph.nodes.findIndex((node) => node.op === op);
  const matMul = of('MatMul');
  const mean = of('Mean');
  const constant = of('Const');
  const attributesOf = (id: number) => graph.nodes[id]!.attributes;

  const broken: readonly (readonly [string, Graph, string])[] = [
    ['an id out of order', withNode(graph, matMul, { id: 9 }), 'its id is 9, but it stands at 3'],
    ['an unknown op', withNode(graph, matMul, { op: 'MatMull' }), 'there is no op MatMull in the table'],
    [
      'an input of its own',
      withNode(graph, matMul, { inputs: [0, matMul] }),
      `its input %${matMul} is not an earlier node`,
    ],
    ['an input that is nowhere', withNode(graph, matMul, { inputs: [0, -1] }), 'its input %-1 is not an earlier node'],
    ['too few inputs', withNode(graph, matMul, { inputs: [0] }), 'it has 1 inputs, but takes 2 (a, b)'],
    [
      'inputs that do not fit',
      withNode(graph, matMul, { inputs: [0, 2] }),
      'MatMul: `a` has 3 columns, but `b` has 4 rows',
    ],
    [
      'an attribute that is missing',
      withNode(graph, mean, { attributes: { axes: [0, 1] } }),
      'its attribute `keep_dims` (whether they stay, with side 1) is missing',
    ],
    [
      'an attribute that does not exist',
      withNode(graph, mean, { attributes: { ...attributesOf(mean), axis: 0 } }),
      'it has no attribute `axis` (only: axes, keep_dims)',
    ],
    [
      'an attribute of another type',
      withNode(graph, mean, { attributes: { axes: [0.5], keep_dims: false } }),
      'its attribute `axes` is [0.5], but must be a list of integers',
    ],
    [
      'an attribute that is not one of the choices',
      withNode(graph, constant, { attributes: { ...attributesOf(constant), dtype: 'float64' } }),
      'its attribute `dtype` is "float64", but must be one of float32, int32, bool',
    ],
    [
      'a number of values that is not the shape’s',
      withNode(graph, constant, { attributes: { ...attributesOf(constant), value: [1, 2, 3] } }),
      'it has 3 values for the shape [2]',
    ],
    [
      'an output that does not follow',
      withNode(graph, matMul, { output: { dtype: 'float32', shape: [4, 3] } }),
      'its output is said to be float32[4, 3], but follows to be float32[4, 2]',
    ],
    [
      'two inputs of one name',
      { ...graph, inputs: [...graph.inputs, graph.inputs[0]!] },
      'there are two inputs named `x`',
    ],
    [
      'a Placeholder that is not an input',
      { ...graph, inputs: graph.inputs.slice(1) },
      'node %0 is a Placeholder, but no input of the graph',
    ],
    [
      'an input that is no Placeholder',
      { ...graph, inputs: [...graph.inputs, { ...graph.inputs[0]!, name: 'v', node: matMul }] },
      'input `v` is node %3 (MatMul), not a Placeholder',
    ],
    [
      'an input of another name than its Placeholder',
      { ...graph, inputs: graph.inputs.with(0, { ...graph.inputs[0]!, name: 'v' }) },
      'input `v` is a Placeholder named `x`',
    ],
    [
      'two outputs of one name',
      { ...graph, outputs: [...graph.outputs, graph.outputs[0]!] },
      'there are two outputs named `loss`',
    ],
    [
      'an output that is nowhere',
      { ...graph, outputs: [{ node: 99, name: 'y', kind: 'value' }] },
      'output `y` is node %99, which does not exist',
    ],
    [
      'a variable that changes its type',
      { ...graph, outputs: [{ node: matMul, name: 'D/w', kind: 'variable' }] },
      'variable `D/w` is float32[3, 2], but its new value float32[4, 2]',
    ],
  ];
  test.each(broken)('finds %s', (_what, wrong, sentence) => {
    expect(verify(wrong).join('\n')).toContain(sentence);
  });
});

test('printGraph writes a line for each node, in columns', () => {
  expect(printGraph(example())).toBe(
    [
      'graph example',
      ' %0 = Placeholder() {name: "x"}                               : float32[4, 3]   // data x, round 0',
      ' %1 = Placeholder() {name: "w"}                               : float32[3, 2]   // variable D/w',
      ' %2 = Placeholder() {name: "z"}                               : float32[4, 2]   // random z ~ normal(mean: 0, std: 1)',
      ' %3 = MatMul(%0, %1) {transpose_a: false, transpose_b: false} : float32[4, 2]   // specs/example.gan:3  D/dense',
      ' %4 = Const() {value: [1, 2]}                                 : float32[2]      // specs/example.gan:3  D/dense',
      ' %5 = AddV2(%3, %4)                                           : float32[4, 2]   // specs/example.gan:3  D/dense',
      ' %6 = AddV2(%5, %2)                                           : float32[4, 2]',
      ' %7 = Square(%6)                                              : float32[4, 2]',
      ' %8 = Mean(%7) {axes: [0, 1], keep_dims: false}               : float32[]',
      ' %9 = Const() {value: 0.5}                                    : float32[]',
      '%10 = Mul(%1, %9)                                             : float32[3, 2]',
      'value loss = %8',
      'variable D/w = %10',
      '',
    ].join('\n'),
  );
});

describe('validateGraph', () => {
  const json = () => JSON.parse(JSON.stringify(example())) as Graph;

  test('accepts a graph as JSON', () => {
    expect(validateGraph(json())).toEqual([]);
  });

  test.each([...ops.values()].flatMap((op) => op.samples.map((sample, i) => [op.name, i, sample] as const)))(
    'takes %s, sample %i',
    (name, _i, { inputs, attributes }) => {
      const b = startGraph(name);
      const placeholders = inputs.map(({ shape, dtype = 'float32' }, i) =>
        b.input(`x${i}`, { dtype, shape }, { kind: 'argument', argument: `x${i}` }),
      );
      b.output('y', b.add(name, placeholders, attributes));
      expect(validateGraph(JSON.parse(JSON.stringify(b.build())))).toEqual([]);
    },
  );

  test.each([
    ['no object', 7, 'the graph must be object'],
    ['another version', { ...json(), version: 2 }, '/version must be equal to constant: 1'],
    ['a missing list', { ...json(), outputs: undefined }, "must have required property 'outputs'"],
    ['something more', { ...json(), colour: 'red' }, 'must NOT have additional properties: "colour"'],
    [
      'an unknown op',
      withNode(json(), 3, { op: 'Frobnicate' }),
      '/nodes/3 value of tag "op" must be in oneOf: "Frobnicate"',
    ],
    [
      'a wrong attribute',
      withNode(json(), 3, { attributes: { transpose_a: 1, transpose_b: false } }),
      '/nodes/3/attributes/transpose_a must be boolean',
    ],
    ['too many inputs', withNode(json(), 3, { inputs: [0, 1, 2] }), '/nodes/3/inputs must NOT have more than 2 items'],
    [
      'a bad input',
      withNode(json(), 3, { inputs: [0, '1' as unknown as number] }),
      '/nodes/3/inputs/1 must be integer',
    ],
    ['the right form, but no sense', withNode(json(), 3, { inputs: [0, 2] }), '`a` has 3 columns, but `b` has 4 rows'],
  ])('refuses %s', (_what, wrong, sentence) => {
    expect(validateGraph(wrong).join('\n')).toContain(sentence);
  });
});
