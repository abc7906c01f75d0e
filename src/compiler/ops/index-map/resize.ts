/** Ops that change the size of an image: enlarging by whole factors, blocks to channels and back. */
import type { Attributes, TensorType } from '../../graph/graph.ts';
import { sizeOf } from '../../graph/graph.ts';
import { integerOf } from '../attributes.ts';
import type { Sides } from '../images.ts';
import { imageType, requireImage, sidesOf } from '../images.ts';
import { defineOp } from '../op.ts';
import type { OffsetsOf } from './index-map.ts';
import { addsBack, reads, sameAxes, stridesOf } from './index-map.ts';
import { refuse, refuseAttribute } from '../requirements.ts';
import { sidesAttribute } from '../windows.ts';

/** Each pixel of the small image becomes a block of the large one. */
const enlarged: OffsetsOf = (small, large) =>
  sameAxes(small, large, (axis, i) => Math.floor((i * small[axis]!) / large[axis]!));

const divides = (small: Sides, large: Sides) => large[0] % small[0] === 0 && large[1] % small[1] === 0;

const resizeCases: readonly { small: readonly number[]; large: readonly number[] }[] = [
  { small: [2, 2, 2, 3], large: [2, 4, 4, 3] },
  { small: [1, 3, 2, 1], large: [1, 3, 6, 1] },
  { small: [1, 1, 1, 2], large: [1, 3, 2, 2] },
  { small: [1, 2, 3, 1], large: [1, 2, 3, 1] },
];

/**
 * SpaceToDepth reads pixel (y·b + i, x·b + j), channel c at (y, x), channel (i·b + j)·C + c: it copies the image, seen
 * as [n, y, i, x, j·C + c], in the order [n, y, x, i, j·C + c].
 */
const blocks: OffsetsOf = (image, _, attributes) => {
  const block = attributes['block_size'] as number;
  const [batch, rows, columns, channels] = image as [number, number, number, number];
  const cut = [batch, rows / block, block, columns / block, block * channels];
  const strides = stridesOf(cut);
  return [0, 1, 3, 2, 4].map((axis) => Array.from({ length: cut[axis]! }, (_, i) => i * strides[axis]!));
};

const blockAttributes = { block_size: { type: 'integer', doc: 'side of the blocks, in pixels' } } as const;

const blockCases: readonly { image: readonly number[]; depth: readonly number[]; attributes: Attributes }[] = [
  { image: [2, 4, 2, 3], depth: [2, 2, 1, 12], attributes: { block_size: 2 } },
  { image: [1, 3, 6, 1], depth: [1, 1, 2, 9], attributes: { block_size: 3 } },
  { image: [1, 2, 3, 2], depth: [1, 2, 3, 2], attributes: { block_size: 1 } },
];

export const resizeOps = [
  defineOp({
    name: 'ResizeNearestNeighbor',
    doc: 'Enlarges an image by whole factors: out[n, y, x, c] = image[n, ⌊y / factor⌋, ⌊x / factor⌋, c].',
    inputs: ['images'],
    attributes: { size: { type: 'integers', doc: 'the new size, [rows, columns]' } },
    infer([images], attributes): TensorType {
      const op = 'ResizeNearestNeighbor';
      const image = requireImage(op, 'images', images!);
      const [sides, size] = [sidesOf(image), sidesAttribute(op, attributes, 'size')];
      if (!divides(sides, size)) {
        refuseAttribute(op, 'size', size, `whole multiples of the image's ${sides.join('×')}`);
      }
      return imageType(image[0], size, image[3]);
    },
    gradient: (builder, { inputs }, gradient) => [
      builder.add('ResizeNearestNeighborGrad', [gradient], { size: builder.shape(inputs[0]!).slice(1, 3) }),
    ],
    flops: () => 0,
    evaluate: reads(enlarged),
    samples: resizeCases.map(({ small, large }) => ({
      inputs: [{ shape: small }],
      attributes: { size: large.slice(1, 3) },
    })),
  }),
  defineOp({
    name: 'ResizeNearestNeighborGrad',
    doc: 'The adjoint of ResizeNearestNeighbor: sums each block into the pixel it came from.',
    inputs: ['grads'],
    attributes: { size: { type: 'integers', doc: 'the size before enlarging, [rows, columns]' } },
    infer([grads], attributes): TensorType {
      const op = 'ResizeNearestNeighborGrad';
      const image = requireImage(op, 'grads', grads!);
      const [sides, size] = [sidesOf(image), sidesAttribute(op, attributes, 'size')];
      if (!divides(size, sides)) {
        refuseAttribute(
          op,
          'size',
          size,
          `a size that goes a whole number of times into the gradient's ${sides.join('×')}`,
        );
      }
      return imageType(image[0], size, image[3]);
    },
    gradient: (builder, { inputs }, gradient) => [
      builder.add('ResizeNearestNeighbor', [gradient], { size: builder.shape(inputs[0]!).slice(1, 3) }),
    ],
    flops: ([grads]) => sizeOf(grads!.shape),
    evaluate: addsBack(enlarged),
    samples: resizeCases.map(({ small, large }) => ({
      inputs: [{ shape: large }],
      attributes: { size: small.slice(1, 3) },
    })),
  }),
  defineOp({
    name: 'SpaceToDepth',
    doc: 'Moves each block of pixels into the channels of one: out[n, y, x, (i·b + j)·C + c] = input[n, y·b + i, x·b + j, c].',
    inputs: ['input'],
    attributes: blockAttributes,
    infer([input], attributes): TensorType {
      const [batch, rows, columns, channels] = requireImage('SpaceToDepth', 'input', input!);
      const block = integerOf('SpaceToDepth', attributes, 'block_size', 1);
      if (rows % block !== 0 || columns % block !== 0) {
        refuse('SpaceToDepth', 'input', input!, `of rows and columns that are multiples of the block size, ${block}`);
      }
      return imageType(batch, [rows / block, columns / block], channels * block * block);
    },
    gradient: (builder, { attributes }, gradient) => [builder.add('DepthToSpace', [gradient], attributes)],
    flops: () => 0,
    evaluate: reads(blocks),
    samples: blockCases.map(({ image, attributes }) => ({ inputs: [{ shape: image }], attributes })),
  }),
  defineOp({
    name: 'DepthToSpace',
    doc: 'Moves channels into blocks of pixels (pixel shuffle): the inverse of SpaceToDepth.',
    inputs: ['input'],
    attributes: blockAttributes,
    infer([input], attributes): TensorType {
      const [batch, rows, columns, channels] = requireImage('DepthToSpace', 'input', input!);
      const block = integerOf('DepthToSpace', attributes, 'block_size', 1);
      if (channels % (block * block) !== 0) {
        refuse(
          'DepthToSpace',
          'input',
          input!,
          `of a number of channels that is a multiple of ${block}×${block}, the block`,
        );
      }
      return imageType(batch, [rows * block, columns * block], channels / (block * block));
    },
    gradient: (builder, { attributes }, gradient) => [builder.add('SpaceToDepth', [gradient], attributes)],
    flops: () => 0,
    // the adjoint of a permutation is its inverse
    evaluate: addsBack(blocks),
    samples: blockCases.map(({ depth, attributes }) => ({ inputs: [{ shape: depth }], attributes })),
  }),
];
