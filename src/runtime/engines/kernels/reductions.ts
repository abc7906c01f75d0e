/**
 * Ops that reduce axes, or work along one. Sums are accumulated in float64: a loss over millions of cells keeps its
 * digits.
 */
import { sizeOf } from '../../../compiler/graph/graph.ts';
import { inOrder } from '../../../compiler/ops/reduction.ts';
import type { KernelNode, KernelTable, Values } from './kernel.ts';
import { filling } from './kernel.ts';

type Cells = Values | Float64Array;

/** The cells as [outer, folded, inner]; the middle axis is reduced. */
interface Fold {
  readonly outer: number;
  readonly folded: number;
  readonly inner: number;
}

/** One fold for each group of neighbouring reduced axes, from the last group to the first. */
function foldsOf(shape: readonly number[], axes: readonly number[]): Fold[] {
  const groups: { reduced: boolean; size: number }[] = [];
  shape.forEach((side, axis) => {
    if (side === 1) return;
    const reduced = axes.includes(axis);
    const group = groups.at(-1);
    if (group?.reduced === reduced) group.size *= side;
    else groups.push({ reduced, size: side });
  });
  const folds: Fold[] = [];
  let inner = 1;
  for (let i = groups.length - 1; i >= 0; i--) {
    const { reduced, size } = groups[i]!;
    if (reduced) folds.push({ outer: sizeOf(groups.slice(0, i).map((group) => group.size)), folded: size, inner });
    else inner *= size;
  }
  return folds;
}

type Folding = (fold: Fold, output: Cells, input: Cells) => void;

/** Four independent sums: a single one would have to wait for each addition. */
function sumOf(cells: Cells, start: number, end: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let i = start;
  for (; i + 3 < end; i += 4) {
    a += cells[i]!;
    b += cells[i + 1]!;
    c += cells[i + 2]!;
    d += cells[i + 3]!;
  }
  for (; i < end; i++) a += cells[i]!;
  return a + b + (c + d);
}

/** Adds up lines as long as `sums`, four at a time. */
function sumLines(sums: Float64Array, cells: Cells, start: number, count: number): void {
  const length = sums.length;
  let line = 0;
  sums.fill(0);
  for (; line + 3 < count; line += 4) {
    const first = start + line * length;
    const [second, third, fourth] = [first + length, first + 2 * length, first + 3 * length];
    for (let i = 0; i < length; i++) {
      sums[i]! += cells[first + i]! + cells[second + i]! + (cells[third + i]! + cells[fourth + i]!);
    }
  }
  for (; line < count; line++) for (let i = 0; i < length; i++) sums[i]! += cells[start + line * length + i]!;
}

const sum: Folding = ({ outer, folded, inner }, output, input) => {
  if (inner === 1) {
    for (let o = 0; o < outer; o++) output[o] = sumOf(input, o * folded, (o + 1) * folded);
    return;
  }
  const sums = new Float64Array(inner);
  for (let o = 0; o < outer; o++) {
    sumLines(sums, input, o * folded * inner, folded);
    output.set(sums, o * inner);
  }
};

const extreme =
  (sign: 1 | -1): Folding =>
  ({ outer, folded, inner }, output, input) => {
    for (let o = 0; o < outer; o++) {
      for (let i = 0; i < inner; i++) {
        let best = -Infinity;
        for (let f = 0; f < folded; f++) best = Math.max(best, sign * input[(o * folded + f) * inner + i]!);
        output[o * inner + i] = sign * best;
      }
    }
  };

const reduction = (fold: Folding, finish?: (count: number) => number) =>
  filling(({ inputs, attributes, output }) => {
    const { shape } = inputs[0]!;
    const folds = foldsOf(shape, attributes['axes'] as readonly number[]);
    const scale = finish?.(sizeOf(shape) / sizeOf(output.shape));
    return (result, x) => {
      let cells: Cells = x!;
      folds.forEach((step, i) => {
        const target = i === folds.length - 1 ? result : new Float64Array(step.outer * step.inner);
        fold(step, target, cells);
        cells = target;
      });
      if (folds.length === 0) result.set(x!);
      if (scale !== undefined) for (let i = 0; i < result.length; i++) result[i]! *= scale;
    };
  });

/** The shape as [outer, side, inner] around an axis. */
function around({ inputs, attributes }: KernelNode): { outer: number; side: number; inner: number } {
  const axis = attributes['axis'] as number;
  const { shape } = inputs[0]!;
  return { outer: sizeOf(shape.slice(0, axis)), side: shape[axis]!, inner: sizeOf(shape.slice(axis + 1)) };
}

const softmax = (finish: (value: number, largest: number, total: number) => number) =>
  filling(({ inputs }) => {
    const classes = inputs[0]!.shape.at(-1)!;
    return (output, x) => {
      for (let start = 0; start < output.length; start += classes) {
        let largest = -Infinity;
        for (let i = start; i < start + classes; i++) largest = Math.max(largest, x![i]!);
        let total = 0;
        for (let i = start; i < start + classes; i++) total += Math.exp(x![i]! - largest);
        for (let i = start; i < start + classes; i++) output[i] = finish(x![i]!, largest, total);
      }
    };
  });

export const reductionKernels: KernelTable = {
  Sum: reduction(sum),
  Mean: reduction(sum, (count) => 1 / count),
  Max: reduction(extreme(1)),
  Min: reduction(extreme(-1)),
  Softmax: softmax((value, largest, total) => Math.exp(value - largest) / total),
  LogSoftmax: softmax((value, largest, total) => value - largest - Math.log(total)),
  ArgMax: filling((node) => {
    const { outer, side, inner } = around(node);
    return (output, x) => {
      for (let line = 0; line < outer * inner; line++) {
        const first = Math.floor(line / inner) * side * inner + (line % inner);
        let best = 0;
        for (let i = 1; i < side; i++) if (x![first + i * inner]! > x![first + best * inner]!) best = i;
        output[line] = best;
      }
    };
  }),
  ArgSort: filling(({ inputs, attributes }) => {
    const side = inputs[0]!.shape.at(-1)!;
    const sign = attributes['descending'] ? -1 : 1;
    const keys = new Float64Array(side);
    const places = new Int32Array(side);
    return (output, x) => {
      for (let start = 0; start < output.length; start += side) {
        for (let i = 0; i < side; i++) keys[i] = sign * x![start + i]!;
        for (let i = 0; i < side; i++) places[i] = i;
        places.sort((a, b) => inOrder(keys[a]!, keys[b]!));
        output.set(places, start);
      }
    };
  }),
  Cumsum: filling((node) => {
    const { outer, side, inner } = around(node);
    const { exclusive, reverse } = node.attributes;
    return (output, x) => {
      for (let line = 0; line < outer * inner; line++) {
        const first = Math.floor(line / inner) * side * inner + (line % inner);
        let total = 0;
        for (let i = 0; i < side; i++) {
          const at = first + (reverse ? side - 1 - i : i) * inner;
          if (exclusive) output[at] = total;
          total += x![at]!;
          if (!exclusive) output[at] = total;
        }
      }
    };
  }),
};
