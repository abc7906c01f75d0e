/**
 * Two-dimensional convolution and its two adjoints. All three are one trilinear form in (image, filter, result), each
 * solved for a different operand, so the gradients of each are the other two, to any order.
 */
import type { Attributes, TensorType } from '../graph/graph.ts';
import { sizeOf } from '../graph/graph.ts';
import { integersOf } from './attributes.ts';
import type { ImageShape } from './images.ts';
import { imageShape, imageType, requireImage, sidesOf } from './images.ts';
import type { Sample } from './op.ts';
import { defineOp } from './op.ts';
import { refuse, refuseAttribute, requireFloat, requireShape } from './requirements.ts';
import { countWindows, overlapsAlong, windowAttributes, windowsOf } from './windows.ts';

/** Rows, columns, channels in, channels out. */
type FilterShape = readonly [rows: number, columns: number, from: number, to: number];

const sliding = {
  ...windowAttributes,
  dilations: { type: 'integers', doc: 'steps between cells of the kernel, [down, across]' },
} as const;

/** The attributes that all three ops share. */
const slidingOf = ({ strides, explicit_paddings, dilations }: Attributes): Attributes => ({
  strides: strides!,
  explicit_paddings: explicit_paddings!,
  dilations: dilations!,
});

function requireFilter(op: string, input: string, type: TensorType): FilterShape {
  requireFloat(op, input, type);
  if (type.shape.length !== 4) refuse(op, input, type, 'a kernel [rows, columns, channels in, channels out]');
  return type.shape as unknown as FilterShape;
}

/** The type of the convolution's result. The two callbacks report errors under the operand names of the op at hand. */
function convolved(
  op: string,
  image: ImageShape,
  [rows, columns, from, to]: FilterShape,
  attributes: Attributes,
  refuseImage: (wanted: string) => never,
  refuseFilter: (wanted: string) => never,
): TensorType {
  const [batch, , , channels] = image;
  if (from !== channels) refuseFilter(`for ${channels} channels in, as the image [${image.join(', ')}] has`);
  const counts = countWindows(windowsOf(op, attributes, [rows, columns]), sidesOf(image), refuseImage);
  return imageType(batch, counts, to);
}

/** Calls `visit` for each product of the sum: `result[at] += image[pixel] · filter[weight]`. */
function visitProducts(
  op: string,
  image: ImageShape,
  filter: FilterShape,
  result: ImageShape,
  attributes: Attributes,
  visit: (pixel: number, weight: number, at: number) => void,
): void {
  const [batch, rows, columns, from] = image;
  const [kernelRows, kernelColumns, , to] = filter;
  const windows = windowsOf(op, attributes, [kernelRows, kernelColumns]);
  const down = overlapsAlong(windows, 0, rows, result[1]);
  const across = overlapsAlong(windows, 1, columns, result[2]);
  let window = 0;
  for (let n = 0; n < batch; n++) {
    for (const vertical of down) {
      for (const horizontal of across) {
        for (const y of vertical) {
          for (const x of horizontal) {
            const pixel = ((n * rows + y.image) * columns + x.image) * from;
            const weight = (y.kernel * kernelColumns + x.kernel) * from * to;
            for (let i = 0; i < from; i++) {
              for (let o = 0; o < to; o++) visit(pixel + i, weight + i * to + o, window + o);
            }
          }
        }
        window += to;
      }
    }
  }
}

/** One multiply-add per cell of the result, cell of the kernel and input channel. */
const flopsOf = ([batch, rows, columns, to]: ImageShape, [kernelRows, kernelColumns, from]: FilterShape) =>
  2 * batch * rows * columns * kernelRows * kernelColumns * from * to;

const filterShape = (shape: readonly number[]) => shape as unknown as FilterShape;

