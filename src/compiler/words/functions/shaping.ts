/** Functions that move elements about and compute nothing. */
import { elements, formatShape, reshaped, tensor, withRange } from '../../types/type.ts';
import { sizeOf } from '../../graph/graph.ts';
import { defineFunction, type CallReading, type CallSite, type FunctionDefinition, type Lowering } from './function.ts';
import {
  joined,
  refuseLabels,
  requireMap,
  reshape,
  shapeNotes,
  together,
  value,
  wholeAxis,
  wholeShape,
} from './rules.ts';

const x = value('x', 'any values');
const targetShape = (call: CallReading): readonly number[] => call.settings['shape'] as readonly number[];

/** The shapes that the user may have meant: the same elements with one of the sizes put right, or another layer before. */
function reshapeAdvice(given: readonly number[], wanted: readonly number[]): string {
  const count = sizeOf(given);
  const whole = sizeOf(wanted);
  const layer =
    given.length === 1
      ? `let the layer before make ${whole} features: \`dense(${whole})\``
      : `put \`flatten |> dense(${whole})\` before it`;
  for (let i = wanted.length - 1; i >= 0; i--) {
    const side = count / (whole / wanted[i]!);
    if (!Number.isInteger(side)) continue;
    const mended = wanted.map((s, j) => (j === i ? side : s));
    return `\`reshape(${mended.join(', ')})\` would fit; or ${layer}`;
  }
  return layer;
}

function concatAxis(call: CallSite): number {
  const rank = call.inputs[0]!.shape.length;
  const axis = call.integer('axis') < 0 ? call.integer('axis') + rank : call.integer('axis');
  if (axis < 0 || axis >= rank) {
    call.fail(
      'argument-out-of-range',
      {
        callee: 'concat',
        parameter: 'axis',
        value: call.integer('axis'),
        low: -rank,
        high: rank - 1,
        doc: 'an axis of one example, numbered from 0, or from -1 at the end; the batch is none of them',
      },
      'axis',
    );
  }
  return axis;
}

/** A row beside a map is made a map of its own; a map beside rows a row. */
function concatAdvice(call: CallSite): string {
  const map = call.inputs.find((t) => t.shape.length === 3);
  if (!map || call.inputs[0] !== map) return 'bring them to the same number of axes first, with `flatten` or `reshape`';
  const [h, w] = map.shape as [number, number];
  return `make a map of the row first: \`dense(${h * w}) |> reshape(${h}, ${w}, 1)\`; or \`flatten\` the map`;
}

function requireConcatenable(call: CallSite): void {
  refuseLabels(call, 'concat');
  const first = call.inputs[0]!;
  const different = call.inputs.find((t) => t.shape.length !== first.shape.length);
  if (!different && first.shape.length > 0) return;
  const texts = {
    message: '`concat` needs values with equally many axes, at least one',
    here: together(call),
    why: different
      ? `${formatShape(first.shape)} has ${first.shape.length} and ${formatShape(different.shape)} has ${different.shape.length}`
      : 'a single number has no axis to grow along',
    help: concatAdvice(call),
  };
  call.fail('shape-mismatch', texts, undefined, shapeNotes(call));
}

function pad(name: string, doc: string, reflects: boolean): FunctionDefinition {
  return defineFunction({
    name,
    doc,
    transparent: true,
    parameters: [
      value('x', 'a map [height, width, channels]'),
      { name: 'cells', kind: 'integer', min: 0, default: 1, doc: 'cells on each side' },
    ],
    type(call) {
      const [h, w, c] = requireMap(call, name);
      const cells = call.integer('cells');
      if (reflects && cells >= Math.min(h, w)) {
        call.fail(
          'argument-out-of-range',
          { callee: name, parameter: 'cells', value: cells, low: 0, high: Math.min(h, w) - 1 },
          'cells',
        );
      }
      const { batched, range } = call.inputs[0]!;
      const zeroFits = range && range[0] <= 0 && range[1] >= 0;
      return withRange(tensor([h + 2 * cells, w + 2 * cells, c], batched), reflects || zeroFits ? range : undefined);
    },
    lower(l, [v]) {
      const p = l.integer('cells');
      if (p === 0) return v!;
      const paddings = [
        [0, 0],
        [p, p],
        [p, p],
        [0, 0],
      ];
      return reflects
        ? l.builder.add('MirrorPad', [v!], { paddings, mode: 'REFLECT' })
        : l.builder.add('Pad', [v!], { paddings });
    },
  });
}

/** A value that is the same for every example is repeated for each. */
function repeated(l: Lowering, v: number, index: number): number {
  const type = l.inputs[index]!;
  return type.batched || !l.type.batched
    ? v
    : l.builder.add('BroadcastTo', [reshape(l, v, [1, ...type.shape])], { shape: [l.batch, ...type.shape] });
}

export const shapingFunctions: readonly FunctionDefinition[] = [
  defineFunction({
    name: 'reshape',
    doc: 'The same elements in another shape; the batch stays as it is.',
    transparent: true,
    parameters: [x, { name: 'shape', kind: 'integers', min: 1, doc: 'the new sizes, as in `reshape(7, 7, 256)`' }],
    type(call) {
      const type = call.inputs[0]!;
      const shape = targetShape(call);
      if (elements(type) !== sizeOf(shape)) {
        call.fail('reshape-size', {
          from: formatShape(type.shape),
          to: formatShape(shape),
          count: elements(type),
          wanted: sizeOf(shape),
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
    type: (call) => reshaped(call.inputs[0]!, [elements(call.inputs[0]!)]),
    lower: (l, [v]) => reshape(l, v!, wholeShape(l)),
  }),
  defineFunction({
    name: 'concat',
    doc: 'Values side by side along an axis of an example, the last one if not said otherwise.',
    transparent: true,
    parameters: [
      { name: 'values', kind: 'values', doc: 'two or more values' },
      { name: 'axis', kind: 'integer', default: -1, doc: 'which axis of an example grows' },
    ],
    type(call) {
      requireConcatenable(call);
      const types = call.inputs;
      const axis = concatAxis(call);
      const first = types[0]!.shape;
      if (types.some((t) => t.shape.some((side, i) => i !== axis && side !== first[i]))) {
        const maps = first.length === 3 && axis === 2;
        const texts = {
          message: maps ? '`concat` needs equal heights and widths' : '`concat` needs equal sizes on every other axis',
          here: together(call),
          why: maps ? 'maps are put side by side along their channels' : `only axis ${axis} may differ`,
          ...(maps && {
            help: 'an odd side that is halved and doubled again does not come back: start from a side that divides by 2 as often as it is halved',
          }),
        };
        call.fail('shape-mismatch', texts, undefined, shapeNotes(call));
      }
      const sum = types.reduce((total, t) => total + t.shape[axis]!, 0);
      return joined(
        types,
        first.map((side, i) => (i === axis ? sum : side)),
      );
    },
    lower(l, inputs) {
      const whole = inputs.map((v, i) => repeated(l, v, i));
      return whole.length === 1
        ? whole[0]!
        : l.builder.add('ConcatV2', whole, { axis: wholeAxis(l.type, l.integer('axis')) });
    },
  }),
  pad('zero_pad', 'Adds cells of zeros around a map.', false),
  pad(
    'reflect_pad',
    'Adds the mirror image of a map around it, the edge itself not repeated: fewer artefacts at the border than zeros.',
    true,
  ),
];
