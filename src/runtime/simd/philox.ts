/**
 * Philox4x32-10 with SIMD: four blocks at a time, one per lane. It computes the same as `philox4x32` of ../random.ts.
 */
import type { Code, ValueType } from './module-bytes.ts';
import { four } from './lanes.ts';
import { get, i32, i32x4, loopWhile, moduleBytes, set } from './module-bytes.ts';

export interface PhiloxConstants {
  readonly multipliers: readonly [number, number];
  /** The increments of the key from round to round. */
  readonly increments: readonly [number, number];
  readonly rounds: number;
}

/**
 * Words 0 … 4 · blocks − 1: those for the counter and the ones after it, of which the first word is larger by 1, 2, …, concatenated. They are a view of
 * memory that the next call overwrites.
 */
export type PhiloxWords = (
  blocks: number,
  counter: readonly [number, number, number, number],
  key: readonly [number, number],
) => Uint32Array;

// Parameters: the end of the words in memory, which start at 0; the counter's four words; the two of the key.
const [END, COUNTER, KEY] = [0, 1, 5];
const PARAMETERS = 7;

function functionOf({ multipliers, increments, rounds }: PhiloxConstants) {
  const locals: ValueType[] = [];
  const local = (type: ValueType) => PARAMETERS + locals.push(type) - 1;
  const at = local('i32');
  const block = local('v128');
  const [x0, x1, x2, x3] = [local('v128'), local('v128'), local('v128'), local('v128')] as const;
  const [high0, high1] = [local('v128'), local('v128')] as const;
  const copies = (value: number) => i32x4.constant([value, value, value, value]);
  const counter = [0, 1, 2, 3].map((i) => i32x4.splat(get(COUNTER + i)));

  const highWords = (a: number, b: number): Code => {
    const low = i32x4.wideProducts(copies(a), get(b), '01');
    return i32x4.choose(low, i32x4.wideProducts(copies(a), get(b), '23'), [1, 3, 5, 7]);
  };
  const round = (number: number): Code => {
    const key = (word: 0 | 1) =>
      i32x4.splat(i32.add(get(KEY + word), i32.constant(Math.imul(number, increments[word]))));
    return [
      ...set(high0, highWords(multipliers[0], x0)),
      ...set(high1, highWords(multipliers[1], x2)),
      // Each word is overwritten only after its last use.
      ...set(high1, i32x4.xor(i32x4.xor(get(high1), get(x1)), key(0))),
      ...set(x1, i32x4.multiply(copies(multipliers[1]), get(x2))),
      ...set(x2, i32x4.xor(i32x4.xor(get(high0), get(x3)), key(1))),
      ...set(x3, i32x4.multiply(copies(multipliers[0]), get(x0))),
      ...set(x0, get(high1)),
    ];
  };
  // Lane i of x0 … x3 is block i.
  const storeBlock = (i: number): Code => {
    const [first, second] = [
      i32x4.choose(get(x0), get(x1), [i, 4 + i, 0, 0]),
      i32x4.choose(get(x2), get(x3), [0, 0, i, 4 + i]),
    ];
    return four.store(i32.add(get(at), i32.constant(16 * i)), i32x4.choose(first, second, [0, 1, 6, 7]));
  };
  const body = [
    ...[...set(x0, get(block)), ...set(x1, counter[1]!), ...set(x2, counter[2]!), ...set(x3, counter[3]!)],
    ...Array.from({ length: rounds }, (_, number) => round(number)).flat(),
    ...[0, 1, 2, 3].flatMap(storeBlock),
    ...set(block, i32x4.add(get(block), copies(4))),
    ...set(at, i32.add(get(at), i32.constant(64))),
  ];
  const start = i32x4.add(counter[0]!, i32x4.constant([0, 1, 2, 3]));
  const code = [...set(block, start), ...loopWhile(i32.less(get(at), get(END)), body)];
  return { name: 'words', parameters: PARAMETERS, locals, body: code };
}

const PAGE = 65536;

export function compilePhilox(constants: PhiloxConstants): PhiloxWords {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const module = new WebAssembly.Module(moduleBytes([functionOf(constants)], false));
  const run = new WebAssembly.Instance(module, { env: { memory } }).exports['words'] as (...words: number[]) => void;
  return (blocks, counter, key) => {
    const bytes = 64 * Math.ceil(blocks / 4);
    const missing = Math.ceil(bytes / PAGE) - memory.buffer.byteLength / PAGE;
    if (missing > 0) memory.grow(missing);
    run(bytes, ...counter, ...key);
    return new Uint32Array(memory.buffer, 0, 4 * blocks);
  };
}
