/** Pooling over windows of an image. Cells of the padding never count, neither as a maximum nor in a mean. */
import type { Attributes, TensorType } from '../graph/graph.ts';
import { sizeOf } from '../graph/graph.ts';
import { integersOf } from './attributes.ts';
import type { ImageShape } from './images.ts';
import { imageShape, imageType, requireImage, sidesOf } from './images.ts';
import type { GradientRule, Sample, SampleInput } from './op.ts';
import { defineOp } from './op.ts';
import { refuse, refuseAttribute, requireFloat, requireShape } from './requirements.ts';
import { countWindows, overlapsAlong, poolingWindowsOf, windowAttributes } from './windows.ts';

const poolAttributes = {
  ksize: { type: 'integers', doc: 'the window, [rows, columns]' },
  ...windowAttributes,
} as const;

const poolingOf = ({ ksize, strides, explicit_paddings }: Attributes): Attributes => ({
  ksize: ksize!,
  strides: strides!,
  explicit_paddings: explicit_paddings!,
});

/** The type of the pooled image. Each window must overlap the image, or it would have nothing to pool. */
function pooled(op: string, image: ImageShape, attributes: Attributes, refused: (wanted: string) => never): TensorType {
  const windows = poolingWindowsOf(op, attributes);
  if (windows.some(({ kernel, before, after }) => Math.max(before, after) >= kernel)) {
    const size = windows.map(({ kernel }) => kernel).join('×');
    const wanted = `smaller than the window, ${size}: [top, bottom, left, right]`;
    refuseAttribute(op, 'explicit_paddings', attributes['explicit_paddings'], wanted);
  }
  return imageType(image[0], countWindows(windows, sidesOf(image), refused), image[3]);
}

/** Calls `visit` for each cell of the pooled image with the cells of its window, in row-major order. */
function visitWindows(
  op: string,
  image: ImageShape,
  result: ImageShape,
  attributes: Attributes,
  visit: (at: number, cells: readonly number[]) => void,
): void {
  const [batch, rows, columns, channels] = image;
  const windows = poolingWindowsOf(op, attributes);
  const down = overlapsAlong(windows[0], rows, result[1]);
  const across = overlapsAlong(windows[1], columns, result[2]);
  let at = 0;
  for (let n = 0; n < batch; n++) {
    for (const vertical of down) {
      for (const horizontal of across) {
        for (let c = 0; c < channels; c++) {
          const cells = vertical.flatMap((y) =>
            horizontal.map((x) => ((n * rows + y.image) * columns + x.image) * channels + c),
          );
          visit(at++, cells);
        }
      }
    }
  }
}

/** The first of the largest cells, to which the gradient goes if there are ties. */
const firstMaximum = (cells: readonly number[], image: Float64Array) =>
  cells.reduce((best, cell) => (image[cell]! > image[best]! ? cell : best));

const maxInputs = ['orig_input', 'orig_output', 'grad'] as const;

/** Checks the two tensors that MaxPoolGrad and MaxPoolGradGrad share; returns both types. */
function requireMaxPool(
  op: string,
  inputs: readonly TensorType[],
  attributes: Attributes,
): readonly [TensorType, TensorType] {
  const [input, output] = inputs as [TensorType, TensorType];
  const image = requireImage(op, 'orig_input', input);
  const result = pooled(op, image, attributes, (wanted) => refuse(op, 'orig_input', input, wanted));
  requireFloat(op, 'orig_output', output);
  requireShape(op, 'orig_output', output, result.shape);
  return [input, result];
}

const maxPool = defineOp({
  name: 'MaxPool',
  doc: 'The largest cell of each window.',
  inputs: ['input'],
  attributes: poolAttributes,
  infer: ([input], attributes) =>
    pooled('MaxPool', requireImage('MaxPool', 'input', input!), attributes, (wanted) =>
      refuse('MaxPool', 'input', input!, wanted),
    ),
  gradient: (builder, node, gradient) => [
    builder.add('MaxPoolGrad', [node.inputs[0]!, node.id, gradient], node.attributes),
  ],
  flops: (_, attributes, output) => sizeOf(output.shape) * sizeOf(attributes['ksize'] as readonly number[]),
  evaluate([input], attributes, output) {
    const result = new Float64Array(sizeOf(output.shape));
    visitWindows('MaxPool', imageShape(input!.shape), imageShape(output.shape), attributes, (at, cells) => {
      result[at] = input!.data[firstMaximum(cells, input!.data)]!;
    });
    return result;
  },
  samples: samplesOf((image) => [distinct(image)]),
});

