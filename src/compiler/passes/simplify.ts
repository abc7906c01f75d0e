/**
 * Arithmetic identities that hold in float32 to the last digit: nothing is rounded differently, except for the sign of
 * a zero and numbers below 1e-38.
 *
 * Left out on purpose: x · 0, x − x and x / x, which are NaN where x is infinite, and (√x)², which is NaN where x is
 * negative. Merging the constants of (x · 0.1) · 0.3 would save a rounding, merging those of (x · 1e30) · 1e-30 would
 * hide an infinity. Where two nodes become one, it keeps the line of the one that could have been infinite first.
 */
import { sameShape, type Graph, type Node, type NodeId, type TensorType } from '../graph/graph.ts';
import { anyOf, numberIn, rewrite, type Law, type Rewriting, type Rule } from './rewrite.ts';

export const identities: readonly Law[] = [
  // It has done its work once the gradients are built.
  { law: 'stop_gradient(x) = x', ops: ['StopGradient'], rule: (_, { inputs }) => inputs[0]! },
  {
    law: 'x as what it is = x',
    ops: ['Cast'],
    rule: (graph, { inputs, output }) => (graph.node(inputs[0]!).output.dtype === output.dtype ? inputs[0]! : null),
  },
  { law: 'x + 0 = x', ops: ['AddV2'], rule: without(0, [0, 1]) },
  { law: 'x − 0 = x', ops: ['Sub'], rule: without(0, [1]) },
  { law: 'x · 1 = x', ops: ['Mul'], rule: without(1, [0, 1]) },
  { law: 'x / 1 = x', ops: ['RealDiv'], rule: without(1, [1]) },
  {
    law: 'c ? x : x = x',
    ops: ['SelectV2'],
    rule: (graph, { inputs: [, t, e], output }) => (t === e && fills(graph, t!, output) ? t! : null),
  },
  { law: '−(−x) = x', ops: ['Neg'], rule: (graph, { inputs }) => negated(graph, inputs[0]!) },
  {
    law: '−(x − y) = y − x',
    ops: ['Neg'],
    rule(graph, { inputs }) {
      const difference = graph.node(inputs[0]!);
      if (difference.op !== 'Sub' || !graph.isReadOnce(difference.id)) return null;
      const [x, y] = difference.inputs;
      return graph.add(difference, 'Sub', [y!, x!]);
    },
  },
  {
    law: '−(x · c) = x · (−c)',
    ops: ['Neg'],
    rule(graph, { inputs }) {
      const product = graph.node(inputs[0]!);
      const parts = scaled(graph, product);
      if (!parts || !graph.isReadOnce(product.id)) return null;
      return graph.add(product, 'Mul', [parts.x, another(graph, parts.constant, -parts.factor)]);
    },
  },
  {
    law: 'x + (−y) = x − y',
    ops: ['AddV2'],
    rule(graph, node) {
      const [x, y] = node.inputs as [NodeId, NodeId];
      const [minusX, minusY] = [negated(graph, x), negated(graph, y)];
      if (minusY !== null) return graph.add(node, 'Sub', [x, minusY]);
      return minusX === null ? null : graph.add(node, 'Sub', [y, minusX]);
    },
  },
  {
    law: 'x − (−y) = x + y',
    ops: ['Sub'],
    rule(graph, node) {
      const minusY = negated(graph, node.inputs[1]!);
      return minusY === null ? null : graph.add(node, 'AddV2', [node.inputs[0]!, minusY]);
    },
  },
  {
    law: '(−x) · c = x · (−c)',
    ops: ['Mul'],
    rule(graph, node) {
      const parts = scaled(graph, node);
      const minusX = parts && negated(graph, parts.x);
      if (!parts || minusX === null || !graph.isReadOnce(parts.x)) return null;
      return graph.add(node, 'Mul', [minusX, another(graph, parts.constant, -parts.factor)]);
    },
  },
  {
    law: '(x · c) · d = x · (c · d) where c or d is a power of two, and |c| ≤ 1',
    ops: ['Mul'],
    rule(graph, node) {
      const outer = scaled(graph, node);
      const product = outer && graph.node(outer.x);
      const inner = product && scaled(graph, product);
      if (!inner || !graph.isReadOnce(product.id) || !fills(graph, inner.x, product.output)) return null;
      // |c| ≤ 1: what overflows now overflowed before, and in the same one of the two nodes
      if (!(isPowerOfTwo(inner.factor) || isPowerOfTwo(outer.factor)) || Math.abs(inner.factor) > 1) return null;
      const factor = inner.factor * outer.factor;
      if (Math.abs(factor) < SMALLEST_NORMAL) return null;
      return graph.add(node, 'Mul', [inner.x, another(graph, outer.constant, factor)]);
    },
  },
];

const SMALLEST_NORMAL = 2 ** -126;

export const simplify = (graph: Graph): Graph => rewrite(graph, anyOf(identities));

/**
 * A rule for nodes in which one operand is the given number: their value is the other operand, if it has the result's
 * shape.
 */
function without(number: number, sides: readonly (0 | 1)[]): Rule {
  return (graph, { inputs, output }) => {
    for (const side of sides) {
      const other = inputs[1 - side]!;
      if (numberIn(graph, inputs[side]!) === number && fills(graph, other, output)) return other;
    }
    return null;
  };
}

const fills = (graph: Rewriting, id: NodeId, { shape }: TensorType) => sameShape(graph.node(id).output.shape, shape);

/** The x of −x; null for any other node. */
function negated(graph: Rewriting, id: NodeId): NodeId | null {
  const { op, inputs } = graph.node(id);
  return op === 'Neg' ? inputs[0]! : null;
}

interface Scaled {
  readonly x: NodeId;
  readonly constant: NodeId;
  readonly factor: number;
}

/** The parts of x · c or c · x, where c is a number other than 0 (whose sign the JSON form of graphs does not keep). */
function scaled(graph: Rewriting, { op, inputs }: Node): Scaled | null {
  if (op !== 'Mul') return null;
  for (const side of [1, 0] as const) {
    const factor = numberIn(graph, inputs[side]!);
    if (factor !== null && factor !== 0) return { x: inputs[1 - side]!, constant: inputs[side]!, factor };
  }
  return null;
}

/** A constant of the same type, filled with another number. */
function another(graph: Rewriting, constant: NodeId, value: number): NodeId {
  const node = graph.node(constant);
  return graph.add(node, 'Const', [], { ...node.attributes, value });
}

const isPowerOfTwo = (x: number) => 2 ** Math.round(Math.log2(Math.abs(x))) === Math.abs(x);
