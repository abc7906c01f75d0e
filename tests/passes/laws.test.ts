/**
 * Each law of `simplify` and `reshape` on a graph to which it applies: the law fires, the float32 result is the same
 * for any numbers, infinities and NaN among them, and the first infinity or NaN that was not in the input is still
 * found on its line.
 */
import { describe, expect, it } from 'vitest';
import { startGraph } from '../../src/compiler/graph-semantics/build.ts';
import type { Attributes, Graph, NodeId } from '../../src/compiler/graph/graph.ts';
import { verify } from '../../src/compiler/graph-semantics/verify.ts';
import type { ReferenceTensor } from '../../src/compiler/ops/op.ts';
import { opOf } from '../../src/compiler/ops/table.ts';
import { layouts, reshape } from '../../src/compiler/passes/reshape.ts';
import { identities, simplify } from '../../src/compiler/passes/simplify.ts';

/** Makes nodes, each on a line of its own. */
interface Site {
  /** An input. */
  feed(name: string, shape?: readonly number[]): NodeId;
  add(op: string, inputs: readonly NodeId[], attributes?: Attributes): NodeId;
  number(value: number, shape?: readonly number[]): NodeId;
}

interface Case {
  readonly make: (site: Site) => NodeId;
  /** The ops that remain, in order. */
  readonly left: readonly string[];
}

function graphOf(make: Case['make']): Graph {
  const b = startGraph('case');
  let line = 0;
  const onItsLine = <T>(act: () => T): T => {
    b.origin = { file: 'case.gan', start: line, end: line, line: ++line };
    return act();
  };
  const output = make({
    feed: (name, shape = [2, 3]) =>
      onItsLine(() => b.input(name, { dtype: 'float32', shape }, { kind: 'argument', argument: name })),
    add: (op, inputs, attributes = {}) => onItsLine(() => b.add(op, inputs, attributes)),
    number: (value, shape = []) => onItsLine(() => b.constant(value, shape)),
  });
  b.output('y', output);
  return b.build();
}

const minus = (site: Site, x: NodeId) => site.add('Neg', [x]);
const all = { axes: [0, 1], keep_dims: false };
const plain = { transpose_a: false, transpose_b: false };

