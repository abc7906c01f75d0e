/**
 * Nodes that only rearrange or stretch cells are dropped where they do nothing, merged where one follows another, and
 * bypassed by readers that can take the cells as they are. Exact: every number is computed from the same numbers as
 * before. (A mean over all of a reshaped value adds up the same cells in the same order.)
 */
import type { Attributes, Graph, NodeId } from '../graph/graph.ts';
import { sameShape, sizeOf } from '../graph/graph.ts';
import { opOf, ops } from '../ops/table.ts';
import { anyOf, numberIn, rewrite, type Law, type Rewriting, type Rule } from './rewrite.ts';

/** Ops that broadcast their operands themselves. */
const stretching: readonly string[] = [...ops.values()].filter((op) => op.stretches).map((op) => op.name);
const reductions: readonly string[] = ['Sum', 'Mean', 'Max', 'Min'];

export const layouts: readonly Law[] = [
  {
    law: 'x as it is = x',
    // none of them moves cells without changing the shape
    ops: ['Reshape', 'BroadcastTo', 'Tile', 'Slice', 'StridedSlice', 'Pad', 'MirrorPad', 'EdgePad'],
    rule: (graph, { inputs, output }) => (sameShape(shapeOf(graph, inputs[0]!), output.shape) ? inputs[0]! : null),
  },
  { law: 'concat(x) = x', ops: ['ConcatV2'], rule: (_, { inputs }) => (inputs.length === 1 ? inputs[0]! : null) },
  {
    law: 'a reshape or stretch of another is one',
    ops: ['Reshape', 'BroadcastTo'],
    rule(graph, node) {
      const inner = graph.node(node.inputs[0]!);
      return inner.op === node.op ? graph.add(node, node.op, inner.inputs, node.attributes) : null;
    },
  },
  {
    law: 'a transpose of a transpose is one',
    ops: ['Transpose'],
    rule(graph, node) {
      const inner = graph.node(node.inputs[0]!);
      if (inner.op !== 'Transpose') return null;
      const first = integers(inner.attributes, 'perm');
      const perm = integers(node.attributes, 'perm').map((axis) => first[axis]!);
      return graph.add(node, 'Transpose', inner.inputs, { perm });
    },
  },
  {
    law: 'a transpose that moves axes of one cell only is a reshape',
    ops: ['Transpose'],
    rule(graph, node) {
      const shape = shapeOf(graph, node.inputs[0]!);
      const long = integers(node.attributes, 'perm').filter((axis) => shape[axis] !== 1);
      const isRising = long.every((axis, i) => i === 0 || axis > long[i - 1]!);
      return isRising ? graph.add(node, 'Reshape', node.inputs, { shape: node.output.shape }) : null;
    },
  },
  { law: 'a part of a concatenation is what was joined there', ops: ['ScanResult'], rule: partOfConcatenation },
  { law: 'a product with a transpose takes it transposed', ops: ['MatMul'], rule: takeTransposed },
  {
    law: 'a reduction over axes of one cell is a reshape',
    ops: reductions,
    rule(graph, node) {
      const shape = shapeOf(graph, node.inputs[0]!);
      if (!integers(node.attributes, 'axes').every((axis) => shape[axis] === 1)) return null;
      return graph.add(node, 'Reshape', node.inputs, { shape: node.output.shape });
    },
  },
  {
    law: 'a reduction of all of a reshape is one of what was reshaped',
    ops: reductions,
    rule(graph, node) {
      const reshaped = graph.node(node.inputs[0]!);
      if (reshaped.op !== 'Reshape' || node.output.shape.length > 0) return null;
      const axes = shapeOf(graph, reshaped.inputs[0]!).map((_, axis) => axis);
      return graph.add(node, node.op, reshaped.inputs, { axes, keep_dims: false });
    },
  },
  {
    law: 'what stretches its operands needs none stretched',
    ops: stretching,
    rule(graph, node) {
      for (const [position, input] of node.inputs.entries()) {
        const small = unstretched(graph, input);
        if (!small) continue;
        const types = node.inputs.map((id, i) => (i === position ? small.type : graph.node(id).output));
        if (!sameShape(opOf(node.op).infer(types, node.attributes).shape, node.output.shape)) continue;
        return graph.add(node, node.op, node.inputs.with(position, small.make()), node.attributes);
      }
      return null;
    },
  },
];

export const reshape = (graph: Graph): Graph => rewrite(graph, anyOf(layouts));

/** What a value was stretched from: the input of a BroadcastTo, or the number that fills a constant. */
function unstretched(graph: Rewriting, id: NodeId) {
  const { op, inputs, output, attributes } = graph.node(id);
  if (op === 'BroadcastTo') return { type: graph.node(inputs[0]!).output, make: () => inputs[0]! };
  // with another reader, the full constant would stay and this would add a second one
  if (numberIn(graph, id) === null || output.shape.length === 0 || !graph.isReadOnce(id)) return null;
  const make = () => graph.add(graph.node(id), 'Const', [], { ...attributes, shape: [] });
  return { type: { ...output, shape: [] }, make };
}

/** The gradients of a loop's results are joined only to be taken apart again by the gradient of the loop. */
function partOfConcatenation(...[graph, node]: Parameters<Rule>): NodeId | null {
  const joined = graph.node(node.inputs[0]!);
  if (joined.op !== 'ConcatV2') return null;
  const { shape } = node.output;
  let start = 0;
  for (const part of joined.inputs) {
    const [size] = shapeOf(graph, part) as [number];
    if (start === node.attributes['start'] && size === sizeOf(shape))
      return graph.add(node, 'Reshape', [part], { shape });
    start += size;
  }
  return null;
}

function takeTransposed(...[graph, node]: Parameters<Rule>): NodeId | null {
  const flags = ['transpose_a', 'transpose_b'] as const;
  for (const [side, flag] of flags.entries()) {
    const { op, inputs } = graph.node(node.inputs[side]!);
    if (op !== 'Transpose') continue;
    const attributes = { ...node.attributes, [flag]: !node.attributes[flag] };
    return graph.add(node, 'MatMul', node.inputs.with(side, inputs[0]!), attributes);
  }
  return null;
}

const shapeOf = (graph: Rewriting, id: NodeId) => graph.node(id).output.shape;
const integers = (attributes: Attributes, name: string) => attributes[name] as readonly number[];
