/** Weightless functions that change the size of a map: interpolation, adaptive pooling, and filters of fixed numbers. */
import { contract } from '../../ops/composites/contraction.ts';
import { filter, type Filtering } from '../../ops/composites/filtering.ts';
import { add, divide, floor, formatFactor, isKnown, isLess, multiply, subtract, type Size } from '../../types/size.ts';
import { reshaped, tensor } from '../../types/type.ts';
import type { NodeId } from '../../graph/graph.ts';
import type { Parameter } from '../signature.ts';
import { defineFunction, type CallReading, type CallSite, type FunctionDefinition, type Lowering } from './function.ts';
import { inBatches, refuseLabels, requireMap, value } from './idioms.ts';

const map = value('x', 'a map [height, width, channels]');

/** For a cell of the result, the cells that it is a sum of, with their factors. */
type Mixture = readonly (readonly [cell: number, factor: number])[];

/**
 * Bilinear interpolation between the centres of pixels, with the edges repeated (TensorFlow's half-pixel centres).
 */
function between(side: number, factor: number, at: number): Mixture {
  const place = Math.max(0, Math.min(side - 1, (at + 0.5) / factor - 0.5));
  const low = Math.floor(place);
  return [
    [low, 1 - (place - low)],
    [Math.min(side - 1, low + 1), place - low],
  ];
}

/** PyTorch's adaptive pooling: cell i is the mean from ⌊i · side / size⌋ up to ⌈(i + 1) · side / size⌉. */
function share(side: number, size: number, at: number): Mixture {
  const first = Math.floor((at * side) / size);
  const end = Math.ceil(((at + 1) * side) / size);
  return Array.from({ length: end - first }, (_, i) => [first + i, 1 / (end - first)]);
}

/**
 * Mixes the cells of a map along both sides. It is linear and separable, one matrix for each side, so its gradient needs
 * no op of its own.
 */
function mixed(
  l: Lowering,
  x: NodeId,
  sizes: readonly [number, number],
  mixture: (side: number, size: number, at: number) => Mixture,
): NodeId {
  const b = l.builder;
  const shape = b.shape(x);
  const matrices = sizes.map((size, axis) => {
    const side = shape[axis + 1]!;
    const cells = new Array<number>(size * side).fill(0);
    for (let at = 0; at < size; at++) {
      for (const [cell, factor] of mixture(side, size, at)) cells[at * side + cell]! += factor;
    }
    return b.constant(cells, [size, side]);
  });
  const wide = contract(
    b,
    [
      { node: x, axes: [...'nhwc'] },
      { node: matrices[1]!, axes: [...'xw'] },
    ],
    [...'nhxc'],
  );
  return contract(
    b,
    [
      { node: wide, axes: [...'nhxc'] },
      { node: matrices[0]!, axes: [...'yh'] },
    ],
    [...'nyxc'],
  );
}

const numbers = (call: CallReading, name: string) => call.settings[name] as readonly number[];

/** Divided by their sum, so that a filter keeps the brightness. */
function normalized(taps: readonly number[]): readonly number[] {
  const sum = taps.reduce((a, b) => a + b, 0);
  return taps.map((tap) => tap / sum);
}

const scaled = (taps: readonly number[], factor: number) => taps.map((tap) => tap * factor);

/** Refuses a filter without brightness: its numbers are to be divided by their sum. */
function requireBrightness(call: CallSite, callee: string, name: string): void {
  const taps = call.settings[name] as readonly Size[];
  if (taps.length > 0 && !isKnown(taps.reduce(add))) return;
  if (taps.length > 0 && taps.reduce(add) !== 0) return;
  const found = `[${taps.join(', ')}]`;
  const expected = 'numbers whose sum is not 0, since they are divided by it';
  call.fail('wrong-argument', { callee, parameter: name, expected, found }, name);
}

