/** Enlarging an image by whole factors. */
import type { TensorType } from '../../graph/graph.ts';
import type { Sides } from '../images.ts';
import { imageType, requireImage, sidesOf } from '../images.ts';
import { defineIndexMap } from './index-map.ts';
import { alongAxes } from './offsets.ts';
import { refuseAttribute } from '../requirements.ts';
import { sidesAttribute } from '../windows.ts';

/** Each pixel of the small image becomes a block of the large one. */
const enlarged = alongAxes(({ from, to }) => {
  const factor = to / from;
  return (i) => Math.floor(i / factor);
});

const divides = (small: Sides, large: Sides) => large[0] % small[0] === 0 && large[1] % small[1] === 0;

const resizeCases: readonly { small: readonly number[]; large: readonly number[] }[] = [
  { small: [2, 2, 2, 3], large: [2, 4, 4, 3] },
  { small: [1, 3, 2, 1], large: [1, 3, 6, 1] },
  { small: [1, 1, 1, 2], large: [1, 3, 2, 2] },
  { small: [1, 2, 3, 1], large: [1, 2, 3, 1] },
];

export const resizeOps = [
  defineIndexMap({
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
    reads: enlarged,
    samples: resizeCases.map(({ small, large }) => ({
      inputs: [{ shape: small }],
      attributes: { size: large.slice(1, 3) },
    })),
  }),
  defineIndexMap({
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
    addsBack: enlarged,
    samples: resizeCases.map(({ small, large }) => ({
      inputs: [{ shape: large }],
      attributes: { size: small.slice(1, 3) },
    })),
  }),
];
