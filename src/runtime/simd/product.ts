/**
 * The product of two packed blocks of matrices. A packed block is a row of panels; a panel holds, for each step along
 * the axis that is summed over, one cell of each of its lines (of `TILE_ROWS` rows of the left matrix, or of
 * `TILE_COLUMNS` columns of the right one). So the innermost loop reads both sides straight ahead
 * (Goto and van de Geijn 2008, https://doi.org/10.1145/1356052.1356053).
 */
import { four, loadSplat, one, relaxedMultiplyAdd } from './lanes.ts';
import {
  get,
  i32,
  lesser,
  loopWhile,
  set,
  when,
  type Code,
  type ValueType,
  type WasmFunction,
} from './module-bytes.ts';

/**
 * A tile of the result stays in registers while a panel of rows meets a panel of columns. V8 loads everything that a
 * turn of the loop needs before it multiplies, so the tile's sums (4 × 2 vectors) and what is loaded (2 vectors and 4
 * numbers) have to fit into its 15 registers on x64. Larger tiles, or several steps a turn, run at half the speed.
 */
export const [TILE_ROWS, TILE_COLUMNS] = [4, 8];

const VECTORS = TILE_COLUMNS / 4;
/** A tile's bytes: ragged ones at the edges are made in a place of their own, and copied from there. */
export const TILE_BYTES = 4 * TILE_ROWS * TILE_COLUMNS;

// Addresses of the two packed blocks and of the result, of a table with the offset of each of its rows in bytes; how
// many rows, columns and steps; whether to add to what is there; a spare tile.
const [LEFT, RIGHT, RESULT, ROW_OFFSETS, ROWS, COLUMNS, STEPS, ADDS, SPARE] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
const PARAMETERS = 9;

/** @param fused whether the engine has relaxed SIMD, whose multiply-add is a single instruction on most processors */
export function productOfBlocks(fused: boolean): WasmFunction {
  const locals: ValueType[] = [];
  const local = (type: ValueType) => PARAMETERS + locals.push(type) - 1;
  const [row, rowsLeft, columnsLeft, panel, rowTable] = [
    local('i32'),
    local('i32'),
    local('i32'),
    local('i32'),
    local('i32'),
  ] as const;
  const [a, b, end, to, i, from] = [
    local('i32'),
    local('i32'),
    local('i32'),
    local('i32'),
    local('i32'),
    local('i32'),
  ] as const;
  const sums = Array.from({ length: TILE_ROWS }, () => Array.from({ length: VECTORS }, () => local('v128')));
  const columns = Array.from({ length: VECTORS }, () => local('v128'));
  const cell = local('v128');
  const forward = (address: number, bytes: number) => set(address, i32.add(get(address), i32.constant(bytes)));
  const multiplyAdd = (sum: number, x: number, y: number) =>
    set(
      sum,
      fused
        ? relaxedMultiplyAdd(get(x), get(y), get(sum))
        : four.binary('add', get(sum), four.binary('mul', get(x), get(y))),
    );

  const step: Code = [
    ...columns.flatMap((column, v) => set(column, four.load(get(b), 16 * v))),
    ...sums.flatMap((line, r) => [
      ...set(cell, loadSplat(get(a), 4 * r)),
      ...line.flatMap((sum, v) => multiplyAdd(sum, cell, columns[v]!)),
    ]),
    ...forward(a, 4 * TILE_ROWS),
    ...forward(b, 4 * TILE_COLUMNS),
  ];
  const tile: Code = [
    ...sums.flat().flatMap((sum) => set(sum, four.constant(0))),
    ...set(b, get(panel)),
    ...set(end, i32.add(get(b), i32.multiply(get(STEPS), i32.constant(4 * TILE_COLUMNS)))),
    ...loopWhile(i32.less(get(b), get(end)), step),
  ];
  const rowAddress = (r: number): Code => i32.add(get(RESULT), i32.load(get(rowTable), 4 * r));
  const store = (adds: boolean): Code =>
    sums.flatMap((line, r) => [
      ...set(to, rowAddress(r)),
      ...line.flatMap((sum, v) =>
        four.store(get(to), adds ? four.binary('add', four.load(get(to), 16 * v), get(sum)) : get(sum), 16 * v),
      ),
    ]);
  /** Copies the cells that the result has from the spare tile. */
  const storeRagged: Code = [
    ...sums.flatMap((line, r) =>
      line.flatMap((sum, v) => four.store(get(SPARE), get(sum), 4 * (r * TILE_COLUMNS + 4 * v))),
    ),
    ...set(row, i32.constant(0)),
    ...loopWhile(i32.less(get(row), lesser(get(rowsLeft), i32.constant(TILE_ROWS))), [
      ...set(to, i32.add(get(RESULT), i32.load(i32.add(get(rowTable), i32.multiply(get(row), i32.constant(4)))))),
      ...set(from, i32.add(get(SPARE), i32.multiply(get(row), i32.constant(4 * TILE_COLUMNS)))),
      ...set(i, lesser(get(columnsLeft), i32.constant(TILE_COLUMNS))),
      ...loopWhile(get(i), [
        ...when(
          get(ADDS),
          one.store(get(to), one.binary('add', one.load(get(to)), one.load(get(from)))),
          one.store(get(to), one.load(get(from))),
        ),
        ...[...forward(to, 4), ...forward(from, 4), ...forward(i, -1)],
      ]),
      ...forward(row, 1),
    ]),
  ];
  const isWhole: Code = i32.and(
    i32.less(i32.constant(TILE_ROWS - 1), get(rowsLeft)),
    i32.less(i32.constant(TILE_COLUMNS - 1), get(columnsLeft)),
  );
  const next = (left: number, size: number, then: Code): Code => [
    ...then,
    ...set(left, i32.subtract(get(left), lesser(get(left), i32.constant(size)))),
  ];
  const body: Code = [
    ...[...set(panel, get(RIGHT)), ...set(columnsLeft, get(COLUMNS))],
    ...loopWhile(get(columnsLeft), [
      ...[...set(a, get(LEFT)), ...set(rowsLeft, get(ROWS)), ...set(rowTable, get(ROW_OFFSETS))],
      ...loopWhile(get(rowsLeft), [
        ...tile,
        ...when(isWhole, when(get(ADDS), store(true), store(false)), storeRagged),
        ...next(rowsLeft, TILE_ROWS, forward(rowTable, 4 * TILE_ROWS)),
      ]),
      ...next(columnsLeft, TILE_COLUMNS, [...forward(RESULT, 4 * TILE_COLUMNS), ...set(panel, get(end))]),
    ]),
  ];
  return { name: 'multiply', parameters: PARAMETERS, locals, body };
}
