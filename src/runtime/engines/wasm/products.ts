/** Products of matrices whose cells are found by tables of offsets, so that a matrix can be part of an image. */
import { BLOCK_COLUMNS, BLOCK_ROWS, BLOCK_STEPS, PACKED_TOGETHER } from '../../simd/tasks.ts';
import { TILE_COLUMNS, TILE_ROWS } from '../../simd/product.ts';
import type { Device, Tensor } from '../kernels/kernel.ts';
import type { Threads } from './threads.ts';

/**
 * Offsets in cells, one for each row, column or step. They are listed only once a product is prepared: what memory it
 * takes is asked of products that no memory holds.
 */
export interface Offsets {
  readonly length: number;
  readonly list: () => readonly number[];
}

/**
 * result[resultRows[i] + j] = Σₖ left[rows[i] + leftSteps[k]] · right[columns[j] + rightSteps[k]]. As many products as
 * `batch` says, whose matrices are the given numbers of cells apart.
 */
export interface Product {
  readonly rows: Offsets;
  readonly leftSteps: Offsets;
  readonly columns: Offsets;
  readonly rightSteps: Offsets;
  readonly resultRows: Offsets;
  readonly batch?: { readonly count: number; readonly left: number; readonly right: number; readonly result: number };
}

export const listed = (offsets: readonly number[]): Offsets => ({ length: offsets.length, list: () => offsets });

/** start, start + step, start + 2 · step, … */
export const every = (step: number, count: number, start = 0): Offsets => ({
  length: count,
  list: () => Array.from({ length: count }, (_, i) => start + i * step),
});

const total = (offsets: readonly Offsets[]) => offsets.reduce((sum, { length }) => sum + length, 0);

/** The offsets of cells in row-major order, each the sum of its offsets along the axes. */
export const sums = (...axes: readonly Offsets[]): Offsets => ({
  length: axes.reduce((product, { length }) => product * length, 1),
  list: () =>
    axes
      .map(({ list }) => list())
      .reduce((outer, axis) => outer.flatMap((start) => axis.map((offset) => start + offset)), [0]),
});

/** Computes a product; the tensors may be larger than what it reads and writes. */
export type Multiply = (left: Tensor, right: Tensor, result: Tensor) => void;

export interface Products {
  prepare(product: Product): Multiply;
}

const FLOAT = 4;
const tablesOf = ({ rows, columns, leftSteps, rightSteps, resultRows }: Product) => ({
  ...{ rows, columns, leftSteps, rightSteps, resultRows },
});

const batchOf = ({ batch = { count: 1, left: 0, right: 0, result: 0 } }: Product) => batch;
const inMultiples = (count: number, of: number) => Math.ceil(count / of) * of;
/** The cells of a right matrix, packed. */
const packedCells = ({ columns, rightSteps }: Product) => inMultiples(columns.length, TILE_COLUMNS) * rightSteps.length;

/** The bytes that a product takes beyond its matrices: its tables, and the right matrices once more. */
export const productWorkspace = (product: Product): number =>
  FLOAT * (total(Object.values(tablesOf(product))) + batchOf(product).count * packedCells(product));

/** Tasks for each thread, so that none waits long for the last one. */
const TASKS_EACH = 4;
/** With fewer rows, fetching the columns for each task costs more than an idle thread. */
const LEAST_ROWS = 6 * TILE_ROWS;

/** The size of equal parts, in multiples of `of`, of at most `most`. */
const partsOf = (count: number, most: number, of: number) =>
  inMultiples(Math.ceil(count / Math.ceil(count / most)), of);

/** How a product is cut into tasks; the steps are cut alike for any number of threads, so that sums are the same. */
function blocksOf(product: Product, threads: number) {
  const [rowCount, columnCount, stepCount] = [product.rows.length, product.columns.length, product.leftSteps.length];
  const blockColumns = partsOf(columnCount, BLOCK_COLUMNS, TILE_COLUMNS);
  const blocksAcross = Math.ceil(columnCount / blockColumns);
  const wanted = threads === 1 ? 1 : (TASKS_EACH * threads) / (blocksAcross * batchOf(product).count);
  const rows = Math.min(Math.max(rowCount / wanted, LEAST_ROWS), BLOCK_ROWS);
  const blockRows = partsOf(rowCount, inMultiples(rows, TILE_ROWS), TILE_ROWS);
  const blockSteps = partsOf(stepCount, BLOCK_STEPS, 1);
  const blocks = blocksAcross * Math.ceil(rowCount / blockRows);
  const packings = Math.ceil(stepCount / blockSteps) * Math.ceil(columnCount / PACKED_TOGETHER);
  return { rowCount, columnCount, stepCount, blockRows, blockColumns, blockSteps, blocksAcross, blocks, packings };
}

export function productsOn(device: Device, threads: Threads, address: (tensor: Tensor) => number): Products {
  const prepare = (product: Product): Multiply => {
    const names = Object.keys(tablesOf(product)) as (keyof ReturnType<typeof tablesOf>)[];
    const cells = Int32Array.from(
      names.flatMap((name) => product[name].list()),
      (offset) => FLOAT * offset,
    );
    const starts = names.map((_, i) => FLOAT * total(names.slice(0, i).map((name) => product[name])));
    const batch = batchOf(product);
    const packed = packedCells(product);
    const fixed = {
      ...blocksOf(product, threads.count),
      leftStride: FLOAT * batch.left,
      rightStride: FLOAT * batch.right,
      packedStride: FLOAT * packed,
      resultStride: FLOAT * batch.result,
    };
    if (batch.count * fixed.rowCount * fixed.columnCount === 0) return () => undefined;
    if (fixed.stepCount === 0) return (_, __, result) => device.values(result).fill(0);

    return (left, right, result) => {
      const tables = device.make([cells.length], 'int32');
      device.values(tables).set(cells);
      const packing = device.make([batch.count, packed], 'float32');
      const places = Object.fromEntries(names.map((name, i) => [name, address(tables) + starts[i]!]));
      try {
        threads.multiply(
          {
            ...fixed,
            ...(places as Record<(typeof names)[number], number>),
            left: address(left),
            right: address(right),
            packed: address(packing),
            result: address(result),
          },
          batch.count,
        );
      } finally {
        device.dispose(packing);
        device.dispose(tables);
      }
    };
  };
  return { prepare };
}