const conv2d = defineOp({
  name: 'Conv2D',
  doc: 'Convolution (in truth cross-correlation): out[n,y,x,o] = Σ image[n, y·s + i·d − p, x·s + j·d − p, c] · filter[i,j,c,o].',
  inputs: ['input', 'filter'],
  attributes: sliding,
  infer([input, filter], attributes) {
    return convolved(
      'Conv2D',
      requireImage('Conv2D', 'input', input!),
      requireFilter('Conv2D', 'filter', filter!),
      attributes,
      (wanted) => refuse('Conv2D', 'input', input!, wanted),
      (wanted) => refuse('Conv2D', 'filter', filter!, wanted),
    );
  },
  gradient(builder, { inputs, attributes }, gradient) {
    const [input, filter] = inputs as [number, number];
    const shared = slidingOf(attributes);
    return [
      builder.add('Conv2DBackpropInput', [filter, gradient], { ...shared, input_sizes: builder.shape(input) }),
      builder.add('Conv2DBackpropFilter', [input, gradient], { ...shared, filter_sizes: builder.shape(filter) }),
    ];
  },
  flops: ([, filter], _, output) => flopsOf(imageShape(output.shape), filterShape(filter!.shape)),
  evaluate([input, filter], attributes, output) {
    const result = new Float64Array(sizeOf(output.shape));
    const shapes = [imageShape(input!.shape), filterShape(filter!.shape), imageShape(output.shape)] as const;
    visitProducts('Conv2D', ...shapes, attributes, (pixel, weight, at) => {
      result[at]! += input!.data[pixel]! * filter!.data[weight]!;
    });
    return result;
  },
  samples: samplesOf((image, filter) => [image, filter]),
});

const conv2dBackpropInput = defineOp({
  name: 'Conv2DBackpropInput',
  doc: 'The adjoint of Conv2D in its image: the transposed convolution.',
  inputs: ['filter', 'out_backprop'],
  attributes: { ...sliding, input_sizes: { type: 'integers', doc: 'shape of the image' } },
  infer([filter, gradient], attributes) {
    const op = 'Conv2DBackpropInput';
    const sizes = integersOf(op, attributes, 'input_sizes', {
      count: 4,
      least: 1,
      each: '[batch, rows, columns, channels]',
    });
    requireImage(op, 'out_backprop', gradient!);
    const result = convolved(
      op,
      imageShape(sizes),
      requireFilter(op, 'filter', filter!),
      attributes,
      (wanted) => refuseAttribute(op, 'input_sizes', sizes, wanted),
      (wanted) => refuse(op, 'filter', filter!, wanted),
    );
    requireShape(op, 'out_backprop', gradient!, result.shape);
    return { dtype: 'float32', shape: sizes };
  },
  gradient(builder, { inputs, attributes }, gradient) {
    const [filter, result] = inputs as [number, number];
    const shared = slidingOf(attributes);
    return [
      builder.add('Conv2DBackpropFilter', [gradient, result], { ...shared, filter_sizes: builder.shape(filter) }),
      builder.add('Conv2D', [gradient, filter], shared),
    ];
  },
  flops: ([filter, gradient]) => flopsOf(imageShape(gradient!.shape), filterShape(filter!.shape)),
  evaluate([filter, gradient], attributes, output) {
    const image = new Float64Array(sizeOf(output.shape));
    const shapes = [imageShape(output.shape), filterShape(filter!.shape), imageShape(gradient!.shape)] as const;
    visitProducts('Conv2DBackpropInput', ...shapes, attributes, (pixel, weight, at) => {
      image[pixel]! += filter!.data[weight]! * gradient!.data[at]!;
    });
    return image;
  },
  samples: samplesOf(
    (_, filter, result) => [filter, result],
    (image) => ({ input_sizes: image }),
  ),
});