const cases: Readonly<Record<string, readonly Case[]>> = {
  'stop_gradient(x) = x': [{ make: (s) => s.add('Exp', [s.add('StopGradient', [s.feed('x')])]), left: ['Exp'] }],
  'x as what it is = x': [
    { make: (s) => s.add('Exp', [s.add('Cast', [s.feed('x')], { dtype: 'float32' })]), left: ['Exp'] },
    {
      make: (s) => s.add('Cast', [s.feed('x')], { dtype: 'int32' }),
      left: ['Cast'],
    },
  ],
  'x + 0 = x': [
    { make: (s) => s.add('Exp', [s.add('AddV2', [s.feed('x'), s.number(0)])]), left: ['Exp'] },
    { make: (s) => s.add('Exp', [s.add('AddV2', [s.number(0, [3]), s.feed('x')])]), left: ['Exp'] },
    { make: (s) => s.add('AddV2', [s.feed('x', []), s.number(0, [2])]), left: ['Const', 'AddV2'] },
  ],
  'x − 0 = x': [
    { make: (s) => s.add('Exp', [s.add('Sub', [s.feed('x'), s.number(0)])]), left: ['Exp'] },
    { make: (s) => s.add('Sub', [s.number(0), s.feed('x')]), left: ['Const', 'Sub'] },
  ],
  'x · 1 = x': [
    { make: (s) => s.add('Exp', [s.add('Mul', [s.number(1), s.feed('x')])]), left: ['Exp'] },
    // infinity · 0 is NaN
    { make: (s) => s.add('Mul', [s.feed('x'), s.number(0)]), left: ['Const', 'Mul'] },
  ],
  'x / 1 = x': [
    { make: (s) => s.add('Exp', [s.add('RealDiv', [s.feed('x'), s.number(1)])]), left: ['Exp'] },
    { make: (s) => s.add('RealDiv', [s.number(1), s.feed('x')]), left: ['Const', 'RealDiv'] },
  ],
  'c ? x : x = x': [
    {
      make(s) {
        const x = s.feed('x');
        return s.add('Exp', [s.add('SelectV2', [s.add('Greater', [x, s.number(0)]), x, x])]);
      },
      left: ['Exp'],
    },
  ],
  '−(−x) = x': [{ make: (s) => s.add('Exp', [minus(s, minus(s, s.feed('x')))]), left: ['Exp'] }],
  '−(x − y) = y − x': [
    { make: (s) => minus(s, s.add('Sub', [s.feed('x'), s.feed('y')])), left: ['Sub'] },
    {
      make(s) {
        const difference = s.add('Sub', [s.feed('x'), s.feed('y')]);
        return s.add('Mul', [minus(s, difference), difference]);
      },
      left: ['Sub', 'Neg', 'Mul'],
    },
  ],
  '−(x · c) = x · (−c)': [
    { make: (s) => minus(s, s.add('Mul', [s.feed('x'), s.number(3)])), left: ['Const', 'Mul'] },
    { make: (s) => minus(s, s.add('Mul', [s.number(0.1, [2, 1]), s.feed('x', [3])])), left: ['Const', 'Mul'] },
    {
      make(s) {
        const product = s.add('Mul', [s.feed('x'), s.number(3)]);
        return s.add('Maximum', [minus(s, product), product]);
      },
      left: ['Const', 'Mul', 'Neg', 'Maximum'],
    },
  ],
  'x + (−y) = x − y': [
    { make: (s) => s.add('AddV2', [s.feed('x'), minus(s, s.feed('y', [3]))]), left: ['Sub'] },
    { make: (s) => s.add('AddV2', [minus(s, s.feed('x')), s.feed('y', [3])]), left: ['Sub'] },
  ],
  'x − (−y) = x + y': [{ make: (s) => s.add('Sub', [s.feed('x'), minus(s, s.feed('y'))]), left: ['AddV2'] }],
  '(−x) · c = x · (−c)': [
    { make: (s) => s.add('Mul', [minus(s, s.feed('x')), s.number(0.3)]), left: ['Const', 'Mul'] },
  ],
  '(x · c) · d = x · (c · d) where c or d is a power of two, and |c| ≤ 1': [
    { make: (s) => twice(s, 0.3, 0.5), left: ['Const', 'Mul'] },
    { make: (s) => twice(s, 0.25, -0.7), left: ['Const', 'Mul'] },
    { make: (s) => twice(s, -0.3, 1024), left: ['Const', 'Mul'] },
    // would be rounded once instead of twice
    { make: (s) => twice(s, 0.1, 0.3), left: ['Const', 'Mul', 'Const', 'Mul'] },
    // would hide an infinity
    { make: (s) => twice(s, 1024, 2 ** -10), left: ['Const', 'Mul', 'Const', 'Mul'] },
    // would not be a number of full precision
    { make: (s) => twice(s, 1e-30, 2 ** -60), left: ['Const', 'Mul', 'Const', 'Mul'] },
  ],
  'x as it is = x': [
    { make: (s) => s.add('Exp', [s.add('Reshape', [s.feed('x')], { shape: [2, 3] })]), left: ['Exp'] },
    { make: (s) => s.add('Exp', [s.add('BroadcastTo', [s.feed('x')], { shape: [2, 3] })]), left: ['Exp'] },
    { make: (s) => s.add('Exp', [s.add('Slice', [s.feed('x')], { begin: [0, 0], size: [2, 3] })]), left: ['Exp'] },
    { make: (s) => s.add('Exp', [s.add('Pad', [s.feed('x')], { paddings: [[0, 0], [0, 0]] })]), left: ['Exp'] }, // prettier-ignore
    { make: (s) => s.add('Slice', [s.feed('x')], { begin: [0, 1], size: [2, 2] }), left: ['Slice'] },
  ],
  'concat(x) = x': [{ make: (s) => s.add('Exp', [s.add('ConcatV2', [s.feed('x')], { axis: 1 })]), left: ['Exp'] }],
  'a reshape or stretch of another is one': [
    {
      make: (s) => s.add('Reshape', [s.add('Reshape', [s.feed('x')], { shape: [6] })], { shape: [3, 2] }),
      left: ['Reshape'],
    },
    {
      make: (s) => s.add('BroadcastTo', [s.add('BroadcastTo', [s.feed('x', [])], { shape: [3] })], { shape: [2, 3] }),
      left: ['BroadcastTo'],
    },
  ],
  'a transpose of a transpose is one': [
    {
      make: (s) =>
        s.add('Transpose', [s.add('Transpose', [s.feed('x', [2, 3, 4])], { perm: [2, 0, 1] })], { perm: [0, 2, 1] }),
      left: ['Transpose'],
    },
  ],
  'a transpose that moves axes of one cell only is a reshape': [
    { make: (s) => s.add('Transpose', [s.feed('x', [2, 1, 3])], { perm: [1, 0, 2] }), left: ['Reshape'] },
    { make: (s) => s.add('Transpose', [s.feed('x', [2, 1, 3])], { perm: [2, 1, 0] }), left: ['Transpose'] },
  ],
  'a part of a concatenation is what was joined there': [
    {
      make: (s) => {
        const joined = s.add('ConcatV2', [s.feed('x', [3]), s.feed('y', [6])], { axis: 0 });
        const [x, y] = [
          { start: 0, shape: [3] },
          { start: 3, shape: [2, 3] },
        ];
        return s.add('Maximum', [s.add('ScanResult', [joined], x), s.add('ScanResult', [joined], y)]);
      },
      left: ['Reshape', 'Reshape', 'Maximum'],
    },
    {
      make: (s) => {
        const joined = s.add('ConcatV2', [s.feed('x', [2]), s.feed('y', [6])], { axis: 0 });
        return s.add('ScanResult', [joined], { start: 1, shape: [6] });
      },
      left: ['ConcatV2', 'ScanResult'],
    },
  ],
  'a product with a transpose takes it transposed': [
    {
      make: (s) => s.add('MatMul', [s.add('Transpose', [s.feed('x')], { perm: [1, 0] }), s.feed('y')], plain),
      left: ['MatMul'],
    },
    {
      make: (s) =>
        s.add('MatMul', [s.feed('x'), s.add('Transpose', [s.feed('y', [3, 4])], { perm: [1, 0] })], {
          transpose_a: false,
          transpose_b: true,
        }),
      left: ['MatMul'],
    },
  ],
  'a reduction over axes of one cell is a reshape': [
    { make: (s) => s.add('Mean', [s.feed('x', [3, 1])], { axes: [1], keep_dims: false }), left: ['Reshape'] },
    { make: (s) => s.add('Max', [s.feed('x', [3, 2])], { axes: [1], keep_dims: false }), left: ['Max'] },
  ],
  'a reduction of all of a reshape is one of what was reshaped': [
    { make: (s) => s.add('Mean', [s.add('Reshape', [s.feed('x')], { shape: [3, 2] })], all), left: ['Mean'] },
    {
      make: (s) => s.add('Mean', [s.add('Reshape', [s.feed('x')], { shape: [3, 2] })], { axes: [0], keep_dims: false }),
      left: ['Reshape', 'Mean'],
    },
  ],
  'what stretches its operands needs none stretched': [
    {
      make: (s) => s.add('Mul', [s.feed('x'), s.add('BroadcastTo', [s.feed('y', [3])], { shape: [2, 3] })]),
      left: ['Mul'],
    },
    {
      make: (s) => s.add('Sub', [s.number(3, [2, 3]), s.feed('x')]),
      left: ['Const', 'Sub'],
    },
    // something has to stretch the row
    {
      make: (s) => s.add('Mul', [s.feed('x', [3]), s.add('BroadcastTo', [s.feed('y', [3])], { shape: [2, 3] })]),
      left: ['BroadcastTo', 'Mul'],
    },
    {
      make: (s) => s.add('ReluGrad', [s.feed('x'), s.add('BroadcastTo', [s.feed('y', [3])], { shape: [2, 3] })]),
      left: ['BroadcastTo', 'ReluGrad'],
    },
  ],
};

