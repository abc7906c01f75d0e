/** Convolutions in TensorFlow's ops. */
import { countAlong, windowsOf, type Windows } from '../ops/windows.ts';
import { int32, inWindows, type, type Emit } from './emitted-node.ts';
import type { GraphDefBuilder } from './graph-def.ts';
import { convolutionPadding } from './padding.ts';

/** What an op of TensorFlow can do on every device. */
interface Abilities {
  readonly dilations: boolean;
  /** Steps that differ between the axes. */
  readonly strides: boolean;
}

/** The three operands of the trilinear form; an op computes one of them from the other two, given in this order. */
const order = ['image', 'filter', 'result'] as const;
type Operand = (typeof order)[number];

type Shape = readonly number[];

const slicing = { T: { type: 'float32' }, Index: int32 } as const;

/** A value with zeros between its cells. */
interface Spread {
  readonly shape: Shape;
  readonly steps: Shape;
}

const cellsOf = (b: GraphDefBuilder, { shape, steps }: Spread) =>
  [shape.map(() => 0), shape, steps].map((values) => b.integers(values));

const spreadOut = (b: GraphDefBuilder, value: string, spread: Spread) =>
  b.add('StridedSliceGrad', [b.integers(spread.shape), ...cellsOf(b, spread), value], slicing);

const cellsBetween = (b: GraphDefBuilder, value: string, spread: Spread) =>
  b.add('StridedSlice', [value, ...cellsOf(b, spread)], slicing);

/**
 * What an op lacks is made up for by zeros: a kernel with zeros between its cells computes undilated what the kernel
 * computes dilated, and of the results at steps of one, those at larger steps are some.
 */
function convolution(wanted: Operand, { dilations, strides }: Abilities): Emit {
  return (b, node, inputs) => {
    const given = order.filter((operand) => operand !== wanted);
    const shapes: Record<Operand, Shape> = { image: [], filter: [], result: [] };
    const names: Partial<Record<Operand, string>> = {};
    given.forEach((operand, i) => {
      shapes[operand] = node.inputs[i]!.shape;
      names[operand] = inputs[i]!;
    });
    shapes[wanted] = node.output.shape;
    let windows: Windows = windowsOf(node.op, node.attributes, shapes.filter.slice(0, 2));
    const spreads: Partial<Record<Operand, Spread>> = {};
    if (!dilations && windows.some(({ dilation }) => dilation > 1)) {
      const sides = windows.map(({ kernel, dilation }) => (kernel - 1) * dilation + 1);
      spreads.filter = {
        shape: [...sides, ...shapes.filter.slice(2)],
        steps: [...windows.map(({ dilation }) => dilation), 1, 1],
      };
      windows = eachWindow(windows, (window, axis) => ({ ...window, kernel: sides[axis]!, dilation: 1 }));
    }
    if (!strides && windows[0].stride !== windows[1].stride) {
      const [batch, , , channels] = shapes.result as [number, number, number, number];
      const steps = windows.map(({ stride }) => stride);
      windows = eachWindow(windows, (window) => ({ ...window, stride: 1 }));
      const sides = windows.map((window, axis) => countAlong(window, shapes.image[axis + 1]!));
      spreads.result = { shape: [batch, ...sides, channels], steps: [1, ...steps, 1] };
    }
    const operands = order.flatMap((operand) => {
      const spread = spreads[operand];
      if (operand !== wanted) return [spread ? spreadOut(b, names[operand]!, spread) : names[operand]!];
      return wanted === 'result' ? [] : [b.integers(spread?.shape ?? shapes[operand])];
    });
    const value = b.add(node.op, operands, {
      T: type(node.output),
      strides: inWindows(windows.map(({ stride }) => stride)),
      dilations: inWindows(windows.map(({ dilation }) => dilation)),
      ...convolutionPadding(windows, shapes.image),
    });
    const spread = spreads[wanted];
    return spread ? cellsBetween(b, value, spread) : value;
  };
}

const eachWindow = (windows: Windows, change: (window: Windows[0], axis: number) => Windows[0]): Windows => [
  change(windows[0], 0),
  change(windows[1], 1),
];

// On the CPU, only the first of them dilates, and the depthwise ones step alike along both axes.
const dense = { dilations: false, strides: true };
const depthwise = { dilations: false, strides: false };

export const convolutions: Readonly<Record<string, Emit>> = {
  Conv2D: convolution('result', { ...dense, dilations: true }),
  Conv2DBackpropInput: convolution('image', dense),
  Conv2DBackpropFilter: convolution('filter', dense),
  DepthwiseConv2dNative: convolution('result', depthwise),
  DepthwiseConv2dNativeBackpropInput: convolution('image', depthwise),
  DepthwiseConv2dNativeBackpropFilter: convolution('filter', depthwise),
};
