/**
 * A product as tasks, which threads take one by one: each is a block of the result. A thread packs what a task needs of
 * both matrices for itself, so threads wait for one another only at the end. What a task computes does not depend on
 * who takes it: any number of threads gives the same bits.
 */
import {
  atomic,
  call,
  get,
  i32,
  lesser,
  loop,
  loopWhile,
  moduleBytes,
  set,
  when,
  type Code,
  type ValueType,
  type WasmFunction,
} from './module-bytes.ts';
import { packingOf } from './packing.ts';
import { productOfBlocks, TILE_BYTES, TILE_COLUMNS, TILE_ROWS } from './product.ts';

/** The most rows, columns and steps of a task's blocks: together they fit into a core's cache of the second level. */
export const [BLOCK_ROWS, BLOCK_COLUMNS, BLOCK_STEPS] = [24 * TILE_ROWS, 32 * TILE_COLUMNS, 256];

const LEFT_BYTES = 4 * BLOCK_ROWS * BLOCK_STEPS;
const RIGHT_BYTES = 4 * BLOCK_COLUMNS * BLOCK_STEPS;
/** The memory in which a thread packs blocks. */
export const THREAD_BYTES = LEFT_BYTES + RIGHT_BYTES + TILE_BYTES;

/** Cells that threads change, by their offset in the shared board; they are in cache lines of their own. */
export const board = {
  /** Counts calls to work; idle threads wait for it to change. */
  calls: 0,
  /** Tasks that nobody has taken yet. Zero or less if there are none. */
  open: 64,
  /** Tasks that are not finished yet. */
  unfinished: 128,
  /** Counts steps of all threads, as a sign of life. */
  progress: 192,
  product: 256,
} as const;

/** What the board says about a product; addresses and offsets are in bytes. */
const fields = [
  ...['left', 'right', 'result'],
  // Tables of offsets: rows of the left matrix, columns of the right one, steps of both, rows of the result.
  ...['rows', 'columns', 'leftSteps', 'rightSteps', 'resultRows'],
  ...['rowCount', 'columnCount', 'stepCount'],
  // The size of blocks, and how many there are side by side and in all.
  ...['blockRows', 'blockColumns', 'blockSteps', 'blocksAcross', 'blocks'],
  // How far the matrices of a batch are apart.
  ...['leftStride', 'rightStride', 'resultStride'],
] as const;
export type ProductFields = Readonly<Record<Field, number>>;
type Field =
  | 'left'
  | 'right'
  | 'result'
  | 'rows'
  | 'columns'
  | 'leftSteps'
  | 'rightSteps'
  | 'resultRows'
  | 'rowCount'
  | 'columnCount'
  | 'stepCount'
  | 'blockRows'
  | 'blockColumns'
  | 'blockSteps'
  | 'blocksAcross'
  | 'blocks'
  | 'leftStride'
  | 'rightStride'
  | 'resultStride';

export const BOARD_BYTES = board.product + 4 * fields.length;

/** The fields in the order in which the board has them. */
export const productWords = (product: ProductFields): number[] => fields.map((field) => product[field as Field]);

// The functions of the module by their places.
const [PACK_ROWS, PACK_COLUMNS, MULTIPLY, WORK] = [0, 1, 2, 3];

// The addresses of the board and of the thread's own memory.
const [BOARD, OWN, PARAMETERS] = [0, 1, 2];
const boardCell = (offset: number): Code => i32.add(get(BOARD), i32.constant(offset));
const field = (name: Field): Code => i32.load(get(BOARD), board.product + 4 * fields.indexOf(name));

