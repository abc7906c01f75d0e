/** Ops that add cells around a tensor. */
import type { Attributes, TensorType } from '../../graph/graph.ts';
import { formatType } from '../../graph/graph.ts';
import type { Padding } from '../attributes.ts';
import { choiceOf, paddingsOf } from '../attributes.ts';
import { defineIndexMap } from './index-map.ts';
import { alongAxes } from './offsets.ts';
import { refuse, refuseAttribute, requireFloat } from '../requirements.ts';

const paddingsIn = (attributes: Attributes) => attributes['paddings'] as unknown as readonly Padding[];

const padded = alongAxes(({ index }, attributes) => {
  const [before] = paddingsIn(attributes)[index]!;
  return (i) => i - before;
});

const modes = ['REFLECT', 'SYMMETRIC'] as const;

const mirrorAttributes = {
  paddings: { type: 'paddings', doc: 'cells to add, [before, after] for each axis' },
  mode: {
    type: 'string',
    choices: modes,
    doc: 'REFLECT leaves the border cell out of the mirror image, SYMMETRIC repeats it',
  },
} as const;

const mirrored = alongAxes(({ index, from }, attributes) => {
  const border = attributes['mode'] === 'REFLECT' ? 1 : 0;
  const [before] = paddingsIn(attributes)[index]!;
  return (i) => {
    const at = i - before;
    if (at < 0) return border - 1 - at;
    return at < from ? at : 2 * from - 1 - border - at;
  };
});

const edged = alongAxes(({ index, from }, attributes) => {
  const [before] = paddingsIn(attributes)[index]!;
  return (i) => Math.min(Math.max(i - before, 0), from - 1);
});

const paddedShape = (source: TensorType, paddings: readonly Padding[]): readonly number[] =>
  source.shape.map((side, axis) => paddings[axis]![0] + side + paddings[axis]![1]);

/** The shape without its paddings, which must leave something. */
function unpaddedShape(op: string, input: TensorType, paddings: readonly Padding[]): readonly number[] {
  const shape = input.shape.map((side, axis) => side - paddings[axis]![0] - paddings[axis]![1]);
  if (shape.some((side) => side < 1)) {
    refuse(op, 'input', input, `larger than its paddings, ${JSON.stringify(paddings)}`);
  }
  return shape;
}

/** The padded shape; a reflection cannot reach beyond the opposite edge. */
function mirroredShape(op: string, attributes: Attributes, source: TensorType): readonly number[] {
  const paddings = paddingsOf(op, attributes, source.shape.length);
  const mode = choiceOf(op, attributes, 'mode', modes);
  return source.shape.map((side, axis) => {
    const most = mode === 'REFLECT' ? side - 1 : side;
    const [before, after] = paddings[axis]!;
    if (Math.max(before, after) > most) {
      const room = `at most ${most} on axis ${axis} of ${formatType(source)}`;
      refuseAttribute(op, 'paddings', paddings, `${room}, as the mode is ${mode}`);
    }
    return before + side + after;
  });
}

const mirrorCases: readonly { shape: readonly number[]; padded: readonly number[]; attributes: Attributes }[] = [
  { shape: [4], padded: [9], attributes: { paddings: [[3, 2]], mode: 'REFLECT' } },
  { shape: [3], padded: [8], attributes: { paddings: [[2, 3]], mode: 'SYMMETRIC' } },
  {
    shape: [1, 3, 2, 2],
    padded: [1, 6, 3, 2],
    attributes: {
      paddings: [
        [0, 0],
        [1, 2],
        [1, 0],
        [0, 0],
      ],
      mode: 'REFLECT',
    },
  },
  {
    shape: [2, 2, 1],
    padded: [2, 5, 3],
    attributes: {
      paddings: [
        [0, 0],
        [1, 2],
        [1, 1],
      ],
      mode: 'SYMMETRIC',
    },
  },
];

const edgeAttributes = { paddings: mirrorAttributes.paddings } as const;

const edgeCases: readonly { shape: readonly number[]; padded: readonly number[]; attributes: Attributes }[] = [
  { shape: [2], padded: [7], attributes: { paddings: [[3, 2]] } },
  {
    shape: [2, 3, 1, 2],
    padded: [2, 4, 4, 2],
    attributes: {
      paddings: [
        [0, 0],
        [1, 0],
        [1, 2],
        [0, 0],
      ],
    },
  },
];

