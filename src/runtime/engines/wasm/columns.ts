/**
 * The image's gradient of a convolution as one product whose columns are added into the image (col2im): each cell of
 * the result's gradient times the whole filter, added where the filter would be placed. This is faster for images with
 * few channels, since as columns of a product they would fill only a part of its tiles.
 */
import { TILE_COLUMNS } from '../../simd/product.ts';
import { sizeOf } from '../../../compiler/graph/graph.ts';
import { stridesOf } from '../../../compiler/ops/index-map/offsets.ts';
import type { Geometry } from '../kernels/convolution-geometry.ts';
import type { Values } from '../kernels/kernel.ts';
import { every, type Product } from './products.ts';

const inTiles = (columns: number) => Math.ceil(columns / TILE_COLUMNS) * TILE_COLUMNS;
const taps = ({ axes }: Geometry) => sizeOf(axes.map(({ kernel }) => kernel));
const results = ({ axes }: Geometry) => sizeOf(axes.map(({ result }) => result));

/** The cost of adding one cell of a column to the image, in multiplications (measured). */
const ADDITION = 60;

/** Whether this is faster than a product in which the image's channels are the columns. */
export function columnsPay(geometry: Geometry): boolean {
  const { channelsIn, channelsOut } = geometry;
  const column = taps(geometry) * channelsIn;
  return channelsOut * inTiles(column) + ADDITION * column < channelsOut * taps(geometry) * inTiles(channelsIn);
}

/** The columns: [cells of the gradient, taps · channels of the image]. */
export function columnsProduct(geometry: Geometry): Product {
  const { batch, channelsIn, channelsOut } = geometry;
  const [cells, column] = [batch * results(geometry), taps(geometry) * channelsIn];
  return {
    rows: every(channelsOut, cells),
    leftSteps: every(1, channelsOut),
    columns: every(channelsOut, column),
    rightSteps: every(1, channelsOut),
    resultRows: every(column, cells),
  };
}

const OUTSIDE = -1;

/** For each cell of the result and each tap, the cell of an image that they meet, in row-major order; or OUTSIDE. */
function meetingsOf({ axes }: Geometry): Int32Array {
  const strides = stridesOf(axes.map(({ image }) => image));
  const along = axes.map(({ image, stride, dilation, before, result, kernel }, axis) =>
    every(stride, result)
      .list()
      .map((start) =>
        every(dilation, kernel)
          .list()
          .map((tap) => {
            const cell = start + tap - before;
            return cell < 0 || cell >= image ? OUTSIDE : cell * strides[axis]!;
          }),
      ),
  );
  const join = (a: readonly number[], b: readonly number[]) =>
    a.flatMap((x) => b.map((y) => (x === OUTSIDE || y === OUTSIDE ? OUTSIDE : x + y)));
  return Int32Array.from(along.reduce((a, b) => a.flatMap((outer) => b.map((inner) => join(outer, inner)))).flat());
}

/** Adds the columns into an image. */
export function addingColumns(geometry: Geometry): (image: Values, columns: Values) => void {
  const { batch, axes, channelsIn: channels } = geometry;
  const meetings = meetingsOf(geometry);
  const perImage = sizeOf(axes.map(({ image }) => image)) * channels;
  return (image, columns) => {
    image.fill(0);
    let from = 0;
    for (let n = 0; n < batch; n++) {
      for (let i = 0; i < meetings.length; i++, from += channels) {
        const meeting = meetings[i]!;
        if (meeting === OUTSIDE) continue;
        const to = n * perImage + meeting * channels;
        for (let c = 0; c < channels; c++) image[to + c]! += columns[from + c]!;
      }
    }
  };
}