function twice(s: Site, c: number, d: number): NodeId {
  return s.add('Mul', [s.add('Mul', [s.feed('x'), s.number(c)]), s.number(d)]);
}

/** Every value of every node, rounded to float32 as an engine does. */
function inFloat32(graph: Graph, feeds: ReadonlyMap<string, ReferenceTensor>): ReferenceTensor[] {
  const values: ReferenceTensor[] = [];
  for (const { op, inputs, attributes, output } of graph.nodes) {
    const given = inputs.map((id) => values[id]!);
    const { data } =
      op === 'Placeholder'
        ? feeds.get(attributes['name'] as string)!
        : { data: opOf(op).evaluate(given, attributes, output) };
    values.push({ shape: output.shape, data: data.map(Math.fround) });
  }
  return values;
}

const isFinite = ({ data }: ReferenceTensor) => data.every(Number.isFinite);

/** The line of the first node that makes a non-finite value from finite ones. */
function lineOfTrouble(graph: Graph, values: readonly ReferenceTensor[]): number | undefined {
  const found = graph.nodes.find(
    ({ id, inputs }) => !isFinite(values[id]!) && inputs.every((i) => isFinite(values[i]!)),
  );
  return found?.origin?.line;
}

const extremes = [0, 1, -1, 0.1, -3.7, 2e38, -2e38, 3.4e38, 1e-20, Infinity, -Infinity, NaN];