export const paddingOps = [
  defineIndexMap({
    name: 'Pad',
    doc: 'Zeros around the input.',
    inputs: ['input'],
    attributes: { paddings: { type: 'paddings', doc: 'cells to add, [before, after] for each axis' } },
    infer([input], attributes) {
      const paddings = paddingsOf('Pad', attributes, input!.shape.length);
      return { dtype: input!.dtype, shape: paddedShape(input!, paddings) };
    },
    gradient: (builder, { inputs, attributes }, gradient) => [
      builder.add('Slice', [gradient], {
        begin: paddingsIn(attributes).map(([before]) => before),
        size: builder.shape(inputs[0]!),
      }),
    ],
    reads: padded,
    samples: [
      { inputs: [{ shape: [3] }], attributes: { paddings: [[2, 1]] } },
      {
        inputs: [{ shape: [1, 2, 3, 2] }],
        attributes: {
          paddings: [
            [0, 0],
            [1, 2],
            [0, 1],
            [0, 0],
          ],
        },
      },
      {
        inputs: [{ shape: [2, 2] }],
        attributes: {
          paddings: [
            [0, 0],
            [0, 0],
          ],
        },
      },
    ],
  }),
  defineIndexMap({
    name: 'MirrorPad',
    doc: 'Mirror images around the input.',
    inputs: ['input'],
    attributes: mirrorAttributes,
    infer([input], attributes) {
      requireFloat('MirrorPad', 'input', input!);
      return { dtype: 'float32', shape: mirroredShape('MirrorPad', attributes, input!) };
    },
    gradient: (builder, { attributes }, gradient) => [builder.add('MirrorPadGrad', [gradient], attributes)],
    reads: mirrored,
    samples: mirrorCases.map(({ shape, attributes }) => ({ inputs: [{ shape }], attributes })),
  }),
  defineIndexMap({
    name: 'MirrorPadGrad',
    doc: 'The adjoint of MirrorPad: folds the mirror images back and adds them up.',
    inputs: ['input'],
    attributes: mirrorAttributes,
    infer([input], attributes) {
      const op = 'MirrorPadGrad';
      requireFloat(op, 'input', input!);
      const paddings = paddingsOf(op, attributes, input!.shape.length);
      const source: TensorType = { dtype: 'float32', shape: unpaddedShape(op, input!, paddings) };
      mirroredShape(op, attributes, source);
      return source;
    },
    gradient: (builder, { attributes }, gradient) => [builder.add('MirrorPad', [gradient], attributes)],
    addsBack: mirrored,
    samples: mirrorCases.map(({ padded, attributes }) => ({ inputs: [{ shape: padded }], attributes })),
  }),
  defineIndexMap({
    name: 'EdgePad',
    doc: 'Repeats the cells at the border around the input.',
    inputs: ['input'],
    attributes: edgeAttributes,
    infer([input], attributes) {
      const paddings = paddingsOf('EdgePad', attributes, requireFloat('EdgePad', 'input', input!).shape.length);
      return { dtype: 'float32', shape: paddedShape(input!, paddings) };
    },
    gradient: (builder, { attributes }, gradient) => [builder.add('EdgePadGrad', [gradient], attributes)],
    reads: edged,
    tensorflow: false,
    samples: edgeCases.map(({ shape, attributes }) => ({ inputs: [{ shape }], attributes })),
  }),
  defineIndexMap({
    name: 'EdgePadGrad',
    doc: 'The adjoint of EdgePad: adds what was repeated to the border.',
    inputs: ['input'],
    attributes: edgeAttributes,
    infer([input], attributes) {
      const op = 'EdgePadGrad';
      const paddings = paddingsOf(op, attributes, requireFloat(op, 'input', input!).shape.length);
      return { dtype: 'float32', shape: unpaddedShape(op, input!, paddings) };
    },
    gradient: (builder, { attributes }, gradient) => [builder.add('EdgePad', [gradient], attributes)],
    addsBack: edged,
    tensorflow: false,
    samples: edgeCases.map(({ padded, attributes }) => ({ inputs: [{ shape: padded }], attributes })),
  }),
];