const conv2dBackpropFilter = defineOp({
  name: 'Conv2DBackpropFilter',
  doc: 'The adjoint of Conv2D in its filter: the gradient of a kernel.',
  inputs: ['input', 'out_backprop'],
  attributes: { ...sliding, filter_sizes: { type: 'integers', doc: 'shape of the filter' } },
  infer([input, gradient], attributes) {
    const op = 'Conv2DBackpropFilter';
    const sizes = integersOf(op, attributes, 'filter_sizes', {
      count: 4,
      least: 1,
      each: '[rows, columns, channels in, channels out]',
    });
    requireImage(op, 'out_backprop', gradient!);
    const result = convolved(
      op,
      requireImage(op, 'input', input!),
      filterShape(sizes),
      attributes,
      (wanted) => refuse(op, 'input', input!, wanted),
      (wanted) => refuseAttribute(op, 'filter_sizes', sizes, wanted),
    );
    requireShape(op, 'out_backprop', gradient!, result.shape);
    return { dtype: 'float32', shape: sizes };
  },
  gradient(builder, { inputs, attributes }, gradient) {
    const [input, result] = inputs as [number, number];
    const shared = slidingOf(attributes);
    return [
      builder.add('Conv2DBackpropInput', [gradient, result], { ...shared, input_sizes: builder.shape(input) }),
      builder.add('Conv2D', [input, gradient], shared),
    ];
  },
  flops: ([, gradient], _, output) => flopsOf(imageShape(gradient!.shape), filterShape(output.shape)),
  evaluate([input, gradient], attributes, output) {
    const filter = new Float64Array(sizeOf(output.shape));
    const shapes = [imageShape(input!.shape), filterShape(output.shape), imageShape(gradient!.shape)] as const;
    visitProducts('Conv2DBackpropFilter', ...shapes, attributes, (pixel, weight, at) => {
      filter[weight]! += input!.data[pixel]! * gradient!.data[at]!;
    });
    return filter;
  },
  samples: samplesOf(
    (image, _, result) => [image, result],
    (_, filter) => ({ filter_sizes: filter }),
  ),
});

export const convolutionOps = [conv2d, conv2dBackpropInput, conv2dBackpropFilter];

/** The same convolutions as samples for all three ops, each of which picks its input shapes. */
function samplesOf(
  inputs: (...shapes: (readonly number[])[]) => readonly (readonly number[])[],
  sizes: (image: readonly number[], filter: readonly number[]) => Attributes = () => ({}),
): readonly Sample[] {
  const cases: readonly (readonly [
    image: ImageShape,
    filter: FilterShape,
    result: ImageShape,
    strides: readonly number[],
    paddings: readonly number[],
    dilations: readonly number[],
  ])[] = [
    // SAME, stride 1
    [
      [2, 4, 4, 1],
      [3, 3, 1, 2],
      [2, 4, 4, 2],
      [1, 1],
      [1, 1, 1, 1],
      [1, 1],
    ],
    // SAME, stride 2 on an even image: asymmetric
    [
      [1, 6, 6, 1],
      [5, 5, 1, 1],
      [1, 3, 3, 1],
      [2, 2],
      [1, 2, 1, 2],
      [1, 1],
    ],
    // stride 2 on an odd image: the last row and column are left out
    [
      [1, 4, 6, 3],
      [3, 3, 3, 2],
      [1, 1, 2, 2],
      [2, 2],
      [0, 0, 0, 0],
      [1, 1],
    ],
    // strides, kernel and paddings that differ between the axes
    [
      [1, 5, 4, 2],
      [2, 3, 2, 1],
      [1, 3, 4, 1],
      [2, 1],
      [0, 1, 1, 1],
      [1, 1],
    ],
    // dilation 2
    [
      [1, 5, 6, 1],
      [3, 2, 1, 2],
      [1, 3, 4, 2],
      [1, 1],
      [1, 1, 0, 0],
      [2, 2],
    ],
    // 1×1
    [
      [2, 3, 2, 3],
      [1, 1, 3, 1],
      [2, 3, 2, 1],
      [1, 1],
      [0, 0, 0, 0],
      [1, 1],
    ],
    // the kernel covers the whole image
    [
      [2, 3, 4, 1],
      [3, 4, 1, 3],
      [2, 1, 1, 3],
      [1, 1],
      [0, 0, 0, 0],
      [1, 1],
    ],
    // 4×4, stride 2, padding 1: a layer of DCGAN
    [
      [1, 4, 4, 2],
      [4, 4, 2, 1],
      [1, 2, 2, 1],
      [2, 2],
      [1, 1, 1, 1],
      [1, 1],
    ],
  ];
  return cases.map(([image, filter, result, strides, explicit_paddings, dilations]) => ({
    inputs: inputs(image, filter, result).map((shape) => ({ shape })),
    attributes: { strides, explicit_paddings, dilations, ...sizes(image, filter) },
  }));
}
