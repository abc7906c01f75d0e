/** Pooling in TensorFlow's ops. */
import { int32, integers, inWindows, type, type Emit, type EmittedNode } from './emitted-node.ts';
import type { Attrs, GraphDefBuilder } from './graph-def.ts';
import { poolingPadding } from './padding.ts';

const pool = (node: EmittedNode): Attrs => ({
  T: type(node.output),
  ksize: inWindows(integers(node, 'ksize')),
  strides: inWindows(integers(node, 'strides')),
});

/**
 * Where TensorFlow has no name for the padding, the image is padded explicitly, with a value that is never the maximum.
 */
const maxPool: Emit = (b, node, inputs) => {
  const { padding, margins } = poolingPadding(node.op, node.attributes, node.inputs[0]!.shape);
  if (!margins) {
    const attrs = { ...pool(node), padding };
    if (node.op !== 'MaxPoolGradGrad') return b.add(node.op, inputs, attrs);
    return b.add(node.op, [inputs[0]!, b.add('MaxPool', [inputs[0]!], attrs), inputs[2]!], attrs);
  }
  const pads = b.constant('int32', [4, 2], margins.flat());
  const around = (value: string, fill: number) =>
    b.add('PadV2', [value, pads, b.constant('float32', [], [fill])], { T: { type: 'float32' }, Tpaddings: int32 });
  const [image, pooled, gradient] = inputs;
  const whole = around(image!, -Infinity);
  // TensorFlow searches the image for the pooled value itself, so the maxima must be those of this very image.
  const valid = { ...pool(node), padding: { s: 'VALID' } } as const;
  const given: Readonly<Record<string, () => readonly string[]>> = {
    MaxPool: () => [whole],
    MaxPoolGrad: () => [whole, pooled!, gradient!],
    MaxPoolGradGrad: () => [whole, b.add('MaxPool', [whole], valid), around(gradient!, 0)],
  };
  const result = b.add(node.op, given[node.op]!(), valid);
  return node.op === 'MaxPoolGrad' ? cropped(b, result, margins, node.output.shape) : result;
};

const cropped = (
  b: GraphDefBuilder,
  value: string,
  margins: readonly (readonly number[])[],
  shape: readonly number[],
) =>
  b.add('Slice', [value, b.integers(margins.map(([before]) => before!)), b.integers(shape)], {
    T: { type: 'float32' },
    Index: int32,
  });

/**
 * TensorFlow's mean leaves the padding out, but the only padding it knows is SAME: otherwise pad with zeros and
 * correct.
 */
const avgPool: Emit = (b, node, [image]) => {
  const { padding, margins, shares } = poolingPadding(node.op, node.attributes, node.inputs[0]!.shape);
  if (!margins) return b.add('AvgPool', [image!], { ...pool(node), padding });
  const pads = b.constant('int32', [4, 2], margins.flat());
  const padded = b.add('Pad', [image!, pads], { T: { type: 'float32' }, Tpaddings: int32 });
  const mean = b.add('AvgPool', [padded], { ...pool(node), padding: { s: 'VALID' } });
  return times(b, mean, shares, node.output.shape);
};

const avgPoolGrad: Emit = (b, node, [gradient]) => {
  const image = node.output.shape;
  const { padding, margins, shares } = poolingPadding(node.op, node.attributes, image);
  if (!margins) return b.add('AvgPoolGrad', [b.integers(image), gradient!], { ...pool(node), padding });
  const shared = times(b, gradient!, shares, node.inputs[0]!.shape);
  const padded = image.map((side, axis) => side + margins[axis]![0]! + margins[axis]![1]!);
  const result = b.add('AvgPoolGrad', [b.integers(padded), shared], { ...pool(node), padding: { s: 'VALID' } });
  return cropped(b, result, margins, image);
};

const times = (b: GraphDefBuilder, value: string, factors: readonly number[], shape: readonly number[]) =>
  b.add('Mul', [value, b.constant('float32', [1, shape[1]!, shape[2]!, 1], factors)], { T: { type: 'float32' } });

export const pools: Readonly<Record<string, Emit>> = {
  MaxPool: maxPool,
  MaxPoolGrad: maxPool,
  MaxPoolGradGrad: maxPool,
  AvgPool: avgPool,
  AvgPoolGrad: avgPoolGrad,
};
