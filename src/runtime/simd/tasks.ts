/**
 * A product as tasks, which threads take one by one. First they pack the right matrix, then each task is a block of the
 * result, for which a thread packs rows of the left matrix for itself. What a task computes does not depend on who takes
 * it: any number of threads gives the same bits.
 */
import {
  atomic,
  call,
  drop,
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

/**
 * The most rows, columns and steps of a task. A block of rows and steps stays in a core's cache of the second level
 * while the right matrix passes by, a panel at a time.
 */
export const [BLOCK_ROWS, BLOCK_COLUMNS, BLOCK_STEPS] = [48 * TILE_ROWS, 128 * TILE_COLUMNS, 256];
/** How many columns a thread packs at once: neighbours of a step, so that cache lines are read once. */
export const PACKED_TOGETHER = 8 * TILE_COLUMNS;

const LEFT_BYTES = 4 * BLOCK_ROWS * BLOCK_STEPS;
/** The memory in which a thread packs blocks of rows. */
export const THREAD_BYTES = LEFT_BYTES + TILE_BYTES;

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

/** What the board says about a product; addresses, offsets and strides are in bytes. */
const fields = [
  /** Whether to multiply; otherwise to pack. */
  'multiplies',
  ...(['left', 'right', 'packed', 'result'] as const),
  // Tables of offsets: rows of the left matrix, columns of the right one, steps of both, rows of the result.
  ...(['rows', 'columns', 'leftSteps', 'rightSteps', 'resultRows'] as const),
  ...(['rowCount', 'columnCount', 'stepCount'] as const),
  // The size of blocks, how many there are side by side and in all; how many tasks pack a matrix.
  ...(['blockRows', 'blockColumns', 'blockSteps', 'blocksAcross', 'blocks', 'packings'] as const),
  // How far the matrices of a batch are apart.
  ...(['leftStride', 'rightStride', 'packedStride', 'resultStride'] as const),
] as const;
type Field = (typeof fields)[number];
export type ProductFields = Readonly<Record<Field, number>>;

export const BOARD_BYTES = board.product + 4 * fields.length;

/** The fields in the order in which the board has them. */
export const productWords = (product: ProductFields): number[] => fields.map((field) => product[field]);

// The functions of the module by their places.
const [PACK_ROWS, PACK_COLUMNS, MULTIPLY, PACKING_TASK, PRODUCT_TASK, WORK] = [0, 1, 2, 3, 4, 5];

// The addresses of the board and of the thread's own memory; the number of the task.
const [BOARD, OWN, TASK] = [0, 1, 2];
const boardCell = (offset: number): Code => i32.add(get(BOARD), i32.constant(offset));
const field = (name: Field): Code => i32.load(get(BOARD), board.product + 4 * fields.indexOf(name));
const inFloats = (cells: Code): Code => i32.multiply(cells, i32.constant(4));
const entry = (table: Field, index: number): Code => i32.add(field(table), inFloats(get(index)));
const upTo = (most: Code, count: Field, start: number): Code => lesser(i32.subtract(field(count), get(start)), most);
const ofBatch = (matrix: Field, stride: Field, batch: number): Code =>
  i32.add(field(matrix), i32.multiply(get(batch), field(stride)));
/** Columns of the packed matrix, whose last panel is full. */
const packedColumns = i32.and(
  i32.add(field('columnCount'), i32.constant(TILE_COLUMNS - 1)),
  i32.constant(-TILE_COLUMNS),
);
/** Where the given steps of the given column are packed. */
const packedAt = (batch: number, step: number, steps: number, column: number): Code =>
  i32.add(
    ofBatch('packed', 'packedStride', batch),
    inFloats(i32.add(i32.multiply(get(step), packedColumns), i32.multiply(get(column), get(steps)))),
  );

/** Declares locals that continue the parameters of a task. */
function locals<Name extends string>(...names: readonly Name[]) {
  const places = Object.fromEntries(names.map((name, i) => [name, TASK + 1 + i])) as Record<Name, number>;
  return { ...places, types: names.map((): ValueType => 'i32') };
}

/** Packs some columns of the right matrix, over one block of steps. */
function packingTask(): WasmFunction {
  const { batch, group, step, steps, column, types } = locals('batch', 'group', 'step', 'steps', 'column');
  const groups = i32.divide(i32.add(packedColumns, i32.constant(PACKED_TOGETHER - 1)), i32.constant(PACKED_TOGETHER));
  const body = [
    ...set(batch, i32.divide(get(TASK), field('packings'))),
    ...set(group, i32.remainder(get(TASK), field('packings'))),
    ...set(step, i32.multiply(i32.divide(get(group), groups), field('blockSteps'))),
    ...set(steps, upTo(field('blockSteps'), 'stepCount', step)),
    ...set(column, i32.multiply(i32.remainder(get(group), groups), i32.constant(PACKED_TOGETHER))),
    ...call(
      PACK_COLUMNS,
      packedAt(batch, step, steps, column),
      ofBatch('right', 'rightStride', batch),
      entry('columns', column),
      upTo(i32.constant(PACKED_TOGETHER), 'columnCount', column),
      entry('rightSteps', step),
      get(steps),
    ),
  ];
  return { name: 'packingTask', parameters: 3, locals: types, body };
}

/** Computes a block of the result. */
function productTask(): WasmFunction {
  const { batch, block, row, column, step, rows, columns, steps, types } = locals(
    ...(['batch', 'block', 'row', 'column', 'step', 'rows', 'columns', 'steps'] as const),
  );
  const body = [
    ...set(batch, i32.divide(get(TASK), field('blocks'))),
    ...set(block, i32.remainder(get(TASK), field('blocks'))),
    ...set(row, i32.multiply(i32.divide(get(block), field('blocksAcross')), field('blockRows'))),
    ...set(column, i32.multiply(i32.remainder(get(block), field('blocksAcross')), field('blockColumns'))),
    ...set(rows, upTo(field('blockRows'), 'rowCount', row)),
    ...set(columns, upTo(field('blockColumns'), 'columnCount', column)),
    ...set(step, i32.constant(0)),
    ...loopWhile(i32.less(get(step), field('stepCount')), [
      ...set(steps, upTo(field('blockSteps'), 'stepCount', step)),
      ...call(
        PACK_ROWS,
        get(OWN),
        ofBatch('left', 'leftStride', batch),
        entry('rows', row),
        get(rows),
        entry('leftSteps', step),
        get(steps),
      ),
      ...call(
        MULTIPLY,
        get(OWN),
        packedAt(batch, step, steps, column),
        i32.add(ofBatch('result', 'resultStride', batch), inFloats(get(column))),
        entry('resultRows', row),
        get(rows),
        get(columns),
        get(steps),
        // It adds to what earlier steps have made.
        get(step),
        i32.add(get(OWN), i32.constant(LEFT_BYTES)),
      ),
      ...set(step, i32.add(get(step), get(steps))),
      ...drop(atomic.add(boardCell(board.progress), i32.constant(1))),
    ]),
  ];
  return { name: 'productTask', parameters: 3, locals: types, body };
}

/** Takes tasks until there are none left. */
function work(): WasmFunction {
  const task = TASK;
  const take = set(task, atomic.add(boardCell(board.open), i32.constant(-1)));
  const body: Code = [
    ...take,
    ...loopWhile(i32.isPositive(get(task)), [
      ...set(task, i32.subtract(get(task), i32.constant(1))),
      ...when(
        field('multiplies'),
        call(PRODUCT_TASK, get(BOARD), get(OWN), get(task)),
        call(PACKING_TASK, get(BOARD), get(OWN), get(task)),
      ),
      ...drop(atomic.add(boardCell(board.unfinished), i32.constant(-1))),
      ...atomic.notify(boardCell(board.unfinished)),
      ...take,
    ]),
  ];
  return { name: 'work', parameters: TASK, locals: ['i32'], body };
}

/** How often a thread without work looks for some before it sleeps: about 50 µs. */
const LOOKS = 2000;

/** What a thread does: waits for calls and works, for ever. */
function serve(): WasmFunction {
  const [calls, looks] = [TASK, TASK + 1];
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
  return { name: 'serve', parameters: TASK, locals: ['i32', 'i32'], body };
}

/** Exports `work` and `serve`, which take the addresses of the board and of THREAD_BYTES of the thread's own. */
export const taskModule = (fused: boolean, sharedMemory: boolean): Uint8Array<ArrayBuffer> =>
  moduleBytes(
    [
      packingOf(TILE_ROWS, 'packRows'),
      packingOf(TILE_COLUMNS, 'packColumns'),
      productOfBlocks(fused),
      packingTask(),
      productTask(),
      work(),
      serve(),
    ],
    sharedMemory,
  );
