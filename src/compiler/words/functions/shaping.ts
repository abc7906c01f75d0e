/** Functions that only rearrange elements. */
import {
  add,
  compare,
  formatSize,
  isConcrete,
  isKnown,
  isLess,
  mayBeSameShape,
  multiply,
  product,
  subtract,
  type Size,
} from '../../types/size.ts';
import { elementsOf, formatShape, reshaped, tensor, withRange } from '../../types/type.ts';
import { sizeOf, type Attributes } from '../../graph/graph.ts';
import { defineFunction, type CallReading, type CallSite, type FunctionDefinition, type Lowering } from './function.ts';
import {
  amount,
  isAtLeast,
  joined,
  refuseLabels,
  requireAxis,
  requireMap,
  reshape,
  shapeNotes,
  together,
  undecidedShape,
  value,
  wholeAxis,
  wholeShape,
} from './idioms.ts';

const x = value('x', 'any values');
const targetShape = (call: CallReading): readonly Size[] => call.settings['shape'] as readonly Size[];

/** What the user may have meant: the same elements with one of the sizes corrected, or another layer before. */
function reshapeAdvice(given: readonly Size[], wanted: readonly Size[]): string {
  const whole = formatSize(product(wanted));
  const layer =
    given.length === 1
      ? `let the layer before make ${whole} features: \`dense(${whole})\``
      : `put \`flatten |> dense(${whole})\` before it`;
  const mended = isConcrete(given) && isConcrete(wanted) ? mendedShape(given, wanted) : undefined;
  return mended ? `\`reshape(${mended.join(', ')})\` would fit; or ${layer}` : layer;
}

/** The shape with one size corrected, the last one for which that is possible; undefined if there is none. */
function mendedShape(given: readonly number[], wanted: readonly number[]): readonly number[] | undefined {
  const [count, whole] = [sizeOf(given), sizeOf(wanted)];
  for (let i = wanted.length - 1; i >= 0; i--) {
    const side = count / (whole / wanted[i]!);
    if (Number.isInteger(side)) return wanted.with(i, side);
  }
  return undefined;
}

/** Suggests turning the row into a map, or flattening the map, if a map comes first. */
function concatAdvice(call: CallSite): string {
  const map = call.inputs.find((t) => t.shape.length === 3);
  if (!map || call.inputs[0] !== map) return 'bring them to the same number of axes first, with `flatten` or `reshape`';
  const [h, w] = map.shape as [Size, Size];
  const [area, sides] = [formatSize(multiply(h, w)), `${formatSize(h)}, ${formatSize(w)}`];
  return `make a map of the row first: \`dense(${area}) |> reshape(${sides}, 1)\`; or \`flatten\` the map`;
}

function requireConcatenable(call: CallSite): void {
  refuseLabels(call, 'concat');
  const first = call.inputs[0]!;
  const different = call.inputs.find((t) => t.shape.length !== first.shape.length);
  if (!different && first.shape.length > 0) return;
  const texts = {
    message: '`concat` needs values with the same number of axes, at least one',
    here: together(call),
    why: different
      ? `${formatShape(first.shape)} has ${first.shape.length} and ${formatShape(different.shape)} has ${different.shape.length}`
      : 'a single number has no axis to grow along',
    help: concatAdvice(call),
  };
  call.fail('shape-mismatch', texts, undefined, shapeNotes(call));
}

