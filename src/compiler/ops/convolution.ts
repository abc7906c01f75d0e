/**
 * Two-dimensional convolution, dense and depthwise, and the two adjoints of each. All three are one trilinear form in
 * (image, filter, result), each solved for a different operand, so the gradients of each are the other two, to any
 * order.
 */
import type { Attributes, TensorType } from '../graph/graph.ts';
import { sizeOf } from '../graph/graph.ts';
import { integersOf } from './attributes.ts';
import type { ImageShape } from './images.ts';
import { imageShape, imageType, requireImage, sidesOf } from './images.ts';
import type { OpDefinition, Sample } from './op.ts';
import { defineOp } from './op.ts';
import { refuse, refuseAttribute, requireFloat, requireShape } from './requirements.ts';
import { countWindows, overlapsAlong, windowAttributes, windowsOf } from './windows.ts';

/** Rows, columns, channels in, and channels out: of all channels in or, if depthwise, of each of them. */
type FilterShape = readonly [rows: number, columns: number, from: number, to: number];

/** How the channels of an image are connected with those of the result. */
interface Convolution {
  /** TensorFlow's names of the convolution, its adjoint in the image and its adjoint in the filter. */
  readonly names: readonly [forward: string, input: string, filter: string];
  readonly doc: string;
  /** The axes of a filter. */
  readonly filter: string;
  readonly channelsOut: (filter: FilterShape) => number;
  /** The channel of the result to which weight `o` of channel `i` contributes. */
  readonly channelOf: (i: number, o: number, to: number) => number;
}

const sliding = {
  ...windowAttributes,
  dilations: { type: 'integers', doc: 'steps between cells of the kernel, [down, across]' },
} as const;

/** The attributes that all of these ops share. */
const slidingOf = ({ strides, explicit_paddings, dilations }: Attributes): Attributes => ({
  strides: strides!,
  explicit_paddings: explicit_paddings!,
  dilations: dilations!,
});

const filterShape = (shape: readonly number[]) => shape as unknown as FilterShape;

/** One multiply-add per pixel of the result and cell of the filter. */
const flopsOf = ([batch, rows, columns]: ImageShape, filter: FilterShape) =>
  2 * batch * rows * columns * sizeOf(filter);

