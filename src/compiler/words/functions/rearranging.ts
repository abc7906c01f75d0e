/** Functions that move the elements of an example to other places. */
import { divide, isConcrete, isKnown, multiply, product, remainder, type Size } from '../../types/size.ts';
import { formatShape, formatType, reshaped, type AnyTensorType } from '../../types/type.ts';
import { defineFunction, type CallSite, type FunctionDefinition, type Lowering } from './function.ts';
import { requireAxes, requireMap, reshape, undecidedShape, value, wholeAxis, wholeShape } from './idioms.ts';

const x = value('x', 'any values');
const map = value('x', 'a map [height, width, channels]');
const factor = { name: 'factor', kind: 'integer', min: 1, default: 2 } as const;

const integers = (settings: CallSite['settings'], name: string) => settings[name] as readonly Size[];

/** The order of the axes of an example; reversed by default. */
function orderOf({ shape }: AnyTensorType, axes: readonly Size[] | undefined): readonly Size[] {
  return axes ?? shape.map((_, axis) => shape.length - 1 - axis);
}

function transposedShape(call: CallSite): readonly Size[] {
  const type = call.inputs[0]!;
  const rank = type.shape.length;
  const axes = call.has('axes') ? requireAxes(call, 'transpose', rank) : orderOf(type, undefined);
  if (axes.length !== rank) {
    call.fail(
      'wrong-rank',
      {
        callee: 'transpose',
        expected: `every axis of ${formatType(type)} once, in their new order`,
        found: formatShape(axes),
        help: 'the batch is not counted: axes are those of one example',
      },
      'axes',
    );
  }
  return isConcrete(axes) ? axes.map((axis) => type.shape[axis]!) : undecidedShape(call, 'transpose', axes, rank);
}

/** Axes of an example as `perm` of the whole value, whose batch stays in front. */
function lowerTranspose(l: Lowering, v: number): number {
  const type = l.inputs[0]!;
  const order = orderOf(type, l.settings['axes'] as readonly number[] | undefined) as readonly number[];
  const perm = [...(type.batched ? [0] : []), ...order.map((axis) => wholeAxis(type, axis))];
  return l.builder.add('Transpose', [v], { perm });
}

/** Refuses a side that the factor does not divide; open sizes may fit. */
function requireMultiple(call: CallSite, side: Size, by: Size, dividend: string, unit: string): Size {
  if (isKnown(side) && isKnown(by) && side % by !== 0) {
    const below = side - (side % by);
    const sizes = `${below > 0 ? `${below} or ` : ''}${below + by} ${unit} would be`;
    call.fail('indivisible', { dividend, divisor: by, value: side, sizes });
  }
  return divide(side, by);
}

/** Copies the image, cut into axes, with those in the order of `perm`, which counts the batch. */
function lowerBlocks(l: Lowering, v: number, cut: readonly number[], perm: readonly number[]): number {
  const whole = l.inputs[0]!.batched ? [l.batch, ...cut] : [1, ...cut];
  return reshape(l, l.builder.add('Transpose', [reshape(l, v, whole)], { perm }), wholeShape(l));
}

