/** Products of matrices whose cells are found by tables of offsets, so that a matrix can be part of an image. */
import { sizeOf } from '../../../compiler/graph/graph.ts';
import { BLOCK_COLUMNS, BLOCK_ROWS, BLOCK_STEPS, type ProductFields } from '../../simd/tasks.ts';
import { TILE_COLUMNS, TILE_ROWS } from '../../simd/product.ts';
import type { Device, Tensor } from '../kernels/kernel.ts';
import type { Threads } from './threads.ts';

/** Offsets in cells, one for each row, column or step. */
export type Offsets = readonly number[];

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

/** 0, step, 2 · step, … */
export const every = (step: number, count: number): Offsets => Array.from({ length: count }, (_, i) => i * step);

/** The offsets of cells in row-major order, each the sum of its offsets along the axes. */
export const sums = (...axes: readonly Offsets[]): Offsets =>
  axes.reduce((outer, axis) => outer.flatMap((start) => axis.map((offset) => start + offset)), [0]);

/** Computes a product; the tensors may be larger than what it reads and writes. */
export type Multiply = (left: Tensor, right: Tensor, result: Tensor) => void;

export interface Products {
  prepare(product: Product): Multiply;
}

const FLOAT = 4;
const tablesOf = ({ rows, columns, leftSteps, rightSteps, resultRows }: Product) => ({
  ...{ rows, columns, leftSteps, rightSteps, resultRows },
});

/** The bytes that a product takes beyond its matrices. */
export const productWorkspace = (product: Product): number =>
  4 * Object.values(tablesOf(product)).reduce((cells, table) => cells + table.length, 0);

/** Tasks for each thread, so that none waits long for the last one. */
const TASKS_EACH = 4;
/** With fewer rows, packing the columns anew for each task costs more than an idle thread. */
const LEAST_ROWS = 6 * TILE_ROWS;

const inMultiples = (count: number, of: number) => Math.ceil(count / of) * of;
/** The size of equal parts, in multiples of `of`, of at most `most`. */
const partsOf = (count: number, most: number, of: number) =>
  inMultiples(Math.ceil(count / Math.ceil(count / most)), of);

/** How a product is cut into tasks; the steps are cut alike for any number of threads, so that sums are the same. */
function blocksOf(rowCount: number, columnCount: number, stepCount: number, batch: number, threads: number) {
  const blockColumns = partsOf(columnCount, BLOCK_COLUMNS, TILE_COLUMNS);
  const blocksAcross = Math.ceil(columnCount / blockColumns);
  const wanted = threads === 1 ? 1 : (TASKS_EACH * threads) / (blocksAcross * batch);
  const rows = Math.min(Math.max(rowCount / wanted, LEAST_ROWS), BLOCK_ROWS);
  const blockRows = partsOf(rowCount, inMultiples(rows, TILE_ROWS), TILE_ROWS);
  const blockSteps = partsOf(stepCount, BLOCK_STEPS, 1);
  return { blockRows, blockColumns, blockSteps, blocksAcross, blocks: blocksAcross * Math.ceil(rowCount / blockRows) };
}

export function productsOn(device: Device, threads: Threads, address: (tensor: Tensor) => number): Products {
  return {
    prepare(product) {
      const tables = tablesOf(product);
      const cells = Int32Array.from(Object.values(tables).flat(), (offset) => FLOAT * offset);
      const starts: Partial<Record<keyof typeof tables, number>> = {};
      let at = 0;
      for (const [name, table] of Object.entries(tables)) {
        starts[name as keyof typeof tables] = at;
        at += 4 * table.length;
      }
      const {
        count,
        left: leftStride,
        right: rightStride,
        result: resultStride,
      } = product.batch ?? { count: 1, left: 0, right: 0, result: 0 };
      const counts = {
        rowCount: product.rows.length,
        columnCount: product.columns.length,
        stepCount: product.leftSteps.length,
      };
      const fixed = {
        ...counts,
        ...blocksOf(counts.rowCount, counts.columnCount, counts.stepCount, count, threads.count),
        leftStride: FLOAT * leftStride,
        rightStride: FLOAT * rightStride,
        resultStride: FLOAT * resultStride,
      };
      if (count * counts.rowCount * counts.columnCount === 0) return () => undefined;
      if (counts.stepCount === 0) return (_, __, result) => device.values(result).fill(0);
      return (left, right, result) => {
        const stored = device.make([cells.length], 'int32');
        device.values(stored).set(cells);
        const table = (name: keyof typeof tables) => address(stored) + starts[name]!;
        const fields: ProductFields = {
          ...fixed,
          left: address(left),
          right: address(right),
          result: address(result),
          rows: table('rows'),
          columns: table('columns'),
          leftSteps: table('leftSteps'),
          rightSteps: table('rightSteps'),
          resultRows: table('resultRows'),
        };
        try {
          threads.multiply(fields, count);
        } finally {
          device.dispose(stored);
        }
      };
    },
  };
}

/** The offsets of the cells of a value whose axes are all read in full. */
export const everyCell = (shape: readonly number[]): Offsets => every(1, sizeOf(shape));