/** Takes tasks until there are none left. */
function work(): WasmFunction {
  const locals: ValueType[] = [];
  const local = () => PARAMETERS + locals.push('i32') - 1;
  const [task, batch, row, column, step, rows, columns, steps] = [
    local(),
    local(),
    local(),
    local(),
    local(),
    local(),
    local(),
    local(),
  ] as const;
  const [left, right, result, open] = [local(), local(), local(), local()] as const;
  const ownRight = i32.add(get(OWN), i32.constant(LEFT_BYTES));
  const spare = i32.add(get(OWN), i32.constant(LEFT_BYTES + RIGHT_BYTES));
  const entry = (table: Field, index: number): Code => i32.add(field(table), i32.multiply(get(index), i32.constant(4)));
  const ofBatch = (matrix: Field, stride: Field): Code =>
    i32.add(field(matrix), i32.multiply(get(batch), field(stride)));
  const take: Code = set(open, atomic.add(boardCell(board.open), i32.constant(-1)));
  const body: Code = [
    ...take,
    ...loopWhile(i32.isPositive(get(open)), [
      ...set(task, i32.subtract(get(open), i32.constant(1))),
      ...set(batch, i32.divide(get(task), field('blocks'))),
      ...set(task, i32.remainder(get(task), field('blocks'))),
      ...set(row, i32.multiply(i32.divide(get(task), field('blocksAcross')), field('blockRows'))),
      ...set(column, i32.multiply(i32.remainder(get(task), field('blocksAcross')), field('blockColumns'))),
      ...set(rows, lesser(i32.subtract(field('rowCount'), get(row)), field('blockRows'))),
      ...set(columns, lesser(i32.subtract(field('columnCount'), get(column)), field('blockColumns'))),
      ...set(left, ofBatch('left', 'leftStride')),
      ...set(right, ofBatch('right', 'rightStride')),
      ...set(result, i32.add(ofBatch('result', 'resultStride'), i32.multiply(get(column), i32.constant(4)))),
      ...set(step, i32.constant(0)),
      ...loopWhile(i32.less(get(step), field('stepCount')), [
        ...set(steps, lesser(i32.subtract(field('stepCount'), get(step)), field('blockSteps'))),
        ...call(PACK_ROWS, get(OWN), get(left), entry('rows', row), get(rows), entry('leftSteps', step), get(steps)),
        ...call(
          PACK_COLUMNS,
          ownRight,
          get(right),
          entry('columns', column),
          get(columns),
          entry('rightSteps', step),
          get(steps),
        ),
        // It adds to what earlier steps have made.
        ...call(
          MULTIPLY,
          get(OWN),
          ownRight,
          get(result),
          entry('resultRows', row),
          get(rows),
          get(columns),
          get(steps),
          get(step),
          spare,
        ),
        ...set(step, i32.add(get(step), get(steps))),
        ...[...atomic.add(boardCell(board.progress), i32.constant(1)), 0x1a],
      ]),
      ...[...atomic.add(boardCell(board.unfinished), i32.constant(-1)), 0x1a],
      ...atomic.notify(boardCell(board.unfinished)),
      ...take,
    ]),
  ];
  return { name: 'work', parameters: PARAMETERS, locals, body };
}

/** How often a thread without work looks for some before it sleeps: about 50 µs. */
const LOOKS = 2000;

/** What a thread does: waits for calls and works, for ever. */
function serve(): WasmFunction {
  const [calls, looks] = [PARAMETERS, PARAMETERS + 1];
  const now = atomic.load(boardCell(board.calls));
  const body = loop([
    ...set(calls, now),
    ...call(WORK, get(BOARD), get(OWN)),
    ...set(looks, i32.constant(LOOKS)),
    ...loopWhile(
      i32.and(i32.equal(now, get(calls)), i32.less(i32.constant(0), get(looks))),
      set(looks, i32.subtract(get(looks), i32.constant(1))),
    ),
    ...when(i32.equal(now, get(calls)), atomic.wait(boardCell(board.calls), get(calls))),
  ]);
  return { name: 'serve', parameters: PARAMETERS, locals: ['i32', 'i32'], body };
}

/** Exports `work` and `serve`, which take the addresses of the board and of THREAD_BYTES of the thread's own. */
export const taskModule = (fused: boolean, sharedMemory: boolean): Uint8Array<ArrayBuffer> =>
  moduleBytes(
    [packingOf(TILE_ROWS, 'packRows'), packingOf(TILE_COLUMNS, 'packColumns'), productOfBlocks(fused), work(), serve()],
    sharedMemory,
  );