/** The shape of the result: one axis grows, all others must be able to be equal. */
function concatenatedShape(call: CallSite): readonly Size[] {
  const shapes = call.inputs.map((t) => t.shape);
  const first = shapes[0]!;
  const doc = 'an axis of one example, numbered from 0, or from -1 at the end, without the batch';
  const written = { axis: call.number('axis'), rank: first.length, parameter: 'axis', doc };
  const axis = requireAxis(call, 'concat', written);
  if (!isKnown(axis)) return undecidedShape(call, 'concat', [axis], first.length);
  const others = first.map((_, i) => i).filter((i) => i !== axis);
  const differ = others.some((i) => shapes.some((a) => shapes.some((b) => compare(a[i]!, b[i]!) === 'different')));
  if (differ) {
    const maps = first.length === 3 && axis === 2;
    const texts = {
      message: maps ? '`concat` needs equal heights and widths' : '`concat` needs equal sizes on every other axis',
      here: together(call),
      why: maps ? 'maps are put side by side along their channels' : `only axis ${axis} may differ`,
      ...(maps && {
        help: 'an odd side that is halved and then doubled does not come back: start from a side that can be halved that many times',
      }),
    };
    call.fail('shape-mismatch', texts, undefined, shapeNotes(call));
  }
  return first.map((_, i) => {
    const sides = shapes.map((shape) => shape[i]!);
    return i === axis ? sides.reduce(add) : (sides.find(isKnown) ?? sides[0]!);
  });
}

interface Pad {
  readonly name: string;
  readonly doc: string;
  readonly op: string;
  readonly attributes?: Attributes;
  /** Reaches no further than the opposite edge. */
  readonly reflects?: true;
  /** Adds zeros, which may lie outside the range. */
  readonly zeros?: true;
}

const pads: readonly Pad[] = [
  { name: 'zero_pad', doc: 'Adds zeros around a map.', op: 'Pad', zeros: true },
  {
    name: 'reflect_pad',
    doc: 'Adds the mirror image of a map around it, without repeating the edge: fewer artefacts at the border than with zeros.',
    op: 'MirrorPad',
    attributes: { mode: 'REFLECT' },
    reflects: true,
  },
  { name: 'replicate_pad', doc: 'Repeats the edge of a map around it.', op: 'EdgePad' },
];

function definePad({ name, doc, op, attributes, reflects, zeros }: Pad): FunctionDefinition {
  return defineFunction({
    name,
    doc,
    transparent: true,
    parameters: [
      value('x', 'a map [height, width, channels]'),
      { name: 'cells', kind: 'integer', min: 0, default: 1, doc: 'cells on each side' },
    ],
    type(call) {
      refuseLabels(call, name);
      const [h, w, c] = requireMap(call, name);
      const cells = call.number('cells');
      const short = (isLess(w, h) ? [w, h] : [h, w]).find((side) => isAtLeast(cells, side));
      if (reflects && short !== undefined) {
        const high = amount(subtract(short, 1));
        const texts = { callee: name, parameter: 'cells', value: amount(cells), low: 0, high };
        call.fail('argument-out-of-range', texts, 'cells');
      }
      const { batched, range } = call.inputs[0]!;
      const fits = !zeros || (range && range[0] <= 0 && range[1] >= 0);
      const padded = [h, w].map((side) => add(side, multiply(2, cells)));
      return withRange(tensor([...padded, c], batched), fits ? range : undefined);
    },
    lower(l, [v]) {
      const p = l.number('cells');
      if (p === 0) return v!;
      const around = [
        [p, p],
        [p, p],
        [0, 0],
      ];
      const paddings = l.inputs[0]!.batched ? [[0, 0], ...around] : around;
      return l.builder.add(op, [v!], { paddings, ...attributes });
    },
  });
}

/** The shape of the values, which must be able to be equal, with a new axis. */
function stackedShape(call: CallSite): readonly Size[] {
  const shapes = call.inputs.map((t) => t.shape);
  const [first] = shapes as [readonly Size[]];
  if (shapes.some((shape) => shapes.some((other) => !mayBeSameShape(shape, other)))) {
    const texts = {
      message: '`stack` needs values of the same shape',
      here: together(call),
      help: 'along an axis that they have already, use `concat`',
    };
    call.fail('shape-mismatch', texts, undefined, shapeNotes(call));
  }
  const doc = 'where the new axis is, numbered from 0, or from -1 at the end, without the batch';
  const rank = first.length + 1;
  const axis = requireAxis(call, 'stack', { axis: call.number('axis'), rank, parameter: 'axis', doc });
  if (!isKnown(axis)) return undecidedShape(call, 'stack', [axis], rank);
  const sides = first.map((_, i) => shapes.map((shape) => shape[i]!).find(isKnown) ?? first[i]!);
  return sides.toSpliced(axis, 0, shapes.length);
}

