/** How weights start: a table of rules from a weight's shape to a distribution. Drawn by the runtime, seeded by path. */
import type { Distribution } from '../graph/graph.ts';
import { sizeOf } from '../graph/graph.ts';

/** An initialiser as written: `normal(0.02)`. */
export interface Initializer {
  readonly definition: InitializerName;
  readonly settings: readonly number[];
}

export interface InitializerDefinition {
  readonly doc: string;
  readonly parameters: readonly { readonly name: string; readonly default?: number; readonly doc: string }[];
  /** A constant, or what to draw each element from. */
  start(settings: readonly number[], shape: readonly number[]): number | Distribution;
}

/**
 * Fan in and fan out of a kernel: dense [in, out], convolution [kh, kw, in, out], transposed convolution
 * [kh, kw, out, in] (as Keras counts it: the receptive field times the channels on either side).
 */
export function fans(shape: readonly number[]): { readonly fanIn: number; readonly fanOut: number } {
  if (shape.length < 2) return { fanIn: shape[0] ?? 1, fanOut: shape[0] ?? 1 };
  const field = sizeOf(shape.slice(0, -2));
  return { fanIn: field * shape.at(-2)!, fanOut: field * shape.at(-1)! };
}

const uniform = (limit: number): Distribution => ({ kind: 'uniform', low: -limit, high: limit });
const normal = (std: number): Distribution => ({ kind: 'normal', mean: 0, std });

const table = {
  zeros: { doc: 'All zero.', parameters: [], start: () => 0 },
  ones: { doc: 'All one.', parameters: [], start: () => 1 },
  constant: {
    doc: 'One number everywhere.',
    parameters: [{ name: 'value', doc: 'the number' }],
    start: ([value]) => value!,
  },
  normal: {
    doc: 'Normal with mean 0.',
    parameters: [{ name: 'std', default: 0.05, doc: 'standard deviation; DCGAN takes 0.02' }],
    start: ([std]) => normal(std!),
  },
  truncated_normal: {
    doc: 'Normal with mean 0, redrawn beyond two standard deviations.',
    parameters: [{ name: 'std', default: 0.05, doc: 'standard deviation before truncation' }],
    start: ([std]) => ({ kind: 'truncated-normal', mean: 0, std: std! }),
  },
  uniform: {
    doc: 'Uniform between two bounds.',
    parameters: [
      { name: 'low', default: -0.05, doc: 'lower bound' },
      { name: 'high', default: 0.05, doc: 'upper bound' },
    ],
    start: ([low, high]) => ({ kind: 'uniform', low: low!, high: high! }),
  },
  glorot_uniform: {
    doc: 'Uniform in ±√(6 / (fan in + fan out)) (Glorot & Bengio 2010, eq. 16).',
    parameters: [],
    start: (_, shape) => uniform(Math.sqrt(6 / (fans(shape).fanIn + fans(shape).fanOut))),
  },
  glorot_normal: {
    doc: 'Normal with variance 2 / (fan in + fan out) (Glorot & Bengio 2010, eq. 12).',
    parameters: [],
    start: (_, shape) => normal(Math.sqrt(2 / (fans(shape).fanIn + fans(shape).fanOut))),
  },
  he_uniform: {
    doc: 'Uniform in ±√(6 / fan in) (He et al. 2015).',
    parameters: [],
    start: (_, shape) => uniform(Math.sqrt(6 / fans(shape).fanIn)),
  },
  he_normal: {
    doc: 'Normal with variance 2 / fan in (He et al. 2015, eq. 10).',
    parameters: [],
    start: (_, shape) => normal(Math.sqrt(2 / fans(shape).fanIn)),
  },
  lecun_normal: {
    doc: 'Normal with variance 1 / fan in (LeCun et al. 1998).',
    parameters: [],
    start: (_, shape) => normal(Math.sqrt(1 / fans(shape).fanIn)),
  },
} as const satisfies Record<string, InitializerDefinition>;

export type InitializerName = keyof typeof table;

export const initializers: Readonly<Record<InitializerName, InitializerDefinition>> = table;

export function initializer(definition: InitializerName, ...settings: number[]): Initializer {
  return { definition, settings };
}

export function startOf({ definition, settings }: Initializer, shape: readonly number[]): number | Distribution {
  return initializers[definition].start(settings, shape);
}
