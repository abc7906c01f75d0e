/** The functions of the scalar language: what each means, and its definition in others for engines that lack it. */
import type { DType } from '../../graph/graph.ts';
import { erf } from './error-function.ts';

export interface ScalarFunction {
  /** Names of the operands, as used in `as`. */
  readonly operands: readonly string[];
  /** Its value in float64; truth values are 0 or 1. */
  readonly of: (...operands: number[]) => number;
  /** The type of the result; that of the last operand if omitted. */
  readonly result?: DType;
  /** A definition in functions earlier in this table, accurate to float32, for engines that have nothing better. */
  readonly as?: string;
}

const truth = (holds: boolean): number => (holds ? 1 : 0);
const unary = (of: (x: number) => number, as?: string): ScalarFunction => ({
  operands: ['x'],
  of,
  ...(as !== undefined && { as }),
});
const binary = (of: (x: number, y: number) => number, as?: string): ScalarFunction => ({
  operands: ['x', 'y'],
  of,
  ...(as !== undefined && { as }),
});
const comparison = (of: (x: number, y: number) => boolean): ScalarFunction => ({
  operands: ['x', 'y'],
  of: (x, y) => truth(of(x, y)),
  result: 'bool',
});

const exponentOf = (x: number): number => {
  const exponent = Math.floor(Math.log2(x));
  // The logarithm of a number just below a power of two may be rounded up to a whole number.
  return 2 ** exponent > x ? exponent - 1 : exponent;
};

/**
 * sin(x + quarters · π/2): Cody & Waite's reduction to −π/4…π/4 with π/2 in three parts, then Cephes' polynomials; the
 * quadrant determines which one, and its sign.
 */
const wave = (quarters: number): string => `
  turns = floor(x * 0.63661975 + 0.5);
  r = x - turns * 1.5703125 - turns * 4.837512969970703e-4 - turns * 7.549789948768648e-8;
  q = r * r;
  sine = r + r * q * (-0.16666655 + q * (0.0083321609 - q * 0.00019515296));
  cosine = 1 - 0.5 * q + q * q * (0.041666646 + q * (-0.0013887316 + q * 0.000024433157));
  place = turns + ${quarters} - 4 * floor((turns + ${quarters}) * 0.25);
  odd = place == 1 || place == 3;
  value = odd ? cosine : sine;
  place >= 2 ? -value : value`;

