/** Products on wasm, larger than the op table's samples: blocks, ragged edges, batches, threads. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Ledger } from '../../../src/runtime/engines/ledger.ts';
import type { Values } from '../../../src/runtime/engines/kernels/kernel.ts';
import { addressOf, deviceOn } from '../../../src/runtime/engines/wasm/device.ts';
import { Heap } from '../../../src/runtime/engines/wasm/heap.ts';
import {
  every,
  productsOn,
  productWorkspace,
  sums,
  type Offsets,
  type Product,
} from '../../../src/runtime/engines/wasm/products.ts';
import { hasRelaxedSimd, Threads } from '../../../src/runtime/engines/wasm/threads.ts';
import { nodePlatform } from '../../../src/runtime/platform/node/platform.ts';
import { BLOCK_COLUMNS, BLOCK_ROWS, BLOCK_STEPS } from '../../../src/runtime/simd/tasks.ts';
import { expectClose, noise } from '../engines.ts';

/** [m, k] · [k, n], of which either may be stored transposed. */
const matrices = (m: number, n: number, k: number, transposes: string): Product => ({
  rows: every(transposes.includes('left') ? 1 : k, m),
  leftSteps: every(transposes.includes('left') ? m : 1, k),
  columns: every(transposes.includes('right') ? k : 1, n),
  rightSteps: every(transposes.includes('right') ? 1 : n, k),
  resultRows: every(n, m),
});

/** The product by its definition, in float64. */
function expectedOf(product: Product, left: Values, right: Values, cells: number): Float64Array {
  const [rows, columns] = [product.rows.list(), product.columns.list()];
  const [leftSteps, rightSteps] = [product.leftSteps.list(), product.rightSteps.list()];
  const resultRows = product.resultRows.list();
  const batch = product.batch ?? { count: 1, left: 0, right: 0, result: 0 };
  const result = new Float64Array(cells);
  for (let b = 0; b < batch.count; b++) {
    rows.forEach((row, i) =>
      columns.forEach((column, j) => {
        let sum = 0;
        for (let s = 0; s < leftSteps.length; s++)
          sum += left[b * batch.left + row + leftSteps[s]!]! * right[b * batch.right + column + rightSteps[s]!]!;
        result[b * batch.result + resultRows[i]! + j] = sum;
      }),
    );
  }
  return result;
}

const extent = (...tables: readonly Offsets[]) => tables.reduce((cells, table) => cells + Math.max(...table.list()), 1);

const ragged = [1, 2, 3, 4, 5, 7, 8, 9];
const cases: readonly (readonly [string, Product])[] = [
  ...ragged.map((side, i) => [`ragged ${side}`, matrices(side, ragged.at(-1 - i)!, 1 + (i % 6), '')] as const),
  ...['', 'left', 'right', 'left and right'].map(
    (transposes) => [`transposed: ${transposes || 'none'}`, matrices(29, 45, 37, transposes)] as const,
  ),
  ['more rows than a block', matrices(2 * BLOCK_ROWS + 5, 11, 9, 'left')],
  ['more columns than a block', matrices(6, 2 * BLOCK_COLUMNS + 13, 7, '')],
  ['more steps than a block', matrices(9, 10, 3 * BLOCK_STEPS + 1, 'right')],
  ['more of everything', matrices(BLOCK_ROWS + 1, BLOCK_COLUMNS + 1, BLOCK_STEPS + 1, 'right')],
  ['a batch', { ...matrices(5, 9, 6, ''), batch: { count: 7, left: 30, right: 54, result: 45 } }],
  ['the same matrix for a batch', { ...matrices(5, 9, 6, ''), batch: { count: 3, left: 30, right: 0, result: 45 } }],
  [
    // 3 × 3 patches of an image of 9 × 11 with 5 channels, with stride 2 and dilation 2; every second row of the result.
    'patches',
    {
      rows: sums(every(110, 3), every(10, 4)),
      leftSteps: sums(every(110, 3), every(10, 3), every(1, 5)),
      columns: every(1, 10),
      rightSteps: every(10, 45),
      resultRows: every(20, 12),
    },
  ],
];

describe.each([
  ['plain SIMD, 1 thread', false, 1],
  ['plain SIMD, 3 threads', false, 3],
  ['relaxed SIMD, 1 thread', true, 1],
  ['relaxed SIMD, 3 threads', true, 3],
] as const)('%s', (_, relaxed, count) => {
  const heap = new Heap(count > 1);
  const ledger = new Ledger();
  const device = deviceOn(heap, ledger);
  let threads: Threads;
  beforeAll(() => {
    // This sets the flag with which Node 20 has it.
    expect(hasRelaxedSimd(nodePlatform)).toBe(true);
    threads = new Threads(heap, relaxed, count > 1 ? { count: count - 1, platform: nodePlatform } : undefined);
  });
  afterAll(() => threads.stop());

  test.each(cases)('%s', (_, product) => {
    const batch = product.batch ?? { count: 1, left: 0, right: 0, result: 0 };
    const whole = (stride: number, cells: number) => stride * (batch.count - 1) + cells;
    const [left, right, result] = [
      whole(batch.left, extent(product.rows, product.leftSteps)),
      whole(batch.right, extent(product.columns, product.rightSteps)),
      whole(batch.result, extent(product.resultRows) + product.columns.length - 1),
    ].map((cells) => device.make([cells], 'float32'));
    const [x, y] = [noise(left!.shape, 5).data, noise(right!.shape, 6).data];
    device.values(left!).set(x);
    device.values(right!).set(y);
    // What the product does not write stays; what it writes does not depend on what was there.
    device.values(result!).fill(0);
    const written = expectedOf(product, x, y, result!.shape[0]!);
    written.forEach((cell, i) => {
      if (cell !== 0) device.values(result!)[i] = NaN;
    });
    const multiply = productsOn(device, threads, addressOf).prepare(product);
    ledger.resetPeak();
    const before = ledger.peakBytes;
    multiply(left!, right!, result!);
    expect(ledger.peakBytes - before).toBe(productWorkspace(product));
    expectClose(device.values(result!), written, 1e-5);
    for (const value of [left!, right!, result!]) device.dispose(value);
    expect(ledger.values).toBe(0);
  });
});