const maxPoolGrad = defineOp({
  name: 'MaxPoolGrad',
  doc: 'The adjoint of MaxPool: the gradient goes to the maximum of each window, the first in row-major order among equals.',
  inputs: maxInputs,
  attributes: poolAttributes,
  infer(inputs, attributes) {
    const [input, result] = requireMaxPool('MaxPoolGrad', inputs, attributes);
    requireFloat('MaxPoolGrad', 'grad', inputs[2]!);
    requireShape('MaxPoolGrad', 'grad', inputs[2]!, result.shape);
    return input;
  },
  gradient: gradOnly('MaxPoolGradGrad'),
  flops: ([, output], attributes) => sizeOf(output!.shape) * sizeOf(attributes['ksize'] as readonly number[]),
  evaluate([input, output, gradient], attributes) {
    const result = new Float64Array(input!.data.length);
    visitWindows('MaxPoolGrad', imageShape(input!.shape), imageShape(output!.shape), attributes, (at, cells) => {
      result[firstMaximum(cells, input!.data)]! += gradient!.data[at]!;
    });
    return result;
  },
  samples: samplesOf((image, result) => [distinct(image), { shape: result }, { shape: result }]),
});

const maxPoolGradGrad = defineOp({
  name: 'MaxPoolGradGrad',
  doc: 'Reads `grad` where `orig_input` has the maximum of each window: the adjoint of MaxPoolGrad.',
  inputs: maxInputs,
  attributes: poolAttributes,
  infer(inputs, attributes) {
    const [input, result] = requireMaxPool('MaxPoolGradGrad', inputs, attributes);
    requireFloat('MaxPoolGradGrad', 'grad', inputs[2]!);
    requireShape('MaxPoolGradGrad', 'grad', inputs[2]!, input.shape);
    return result;
  },
  gradient: gradOnly('MaxPoolGrad'),
  flops: ([, output], attributes) => sizeOf(output!.shape) * sizeOf(attributes['ksize'] as readonly number[]),
  evaluate([input, , gradient], attributes, output) {
    const result = new Float64Array(sizeOf(output.shape));
    visitWindows('MaxPoolGradGrad', imageShape(input!.shape), imageShape(output.shape), attributes, (at, cells) => {
      result[at] = gradient!.data[firstMaximum(cells, input!.data)]!;
    });
    return result;
  },
  samples: samplesOf((image, result) => [distinct(image), { shape: result }, { shape: image }]),
});

const avgPool = defineOp({
  name: 'AvgPool',
  doc: 'The mean of the cells of each window that lie inside the image.',
  inputs: ['value'],
  attributes: poolAttributes,
  infer: ([value], attributes) =>
    pooled('AvgPool', requireImage('AvgPool', 'value', value!), attributes, (wanted) =>
      refuse('AvgPool', 'value', value!, wanted),
    ),
  gradient: (builder, { inputs, attributes }, gradient) => [
    builder.add('AvgPoolGrad', [gradient], { ...attributes, orig_input_shape: builder.shape(inputs[0]!) }),
  ],
  flops: (_, attributes, output) => sizeOf(output.shape) * sizeOf(attributes['ksize'] as readonly number[]),
  evaluate([value], attributes, output) {
    const result = new Float64Array(sizeOf(output.shape));
    visitWindows('AvgPool', imageShape(value!.shape), imageShape(output.shape), attributes, (at, cells) => {
      result[at] = cells.reduce((sum, cell) => sum + value!.data[cell]!, 0) / cells.length;
    });
    return result;
  },
  samples: samplesOf((image) => [{ shape: image }]),
});

