/** The elementwise ops of the op table, in WGSL. */
import type { Attributes, DType } from '../../../compiler/graph/graph.ts';

/** Builds an expression of the output's type from operands, which are names. */
type Formula = (operands: readonly string[], attributes: Attributes) => string;

const call =
  (name: string): Formula =>
  (operands) =>
    `${name}(${operands.join(', ')})`;
const infix =
  (sign: string): Formula =>
  ([x, y]) =>
    `${x} ${sign} ${y}`;
const truth =
  (sign: string): Formula =>
  ([x, y]) =>
    `u32(${x} ${sign} ${y})`;

const comparisons = {
  Greater: truth('>'),
  GreaterEqual: truth('>='),
  Less: truth('<'),
  LessEqual: truth('<='),
  Equal: truth('=='),
  NotEqual: truth('!='),
};

const arithmetic = {
  AddV2: infix('+'),
  Sub: infix('-'),
  Mul: infix('*'),
  SquaredDifference: ([x, y]) => `(${x} - ${y}) * (${x} - ${y})`,
} satisfies Record<string, Formula>;
const anyNumber = {
  Neg: ([x]) => `-${x}`,
  Square: ([x]) => `${x} * ${x}`,
  Abs: call('abs'),
  Sign: call('sign'),
} satisfies Record<string, Formula>;

/** From floats to floats. A NaN remains NaN: it has to reach the losses. */
const floats: Readonly<Record<string, Formula>> = {
  ...anyNumber,
  ...arithmetic,
  Exp: call('exp'),
  Log: call('ln'),
  Log1p: call('ln1p'),
  Expm1: call('expm1'),
  Sqrt: call('root'),
  Rsqrt: ([x]) => `1f / root(${x})`,
  Reciprocal: ([x]) => `1f / ${x}`,
  Floor: call('floor'),
  Sin: ([x]) => `wave(${x}, 0)`,
  Cos: ([x]) => `wave(${x}, 1)`,
  Erf: call('erf'),
  RealDiv: infix('/'),
  Pow: call('power'),
  Maximum: ([x, y]) => `select(${y}, ${x}, ${x} >= ${y} || is_nan(${x}))`,
  Minimum: ([x, y]) => `select(${y}, ${x}, ${x} <= ${y} || is_nan(${x}))`,
  DivNoNan: ([x, y]) => `select(${x} / ${y}, 0f, ${y} == 0f)`,
  FloorMod: ([x, y]) => `${x} - ${y} * floor(${x} / ${y})`,
  BroadcastTo: ([x]) => x!,
  Relu: ([x]) => `select(${x}, 0f, ${x} < 0f)`,
  LeakyRelu: ([x], { alpha }) => `select(${literal(alpha)} * ${x}, ${x}, ${x} > 0f)`,
  Elu: ([x]) => `select(${x}, expm1(${x}), ${x} < 0f)`,
  Tanh: call('hyperbolic_tangent'),
  Sigmoid: call('sigmoid'),
  Softplus: call('softplus'),
  ReluGrad: ([gradient, x]) => `select(0f, ${gradient}, ${x} > 0f)`,
  LeakyReluGrad: ([gradient, x], { alpha }) => `select(${literal(alpha)} * ${gradient}, ${gradient}, ${x} > 0f)`,
  EluGrad: ([gradient, y]) => `select(${gradient}, ${gradient} * (${y} + 1f), ${y} < 0f)`,
  TanhGrad: ([y, dy]) => `${dy} * (1f - ${y} * ${y})`,
  SigmoidGrad: ([y, dy]) => `${dy} * ${y} * (1f - ${y})`,
};

const integers: Readonly<Record<string, Formula>> = {
  ...anyNumber,
  ...arithmetic,
  Maximum: call('max'),
  Minimum: call('min'),
  FloorMod: ([x, y]) => `((${x} % ${y}) + ${y}) % ${y}`,
};

const truths: Readonly<Record<string, Formula>> = {
  LogicalNot: ([x]) => `1u - ${x}`,
  LogicalAnd: infix('&'),
  LogicalOr: infix('|'),
};

const byOperands: Readonly<Record<DType, Readonly<Record<string, Formula>>>> = {
  float32: { ...floats, ...comparisons },
  int32: { ...integers, ...comparisons },
  bool: truths,
};

const casts: Readonly<Record<DType, (x: string) => string>> = {
  float32: (x) => `f32(${x})`,
  int32: (x) => `i32(${x})`,
  bool: (x) => `u32(${x} != 0)`,
};

/** Whether an op has a formula from floats to floats. */
export const isElementwise = (op: string) => Object.hasOwn(floats, op);

export const elementwiseOps: readonly string[] = [
  ...new Set(Object.values(byOperands).flatMap((table) => Object.keys(table))),
  'Cast',
  'SelectV2',
];

export function formula(
  op: string,
  operands: readonly string[],
  operandTypes: readonly DType[],
  attributes: Attributes,
): string {
  if (op === 'Cast') return casts[attributes['dtype'] as DType](operands[0]!);
  if (op === 'SelectV2') return `select(${operands[2]}, ${operands[1]}, ${operands[0]} != 0u)`;
  return byOperands[operandTypes[0]!][op]!(operands, attributes);
}

