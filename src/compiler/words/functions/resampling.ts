/** Pooling and upsampling: functions without weights that change the size of a map. */
import { reshaped, tensor, withRange } from '../../types/type.ts';
import { sizeOf, type NodeId } from '../../graph/graph.ts';
import { convolvedSize, samePadding } from '../../ops/convolution-geometry.ts';
import {
  defineFunction,
  type CallReading,
  type FunctionDefinition,
  type Lowering,
  type Parameter,
} from './function.ts';
import { requireMap, reshape, value } from './rules.ts';

const map = value('x', 'a map [height, width, channels]');
const poolParameters: readonly Parameter[] = [
  map,
  { name: 'size', kind: 'integer', min: 1, default: 2, doc: 'height and width of the window' },
  {
    name: 'stride',
    kind: 'integer',
    min: 1,
    default: null,
    doc: 'cells from one window to the next; the size if not given',
  },
  { name: 'padding', kind: 'padding', default: 'valid', doc: '`same`, `valid`, or a number of cells on each side' },
];

const strideOf = (call: CallReading): number => call.integer(call.has('stride') ? 'stride' : 'size');

function pads(call: CallReading, side: number): readonly [number, number] {
  const padding = call.settings['padding'];
  if (padding === 'same') return samePadding(side, call.integer('size'), strideOf(call), 1);
  return padding === 'valid' ? [0, 0] : [padding as number, padding as number];
}

function pool(name: string, op: string, doc: string): FunctionDefinition {
  return defineFunction({
    name,
    doc,
    parameters: poolParameters,
    type(call) {
      const [h, w, c] = requireMap(call, name);
      const window = call.integer('size');
      if (typeof call.settings['padding'] === 'number' && call.settings['padding'] >= window) {
        call.fail(
          'argument-out-of-range',
          { callee: name, parameter: 'padding', value: call.settings['padding'], low: 0, high: window - 1 },
          'padding',
        );
      }
      const sides = [h, w].map((side) => convolvedSize(side, window, strideOf(call), 1, ...pads(call, side)));
      if (Math.min(...sides) < 1) {
        call.fail('kernel-too-large', { callee: name, kernel: `${window} × ${window}`, input: `${h} × ${w}` }, 'size');
      }
      return withRange(tensor([...sides, c], call.inputs[0]!.batched), call.inputs[0]!.range);
    },
    lower(l, [x]) {
      const [h, w] = l.inputs[0]!.shape as [number, number];
      return l.builder.add(op, [x!], {
        ksize: [l.integer('size'), l.integer('size')],
        strides: [strideOf(l), strideOf(l)],
        explicit_paddings: [...pads(l, h), ...pads(l, w)],
      });
    },
  });
}

/** Rows of bilinear weights [output, input] between pixel centres, edges repeated (TensorFlow's half-pixel centres). */
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

/** Interpolation is linear and separable: one matrix for rows, one for columns. So its gradient needs no op of its own. */
function upsampleBilinear(l: Lowering, x: NodeId, factor: number): NodeId {
  const b = l.builder;
  const [, h, w] = b.shape(x) as [number, number, number, number];
  /** Turns the axis to the end, multiplies, and turns it back. */
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
    name: 'global_avg_pool',
    doc: 'The mean of each channel over the whole map.',
    parameters: [map],
    type(call) {
      const [, , c] = requireMap(call, 'global_avg_pool');
      return withRange(tensor([c], call.inputs[0]!.batched), call.inputs[0]!.range);
    },
    lower: (l, [x]) => l.builder.add('Mean', [x!], { axes: [1, 2], keep_dims: false }),
  }),
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
      const factor = call.integer('factor');
      return reshaped(call.inputs[0]!, [h * factor, w * factor, c]);
    },
    lower(l, [x]) {
      if (l.integer('factor') === 1) return x!;
      if (l.settings['method'] === 'bilinear') return upsampleBilinear(l, x!, l.integer('factor'));
      return l.builder.add('ResizeNearestNeighbor', [x!], { size: l.type.shape.slice(0, 2) });
    },
  }),
];