/** By name; each comes after the functions that define it. */
export const scalarFunctions = {
  neg: unary((x) => -x),
  abs: unary(Math.abs),
  floor: unary(Math.floor),
  sqrt: unary(Math.sqrt),
  add: binary((x, y) => x + y),
  sub: binary((x, y) => x - y),
  mul: binary((x, y) => x * y),
  div: binary((x, y) => x / y),
  max: binary(Math.max),
  min: binary(Math.min),
  less: comparison((x, y) => x < y),
  lessEqual: comparison((x, y) => x <= y),
  greater: comparison((x, y) => x > y),
  greaterEqual: comparison((x, y) => x >= y),
  equal: comparison((x, y) => x === y),
  notEqual: comparison((x, y) => x !== y),
  and: { operands: ['x', 'y'], of: (x, y) => truth(x !== 0 && y !== 0), result: 'bool' },
  or: { operands: ['x', 'y'], of: (x, y) => truth(x !== 0 || y !== 0), result: 'bool' },
  not: { operands: ['x'], of: (x) => truth(x === 0), result: 'bool' },
  select: { operands: ['condition', 'x', 'y'], of: (condition, x, y) => (condition !== 0 ? x : y) },

  float32: { operands: ['x'], of: (x) => x, result: 'float32' },
  /** Rounds towards zero. */
  int32: { operands: ['x'], of: Math.trunc, result: 'int32' },
  /** Whether x is not 0. */
  bool: { operands: ['x'], of: (x) => truth(x !== 0), result: 'bool' },

  /** 2ˣ for a whole number x in −126 … 127, which becomes a float's exponent bits. */
  exp2: unary((x) => 2 ** x),
  /** ⌊log₂ x⌋ and x / 2^⌊log₂ x⌋ of a positive normal number: a float's exponent bits, and its other bits. */
  exponent: unary(exponentOf),
  significand: unary((x) => x / 2 ** exponentOf(x)),

  sign: unary(Math.sign, 'x > 0 ? 1 : x < 0 ? -1 : x'),
  mod: binary((x, y) => x - y * Math.floor(x / y), 'x - y * floor(x / y)'),
  /**
   * Cephes' expf: e^r · 2ⁿ, where r = x − n ln 2, with ln 2 subtracted in two parts, and 2ⁿ multiplied in two parts,
   * since 2^(n/2) can still be represented where 2ⁿ cannot.
   */
  exp: unary(
    Math.exp,
    `bounded = max(min(x, 89), -104);
     n = floor(bounded * 1.44269504 + 0.5);
     r = bounded - n * 0.693359375 + n * 2.12194440e-4;
     series = 1 + r + r * r * (0.5 + r * (0.16666665459 + r * (0.041665795894 + r * (8.3334519073e-3
       + r * (1.3981999507e-3 + r * 1.9875691500e-4)))));
     half = floor(n * 0.5);
     series * exp2(half) * exp2(n - half)`,
  ),
  /** Cephes' logf: the significand is scaled to √½ … √2, and its logarithm is computed by a series. */
  log: unary(
    Math.log,
    `small = x < 1.17549435e-38;
     scaled = small ? x * 8388608 : x;
     s = significand(scaled);
     large = s > 1.41421356;
     n = exponent(scaled) + (large ? 1 : 0) - (small ? 23 : 0);
     m = (large ? s * 0.5 : s) - 1;
     q = m * m;
     series = m * (3.3333331174e-1 + m * (-2.4999993993e-1 + m * (2.0000714765e-1 + m * (-1.6668057665e-1
       + m * (1.4249322787e-1 + m * (-1.2420140846e-1 + m * (1.1676998740e-1 + m * (-1.1514610310e-1
       + m * 7.0376836292e-2))))))));
     value = m + (q * series - n * 2.12194440e-4 - 0.5 * q) + n * 0.693359375;
     x > 0 ? (x == infinity ? x : value) : x == 0 ? -infinity : nan`,
  ),
  /** 2 artanh(x / (2 + x)) near 0 (Abramowitz & Stegun 4.1.28). */
  log1p: unary(
    Math.log1p,
    `s = x / (2 + x);
     q = s * s;
     series = 2 * s * (1 + q * (0.33333333 + q * (0.2 + q * (0.14285714 + q * (0.11111111 + q * 0.09090909)))));
     abs(x) < 0.4 ? series : log(1 + x)`,
  ),
  /** The Taylor series near 0. */
  expm1: unary(
    Math.expm1,
    `series = x * (1 + x * (0.5 + x * (0.16666667 + x * (0.041666668 + x * (0.008333334 + x * (0.0013888889
       + x * (0.0001984127 + x * 0.0000248016)))))));
     abs(x) < 0.5 ? series : exp(x) - 1`,
  ),
  tanh: unary(
    Math.tanh,
    `e = expm1(-2 * min(abs(x), 20));
     x < 0 ? e / (2 + e) : x > 0 ? -e / (2 + e) : x`,
  ),
  sin: unary(Math.sin, wave(0)),
  cos: unary(Math.cos, wave(1)),
  /** The series of Abramowitz & Stegun 7.1.5 below 1, their 7.1.26 above. */
  erf: unary(
    erf,
    `a = abs(x);
     q = x * x;
     series = 1.1283792 * x * (1 - q * (0.33333333 - q * (0.1 - q * (0.023809524 - q * (0.0046296296
       - q * (0.00075757576 - q * (0.00010683761 - q * (0.000013227513 - q * (0.0000014589169 - q * 0.00000014503853)))))))));
     t = 1 / (1 + 0.3275911 * a);
     tail = t * (0.2548296 + t * (-0.28449674 + t * (1.4214138 + t * (-1.4531521 + t * 1.0614054)))) * exp(-q);
     a < 1 ? series : x > 0 ? 1 - tail : tail - 1`,
  ),
  /** A negative base has powers only for whole exponents. */
  pow: binary(
    (x, y) => x ** y,
    `size = exp(y * log(abs(x)));
     odd = y != 2 * floor(y * 0.5);
     whole = floor(y) == y;
     y == 0 ? 1 : x >= 0 ? size : whole ? (odd ? -size : size) : nan`,
  ),
} as const satisfies Readonly<Record<string, ScalarFunction>>;

export type ScalarFunctionName = keyof typeof scalarFunctions;

export const scalarFunction = (name: ScalarFunctionName): ScalarFunction => scalarFunctions[name];