/** A float32 literal. WGSL cannot write infinities and NaN, and refuses constant expressions that evaluate to them. */
export function literal(value: unknown): string {
  const number = Math.fround(value as number);
  if (Number.isNaN(number)) return 'bitcast<f32>(nan_bits)';
  if (!Number.isFinite(number)) return `(${number < 0 ? '-' : ''}bitcast<f32>(infinity_bits))`;
  return number < 0 || Object.is(number, -0) ? `(-${-number}f)` : `${number}f`;
}

/** Definitions that formulas use, each after those that it depends on itself. */
const definitions: readonly (readonly [name: string, text: string])[] = [
  ['nan_bits', 'var<private> nan_bits: u32 = 0x7fc00000u;'],
  ['infinity_bits', 'var<private> infinity_bits: u32 = 0x7f800000u;'],
  // Compilers may assume that `x != x` is always false.
  ['is_nan', 'fn is_nan(x: f32) -> bool { return (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u; }'],
  [
    // 2 artanh(x / (2 + x)) (Abramowitz & Stegun 4.1.28), where WGSL's logarithm guarantees only an absolute error of
    // 2⁻²¹
    'ln1p_series',
    `fn ln1p_series(x: f32) -> f32 {
  let s = x / (2f + x);
  let q = s * s;
  return 2f * s * (1f + q * (0.33333333f + q * (0.2f + q * (0.14285714f + q * (0.11111111f + q * 0.09090909f)))));
}`,
  ],
  // WGSL leaves `log` and `sqrt` undefined outside their domains.
  [
    'ln',
    `fn ln(x: f32) -> f32 {
  let d = x - 1f;
  if (abs(d) < 0.4f) { return ln1p_series(d); }
  if (x < 0f) { return bitcast<f32>(nan_bits); }
  if (x == 0f) { return -bitcast<f32>(infinity_bits); }
  return log(x);
}`,
  ],
  ['root', 'fn root(x: f32) -> f32 { if (x < 0f) { return bitcast<f32>(nan_bits); } return sqrt(x); }'],
  ['ln1p', 'fn ln1p(x: f32) -> f32 { if (abs(x) < 0.4f) { return ln1p_series(x); } return ln(1f + x); }'],
  [
    'expm1',
    `fn expm1(x: f32) -> f32 {
  if (abs(x) >= 0.5f) { return exp(x) - 1f; }
  return x * (1f + x * (0.5f + x * (0.16666667f + x * (0.041666668f + x * (0.008333334f + x * (0.0013888889f + x * (0.0001984127f + x * 0.0000248016f)))))));
}`,
  ],
  [
    // the series below 1, Abramowitz & Stegun 7.1.26 above
    'erf',
    `fn erf(x: f32) -> f32 {
  let a = abs(x);
  if (a < 1f) {
    var term = x;
    var sum = x;
    for (var n = 1; n < 12; n++) {
      term *= -x * x / f32(n);
      sum += term / f32(2 * n + 1);
    }
    return 1.1283792f * sum;
  }
  let t = 1f / (1f + 0.3275911f * a);
  let tail = t * (0.2548296f + t * (-0.28449674f + t * (1.4214138f + t * (-1.4531521f + t * 1.0614054f)))) * exp(-a * a);
  return sign(x) * (1f - tail);
}`,
  ],
  [
    // sin(x + quarters · π/2), by Cody & Waite's reduction and Cephes' polynomials: WGSL's own has an error of up to
    // 2⁻¹¹
    'wave',
    `fn wave(x: f32, quarters: i32) -> f32 {
  let turns = round(x * 0.63661975f);
  let r = fma(turns, 4.371139e-8f, fma(turns, -1.5707964f, x));
  let q = r * r;
  let sine = r + r * q * (-0.16666655f + q * (0.0083321609f - q * 0.00019515296f));
  let cosine = 1f - 0.5f * q + q * q * (0.041666646f + q * (-0.0013887316f + q * 0.000024433157f));
  let quadrant = (i32(turns) + quarters) & 3;
  let value = select(sine, cosine, (quadrant & 1) == 1);
  return select(value, -value, quadrant >= 2);
}`,
  ],
  [
    'power',
    `fn power(x: f32, y: f32) -> f32 {
  if (y == 0f) { return 1f; }
  let size = exp(y * ln(abs(x)));
  if (x >= 0f) { return size; }
  if (floor(y) != y) { return bitcast<f32>(nan_bits); }
  return select(size, -size, abs(y) - 2f * floor(abs(y) / 2f) == 1f);
}`,
  ],
  // drivers compute it from e^2x, which overflows
  [
    'hyperbolic_tangent',
    'fn hyperbolic_tangent(x: f32) -> f32 { if (abs(x) > 15f) { return sign(x); } let e = expm1(-2f * abs(x)); return -sign(x) * e / (2f + e); }',
  ],
  [
    'sigmoid',
    'fn sigmoid(x: f32) -> f32 { let e = exp(-abs(x)); let small = e / (1f + e); return select(small, 1f - small, x >= 0f); }',
  ],
  ['softplus', 'fn softplus(x: f32) -> f32 { return select(x, 0f, x < 0f) + ln1p(exp(-abs(x))); }'],
];

/** The definitions that the code needs. */
export function definitionsFor(code: string): string {
  const needed: string[] = [];
  let text = code;
  for (const [name, definition] of definitions.toReversed()) {
    if (!new RegExp(`\\b${name}\\b`).test(text)) continue;
    needed.unshift(definition);
    text += definition;
  }
  return needed.join('\n');
}
