/**
 * Initial weights: a table of rules from a weight's shape to a distribution. The runtime draws them, seeded by path.
 */
import type { Distribution } from '../graph/graph.ts';
import { sizeOf } from '../graph/graph.ts';
import type { Initializer } from './settings.ts';
import { defineSignatures, type Parameter, type Signature } from './signature.ts';

export interface InitializerDefinition extends Signature {
  /** A constant, or the distribution from which to draw each element. */
  start(settings: readonly number[], shape: readonly number[]): number | Distribution;
}

/**
 * Fan-in and fan-out of a kernel: dense [in, out], convolution [kh, kw, in, out], transposed convolution [kh, kw, out,
 * in] (counted as in Keras: the receptive field times the channels on either side).
 */
export function fans(shape: readonly number[]): { readonly fanIn: number; readonly fanOut: number } {
  if (shape.length < 2) return { fanIn: shape[0] ?? 1, fanOut: shape[0] ?? 1 };
  const field = sizeOf(shape.slice(0, -2));
  return { fanIn: field * shape.at(-2)!, fanOut: field * shape.at(-1)! };
}

const uniform = (limit: number): Distribution => ({ kind: 'uniform', low: -limit, high: limit });
const normal = (std: number): Distribution => ({ kind: 'normal', mean: 0, std });

const std: Parameter = {
  name: 'std',
  kind: 'number',
  default: 0.05,
  min: 0,
  doc: 'standard deviation; DCGAN uses 0.02',
};

const rows = [
  { name: 'zeros', doc: 'All zero.', parameters: [], start: () => 0 },
  { name: 'ones', doc: 'All one.', parameters: [], start: () => 1 },
  {
    name: 'constant',
    doc: 'One number everywhere.',
    parameters: [{ name: 'value', kind: 'number', doc: 'the number' }],
    start: ([value]) => value!,
  },
  { name: 'normal', doc: 'Normal with mean 0.', parameters: [std], start: ([deviation]) => normal(deviation!) },
  {
    name: 'truncated_normal',
    doc: 'Normal with mean 0, redrawn beyond two standard deviations.',
    parameters: [{ ...std, doc: 'standard deviation before truncation' }],
    start: ([deviation]) => ({ kind: 'truncated-normal', mean: 0, std: deviation! }),
  },
  {
    name: 'uniform',
    doc: 'Uniform between two bounds.',
    parameters: [
      { name: 'low', kind: 'number', default: -0.05, doc: 'lower bound' },
      { name: 'high', kind: 'number', default: 0.05, doc: 'upper bound' },
    ],
    start: ([low, high]) => ({ kind: 'uniform', low: low!, high: high! }),
  },
  {
    name: 'glorot_uniform',
    doc: 'Uniform in ±√(6 / (fan in + fan out)) (Glorot & Bengio 2010, eq. 16).',
    parameters: [],
    start: (_, shape) => uniform(Math.sqrt(6 / (fans(shape).fanIn + fans(shape).fanOut))),
  },
  {
    name: 'glorot_normal',
    doc: 'Normal with variance 2 / (fan in + fan out) (Glorot & Bengio 2010, eq. 12).',
    parameters: [],
    start: (_, shape) => normal(Math.sqrt(2 / (fans(shape).fanIn + fans(shape).fanOut))),
  },
  {
    name: 'he_uniform',
    doc: 'Uniform in ±√(6 / fan in) (He et al. 2015).',
    parameters: [],
    start: (_, shape) => uniform(Math.sqrt(6 / fans(shape).fanIn)),
  },
  {
    name: 'he_normal',
    doc: 'Normal with variance 2 / fan in (He et al. 2015, eq. 10).',
    parameters: [],
    start: (_, shape) => normal(Math.sqrt(2 / fans(shape).fanIn)),
  },
  {
    name: 'lecun_normal',
    doc: 'Normal with variance 1 / fan in (LeCun et al. 1998).',
    parameters: [],
    start: (_, shape) => normal(Math.sqrt(1 / fans(shape).fanIn)),
  },
] as const satisfies readonly InitializerDefinition[];

export type InitializerName = (typeof rows)[number]['name'];

export const initializers: ReadonlyMap<string, InitializerDefinition> = defineSignatures<InitializerDefinition>(rows);

export function initializer(definition: InitializerName, ...settings: number[]): Initializer {
  return { definition, settings };
}

export function startOf({ definition, settings }: Initializer, shape: readonly number[]): number | Distribution {
  return initializers.get(definition)!.start(settings, shape);
}
