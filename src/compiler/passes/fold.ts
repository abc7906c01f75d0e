/**
 * What depends only on constants is computed once, at compile time: the sum of a constant gradient, a schedule that
 * does not change.
 *
 * It is computed in float64 and rounded once, when the engine takes it, and so is closer to the true value than the
 * nodes were. Left to the engine: what float32 cannot hold (so that an infinity or NaN still appears at its line), and
 * what would make a large constant from small ones, since constants stay in memory throughout.
 */
import { sizeOf, type Graph, type Node, type TensorType } from '../graph/graph.ts';
import type { ReferenceTensor } from '../ops/op.ts';
import { isLoop } from '../ops/scan.ts';
import { opOf } from '../ops/table.ts';
import { rewrite } from './rewrite.ts';

/** Up to this many elements a constant is small, whatever it is made from. */
const SMALL = 16;
/** The most operations that the compiler takes on for one node. */
const MOST_FLOPS = 1_000_000;

/** Ops whose cells are cells of their only input: one number everywhere stays that number, however large it is. */
const moving: ReadonlySet<string> = new Set(['Reshape', 'Transpose', 'Slice', 'ScanResult']);

export function fold(graph: Graph): Graph {
  return rewrite(graph, (site, node) => {
    const { op, inputs, attributes, output } = node;
    const read = inputs.map((id) => site.node(id));
    if (isLoop(node) || read.length === 0 || !read.every((input) => input.op === 'Const')) return null;
    const types = read.map((input) => input.output);
    if (sizeOf(output.shape) > Math.max(SMALL, total(types.map(({ shape }) => sizeOf(shape))))) return null;
    if (opOf(op).flops(types, attributes, output) > MOST_FLOPS) return null;

    const { value: fill } = read[0]!.attributes;
    if (moving.has(op) && typeof fill === 'number') {
      return site.add(node, 'Const', [], { value: fill, shape: output.shape, dtype: output.dtype });
    }
    const data = opOf(op).evaluate(read.map(tensorOf), attributes, output);
    if (!data.every((value) => canHold(output, value))) return null;
    const value = data.length > 0 && data.every((other) => other === data[0]) ? data[0]! : [...data];
    if (written(value) > Math.max(SMALL, total(read.map((input) => written(input.attributes['value']))))) return null;
    return site.add(node, 'Const', [], { value, shape: output.shape, dtype: output.dtype });
  });
}

const total = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0);

/** How many numbers the graph stores for it. */
const written = (value: unknown) => (Array.isArray(value) ? value.length : 1);

function tensorOf({ attributes, output }: Node): ReferenceTensor {
  return { shape: output.shape, data: opOf('Const').evaluate([], attributes, output) };
}

/**
 * False if rounding makes it infinite, 0 or another integer; nor can −0 be held, which a graph's JSON form does not
 * distinguish.
 */
function canHold({ dtype }: TensorType, value: number): boolean {
  if (Object.is(value, -0)) return false;
  if (dtype === 'int32') return value === (value | 0);
  const rounded = Math.fround(value);
  return Number.isFinite(rounded) && (rounded === 0) === (value === 0);
}