/** Draws only from finite numbers in odd rounds, and from all in even ones. */
function feedsOf(graph: Graph, round: number): Map<string, ReferenceTensor> {
  let state = round;
  const next = (least: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return extremes[(state >>> 8) % least]!;
  };
  return new Map(
    graph.inputs.map(({ node, name }) => {
      const { shape } = graph.nodes[node]!.output;
      const size = shape.reduce((product, side) => product * side, 1);
      return [name, { shape, data: Float64Array.from({ length: size }, () => next(round % 2 ? 9 : extremes.length)) }];
    }),
  );
}

const laws = [...identities, ...layouts];

describe.each([
  ['simplify', identities, simplify],
  ['reshape', layouts, reshape],
] as const)('%s', (_, rows, pass) => {
  it.each(rows.map(({ law }) => law))('%s', (law) => {
    expect(cases[law], 'a case for the law').toBeDefined();
    for (const { make, left } of cases[law]!) {
      const graph = graphOf(make);
      const rewritten = pass(graph);
      expect(verify(rewritten)).toEqual([]);
      expect(rewritten.nodes.length).toBeLessThanOrEqual(graph.nodes.length);
      expect(rewritten.nodes.map(({ op }) => op).filter((op) => op !== 'Placeholder')).toEqual(left);
      for (let round = 0; round < 200; round++) {
        const feeds = feedsOf(graph, round);
        const [before, after] = [inFloat32(graph, feeds), inFloat32(rewritten, feeds)];
        const [expected, found] = [before[graph.outputs[0]!.node]!, after[rewritten.outputs[0]!.node]!];
        expect(found.shape).toEqual(expected.shape);
        // + 0: the sign of a zero is not kept
        expect([...found.data].map((v) => v + 0)).toEqual([...expected.data].map((v) => v + 0));
        expect(lineOfTrouble(rewritten, after)).toBe(lineOfTrouble(graph, before));
      }
    }
  });
});

it('every case belongs to a law', () => {
  expect(Object.keys(cases)).toEqual(laws.map(({ law }) => law));
});
