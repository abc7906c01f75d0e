/** Elementwise ops: the backend's kernels for floats, loops for integers, booleans and whatever the backend lacks. */
import { erf } from '../../../compiler/ops/error-function.ts';
import { broadcastPlan, combine, select } from './broadcast-loops.ts';
import type { Kernel, KernelNode, KernelRow, KernelTable, Values } from './kernel.ts';
import { filling, isFloat } from './kernel.ts';

type Unary = (x: number, alpha: number) => number;
type Binary = (x: number, y: number) => number | boolean;

const planOf = ({ inputs, output }: KernelNode) =>
  broadcastPlan(
    inputs.map((input) => input.shape),
    output.shape,
  );

/** A loop over one input. */
function map(of: Unary): KernelRow {
  return filling(({ attributes }) => {
    const alpha = attributes['alpha'] as number;
    return (output, x) => {
      for (let i = 0; i < output.length; i++) output[i] = of(x![i]!, alpha);
    };
  });
}

/** A broadcasting loop over two inputs. */
function zip(of: Binary): KernelRow {
  return filling((node) => {
    const plan = planOf(node);
    return (output, x, y) => combine(plan, of, output, x!, y!);
  });
}

/** The backend's kernel if all inputs are floats, otherwise the loop. */
function native(kernel: string, names: readonly string[], loop: KernelRow): KernelRow {
  return {
    build: (device, node): Kernel => {
      if (!node.inputs.every(isFloat)) return loop.build(device, node);
      const attributes = 'alpha' in node.attributes ? { alpha: node.attributes['alpha'] } : {};
      return (inputs) =>
        device.call(kernel, Object.fromEntries(names.map((name, i) => [name, inputs[i]!])), attributes);
    },
  };
}

const nativeUnary = (kernel: string, of: Unary) => native(kernel, ['x'], map(of));
const nativeBinary = (kernel: string, of: Binary) => native(kernel, ['a', 'b'], zip(of));

/** The gradient of an activation, from two values of the same shape. */
function gradient(loop: (output: Values, first: Values, second: Values, alpha: number) => void): KernelRow {
  return filling(({ attributes }) => {
    const alpha = attributes['alpha'] as number;
    return (output, first, second) => loop(output, first!, second!, alpha);
  });
}

const bitsOf = (values: Values) => new Int32Array(values.buffer, values.byteOffset, values.length);

/**
 * From the bits of a float: all bits set if it is positive, none otherwise. The signs of features are practically
 * random, and branching on them takes five times as long.
 */
const positive = (bits: number) => ((0 - bits) >> 31) & ~(bits >> 31);

const reluGradient = filling(() => (output, gradients, features) => {
  const [result, gradient, feature] = [bitsOf(output), bitsOf(gradients!), bitsOf(features!)];
  for (let i = 0; i < result.length; i++) result[i] = gradient[i]! & positive(feature[i]!);
});

/** output = x · (1 where the feature is positive, alpha elsewhere). */
function slope(output: Values, x: Values, features: Values, alpha: number): void {
  const slopes = Float64Array.of(1, alpha);
  const feature = bitsOf(features);
  for (let i = 0; i < output.length; i++) output[i] = x[i]! * slopes[1 + positive(feature[i]!)]!;
}

const leakyReluGradient = gradient(slope);
const leakyRelu = filling(
  ({ attributes }) =>
    (output, x) =>
      slope(output, x!, x!, attributes['alpha'] as number),
);

const copy = filling(() => (output, x) => {
  for (let i = 0; i < output.length; i++) output[i] = x![i]!;
});
const truth = filling(() => (output, x) => {
  for (let i = 0; i < output.length; i++) output[i] = x![i] === 0 ? 0 : 1;
});

