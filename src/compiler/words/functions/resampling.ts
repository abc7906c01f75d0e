/** Pooling and upsampling: weightless functions that change the size of a map. */
import { ceil, divide, multiply, subtract, type Size } from '../../types/size.ts';
import { reshaped, tensor, withRange } from '../../types/type.ts';
import { sizeOf, type NodeId } from '../../graph/graph.ts';
import type { Parameter } from '../signature.ts';
import { defineFunction, type CallReading, type CallSite, type FunctionDefinition, type Lowering } from './function.ts';
import { amount, isAtLeast, requireMap, reshape, value } from './idioms.ts';
import { cellsAround, paddingOf, requireWindows, type Padding, type Window } from './window-sizes.ts';

const map = value('x', 'a map [height, width, channels]');
const poolParameters: readonly Parameter[] = [
  map,
  { name: 'size', kind: 'integer', min: 1, default: 2, doc: 'height and width of the window' },
  {
    name: 'stride',
    kind: 'integer',
    min: 1,
    default: null,
    doc: 'cells from one window to the next; by default, the size',
  },
  { name: 'padding', kind: 'padding', default: 'valid', doc: '`same`, `valid`, or a number of cells on each side' },
];

const strideOf = <S extends Size>(call: CallReading<S>): S => call.number(call.has('stride') ? 'stride' : 'size');

/** Refuses a padding as large as the window: a window entirely within the padding would have nothing to pool. */
function requirePartlyInside(call: CallSite, callee: string, window: Size, padding: Padding): void {
  if (padding === 'same' || padding === 'valid' || !isAtLeast(padding, window)) return;
  const texts = { callee, parameter: 'padding', value: amount(padding), low: 0, high: amount(subtract(window, 1)) };
  call.fail('argument-out-of-range', texts, 'padding');
}

const windowOf = <S extends Size>(call: CallReading<S>): Window<S | 1> => ({
  kernel: call.number('size'),
  stride: strideOf(call),
  dilation: 1,
  padding: paddingOf(call),
});

function pooledSide(call: CallSite, callee: string, side: Size): Size {
  return requireWindows(call, callee, 'size', side, windowOf(call));
}

function pool(name: string, op: string, doc: string): FunctionDefinition {
  return defineFunction({
    name,
    doc,
    parameters: poolParameters,
    type(call) {
      const [h, w, c] = requireMap(call, name);
      requirePartlyInside(call, name, call.number('size'), paddingOf(call));
      const shape = [pooledSide(call, name, h), pooledSide(call, name, w), c];
      return withRange(tensor(shape, call.inputs[0]!.batched), call.inputs[0]!.range);
    },
    lower(l, [x]) {
      const [h, w] = l.inputs[0]!.shape as [number, number];
      return l.builder.add(op, [x!], {
        ksize: [l.number('size'), l.number('size')],
        strides: [strideOf(l), strideOf(l)],
        explicit_paddings: [h, w].flatMap((side) => cellsAround(side, windowOf(l))),
      });
    },
  });
}

/**
 * Rows of bilinear weights [output, input] between pixel centres, with edges repeated (TensorFlow's half-pixel
 * centres).
 */
function bilinearMatrix(side: number, factor: number): number[] {
  const weights = new Array<number>(side * factor * side).fill(0);
  for (let i = 0; i < side * factor; i++) {
    const at = Math.max(0, Math.min(side - 1, (i + 0.5) / factor - 0.5));
    const low = Math.floor(at);
    const high = Math.min(side - 1, low + 1);
    weights[i * side + low]! += 1 - (at - low);
    weights[i * side + high]! += at - low;
  }
  return weights;
}

/** Interpolation is linear and separable: one matrix for rows, one for columns. So its gradient needs no extra op. */
function upsampleBilinear(l: Lowering, x: NodeId, factor: number): NodeId {
  const b = l.builder;
  const [, h, w] = b.shape(x) as [number, number, number, number];
  /** Moves the axis to the end, multiplies, and moves it back. */
  const along = (v: NodeId, side: number, toEnd: readonly number[], back: readonly number[]): NodeId => {
    const turned = b.add('Transpose', [v], { perm: toEnd });
    const front = b.shape(turned).slice(0, -1);
    const matrix = b.constant(bilinearMatrix(side, factor), [side * factor, side]);
    const rows = reshape(l, turned, [sizeOf(front), side]);
    const product = b.add('MatMul', [rows, matrix], { transpose_a: false, transpose_b: true });
    return b.add('Transpose', [reshape(l, product, [...front, side * factor])], { perm: back });
  };
  const wider = along(x, w, [0, 1, 3, 2], [0, 1, 3, 2]);
  return along(wider, h, [0, 2, 3, 1], [0, 3, 1, 2]);
}

export const resamplingFunctions: readonly FunctionDefinition[] = [
  pool('max_pool', 'MaxPool', 'The largest value of every window.'),
  pool('avg_pool', 'AvgPool', 'The mean of every window; cells outside the map do not count.'),
  defineFunction({
    name: 'upsample',
    doc: 'Makes a map larger by a whole factor, by repeating pixels or by interpolation.',
    parameters: [
      map,
      { name: 'factor', kind: 'integer', min: 1, default: 2, doc: 'how many times as high and wide' },
      {
        name: 'method',
        kind: 'choice',
        choices: ['nearest', 'bilinear'],
        default: 'nearest',
        doc: 'repeat pixels, or interpolate between them',
      },
    ],
    type(call) {
      const [h, w, c] = requireMap(call, 'upsample');
      const factor = call.number('factor');
      return reshaped(call.inputs[0]!, [multiply(h, factor), multiply(w, factor), c]);
    },
    lower(l, [x]) {
      if (l.number('factor') === 1) return x!;
      if (l.settings['method'] === 'bilinear') return upsampleBilinear(l, x!, l.number('factor'));
      return l.builder.add('ResizeNearestNeighbor', [x!], { size: l.type.shape.slice(0, 2) });
    },
  }),
  defineFunction({
    name: 'downsample',
    doc: 'Every factor-th row and column of a map, from the first, without smoothing; for the mean of each block, use `avg_pool`.',
    parameters: [
      map,
      { name: 'factor', kind: 'integer', min: 1, default: 2, doc: 'how many rows and columns become one' },
    ],
    type(call) {
      const [h, w, c] = requireMap(call, 'downsample');
      const kept = (side: Size) => ceil(divide(side, call.number('factor')));
      return reshaped(call.inputs[0]!, [kept(h), kept(w), c]);
    },
    lower(l, [x]) {
      const factor = l.number('factor');
      const whole = l.builder.shape(x!);
      const strides = whole.map((_, axis) => (axis < whole.length - 1 && axis >= whole.length - 3 ? factor : 1));
      return l.builder.add('StridedSlice', [x!], { begin: whole.map(() => 0), end: whole, strides });
    },
  }),
];