const avgPoolGrad = defineOp({
  name: 'AvgPoolGrad',
  doc: 'The adjoint of AvgPool: shares the gradient equally among the cells of each window.',
  inputs: ['grad'],
  attributes: { ...poolAttributes, orig_input_shape: { type: 'integers', doc: 'shape of the image that was pooled' } },
  infer([gradient], attributes) {
    const op = 'AvgPoolGrad';
    const wanted = { count: 4, least: 1, each: '[batch, rows, columns, channels]' };
    const shape = integersOf(op, attributes, 'orig_input_shape', wanted);
    requireFloat(op, 'grad', gradient!);
    const result = pooled(op, imageShape(shape), attributes, (fit) =>
      refuseAttribute(op, 'orig_input_shape', shape, fit),
    );
    requireShape(op, 'grad', gradient!, result.shape);
    return { dtype: 'float32', shape };
  },
  gradient: (builder, { attributes }, gradient) => [builder.add('AvgPool', [gradient], poolingOf(attributes))],
  flops: ([gradient], attributes) => sizeOf(gradient!.shape) * sizeOf(attributes['ksize'] as readonly number[]),
  evaluate([gradient], attributes, output) {
    const result = new Float64Array(sizeOf(output.shape));
    visitWindows('AvgPoolGrad', imageShape(output.shape), imageShape(gradient!.shape), attributes, (at, cells) => {
      for (const cell of cells) result[cell]! += gradient!.data[at]! / cells.length;
    });
    return result;
  },
  samples: samplesOf(
    (_, result) => [{ shape: result }],
    (image) => ({ orig_input_shape: image }),
  ),
});

export const poolingOps = [maxPool, maxPoolGrad, maxPoolGradGrad, avgPool, avgPoolGrad];

/**
 * The positions of the maxima are constant almost everywhere, so only `grad` has a gradient, computed by the other op.
 */
function gradOnly(other: string): GradientRule {
  return (builder, { inputs, attributes }, gradient) => [
    null,
    null,
    builder.add(other, [inputs[0]!, inputs[1]!, gradient], attributes),
  ];
}

/** Cells that differ by 0.1 or more, so that a small step changes no maximum: 7 is coprime to every modulus. */
function distinct(shape: readonly number[]): SampleInput {
  const size = sizeOf(shape);
  const modulus = [11, 23, 37, 53, 101].find((prime) => prime >= size)!;
  return { shape, values: Array.from({ length: size }, (_, i) => ((i * 7 + 3) % modulus) / 10 - 1) };
}

/** The same pools as samples for all five ops, each of which picks its inputs. */
function samplesOf(
  inputs: (image: readonly number[], result: readonly number[]) => readonly SampleInput[],
  sizes: (image: readonly number[]) => Attributes = () => ({}),
): readonly Sample[] {
  const cases: readonly (readonly [
    image: ImageShape,
    result: ImageShape,
    ksize: readonly number[],
    strides: readonly number[],
    paddings: readonly number[],
  ])[] = [
    [
      [2, 4, 4, 1],
      [2, 2, 2, 1],
      [2, 2],
      [2, 2],
      [0, 0, 0, 0],
    ],
    // odd: the last row and column are left out
    [
      [1, 5, 3, 3],
      [1, 2, 1, 3],
      [2, 2],
      [2, 2],
      [0, 0, 0, 0],
    ],
    // overlapping and padded
    [
      [1, 4, 3, 2],
      [1, 4, 3, 2],
      [3, 3],
      [1, 1],
      [1, 1, 1, 1],
    ],
    // SAME, k = 3, s = 2 on an even image: asymmetric
    [
      [1, 4, 6, 1],
      [1, 2, 3, 1],
      [3, 3],
      [2, 2],
      [0, 1, 0, 1],
    ],
    // PyTorch's k = 3, s = 2, p = 1 on an even image: neither SAME nor VALID
    [
      [1, 4, 6, 1],
      [1, 2, 3, 1],
      [3, 3],
      [2, 2],
      [1, 1, 1, 1],
    ],
    // SAME, k = 5, s = 2
    [
      [1, 6, 6, 1],
      [1, 3, 3, 1],
      [5, 5],
      [2, 2],
      [1, 2, 1, 2],
    ],
    // the window covers the whole image; 1×1; strides with gaps
    [
      [2, 3, 2, 2],
      [2, 1, 1, 2],
      [3, 2],
      [1, 1],
      [0, 0, 0, 0],
    ],
    [
      [1, 2, 2, 3],
      [1, 2, 2, 3],
      [1, 1],
      [1, 1],
      [0, 0, 0, 0],
    ],
    [
      [1, 5, 3, 1],
      [1, 3, 2, 1],
      [1, 1],
      [2, 2],
      [0, 0, 0, 0],
    ],
  ];
  return cases.map(([image, result, ksize, strides, explicit_paddings]) => ({
    inputs: inputs(image, result),
    attributes: { ksize, strides, explicit_paddings, ...sizes(image) },
  }));
}
