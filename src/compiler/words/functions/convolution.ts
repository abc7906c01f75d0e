/** Convolutions over maps [height, width, channels]. Kernels are [kh, kw, in, out]; transposed ones [kh, kw, out, in]. */
import { tensor } from '../../types/type.ts';
import {
  convolvedSize,
  samePadding,
  transposedGeometry,
  type TransposedGeometry,
} from '../../ops/convolution-geometry.ts';
import { OpError } from '../../ops/op.ts';
import { biasParameter, initParameter } from './dense.ts';
import {
  defineFunction,
  type CallReading,
  type CallSite,
  type FunctionDefinition,
  type Lowering,
  type Parameter,
} from './function.ts';
import { initializer, type Initializer } from '../initializers.ts';
import { requireMap, value, wholeShape } from './rules.ts';

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
  doc: "`same`, `valid`, or a number of cells on each side; `same` is TensorFlow's: the output is the input over the stride",
};

type Padding = 'same' | 'valid' | number;

const size = (call: CallReading): string => `${call.integer('kernel')} × ${call.integer('kernel')}`;

/** Cells added before and after one axis. */
function pads(call: CallReading, side: number): readonly [number, number] {
  const given = call.settings['padding'] as Padding;
  if (given === 'valid') return [0, 0];
  if (given === 'same')
    return samePadding(side, call.integer('kernel'), call.integer('stride'), call.integer('dilation'));
  return [given, given];
}

function convolved(call: CallSite, side: number): number {
  const output = convolvedSize(
    side,
    call.integer('kernel'),
    call.integer('stride'),
    call.integer('dilation'),
    ...pads(call, side),
  );
  if (output < 1) {
    const [h, w] = call.inputs[0]!.shape;
    call.fail('kernel-too-large', { callee: 'conv2d', kernel: size(call), input: `${h} × ${w}` }, 'kernel');
  }
  return output;
}

function transposed(call: CallReading, side: number): TransposedGeometry {
  return transposedGeometry(side, call.integer('kernel'), call.integer('stride'), call.settings['padding'] as Padding);
}

/** A padding that no convolution could have had is the spec's mistake, and is told as one. */
function transposedSize(call: CallSite, side: number): number {
  try {
    return transposed(call, side).output;
  } catch (cause) {
    if (!(cause instanceof OpError)) throw cause;
    const here = `padding ${String(call.settings['padding'])} with kernel ${call.integer('kernel')} and stride ${call.integer('stride')}`;
    const help = 'use `padding: same` for an output of the input times the stride';
    call.fail(
      'shape-mismatch',
      { message: '`conv2d_transpose` cannot pad like this', here, why: cause.message, help },
      'padding',
    );
  }
}

/** Kernel and bias; the kernel's last two axes are in the order that the op wants. */
function kernelAndBias(call: CallReading, channels: readonly [number, number]) {
  const k = call.integer('kernel');
  return {
    kernel: { shape: [k, k, ...channels], initializer: call.settings['init'] as Initializer },
    ...(call.settings['bias'] === true && {
      bias: { shape: [call.integer('filters')], initializer: initializer('zeros') },
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
      return tensor([convolved(call, h), convolved(call, w), call.integer('filters')], call.inputs[0]!.batched);
    },
    weights: (call) => kernelAndBias(call, [call.inputs[0]!.shape[2]!, call.integer('filters')]),
    lower(l, [x]) {
      const [h, w] = l.inputs[0]!.shape as [number, number];
      const attributes = {
        strides: [l.integer('stride'), l.integer('stride')],
        explicit_paddings: [...pads(l, h), ...pads(l, w)],
        dilations: [l.integer('dilation'), l.integer('dilation')],
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
        [transposedSize(call, h), transposedSize(call, w), call.integer('filters')],
        call.inputs[0]!.batched,
      );
    },
    weights: (call) => kernelAndBias(call, [call.integer('filters'), call.inputs[0]!.shape[2]!]),
    lower(l, [x]) {
      const [h, w] = l.inputs[0]!.shape as [number, number];
      const attributes = {
        input_sizes: wholeShape(l),
        strides: [l.integer('stride'), l.integer('stride')],
        explicit_paddings: [transposed(l, h), transposed(l, w)].flatMap((g) => [g.before, g.after]),
        dilations: [1, 1],
      };
      return withBias(l, l.builder.add('Conv2DBackpropInput', [l.weight('kernel'), x!], attributes));
    },
  }),
];
