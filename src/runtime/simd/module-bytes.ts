/**
 * Just enough of a WebAssembly assembler for loops with SIMD: functions of i32 parameters that work on an imported
 * memory (https://webassembly.github.io/spec/core/binary/).
 */
export type Code = readonly number[];

export const valueTypes = { i32: 0x7f, f32: 0x7d, v128: 0x7b } as const;
export type ValueType = keyof typeof valueTypes;

export interface WasmFunction {
  readonly name: string;
  /** How many; all are i32. */
  readonly parameters: number;
  /** Their indices continue those of the parameters. */
  readonly locals: readonly ValueType[];
  readonly body: Code;
}

/** LEB128 of a number in 0 … 2³² − 1. */
export function unsigned(value: number): Code {
  const bytes: number[] = [];
  do {
    const low = value & 0x7f;
    value >>>= 7;
    bytes.push(value === 0 ? low : low | 0x80);
  } while (value !== 0);
  return bytes;
}

function signed(value: number): Code {
  const bytes: number[] = [];
  for (;;) {
    const low = value & 0x7f;
    value >>= 7;
    if ((value === 0 && (low & 0x40) === 0) || (value === -1 && (low & 0x40) !== 0)) return [...bytes, low];
    bytes.push(low | 0x80);
  }
}

export const float = (value: number): Code => [...new Uint8Array(Float32Array.of(value).buffer)];
export const vector = (...code: Code): Code => [0xfd, ...code];

/** What a load or store says of its address: aligned to 4 bytes, and a constant that is added. */
export const aligned = (offset: number): Code => [0x02, ...unsigned(offset)];

export const get = (local: number): Code => [0x20, ...unsigned(local)];
export const set = (local: number, value: Code): Code => [...value, 0x21, ...unsigned(local)];

export const i32 = {
  constant: (value: number): Code => [0x41, ...signed(value)],
  add: (a: Code, b: Code): Code => [...a, ...b, 0x6a],
  multiply: (a: Code, b: Code): Code => [...a, ...b, 0x6c],
  and: (a: Code, b: Code): Code => [...a, ...b, 0x71],
  subtract: (a: Code, b: Code): Code => [...a, ...b, 0x6b],
  /** Of unsigned numbers, rounded down. */
  divide: (a: Code, b: Code): Code => [...a, ...b, 0x6e],
  remainder: (a: Code, b: Code): Code => [...a, ...b, 0x70],
  /** Of unsigned numbers. */
  less: (a: Code, b: Code): Code => [...a, ...b, 0x49],
  isPositive: (a: Code): Code => [...a, 0x41, 0x00, 0x4a],
  equal: (a: Code, b: Code): Code => [...a, ...b, 0x46],
  load: (address: Code, offset = 0): Code => [...address, 0x28, ...aligned(offset)],
};

/** The lesser of two unsigned numbers; each is computed twice. */
export const lesser = (a: Code, b: Code): Code => [...a, ...b, ...i32.less(a, b), 0x1b];

/**
 * On i32 cells of shared memory, in one order for all threads
 * (https://webassembly.github.io/threads/core/binary/instructions.html).
 */
export const atomic = {
  load: (address: Code): Code => [...address, 0xfe, 0x10, ...aligned(0)],
  /** The value before the addition. */
  add: (address: Code, value: Code): Code => [...address, ...value, 0xfe, 0x1e, ...aligned(0)],
  /** Wakes all threads that wait for the cell to change. */
  notify: (address: Code): Code => [...address, ...i32.constant(-1), 0xfe, 0x00, ...aligned(0), 0x1a],
  /** Sleeps while the cell holds `value`, until it is notified. */
  wait: (address: Code, value: Code): Code => [...address, ...value, 0x42, 0x7f, 0xfe, 0x01, ...aligned(0), 0x1a],
};

/** Leaves the result of an instruction unused. */
export const drop = (value: Code): Code => [...value, 0x1a];

/** Repeats `body` while the condition, which is tested first, holds. */
export const loopWhile = (condition: Code, body: Code): Code => [
  ...[0x02, 0x40, 0x03, 0x40],
  ...[...condition, 0x45, 0x0d, 0x01],
  ...body,
  ...[0x0c, 0x00, 0x0b, 0x0b],
];

export const when = (condition: Code, then: Code, otherwise: Code = []): Code => [
  ...[...condition, 0x04, 0x40],
  ...then,
  ...(otherwise.length > 0 ? [0x05, ...otherwise] : []),
  0x0b,
];

/** Repeats `body` for ever. */
export const loop = (body: Code): Code => [0x03, 0x40, ...body, 0x0c, 0x00, 0x0b];

/** @param index the place of the function in its module */
export const call = (index: number, ...operands: readonly Code[]): Code => [...operands.flat(), 0x10, ...unsigned(index)];

/** Four 32-bit integers at a time. */
export const i32x4 = {
  constant: (lanes: readonly number[]): Code => vector(0x0c, ...new Uint8Array(Int32Array.from(lanes).buffer)),
  splat: (value: Code): Code => [...value, ...vector(0x11)],
  add: (a: Code, b: Code): Code => [...a, ...b, ...vector(...unsigned(0xae))],
  subtract: (a: Code, b: Code): Code => [...a, ...b, ...vector(...unsigned(0xb1))],
  multiply: (a: Code, b: Code): Code => [...a, ...b, ...vector(...unsigned(0xb5))],
  areEqual: (a: Code, b: Code): Code => [...a, ...b, ...vector(0x37), ...vector(...unsigned(0xa3))],
  xor: (a: Code, b: Code): Code => [...a, ...b, ...vector(0x51)],
  /** The full 64-bit products of the unsigned lanes 0 and 1, or 2 and 3. */
  wideProducts: (a: Code, b: Code, lanes: '01' | '23'): Code => [...a, ...b, ...vector(...unsigned(lanes === '01' ? 0xde : 0xdf))],
  /** Four of the eight lanes of `a` followed by `b`. */
  choose: (a: Code, b: Code, lanes: readonly number[]): Code => [
    ...a,
    ...b,
    ...vector(0x0d, ...lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => 4 * lane + byte))),
  ],
};

const list = (items: readonly Code[]): Code => [...unsigned(items.length), ...items.flat()];
const sized = (bytes: Code): Code => [...unsigned(bytes.length), ...bytes];
const text = (characters: string): Code => sized([...new TextEncoder().encode(characters)]);
const section = (id: number, items: readonly Code[]): Code => [id, ...sized(list(items))];

/** A module that imports `memory` from `env` and exports the functions. */
export function moduleBytes(functions: readonly WasmFunction[], sharedMemory: boolean): Uint8Array<ArrayBuffer> {
  // A shared memory must be declared with its maximum, 2¹⁶ pages.
  const limits = sharedMemory ? [0x03, 0x00, ...unsigned(65536)] : [0x00, 0x00];
  const types = functions.map(({ parameters }) => [0x60, ...list(Array.from({ length: parameters }, () => [valueTypes.i32])), 0x00]);
  const bodies = functions.map(({ locals, body }) =>
    sized([...list(locals.map((type) => [0x01, valueTypes[type]])), ...body, 0x0b]),
  );
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, types),
    ...section(2, [[...text('env'), ...text('memory'), 0x02, ...limits]]),
    ...section(3, functions.map((_, i) => unsigned(i))),
    ...section(7, functions.map(({ name }, i) => [...text(name), 0x00, ...unsigned(i)])),
    ...section(10, bodies),
  ]);
}
