/** Paddings in TensorFlow's terms: by name where it has one, otherwise as explicit margins. */
import type { Attributes } from '../graph/graph.ts';
import { samePadding } from '../ops/convolution-geometry.ts';
import { coveredAlong, poolingWindowsOf, type Windows } from '../ops/windows.ts';
import type { Attrs } from './graph-def.ts';

type Integers = readonly number[];

/** The name of the padding, if it has one; `image` is the shape of the image. */
function nameOf(windows: Windows, image: Integers): 'VALID' | 'SAME' | null {
  if (windows.every(({ before, after }) => before === 0 && after === 0)) return 'VALID';
  const isSame = windows.every(({ kernel, stride, dilation, before, after }, axis) => {
    const same = samePadding(image[axis + 1]!, kernel, stride, dilation);
    return before === same[0] && after === same[1];
  });
  return isSame ? 'SAME' : null;
}

const marginsOf = (windows: Windows): Integers[] => [
  [0, 0],
  ...windows.map(({ before, after }) => [before, after]),
  [0, 0],
];

export function convolutionPadding(windows: Windows, image: Integers): Attrs {
  const name = nameOf(windows, image);
  if (name) return { padding: { s: name } };
  return { padding: { s: 'EXPLICIT' }, explicit_paddings: { ints: marginsOf(windows).flat() } };
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

export function poolingPadding(op: string, attributes: Attributes, image: Integers): PoolingPadding {
  const windows = poolingWindowsOf(op, attributes);
  const name = nameOf(windows, image);
  if (name) return { padding: { s: name }, margins: null, shares: [] };
  const [rows, columns] = windows.map((window, axis) =>
    coveredAlong(window, image[axis + 1]!).map(([first, end]) => end - first),
  ) as [number[], number[]];
  const cells = windows[0].kernel * windows[1].kernel;
  return {
    padding: { s: 'VALID' },
    margins: marginsOf(windows),
    shares: rows.flatMap((high) => columns.map((wide) => cells / (high * wide))),
  };
}