export const rearrangingFunctions: readonly FunctionDefinition[] = [
  defineFunction({
    name: 'transpose',
    doc: 'The axes of an example in another order, `transpose(2, 0, 1)`; by default reversed, which swaps those of a matrix.',
    transparent: true,
    parameters: [
      x,
      {
        name: 'axes',
        kind: 'integers',
        default: null,
        doc: 'all axes of an example, in their new order; the batch stays',
      },
    ],
    type: (call) => reshaped(call.inputs[0]!, transposedShape(call)),
    lower: (l, [v]) => lowerTranspose(l, v!),
  }),
  defineFunction({
    name: 'flip',
    doc: 'Backwards along axes of an example: of a map, `flip(1)` is the mirror image.',
    transparent: true,
    parameters: [x, { name: 'axes', kind: 'integers', doc: 'axes of an example, `flip(0, 1)`' }],
    type(call) {
      requireAxes(call, 'flip', call.inputs[0]!.shape.length);
      return call.inputs[0]!;
    },
    lower(l, [v]) {
      const axes = (l.settings['axes'] as readonly number[]).map((axis) => wholeAxis(l.inputs[0]!, axis));
      return axes.length === 0 ? v! : l.builder.add('ReverseV2', [v!], { axes });
    },
  }),
  defineFunction({
    name: 'roll',
    doc: 'Moves the elements along an axis of an example; those that leave at one end come back at the other.',
    transparent: true,
    parameters: [
      x,
      { name: 'shift', kind: 'integer', doc: 'how far, towards the end; negative: towards the beginning' },
      { name: 'axis', kind: 'integer', doc: 'an axis of an example' },
    ],
    type(call) {
      requireAxes(call, 'roll', call.inputs[0]!.shape.length, 'axis');
      return call.inputs[0]!;
    },
    lower(l, [v]) {
      const along = wholeAxis(l.inputs[0]!, l.number('axis'));
      const shape = l.builder.shape(v!);
      const shift = shape.map((side, axis) => (axis === along ? (remainder(l.number('shift'), side) as number) : 0));
      return shift.every((cells) => cells === 0) ? v! : l.builder.add('Roll', [v!], { shift });
    },
  }),
  defineFunction({
    name: 'tile',
    doc: 'Copies of an example side by side: `tile(2, 3, 1)` makes a map twice as high and three times as wide.',
    transparent: true,
    parameters: [
      x,
      { name: 'repeats', kind: 'integers', min: 1, doc: 'how many copies along each axis of an example' },
    ],
    type(call) {
      const type = call.inputs[0]!;
      const repeats = integers(call.settings, 'repeats');
      if (repeats.length !== type.shape.length) {
        const expected = `one number of copies for each axis of ${formatType(type)}`;
        call.fail('wrong-rank', { callee: 'tile', expected, found: formatShape(repeats) }, 'repeats');
      }
      return reshaped(
        type,
        type.shape.map((side, axis) => multiply(side, repeats[axis]!)),
      );
    },
    lower(l, [v]) {
      const multiples = [...(l.inputs[0]!.batched ? [1] : []), ...(l.settings['repeats'] as readonly number[])];
      return l.builder.add('Tile', [v!], { multiples });
    },
  }),
  defineFunction({
    name: 'pixel_shuffle',
    doc: 'Moves channels into blocks of pixels (Shi et al. 2016, eq. 4): channel (c · factor + i) · factor + j becomes channel c of the pixel in row i and column j of the block, as in PyTorch.',
    transparent: true,
    parameters: [map, { ...factor, doc: 'how many times as high and wide; channels become fewer by its square' }],
    type(call) {
      const [h, w, c] = requireMap(call, 'pixel_shuffle');
      const by = call.number('factor');
      const channels = requireMultiple(call, c, multiply(by, by), 'the number of channels', 'channels');
      return reshaped(call.inputs[0]!, [multiply(h, by), multiply(w, by), channels]);
    },
    lower(l, [v]) {
      const [h, w, c] = l.inputs[0]!.shape as [number, number, number];
      const by = l.number('factor');
      return lowerBlocks(l, v!, [h, w, c / by / by, by, by], [0, 1, 4, 2, 5, 3]);
    },
  }),
  defineFunction({
    name: 'pixel_unshuffle',
    doc: 'Moves blocks of pixels into channels: the inverse of `pixel_shuffle`.',
    transparent: true,
    parameters: [map, { ...factor, doc: 'the side of a block; channels become more by its square' }],
    type(call) {
      const [h, w, c] = requireMap(call, 'pixel_unshuffle');
      const by = call.number('factor');
      const height = requireMultiple(call, h, by, 'the height', 'rows');
      const width = requireMultiple(call, w, by, 'the width', 'columns');
      return reshaped(call.inputs[0]!, [height, width, product([c, by, by])]);
    },
    lower(l, [v]) {
      const [h, w, c] = l.inputs[0]!.shape as [number, number, number];
      const by = l.number('factor');
      return lowerBlocks(l, v!, [h / by, by, w / by, by, c], [0, 1, 3, 5, 2, 4]);
    },
  }),
];
