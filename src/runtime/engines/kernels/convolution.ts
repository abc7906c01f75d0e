/** Convolution and its gradients as plain loops. Sums are accumulated in float64. */
import { overlapsAlong } from '../../../compiler/ops/windows.ts';
import { geometryOf, type Axis, type Geometry } from './convolution-geometry.ts';
import type { KernelNode, KernelRow, KernelTable, Values } from './kernel.ts';
import { filling } from './kernel.ts';

type Shape = readonly number[];

/** Where cells meet along one axis: a cell of the image, a tap of the filter and a cell of the result. */
interface Meeting {
  readonly image: number;
  readonly tap: number;
  readonly result: number;
}

const meetingsAlong = (axis: Axis): Meeting[] =>
  overlapsAlong(axis, axis.image, axis.result).flatMap((overlaps, result) =>
    overlaps.map(({ kernel: tap, image }) => ({ image, tap, result })),
  );

/** The meetings of each cell of the image or the result, or of each tap. */
function meetingsOf(solved: keyof Meeting, axis: Axis): readonly (readonly Meeting[])[] {
  const found = Array.from({ length: axis[solved === 'tap' ? 'kernel' : solved] }, (): Meeting[] => []);
  for (const meeting of meetingsAlong(axis)) found[meeting[solved]]!.push(meeting);
  return found;
}

/** The inputs, and where the first channels of a pixel, of a tap and of a cell of the result are. */
type AddLine = (
  sums: Float64Array,
  inputs: readonly [Values, Values],
  pixel: number,
  tap: number,
  at: number,
  channels: Geometry,
) => void;

/**
 * A kernel that computes one of the three values of a convolution from the others.
 *
 * @param add adds what the cells at one meeting contribute to the channels of what is solved for
 */
const solving = (
  solved: keyof Meeting,
  shapes: (node: KernelNode) => readonly [image: Shape, filter: Shape, result: Shape],
  add: AddLine,
): KernelRow =>
  filling((node) => {
    const geometry = geometryOf(node, ...shapes(node));
    const { batch, axes, channelsIn, channelsOut } = geometry;
    const [rows, columns] = axes as [Axis, Axis];
    const [down, across] = [meetingsOf(solved, rows), meetingsOf(solved, columns)];
    const width = { image: channelsIn, tap: channelsIn * channelsOut, result: channelsOut }[solved];
    const images = Array.from({ length: batch }, (_, n) => n);
    // A tap meets cells of all images.
    const together = solved === 'tap' ? [images] : images.map((n) => [n]);
    return (output, first, second) => {
      const sums = new Float64Array(width);
      const inputs = [first!, second!] as const;
      let to = 0;
      const fill = (some: readonly number[], vertical: readonly Meeting[], horizontal: readonly Meeting[]) => {
        sums.fill(0);
        for (const n of some) {
          for (const y of vertical) {
            for (const x of horizontal) {
              const pixel = ((n * rows.image + y.image) * columns.image + x.image) * channelsIn;
              const tap = (y.tap * columns.kernel + x.tap) * channelsIn * channelsOut;
              const at = ((n * rows.result + y.result) * columns.result + x.result) * channelsOut;
              add(sums, inputs, pixel, tap, at, geometry);
            }
          }
        }
        output.set(sums, to);
        to += width;
      };
      for (const some of together) for (const y of down) for (const x of across) fill(some, y, x);
    };
  });

export const convolutionKernels: KernelTable = {
  Conv2D: solving(
    'result',
    ({ inputs: [image, filter], output }) => [image!.shape, filter!.shape, output.shape],
    (sums, [image, filter], pixel, tap, _, { channelsIn, channelsOut }) => {
      for (let c = 0; c < channelsIn; c++) {
        const [x, line] = [image[pixel + c]!, tap + c * channelsOut];
        for (let o = 0; o < channelsOut; o++) sums[o]! += x * filter[line + o]!;
      }
    },
  ),
  Conv2DBackpropInput: solving(
    'image',
    ({ inputs: [filter, gradient], output }) => [output.shape, filter!.shape, gradient!.shape],
    (sums, [filter, gradient], _, tap, at, { channelsIn, channelsOut }) => {
      for (let c = 0; c < channelsIn; c++) {
        const line = tap + c * channelsOut;
        let sum = 0;
        for (let o = 0; o < channelsOut; o++) sum += filter[line + o]! * gradient[at + o]!;
        sums[c]! += sum;
      }
    },
  ),
  Conv2DBackpropFilter: solving(
    'tap',
    ({ inputs: [image, gradient], output }) => [image!.shape, output.shape, gradient!.shape],
    (sums, [image, gradient], pixel, _, at, { channelsIn, channelsOut }) => {
      for (let c = 0; c < channelsIn; c++) {
        const [x, line] = [image[pixel + c]!, c * channelsOut];
        for (let o = 0; o < channelsOut; o++) sums[line + o]! += x * gradient[at + o]!;
      }
    },
  ),
};
