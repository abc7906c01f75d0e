/**
 * How each op of the table is written in TensorFlow's ops. Most map to the op of the same name, with some of our
 * attributes as constant inputs; rows that do more than that say why.
 */
import type { Node, TensorType } from '../graph/graph.ts';
import { opOf } from '../ops/table.ts';
import type { Attrs, GraphDefBuilder } from './graph-def.ts';
import { convolutions } from './convolution.ts';
import { pools } from './pooling.ts';
import { int32, integers, type, type Emit, type EmittedNode } from './emitted-node.ts';
import { emitScalar } from './tensorflow-scalar.ts';

export function emitNode(b: GraphDefBuilder, graphNode: Node, types: readonly TensorType[], inputs: readonly string[]) {
  const { op, attributes, output } = graphNode;
  const emit = rows[op] ?? (opOf(op).scalar && elementwise);
  if (!emit) throw new Error(`${op} has no row in compiler/emit/tensorflow-ops.ts`);
  return emit(b, { op, attributes, inputs: types, output }, inputs);
}

const flag = (node: EmittedNode, name: string) => ({ b: node.attributes[name] === true });

/** The op of the same name, typed by its first input. */
const same: Emit = (b, node, inputs) => b.add(node.op, inputs, { T: type(node.inputs[0]!) });

/**
 * Most elementwise ops are TensorFlow's own. `T` is the type of the last input, since a condition comes first; ops on
 * booleans only have no type attribute.
 */
const elementwise: Emit = (b, node, inputs) => {
  const { scalar, tensorflow } = opOf(node.op);
  const types = node.inputs.map(({ dtype }) => dtype);
  if (tensorflow === false) return emitScalar(b, scalar!(node.attributes), inputs, types);
  const numbers = Object.entries(node.attributes).map(([name, value]) => [name, { f: value as number }] as const);
  const typed = types.at(-1) === 'bool' ? {} : { T: { type: types.at(-1)! } };
  return b.add(node.op, inputs, { ...typed, ...Object.fromEntries(numbers) });
};

/** The op with one of our attributes as its last input. */
const withInput =
  (value: (b: GraphDefBuilder, node: EmittedNode) => string, attrs: (node: EmittedNode) => Attrs = () => ({})): Emit =>
  (b, node, inputs) =>
    b.add(node.op, [...inputs, value(b, node)], { T: type(node.inputs[0]!), ...attrs(node) });

const vector = (name: string) => (b: GraphDefBuilder, node: EmittedNode) => b.integers(integers(node, name));

const reduction = withInput(vector('axes'), (node) => ({ Tidx: int32, keep_dims: flag(node, 'keep_dims') }));

const product = (...flags: readonly string[]): Emit => {
  return (b, node, inputs) => {
    const attrs = Object.fromEntries(flags.map((name) => [name, flag(node, name)]));
    return b.add(node.op, inputs, { T: type(node.output), ...attrs });
  };
};

const paddings = (b: GraphDefBuilder, { attributes }: EmittedNode) => {
  const pairs = attributes['paddings'] as readonly (readonly number[])[];
  return b.constant('int32', [pairs.length, 2], pairs.flat());
};
const mirror = withInput(paddings, (node) => ({ Tpaddings: int32, mode: { s: node.attributes['mode'] as string } }));

/** TensorFlow refuses blocks of one pixel, which leave the image as it is. */
const blocks: Emit = (b, node, inputs) => {
  const size = node.attributes['block_size'] as number;
  return size === 1 ? inputs[0]! : b.add(node.op, inputs, { T: type(node.output), block_size: { i: size } });
};

const resized = withInput(vector('size'));