export const elementwiseKernels: KernelTable = {
  Neg: nativeUnary('Neg', (x) => -x),
  Exp: nativeUnary('Exp', Math.exp),
  Log: nativeUnary('Log', Math.log),
  Log1p: nativeUnary('Log1p', Math.log1p),
  Expm1: nativeUnary('Expm1', Math.expm1),
  Sqrt: nativeUnary('Sqrt', Math.sqrt),
  Rsqrt: nativeUnary('Rsqrt', (x) => 1 / Math.sqrt(x)),
  Square: nativeUnary('Square', (x) => x * x),
  Reciprocal: nativeUnary('Reciprocal', (x) => 1 / x),
  Abs: nativeUnary('Abs', Math.abs),
  Sign: nativeUnary('Sign', Math.sign),
  Floor: nativeUnary('Floor', Math.floor),
  Sin: nativeUnary('Sin', Math.sin),
  Cos: nativeUnary('Cos', Math.cos),
  // The backends' approximation (Abramowitz & Stegun 7.1.26) has an absolute error of 1e-7, which is too much near 0.
  Erf: map(erf),
  LogicalNot: map((x) => 1 - x),
  // Storing into an array of the output's type converts, truncating for integers; only the conversion to bool does not.
  Cast: { build: (device, node) => (node.output.dtype === 'bool' ? truth : copy).build(device, node) },

  Relu: nativeUnary('Relu', (x) => Math.max(x, 0)),
  LeakyRelu: leakyRelu,
  Elu: nativeUnary('Elu', (x) => (x < 0 ? Math.expm1(x) : x)),
  Tanh: nativeUnary('Tanh', Math.tanh),
  Sigmoid: nativeUnary('Sigmoid', (x) => 1 / (1 + Math.exp(-x))),
  // The backends compute ln(1 + eˣ) literally, which loses the digits of a small eˣ.
  Softplus: map((x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))),
  ReluGrad: reluGradient,
  LeakyReluGrad: leakyReluGradient,
  EluGrad: gradient((output, gradients, y) => {
    for (let i = 0; i < output.length; i++) output[i] = y[i]! < 0 ? gradients[i]! * (y[i]! + 1) : gradients[i]!;
  }),
  TanhGrad: gradient((output, y, dy) => {
    for (let i = 0; i < output.length; i++) output[i] = dy[i]! * (1 - y[i]! * y[i]!);
  }),
  SigmoidGrad: gradient((output, y, dy) => {
    for (let i = 0; i < output.length; i++) output[i] = dy[i]! * y[i]! * (1 - y[i]!);
  }),

  AddV2: nativeBinary('Add', (x, y) => x + y),
  Sub: nativeBinary('Sub', (x, y) => x - y),
  Mul: nativeBinary('Multiply', (x, y) => x * y),
  RealDiv: nativeBinary('RealDiv', (x, y) => x / y),
  Pow: nativeBinary('Pow', (x, y) => x ** y),
  Maximum: nativeBinary('Maximum', Math.max),
  Minimum: nativeBinary('Minimum', Math.min),
  SquaredDifference: nativeBinary('SquaredDifference', (x, y) => (x - y) ** 2),
  DivNoNan: zip((x, y) => (y === 0 ? 0 : x / y)),
  FloorMod: zip((x, y) => x - y * Math.floor(x / y)),

  Greater: nativeBinary('Greater', (x, y) => x > y),
  GreaterEqual: nativeBinary('GreaterEqual', (x, y) => x >= y),
  Less: nativeBinary('Less', (x, y) => x < y),
  LessEqual: nativeBinary('LessEqual', (x, y) => x <= y),
  Equal: nativeBinary('Equal', (x, y) => x === y),
  NotEqual: nativeBinary('NotEqual', (x, y) => x !== y),
  LogicalAnd: zip((x, y) => x !== 0 && y !== 0),
  LogicalOr: zip((x, y) => x !== 0 || y !== 0),
  SelectV2: filling((node) => {
    const plan = planOf(node);
    return (output, condition, t, e) => select(plan, output, condition!, t!, e!);
  }),
};