function defineConvolution(kind: Convolution): readonly OpDefinition[] {
  const [forward, backpropInput, backpropFilter] = kind.names;

  function requireFilter(op: string, input: string, type: TensorType): FilterShape {
    requireFloat(op, input, type);
    if (type.shape.length !== 4) refuse(op, input, type, `a kernel ${kind.filter}`);
    return filterShape(type.shape);
  }

  /** The type of the convolution's result. The two callbacks report errors under the operand names of the op at hand. */
  function convolved(
    op: string,
    image: ImageShape,
    filter: FilterShape,
    attributes: Attributes,
    refuseImage: (wanted: string) => never,
    refuseFilter: (wanted: string) => never,
  ): TensorType {
    const [batch, , , channels] = image;
    const [rows, columns, from] = filter;
    if (from !== channels) refuseFilter(`for ${channels} channels in, as the image [${image.join(', ')}] has`);
    const counts = countWindows(windowsOf(op, attributes, [rows, columns]), sidesOf(image), refuseImage);
    return imageType(batch, counts, kind.channelsOut(filter));
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
    const down = overlapsAlong(windows[0], rows, result[1]);
    const across = overlapsAlong(windows[1], columns, result[2]);
    let window = 0;
    for (let n = 0; n < batch; n++) {
      for (const vertical of down) {
        for (const horizontal of across) {
          for (const y of vertical) {
            for (const x of horizontal) {
              const pixel = ((n * rows + y.image) * columns + x.image) * from;
              const weight = (y.kernel * kernelColumns + x.kernel) * from * to;
              for (let i = 0; i < from; i++) {
                for (let o = 0; o < to; o++) visit(pixel + i, weight + i * to + o, window + kind.channelOf(i, o, to));
              }
            }
          }
          window += result[3];
        }
      }
    }
  }

  return [
    defineOp({
      name: forward,
      doc: kind.doc,
      inputs: ['input', 'filter'],
      attributes: sliding,
      infer: ([input, filter], attributes) =>
        convolved(
          forward,
          requireImage(forward, 'input', input!),
          requireFilter(forward, 'filter', filter!),
          attributes,
          (wanted) => refuse(forward, 'input', input!, wanted),
          (wanted) => refuse(forward, 'filter', filter!, wanted),
        ),
      gradient(builder, { inputs, attributes }, gradient) {
        const [input, filter] = inputs as [number, number];
        const shared = slidingOf(attributes);
        return [
          builder.add(backpropInput, [filter, gradient], { ...shared, input_sizes: builder.shape(input) }),
          builder.add(backpropFilter, [input, gradient], { ...shared, filter_sizes: builder.shape(filter) }),
        ];
      },
      flops: ([, filter], _, output) => flopsOf(imageShape(output.shape), filterShape(filter!.shape)),
      evaluate([input, filter], attributes, output) {
        const result = new Float64Array(sizeOf(output.shape));
        const shapes = [imageShape(input!.shape), filterShape(filter!.shape), imageShape(output.shape)] as const;
        visitProducts(forward, ...shapes, attributes, (pixel, weight, at) => {
          result[at]! += input!.data[pixel]! * filter!.data[weight]!;
        });
        return result;
      },
      samples: samplesOf(kind, ({ image, filter }) => [image, filter]),
    }),

    defineOp({
      name: backpropInput,
      doc: `The adjoint of ${forward} in its image: the transposed convolution.`,
      inputs: ['filter', 'out_backprop'],
      attributes: { ...sliding, input_sizes: { type: 'integers', doc: 'shape of the image' } },
      infer([filter, gradient], attributes) {
        const wanted = { count: 4, least: 1, each: '[batch, rows, columns, channels]' };
        const sizes = integersOf(backpropInput, attributes, 'input_sizes', wanted);
        requireImage(backpropInput, 'out_backprop', gradient!);
        const result = convolved(
          backpropInput,
          imageShape(sizes),
          requireFilter(backpropInput, 'filter', filter!),
          attributes,
          (fit) => refuseAttribute(backpropInput, 'input_sizes', sizes, fit),
          (fit) => refuse(backpropInput, 'filter', filter!, fit),
        );
        requireShape(backpropInput, 'out_backprop', gradient!, result.shape);
        return { dtype: 'float32', shape: sizes };
      },
      gradient(builder, { inputs, attributes }, gradient) {
        const [filter, result] = inputs as [number, number];
        const shared = slidingOf(attributes);
        return [
          builder.add(backpropFilter, [gradient, result], { ...shared, filter_sizes: builder.shape(filter) }),
          builder.add(forward, [gradient, filter], shared),
        ];
      },
      flops: ([filter, gradient]) => flopsOf(imageShape(gradient!.shape), filterShape(filter!.shape)),
      evaluate([filter, gradient], attributes, output) {
        const image = new Float64Array(sizeOf(output.shape));
        const shapes = [imageShape(output.shape), filterShape(filter!.shape), imageShape(gradient!.shape)] as const;
        visitProducts(backpropInput, ...shapes, attributes, (pixel, weight, at) => {
          image[pixel]! += filter!.data[weight]! * gradient!.data[at]!;
        });
        return image;
      },
      samples: samplesOf(
        kind,
        ({ filter, result }) => [filter, result],
        ({ image }) => ({ input_sizes: image }),
      ),
    }),

    defineOp({
      name: backpropFilter,
      doc: `The adjoint of ${forward} in its filter: the gradient of a kernel.`,
      inputs: ['input', 'out_backprop'],
      attributes: { ...sliding, filter_sizes: { type: 'integers', doc: 'shape of the filter' } },
      infer([input, gradient], attributes) {
        const wanted = { count: 4, least: 1, each: kind.filter };
        const sizes = integersOf(backpropFilter, attributes, 'filter_sizes', wanted);
        requireImage(backpropFilter, 'out_backprop', gradient!);
        const result = convolved(
          backpropFilter,
          requireImage(backpropFilter, 'input', input!),
          filterShape(sizes),
          attributes,
          (fit) => refuse(backpropFilter, 'input', input!, fit),
          (fit) => refuseAttribute(backpropFilter, 'filter_sizes', sizes, fit),
        );
        requireShape(backpropFilter, 'out_backprop', gradient!, result.shape);
        return { dtype: 'float32', shape: sizes };
      },
      gradient(builder, { inputs, attributes }, gradient) {
        const [input, result] = inputs as [number, number];
        const shared = slidingOf(attributes);
        return [
          builder.add(backpropInput, [gradient, result], { ...shared, input_sizes: builder.shape(input) }),
          builder.add(forward, [input, gradient], shared),
        ];
      },
      flops: ([, gradient], _, output) => flopsOf(imageShape(gradient!.shape), filterShape(output.shape)),
      evaluate([input, gradient], attributes, output) {
        const filter = new Float64Array(sizeOf(output.shape));
        const shapes = [imageShape(input!.shape), filterShape(output.shape), imageShape(gradient!.shape)] as const;
        visitProducts(backpropFilter, ...shapes, attributes, (pixel, weight, at) => {
          filter[weight]! += input!.data[pixel]! * gradient!.data[at]!;
        });
        return filter;
      },
      samples: samplesOf(
        kind,
        ({ image, result }) => [image, result],
        ({ filter }) => ({ filter_sizes: filter }),
      ),
    }),
  ];
}

