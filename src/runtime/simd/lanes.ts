/** Float arithmetic in WebAssembly, written once for both one and four floats at a time. */
import { aligned, float, i32, unsigned, vector, type Code, type ValueType } from './module-bytes.ts';

type UnaryName = 'abs' | 'neg' | 'sqrt' | 'floor';
type BinaryName = 'add' | 'sub' | 'mul' | 'div' | 'min' | 'max';
type ComparisonName = 'equal' | 'notEqual' | 'less' | 'greater' | 'lessEqual' | 'greaterEqual';

export interface Lanes {
  readonly type: ValueType;
  /** The type of the result of a comparison. */
  readonly truthType: ValueType;
  readonly bytes: number;
  constant(value: number): Code;
  /** @param offset bytes added to the address; 0 if omitted */
  load(address: Code, offset?: number): Code;
  store(address: Code, value: Code, offset?: number): Code;
  unary(name: UnaryName, a: Code): Code;
  binary(name: BinaryName | ComparisonName, a: Code, b: Code): Code;
  and(a: Code, b: Code): Code;
  or(a: Code, b: Code): Code;
  not(a: Code): Code;
  /** `yes` where the condition holds, otherwise `no`. */
  select(condition: Code, yes: Code, no: Code): Code;
  /** 2ⁿ for a whole number n in −126 … 127, assembled from bits. */
  exp2(n: Code): Code;
  /** The exponent of a positive normal number, as a float. */
  exponent(x: Code): Code;
  /** A positive normal number with its exponent replaced by that of 1. */
  significand(x: Code): Code;
}

/** Opcodes for one float, and for four. */
const unaryCodes: Readonly<Record<UnaryName, readonly [number, number]>> = {
  abs: [0x8b, 0xe0],
  neg: [0x8c, 0xe1],
  sqrt: [0x91, 0xe3],
  floor: [0x8e, 0x68],
};
const binaryCodes: Readonly<Record<BinaryName | ComparisonName, readonly [number, number]>> = {
  ...{ add: [0x92, 0xe4], sub: [0x93, 0xe5], mul: [0x94, 0xe6], div: [0x95, 0xe7] },
  ...{ min: [0x96, 0xe8], max: [0x97, 0xe9] },
  ...{ equal: [0x5b, 0x41], notEqual: [0x5c, 0x42], less: [0x5d, 0x43], greater: [0x5e, 0x44] },
  ...{ lessEqual: [0x5f, 0x45], greaterEqual: [0x60, 0x46] },
};

/** A float's exponent begins at bit 23 and has a bias of 127. */
const [EXPONENT_AT, EXPONENT_ZERO, SIGNIFICAND_BITS, ONE_BITS] = [23, 127, 0x7fffff, 0x3f800000];

export const one: Lanes = {
  type: 'f32',
  truthType: 'i32',
  bytes: 4,
  constant: (value) => [0x43, ...float(value)],
  load: (address, offset = 0) => [...address, 0x2a, ...aligned(offset)],
  store: (address, value, offset = 0) => [...address, ...value, 0x38, ...aligned(offset)],
  unary: (name, a) => [...a, unaryCodes[name][0]],
  binary: (name, a, b) => [...a, ...b, binaryCodes[name][0]],
  and: (a, b) => [...a, ...b, 0x71],
  or: (a, b) => [...a, ...b, 0x72],
  not: (a) => [...a, 0x45],
  select: (condition, yes, no) => [...yes, ...no, ...condition, 0x1b],
  exp2: (n) => [...n, 0xfc, 0x00, ...i32.constant(EXPONENT_ZERO), 0x6a, ...i32.constant(EXPONENT_AT), 0x74, 0xbe],
  exponent: (x) => [...x, 0xbc, ...i32.constant(EXPONENT_AT), 0x76, ...i32.constant(EXPONENT_ZERO), 0x6b, 0xb2],
  significand: (x) => [...x, 0xbc, ...i32.constant(SIGNIFICAND_BITS), 0x71, ...i32.constant(ONE_BITS), 0x72, 0xbe],
};

const long = (operation: number): Code => vector(...unsigned(operation));

/** One float from memory, four times. */
export const loadSplat = (address: Code, offset: number): Code => [...address, ...vector(0x09, ...aligned(offset))];

/**
 * a · b + c, rounded once or twice: whichever is faster on the processor
 * (https://github.com/WebAssembly/relaxed-simd/blob/main/proposals/relaxed-simd/Overview.md).
 */
export const relaxedMultiplyAdd = (a: Code, b: Code, c: Code): Code => [...a, ...b, ...c, ...long(0x105)];

export const splat = (value: Code): Code => [...value, ...vector(0x13)];

const fourIntegers = (value: number): Code =>
  vector(0x0c, ...new Uint8Array(Int32Array.of(value, value, value, value).buffer));

export const four: Lanes = {
  type: 'v128',
  truthType: 'v128',
  bytes: 16,
  constant: (value) => vector(0x0c, ...float(value), ...float(value), ...float(value), ...float(value)),
  load: (address, offset = 0) => [...address, ...vector(0x00, ...aligned(offset))],
  store: (address, value, offset = 0) => [...address, ...value, ...vector(0x0b, ...aligned(offset))],
  unary: (name, a) => [...a, ...long(unaryCodes[name][1])],
  binary: (name, a, b) => [...a, ...b, ...long(binaryCodes[name][1])],
  and: (a, b) => [...a, ...b, ...vector(0x4e)],
  or: (a, b) => [...a, ...b, ...vector(0x50)],
  not: (a) => [...a, ...vector(0x4d)],
  select: (condition, yes, no) => [...yes, ...no, ...condition, ...vector(0x52)],
  exp2: (n) => [
    ...[...n, ...long(0xf8)],
    ...[...fourIntegers(EXPONENT_ZERO), ...long(0xae)],
    ...[...i32.constant(EXPONENT_AT), ...long(0xab)],
  ],
  exponent: (x) => [
    ...[...x, ...i32.constant(EXPONENT_AT), ...long(0xad)],
    ...[...fourIntegers(EXPONENT_ZERO), ...long(0xb1)],
    ...long(0xfa),
  ],
  significand: (x) => [
    ...[...x, ...fourIntegers(SIGNIFICAND_BITS), ...vector(0x4e)],
    ...[...fourIntegers(ONE_BITS), ...vector(0x50)],
  ],
};
