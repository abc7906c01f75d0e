/**
 * Packs a block of a matrix into panels (./product.ts). Where its cells are is said by two tables of offsets, one for
 * its lines and one for the steps along them: cell (line, step) is at `source + lines[line] + steps[step]`. A matrix, its
 * transpose, and the patches of an image that a convolution reads are all of this form, so none of them is ever copied
 * as a whole.
 */
import { four, one } from './lanes.ts';
import {
  get,
  i32,
  i32x4,
  lesser,
  loopWhile,
  set,
  when,
  type Code,
  type ValueType,
  type WasmFunction,
} from './module-bytes.ts';

// Addresses of the panels to fill, of the matrix, and of its tables of offsets in bytes.
const [TARGET, SOURCE, LINES, LINE_COUNT, STEPS, STEP_COUNT] = [0, 1, 2, 3, 4, 5];
const PARAMETERS = 6;

/** @param width how many lines a panel has, a multiple of 4; the last one is filled up with zeros */
export function packingOf(width: number, name: string): WasmFunction {
  const locals: ValueType[] = [];
  const local = (type: ValueType) => PARAMETERS + locals.push(type) - 1;
  const [left, step, last, from, i] = [local('i32'), local('i32'), local('i32'), local('i32'), local('i32')] as const;
  const addresses = Array.from({ length: width }, () => local('i32'));
  const cells = [local('v128'), local('v128'), local('v128'), local('v128')];
  const pairs = [local('v128'), local('v128')];
  const forward = (address: number, bytes: number) => set(address, i32.add(get(address), i32.constant(bytes)));
  const panelBytes = 4 * width;

  /** Whether the four cells from this place of a table on are neighbours. */
  const areNeighbours = (table: number, offset = 0): Code =>
    i32x4.areEqual(
      i32x4.subtract(four.load(get(table), offset), i32x4.splat(i32.load(get(table), offset))),
      i32x4.constant([0, 4, 8, 12]),
    );
  /** The first of each four lines. */
  const starts = Array.from({ length: width / 4 }, (_, f) => 4 * f);
  const linesAreNeighbours = starts.map((start) => areNeighbours(LINES, 4 * start)).reduce(i32.and);

  const copied: Code = [
    ...set(addresses[0]!, i32.add(get(SOURCE), i32.load(get(LINES)))),
    ...loopWhile(i32.less(get(step), get(last)), [
      ...set(from, i32.add(get(addresses[0]!), i32.load(get(step)))),
      ...starts.flatMap((start) => four.store(get(TARGET), four.load(get(from), 4 * start), 4 * start)),
      ...forward(TARGET, panelBytes),
      ...forward(step, 4),
    ]),
  ];

  /** Four steps of four lines, transposed. */
  const transposed = (first: number): Code => {
    const line = (l: number) => get(cells[l]!);
    const pair = (p: number, [a, b]: readonly [number, number], low: number) =>
      set(pairs[p]!, i32x4.choose(line(a), line(b), [low, 4 + low, low + 1, 5 + low]));
    const stored = (step: number, lanes: readonly number[]) =>
      four.store(get(TARGET), i32x4.choose(get(pairs[0]!), get(pairs[1]!), lanes), step * panelBytes + 4 * first);
    return [
      ...cells.flatMap((cell, l) => set(cell, four.load(i32.add(get(addresses[first + l]!), get(from))))),
      ...[0, 2].flatMap((step) => [
        ...pair(0, [0, 1], step),
        ...pair(1, [2, 3], step),
        ...stored(step, [0, 1, 4, 5]),
        ...stored(step + 1, [2, 3, 6, 7]),
      ]),
    ];
  };

  /** One step of all lines, cell by cell. */
  const gathered: Code = [
    ...set(from, i32.load(get(step))),
    ...addresses.flatMap((address, l) => one.store(get(TARGET), one.load(i32.add(get(address), get(from))), 4 * l)),
    ...forward(TARGET, panelBytes),
    ...forward(step, 4),
  ];
  const whole: Code = [
    ...addresses.flatMap((address, l) => set(address, i32.add(get(SOURCE), i32.load(get(LINES), 4 * l)))),
    ...loopWhile(i32.less(i32.add(get(step), i32.constant(12)), get(last)), [
      ...when(
        areNeighbours(step),
        [
          ...set(from, i32.load(get(step))),
          ...starts.flatMap(transposed),
          ...forward(TARGET, 4 * panelBytes),
          ...forward(step, 16),
        ],
        gathered,
      ),
    ]),
    ...loopWhile(i32.less(get(step), get(last)), gathered),
  ];

  const zeros: Code = [...starts.flatMap((start) => four.store(get(TARGET), four.constant(0), 4 * start))];
  /** The last panel, if it has too few lines. */
  const ragged: Code = loopWhile(i32.less(get(step), get(last)), [
    ...zeros,
    ...set(i, i32.constant(0)),
    ...loopWhile(i32.less(get(i), get(left)), [
      ...set(from, i32.add(get(SOURCE), i32.load(get(step)))),
      ...set(from, i32.add(get(from), i32.load(i32.add(get(LINES), i32.multiply(get(i), i32.constant(4)))))),
      ...one.store(i32.add(get(TARGET), i32.multiply(get(i), i32.constant(4))), one.load(get(from))),
      ...forward(i, 1),
    ]),
    ...forward(TARGET, panelBytes),
    ...forward(step, 4),
  ]);

  const body: Code = [
    ...set(left, get(LINE_COUNT)),
    ...set(last, i32.add(get(STEPS), i32.multiply(get(STEP_COUNT), i32.constant(4)))),
    ...loopWhile(get(left), [
      ...set(step, get(STEPS)),
      ...when(i32.less(get(left), i32.constant(width)), ragged, when(linesAreNeighbours, copied, whole)),
      ...forward(LINES, panelBytes),
      ...set(left, i32.subtract(get(left), lesser(get(left), i32.constant(width)))),
    ]),
  ];
  return { name, parameters: PARAMETERS, locals, body };
}