interface Case {
  readonly image: ImageShape;
  readonly filter: FilterShape;
  readonly result: ImageShape;
}

/** What the samples try, and how. */
// prettier-ignore
const cases: readonly (readonly [
  what: string, image: ImageShape, filter: FilterShape, strides: readonly number[], paddings: readonly number[], dilations: readonly number[],
])[] = [
  ['SAME, stride 1', [2, 4, 4, 1], [3, 3, 1, 2], [1, 1], [1, 1, 1, 1], [1, 1]],
  ['SAME, stride 2 on an even image: asymmetric', [1, 6, 6, 1], [5, 5, 1, 1], [2, 2], [1, 2, 1, 2], [1, 1]],
  ['stride 2, the last row and column left out', [1, 4, 6, 3], [3, 3, 3, 2], [2, 2], [0, 0, 0, 0], [1, 1]],
  ['axes that differ in everything', [1, 5, 4, 2], [2, 3, 2, 1], [2, 1], [0, 1, 1, 1], [1, 1]],
  ['dilation 2', [1, 5, 6, 1], [3, 2, 1, 2], [1, 1], [1, 1, 0, 0], [2, 2]],
  ['1×1', [2, 3, 2, 3], [1, 1, 3, 1], [1, 1], [0, 0, 0, 0], [1, 1]],
  ['the kernel covers the whole image', [2, 3, 4, 1], [3, 4, 1, 3], [1, 1], [0, 0, 0, 0], [1, 1]],
  ['4×4, stride 2, padding 1: a layer of DCGAN', [1, 4, 4, 2], [4, 4, 2, 1], [2, 2], [1, 1, 1, 1], [1, 1]],
];

/** The same convolutions as samples for all ops, each of which picks its input shapes. */
function samplesOf(
  kind: Convolution,
  inputs: (shapes: Case) => readonly (readonly number[])[],
  sizes: (shapes: Case) => Attributes = () => ({}),
): readonly Sample[] {
  return cases.map(([what, image, filter, strides, explicit_paddings, dilations]) => {
    const attributes = { strides, explicit_paddings, dilations };
    const windows = windowsOf(what, attributes, [filter[0], filter[1]]);
    const sides = countWindows(windows, sidesOf(image), (wanted) => refuseAttribute(what, 'image', image, wanted));
    const shapes = { image, filter, result: [image[0], ...sides, kind.channelsOut(filter)] as const };
    return { inputs: inputs(shapes).map((shape) => ({ shape })), attributes: { ...attributes, ...sizes(shapes) } };
  });
}

export const convolutionOps: readonly OpDefinition[] = [
  ...defineConvolution({
    names: ['Conv2D', 'Conv2DBackpropInput', 'Conv2DBackpropFilter'],
    doc: 'Convolution (in truth cross-correlation): out[n,y,x,o] = Σ image[n, y·s + i·d − p, x·s + j·d − p, c] · filter[i,j,c,o].',
    filter: '[rows, columns, channels in, channels out]',
    channelsOut: ([, , , to]) => to,
    channelOf: (_, o) => o,
  }),
  ...defineConvolution({
    names: ['DepthwiseConv2dNative', 'DepthwiseConv2dNativeBackpropInput', 'DepthwiseConv2dNativeBackpropFilter'],
    doc: 'Convolution of each channel by itself, with m kernels: out[n,y,x,c·m+o] = Σ image[n, y·s + i·d − p, x·s + j·d − p, c] · filter[i,j,c,o].',
    filter: '[rows, columns, channels in, kernels of each]',
    channelsOut: ([, , from, to]) => from * to,
    channelOf: (i, o, to) => i * to + o,
  }),
];