const fir = (name: string, standard: readonly number[] | null): Parameter => ({
  name,
  kind: 'numbers',
  default: standard,
  doc: 'the filter along one side, such as `[1, 3, 3, 1]`; it is divided by its sum',
});
const factor: Parameter = {
  name: 'factor',
  kind: 'integer',
  min: 1,
  default: 2,
  doc: 'how many times as high and wide',
};

const lowerFilter = (l: Lowering, inputs: readonly NodeId[], filtering: Filtering): NodeId =>
  inBatches(l, inputs, (x) => filter(l.builder, x, filtering));

/** Cells before and after, the odd one before. */
const split = (cells: number) => [cells - Math.floor(cells / 2), Math.floor(cells / 2)] as const;

export const resamplingFunctions: readonly FunctionDefinition[] = [
  defineFunction({
    name: 'adaptive_avg_pool',
    doc: 'The mean of as many windows as the result has pixels, whatever the size of the map.',
    parameters: [map, { name: 'size', kind: 'integer', min: 1, doc: 'height and width of the result' }],
    type(call) {
      refuseLabels(call, 'adaptive_avg_pool');
      const [, , c] = requireMap(call, 'adaptive_avg_pool');
      const { batched, range } = call.inputs[0]!;
      return tensor([call.number('size'), call.number('size'), c], batched, range);
    },
    lower: (l, inputs) => inBatches(l, inputs, (x) => mixed(l, x, [l.number('size'), l.number('size')], share)),
  }),
  defineFunction({
    name: 'upsample',
    doc:
      'Makes a map larger by a whole factor, by repeating pixels, by interpolation or, as in StyleGAN2 (Karras et al. ' +
      '2020), by a filter over pixels with zeros between them.',
    parameters: [
      map,
      factor,
      {
        name: 'method',
        kind: 'choice',
        choices: ['nearest', 'bilinear'],
        default: 'nearest',
        doc: 'repeat pixels, or interpolate between them',
      },
      {
        ...fir('filter', null),
        doc: 'in place of a method: the filter along one side, such as `[1, 3, 3, 1]`; it is divided by its sum',
      },
    ],
    type(call) {
      refuseLabels(call, 'upsample');
      const [h, w, c] = requireMap(call, 'upsample');
      const by = call.number('factor');
      const sides = [multiply(h, by), multiply(w, by), c];
      if (!call.has('filter')) return reshaped(call.inputs[0]!, sides);
      requireBrightness(call, 'upsample', 'filter');
      if (call.settings['method'] === 'bilinear') {
        const expected = 'left out: a filter says how to interpolate, in place of a method';
        call.fail(
          'wrong-argument',
          { callee: 'upsample', parameter: 'method', expected, found: '`bilinear`' },
          'method',
        );
      }
      return tensor(sides, call.inputs[0]!.batched);
    },
    lower(l, inputs) {
      const by = l.number('factor');
      if (l.has('filter')) {
        const taps = scaled(normalized(numbers(l, 'filter')), by);
        const [before, after] = split(taps.length - by);
        return lowerFilter(l, inputs, { taps, up: by, down: 1, before: before + by - 1, after });
      }
      if (by === 1) return inputs[0]!;
      return inBatches(l, inputs, (x) => {
        const [h, w] = l.type.shape as [number, number];
        if (l.settings['method'] === 'bilinear')
          return mixed(l, x, [h, w], (side, size, at) => between(side, size / side, at));
        return l.builder.add('ResizeNearestNeighbor', [x], { size: [h, w] });
      });
    },
  }),
  defineFunction({
    name: 'downsample',
    doc: 'Makes a map smaller by a whole factor: filtered, then every so many pixels (Karras et al. 2020, StyleGAN2).',
    parameters: [map, { ...factor, doc: 'how many times as low and narrow' }, fir('filter', [1, 3, 3, 1])],
    type(call) {
      refuseLabels(call, 'downsample');
      requireBrightness(call, 'downsample', 'filter');
      const [h, w, c] = requireMap(call, 'downsample');
      const by = call.number('factor');
      if (isLess(h, by) || isLess(w, by)) {
        const kernel = `${formatFactor(by)} × ${formatFactor(by)}`;
        const input = [h, w].map(formatFactor).join(' × ');
        call.fail('kernel-too-large', { callee: 'downsample', kernel, input }, 'factor');
      }
      return tensor([...[h, w].map((side) => floor(divide(side, by))), c], call.inputs[0]!.batched);
    },
    lower(l, inputs) {
      const [by, taps] = [l.number('factor'), normalized(numbers(l, 'filter'))];
      const [before, after] = split(taps.length - by);
      return lowerFilter(l, inputs, { taps, up: 1, down: by, before, after });
    },
  }),
  defineFunction({
    name: 'blur',
    doc: 'Every channel filtered along both sides; the size stays as it is (Karras et al. 2019, StyleGAN).',
    parameters: [map, fir('kernel', [1, 3, 3, 1])],
    type(call) {
      refuseLabels(call, 'blur');
      requireBrightness(call, 'blur', 'kernel');
      requireMap(call, 'blur');
      return tensor(call.inputs[0]!.shape, call.inputs[0]!.batched);
    },
    lower(l, inputs) {
      const taps = normalized(numbers(l, 'kernel'));
      const [before, after] = split(taps.length - 1);
      return lowerFilter(l, inputs, { taps, up: 1, down: 1, before, after });
    },
  }),
  defineFunction({
    name: 'upfirdn',
    doc:
      'Upsampling, a filter, downsampling (Karras et al. 2020, StyleGAN2): zeros between the pixels, a padding, a true ' +
      'convolution with the filter as it is along both sides, and every so many pixels of the result.',
    parameters: [
      map,
      { name: 'kernel', kind: 'numbers', doc: 'the filter along one side, taken as it is' },
      { name: 'up', kind: 'integer', min: 1, default: 1, doc: 'how many times as high and wide, before the filter' },
      { name: 'down', kind: 'integer', min: 1, default: 1, doc: 'every how many pixels are kept, after the filter' },
      {
        name: 'padding',
        kind: 'integers',
        default: [0, 0],
        doc: 'zeros before and after each side once it is upsampled; a negative number cuts pixels off',
      },
      {
        name: 'gain',
        kind: 'number',
        default: 1,
        min: 0,
        doc: 'a factor for the result; the square of `up` keeps the brightness',
      },
    ],
    type(call) {
      refuseLabels(call, 'upfirdn');
      const [h, w, c] = requireMap(call, 'upfirdn');
      const padding = call.settings['padding'] as readonly Size[];
      if (padding.length !== 2) {
        const found = `[${padding.map(formatFactor).join(', ')}]`;
        const texts = { callee: 'upfirdn', parameter: 'padding', expected: 'two numbers, `[before, after]`', found };
        call.fail('wrong-argument', texts, 'padding');
      }
      const taps = (call.settings['kernel'] as readonly Size[]).length;
      if (taps === 0) {
        const texts = { callee: 'upfirdn', parameter: 'kernel', expected: 'one number or more', found: '[]' };
        call.fail('wrong-argument', texts, 'kernel');
      }
      const sides = [h, w].map((side) => {
        const padded = padding.reduce(add, multiply(side, call.number('up')));
        const room = subtract(padded, taps);
        if (isLess(room, 0)) {
          const input = [h, w].map(formatFactor).join(' × ');
          call.fail('kernel-too-large', { callee: 'upfirdn', kernel: `${taps} × ${taps}`, input }, 'kernel');
        }
        return add(floor(divide(room, call.number('down'))), 1);
      });
      return tensor([...sides, c], call.inputs[0]!.batched);
    },
    lower(l, inputs) {
      const [before, after] = numbers(l, 'padding') as [number, number];
      const taps = scaled(numbers(l, 'kernel'), Math.sqrt(l.number('gain')));
      return lowerFilter(l, inputs, { taps, up: l.number('up'), down: l.number('down'), before, after });
    },
  }),
];
