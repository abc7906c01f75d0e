/** Paddings in TensorFlow's terms: by name where it has one, otherwise as explicit margins. */
import type { Attributes } from '../graph/graph.ts';
import type { Attrs } from './graph-def.ts';

type Integers = readonly number[];

/** SAME along one axis: `ceil(side / stride)` results; an odd cell of padding goes after. */
function sameMargin(side: number, kernel: number, stride: number, dilation = 1): readonly [number, number] {
  const results = Math.ceil(side / stride);
  const total = Math.max(0, (results - 1) * stride + (kernel - 1) * dilation + 1 - side);
  return [Math.floor(total / 2), total - Math.floor(total / 2)];
}

const equal = (a: Integers, b: Integers) => a.every((value, i) => value === b[i]);

export function convolutionPadding(
  explicit: Integers,
  { image, filter }: { readonly image: Integers; readonly filter: Integers },
  strides: Integers,
  dilations: Integers,
): Attrs {
  if (explicit.every((margin) => margin === 0)) return { padding: { s: 'VALID' } };
  const same = [0, 1].flatMap((axis) => sameMargin(image[axis + 1]!, filter[axis]!, strides[axis]!, dilations[axis]!));
  if (equal(explicit, same)) return { padding: { s: 'SAME' } };
  return { padding: { s: 'EXPLICIT' }, explicit_paddings: { ints: [0, 0, ...explicit, 0, 0] } };
}

interface PoolingPadding {
  readonly padding: { readonly s: 'VALID' | 'SAME' };
  /** Before and after, for each of the four axes; null if the name says it all. */
  readonly margins: readonly Integers[] | null;
  /**
   * For each window, row by row: the factor that turns the mean over all its cells into the mean over its cells of the
   * image.
   */
  readonly shares: readonly number[];
}

export function poolingPadding(attributes: Attributes, image: Integers): PoolingPadding {
  const [ksize, strides, explicit] = ['ksize', 'strides', 'explicit_paddings'].map(
    (name) => attributes[name] as Integers,
  ) as [Integers, Integers, Integers];
  const named = (s: 'VALID' | 'SAME'): PoolingPadding => ({ padding: { s }, margins: null, shares: [] });
  if (explicit.every((margin) => margin === 0)) return named('VALID');
  if (
    equal(
      explicit,
      [0, 1].flatMap((axis) => sameMargin(image[axis + 1]!, ksize[axis]!, strides[axis]!)),
    )
  )
    return named('SAME');
  const inside = [0, 1].map((axis) => {
    const [before, after] = [explicit[2 * axis]!, explicit[2 * axis + 1]!];
    const side = image[axis + 1]!;
    const results = Math.floor((before + side + after - ksize[axis]!) / strides[axis]!) + 1;
    return Array.from({ length: results }, (_, i) => {
      const first = i * strides[axis]! - before;
      return Math.min(first + ksize[axis]!, side) - Math.max(first, 0);
    });
  }) as [number[], number[]];
  const cells = ksize[0]! * ksize[1]!;
  return {
    padding: { s: 'VALID' },
    margins: [[0, 0], explicit.slice(0, 2), explicit.slice(2), [0, 0]],
    shares: inside[0].flatMap((rows) => inside[1].map((columns) => cells / (rows * columns))),
  };
}