const rows: Readonly<Record<string, Emit>> = {
  Const: (b, { attributes, output: { dtype, shape } }) => {
    const value = attributes['value'] as number | readonly number[];
    if (typeof value !== 'number') return b.constant(dtype, shape, value);
    if (shape.length === 0) return b.constant(dtype, shape, [value]);
    return b.add('Fill', [b.integers(shape), b.constant(dtype, [], [value])], { T: { type: dtype } });
  },
  Softmax: same,
  LogSoftmax: same,
  // The gradients have been computed already.
  StopGradient: (_, __, [x]) => x!,
  Cast: (b, node, [x]) =>
    node.inputs[0]!.dtype === node.output.dtype
      ? x!
      : b.add('Cast', [x!], { SrcT: type(node.inputs[0]!), DstT: type(node.output) }),
  Sum: reduction,
  Mean: reduction,
  Max: reduction,
  Min: reduction,
  ArgMax: withInput(
    (b, node) => b.integer(node.attributes['axis'] as number),
    () => ({ Tidx: int32, output_type: int32 }),
  ),
  Cumsum: withInput(
    (b, node) => b.integer(node.attributes['axis'] as number),
    (node) => ({ Tidx: int32, exclusive: flag(node, 'exclusive'), reverse: flag(node, 'reverse') }),
  ),
  MatMul: product('transpose_a', 'transpose_b'),
  BatchMatMulV2: product('adj_x', 'adj_y'),
  Reshape: withInput(
    (b, node) => b.integers(node.output.shape),
    () => ({ Tshape: int32 }),
  ),
  Transpose: withInput(vector('perm'), () => ({ Tperm: int32 })),
  ReverseV2: withInput(vector('axes'), () => ({ Tidx: int32 })),
  Tile: withInput(vector('multiples'), () => ({ Tmultiples: int32 })),
  BroadcastTo: withInput(vector('shape'), () => ({ Tidx: int32 })),
  // A single value needs no joining, and TensorFlow refuses it.
  ConcatV2: (b, node, inputs) =>
    inputs.length === 1
      ? inputs[0]!
      : b.add('ConcatV2', [...inputs, b.integer(node.attributes['axis'] as number)], {
          N: { i: inputs.length },
          T: type(node.output),
          Tidx: int32,
        }),
  Slice: (b, node, [x]) =>
    b.add('Slice', [x!, b.integers(integers(node, 'begin')), b.integers(node.output.shape)], {
      T: type(node.output),
      Index: int32,
    }),
  StridedSlice: (b, node, [x]) =>
    b.add('StridedSlice', [x!, ...['begin', 'end', 'strides'].map((name) => b.integers(integers(node, name)))], {
      T: type(node.output),
      Index: int32,
    }),
  StridedSliceGrad: (b, node, [dy]) =>
    b.add(
      'StridedSliceGrad',
      [...['shape', 'begin', 'end', 'strides'].map((name) => b.integers(integers(node, name))), dy!],
      { T: type(node.output), Index: int32 },
    ),
  Pad: withInput(paddings, () => ({ Tpaddings: int32 })),
  MirrorPad: mirror,
  MirrorPadGrad: mirror,
  GatherV2: (b, node, inputs) =>
    b.add('GatherV2', [...inputs, b.integer(node.attributes['axis'] as number)], {
      Tparams: type(node.output),
      Tindices: int32,
      Taxis: int32,
    }),
  UnsortedSegmentSum: (b, node, inputs) =>
    b.add('UnsortedSegmentSum', [...inputs, b.integer(node.attributes['num_segments'] as number)], {
      T: type(node.output),
      Tindices: int32,
      Tnumsegments: int32,
    }),
  OneHot: (b, node, [indices]) => {
    const number = (value: number) => b.constant('float32', [], [value]);
    return b.add('OneHot', [indices!, b.integer(node.attributes['depth'] as number), number(1), number(0)], {
      T: type(node.output),
      TI: int32,
      axis: { i: -1 },
    });
  },
  ...convolutions,
  ...pools,
  ResizeNearestNeighbor: resized,
  ResizeNearestNeighborGrad: resized,
  SpaceToDepth: blocks,
  DepthToSpace: blocks,
};
