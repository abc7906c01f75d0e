/**
 * Convolutions over maps [height, width, channels]. Kernels are [kh, kw, in, out], those of transposed ones [kh, kw,
 * out, in].
 */
import { formatSize, isLess, type Size } from '../../types/size.ts';
import { tensor } from '../../types/type.ts';
import { transposedGeometry, type TransposedGeometry } from '../../ops/convolution-geometry.ts';
import { initializer } from '../initializers.ts';
import type { Initializer } from '../settings.ts';
import type { Parameter } from '../signature.ts';
import { biasParameter, initParameter } from './dense.ts';
import { defineFunction, type CallReading, type CallSite, type FunctionDefinition, type Lowering } from './function.ts';
import { requireMap, value, wholeShape } from './idioms.ts';
import { cellsAround, paddingOf, requireWindows, transposedSize, type Window } from './window-sizes.ts';

const map = value('x', 'a map [height, width, channels]');
const filters: Parameter = { name: 'filters', kind: 'integer', min: 1, doc: 'how many channels come out' };
const kernel: Parameter = { name: 'kernel', kind: 'integer', min: 1, doc: 'height and width of the kernel' };
const stride: Parameter = {
  name: 'stride',
  kind: 'integer',
  min: 1,
  default: 1,
  doc: 'cells from one position to the next',
};
const padding: Parameter = {
  name: 'padding',
  kind: 'padding',
  default: 'same',
  doc: "`same`, `valid`, or a number of cells on each side; `same` is TensorFlow's: the output is the input divided by the stride",
};

function windowOf<S extends Size>(call: CallReading<S>): Window<S> {
  const [kernel, stride, dilation] = [call.number('kernel'), call.number('stride'), call.number('dilation')];
  return { kernel, stride, dilation, padding: paddingOf(call) };
}

/** The output size of `conv2d` along one side. */
function convolvedSide(call: CallSite, side: Size): Size {
  return requireWindows(call, 'conv2d', 'kernel', side, windowOf(call));
}

/** The output size of `conv2d_transpose` along one side; a padding that no convolution could have had is refused. */
function transposedSide(call: CallSite, side: Size): Size {
  const [kernel, stride, padding] = [call.number('kernel'), call.number('stride'), paddingOf(call)];
  const output = transposedSize(side, { kernel, stride, padding });
  if (isLess(output, 1)) {
    const why =
      `a transposed convolution of size ${formatSize(side)}, kernel ${formatSize(kernel)}, stride ${formatSize(stride)}, ` +
      `padding ${String(padding)}, output padding 0 has an output of ${formatSize(output)}, but it must be at least 1`;
    const texts = {
      message: '`conv2d_transpose` cannot pad like this',
      here: `padding ${String(padding)} with kernel ${formatSize(kernel)} and stride ${formatSize(stride)}`,
      why,
      help: 'use `padding: same`: the output is then the input times the stride',
    };
    call.fail('shape-mismatch', texts, 'padding');
  }
  return output;
}

function transposed(l: Lowering, side: number): TransposedGeometry {
  return transposedGeometry(side, l.number('kernel'), l.number('stride'), paddingOf(l));
}

/** Kernel and bias; `channels` are the last two axes of the kernel, in the order of the op. */
function kernelAndBias(call: CallReading<number>, channels: readonly [number, number]) {
  const k = call.number('kernel');
  return {
    kernel: { shape: [k, k, ...channels], initializer: call.settings['init'] as Initializer },
    ...(call.settings['bias'] === true && {
      bias: { shape: [call.number('filters')], initializer: initializer('zeros') },
    }),
  };
}

const withBias = (l: Lowering, x: number): number =>
  l.hasWeight('bias') ? l.builder.add('AddV2', [x, l.weight('bias')]) : x;

export const convolutionFunctions: readonly FunctionDefinition[] = [
  defineFunction({
    name: 'conv2d',
    doc: 'Convolution with a learned kernel.',
    layer: true,
    linear: true,
    parameters: [
      map,
      filters,
      kernel,
      stride,
      padding,
      { name: 'dilation', kind: 'integer', min: 1, default: 1, doc: 'cells from one tap of the kernel to the next' },
      biasParameter,
      initParameter,
    ],
    type(call) {
      const [h, w] = requireMap(call, 'conv2d');
      return tensor([convolvedSide(call, h), convolvedSide(call, w), call.number('filters')], call.inputs[0]!.batched);
    },
    weights: (call) => kernelAndBias(call, [call.inputs[0]!.shape[2]!, call.number('filters')]),
    lower(l, [x]) {
      const [h, w] = l.inputs[0]!.shape as [number, number];
      const attributes = {
        strides: [l.number('stride'), l.number('stride')],
        explicit_paddings: [h, w].flatMap((side) => cellsAround(side, windowOf(l))),
        dilations: [l.number('dilation'), l.number('dilation')],
      };
      return withBias(l, l.builder.add('Conv2D', [x!, l.weight('kernel')], attributes));
    },
  }),
  defineFunction({
    name: 'conv2d_transpose',
    doc:
      'Transposed convolution, the gradient of a convolution with respect to its input (Dumoulin & Visin 2016): with ' +
      '`same`, the output is the input times the stride.',
    layer: true,
    linear: true,
    parameters: [map, filters, kernel, stride, padding, biasParameter, initParameter],
    type(call) {
      const [h, w] = requireMap(call, 'conv2d_transpose');
      return tensor(
        [transposedSide(call, h), transposedSide(call, w), call.number('filters')],
        call.inputs[0]!.batched,
      );
    },
    weights: (call) => kernelAndBias(call, [call.number('filters'), call.inputs[0]!.shape[2]!]),
    lower(l, [x]) {
      const [h, w] = l.inputs[0]!.shape as [number, number];
      const attributes = {
        input_sizes: wholeShape(l),
        strides: [l.number('stride'), l.number('stride')],
        explicit_paddings: [transposed(l, h), transposed(l, w)].flatMap((g) => [g.before, g.after]),
        dilations: [1, 1],
      };
      return withBias(l, l.builder.add('Conv2DBackpropInput', [l.weight('kernel'), x!], attributes));
    },
  }),
];