/** Repeats a value that is the same for every example, if the result is batched. */
function repeated(l: Lowering, v: number, index: number): number {
  const type = l.inputs[index]!;
  return type.batched || !l.type.batched
    ? v
    : l.builder.add('BroadcastTo', [reshape(l, v, [1, ...type.shape])], { shape: [l.batch, ...type.shape] });
}

export const shapingFunctions: readonly FunctionDefinition[] = [
  defineFunction({
    name: 'full',
    doc: 'A value of this shape that is the same number everywhere, the same for all examples.',
    parameters: [
      { name: 'shape', kind: 'integers', min: 1, doc: 'its sizes, as in `full(4, 4, 256)`' },
      { name: 'value', kind: 'number', default: 0, doc: 'the number' },
    ],
    type(call) {
      const number = call.number('value');
      return tensor(targetShape(call), false, isKnown(number) ? [number, number] : undefined);
    },
    lower: (l) => l.builder.constant(l.number('value'), targetShape(l) as readonly number[]),
  }),
  defineFunction({
    name: 'reshape',
    doc: 'The same elements in another shape; the batch stays as it is.',
    transparent: true,
    parameters: [x, { name: 'shape', kind: 'integers', min: 1, doc: 'the new sizes, as in `reshape(7, 7, 256)`' }],
    type(call) {
      const type = call.inputs[0]!;
      const shape = targetShape(call);
      const [count, wanted] = [elementsOf(type.shape), product(shape)];
      if (compare(count, wanted) === 'different') {
        call.fail('reshape-size', {
          from: formatShape(type.shape),
          to: formatShape(shape),
          count: amount(count),
          wanted: amount(wanted),
          help: reshapeAdvice(type.shape, shape),
        });
      }
      return reshaped(type, shape);
    },
    recover: (call) => reshaped(call.inputs[0]!, targetShape(call)),
    lower: (l, [v]) => reshape(l, v!, wholeShape(l)),
  }),
  defineFunction({
    name: 'flatten',
    doc: 'All elements of an example in one row.',
    transparent: true,
    parameters: [x],
    type: (call) => reshaped(call.inputs[0]!, [elementsOf(call.inputs[0]!.shape)]),
    lower: (l, [v]) => reshape(l, v!, wholeShape(l)),
  }),
  defineFunction({
    name: 'concat',
    doc: 'Values side by side along an axis of an example, by default the last one.',
    transparent: true,
    parameters: [
      { name: 'values', kind: 'values', doc: 'two or more values' },
      { name: 'axis', kind: 'integer', default: -1, doc: 'which axis of an example grows' },
    ],
    type(call) {
      requireConcatenable(call);
      return joined(call.inputs, concatenatedShape(call));
    },
    lower(l, inputs) {
      const whole = inputs.map((v, i) => repeated(l, v, i));
      return whole.length === 1
        ? whole[0]!
        : l.builder.add('ConcatV2', whole, { axis: wholeAxis(l.type, l.number('axis')) });
    },
  }),
  defineFunction({
    name: 'stack',
    doc: 'Values of the same shape along a new axis.',
    transparent: true,
    parameters: [
      { name: 'values', kind: 'values', doc: 'one or more values' },
      { name: 'axis', kind: 'integer', default: 0, doc: 'where the new axis is among those of an example' },
    ],
    type(call) {
      refuseLabels(call, 'stack');
      return joined(call.inputs, stackedShape(call));
    },
    lower(l, inputs) {
      const axis = wholeAxis(l.type, l.number('axis'));
      const apart = inputs.map((v, i) => {
        const whole = repeated(l, v, i);
        return reshape(l, whole, l.builder.shape(whole).toSpliced(axis, 0, 1));
      });
      return apart.length === 1 ? apart[0]! : l.builder.add('ConcatV2', apart, { axis });
    },
  }),
  ...pads.map(definePad),
];
