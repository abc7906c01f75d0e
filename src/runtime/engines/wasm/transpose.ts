/** Transposes tiles of 4-byte cells, in blocks of four by four. */
import type { Code, ValueType } from '../../simd/module-bytes.ts';
import { four, one } from '../../simd/lanes.ts';
import { get, i32, i32x4, loopWhile, moduleBytes, set } from '../../simd/module-bytes.ts';

/**
 * result[r · rowStep + c] = source[c · columnStep + r] for each row r and column c of the result. `result` and `source`
 * are addresses, so the steps are in bytes.
 */
export type TransposeTile = (
  result: number,
  source: number,
  rows: number,
  columns: number,
  rowStep: number,
  columnStep: number,
) => void;

const [RESULT, SOURCE, ROWS, COLUMNS, ROW_STEP, COLUMN_STEP, PARAMETERS] = [0, 1, 2, 3, 4, 5, 6];

const locals: readonly ValueType[] = ['i32', 'i32', ...Array.from({ length: 8 }, () => 'v128' as const)];
const [ROW, COLUMN, LINES] = [PARAMETERS, PARAMETERS + 1, PARAMETERS + 2];

/** The address of the cell `rows` and `columns` away from the current one. */
const at = (base: number, far: Code, farStep: number, near: Code): Code =>
  i32.add(i32.add(get(base), i32.multiply(far, get(farStep))), i32.multiply(near, i32.constant(4)));
const further = (local: number, cells: number): Code => i32.add(get(local), i32.constant(cells));
const inResult = (rows: number): Code => at(RESULT, further(ROW, rows), ROW_STEP, get(COLUMN));
const inSource = (columns: number): Code => at(SOURCE, further(COLUMN, columns), COLUMN_STEP, get(ROW));

const wholeFours = (count: number): Code => i32.and(get(count), i32.constant(-4));
const forward = (local: number, cells: number): Code => set(local, further(local, cells));

const block = (): Code => {
  const line = (i: number) => LINES + i;
  const pair = (target: number, a: number, b: number, lanes: readonly number[]) =>
    set(line(target), i32x4.choose(get(line(a)), get(line(b)), lanes));
  const result = (row: number, a: number, b: number, lanes: readonly number[]) =>
    four.store(inResult(row), i32x4.choose(get(line(a)), get(line(b)), lanes));
  return [
    ...[0, 1, 2, 3].flatMap((column) => set(line(column), four.load(inSource(column)))),
    ...[...pair(4, 0, 1, [0, 4, 1, 5]), ...pair(5, 2, 3, [0, 4, 1, 5])],
    ...[...pair(6, 0, 1, [2, 6, 3, 7]), ...pair(7, 2, 3, [2, 6, 3, 7])],
    ...[...result(0, 4, 5, [0, 1, 4, 5]), ...result(1, 4, 5, [2, 3, 6, 7])],
    ...[...result(2, 6, 7, [0, 1, 4, 5]), ...result(3, 6, 7, [2, 3, 6, 7])],
  ];
};
const copyCell = one.store(inResult(0), one.load(inSource(0)));
const columnsOfRow = [...loopWhile(i32.less(get(COLUMN), get(COLUMNS)), [...copyCell, ...forward(COLUMN, 1)])];

const body: Code = [
  ...loopWhile(i32.less(get(ROW), wholeFours(ROWS)), [
    ...set(COLUMN, i32.constant(0)),
    ...loopWhile(i32.less(get(COLUMN), wholeFours(COLUMNS)), [...block(), ...forward(COLUMN, 4)]),
    // The remaining columns of these four rows.
    ...[0, 1, 2, 3].flatMap(() => [...set(COLUMN, wholeFours(COLUMNS)), ...columnsOfRow, ...forward(ROW, 1)]),
  ]),
  ...loopWhile(i32.less(get(ROW), get(ROWS)), [...set(COLUMN, i32.constant(0)), ...columnsOfRow, ...forward(ROW, 1)]),
];

export function compileTransposeTile(memory: WebAssembly.Memory): TransposeTile {
  const shared = !(memory.buffer instanceof ArrayBuffer);
  const bytes = moduleBytes([{ name: 'transpose', parameters: PARAMETERS, locals, body }], shared);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  return exports['transpose'] as TransposeTile;
}
