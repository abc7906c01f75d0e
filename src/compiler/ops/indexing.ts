/** Ops that select rows by index. Indices may have any rank; rows may have any further axes. */
import type { TensorType } from '../graph/graph.ts';
import { formatType, sizeOf } from '../graph/graph.ts';
import { integerOf } from './attributes.ts';
import type { ReferenceTensor } from './op.ts';
import { defineOp, OpError } from './op.ts';
import { refuse, refuseAttribute, requireAxis, requireDType, requireFloat } from './requirements.ts';

/**
 * Reads the indices and refuses any outside the rows: TensorFlow's devices disagree on them, so there is no meaning to
 * preserve.
 */
function requireRows(op: string, input: string, rows: ReferenceTensor, count: number): Float64Array {
  const at = rows.data.findIndex((row) => row < 0 || row >= count);
  if (at === -1) return rows.data;
  throw new OpError(`${op}: input \`${input}\` is ${rows.data[at]} at place ${at}, but must be in 0 … ${count - 1}`);
}

const indices = (shape: readonly number[], values: readonly number[]) => ({ shape, dtype: 'int32', values }) as const;

/** How the rows of a value lie in memory: `groups` one after the other, each of `count` rows of `length` cells. */
export interface Rows {
  readonly groups: number;
  readonly count: number;
  readonly length: number;
}

/** The rows of a value along an axis; the axes before it number the groups. */
export function rowsOf(shape: readonly number[], axis: number): Rows {
  return { groups: sizeOf(shape.slice(0, axis)), count: shape[axis]!, length: sizeOf(shape.slice(axis + 1)) };
}

const axisAttribute = {
  type: 'integer',
  doc: 'the axis of the rows; along those before it, rows and indices go together (in TensorFlow, `batch_dims`)',
} as const;

/** The axes before `axis`, which both values must share. */
function requireSharedAxes(op: string, input: string, type: TensorType, axis: number, other: TensorType): void {
  if (other.shape.slice(0, axis).every((side, i) => side === type.shape[i])) return;
  const shared = other.shape.slice(0, axis).join(', ');
  refuse(op, input, type, `of a shape that begins with [${shared}], as ${formatType(other)} does`);
}

export const indexingOps = [
  defineOp({
    name: 'GatherV2',
    doc: 'The rows of `params` along an axis that the indices name, in their shape.',
    inputs: ['params', 'indices'],
    attributes: { axis: axisAttribute },
    infer([params, rows], attributes) {
      const op = 'GatherV2';
      const axis = requireAxis(op, 'axis', integerOf(op, attributes, 'axis'), params!);
      requireDType(op, 'indices', rows!, 'int32');
      requireSharedAxes(op, 'indices', rows!, axis, params!);
      return { dtype: params!.dtype, shape: [...rows!.shape, ...params!.shape.slice(axis + 1)] };
    },
    gradient: (builder, { inputs, attributes }, gradient) => {
      const [params, rows] = inputs as [number, number];
      const axis = attributes['axis'] as number;
      const num_segments = builder.shape(params)[axis]!;
      return [builder.add('UnsortedSegmentSum', [gradient, rows], { axis, num_segments }), null];
    },
    flops: () => 0,
    evaluate([params, rows], attributes, output) {
      const { groups, count, length } = rowsOf(params!.shape, attributes['axis'] as number);
      const result = new Float64Array(sizeOf(output.shape));
      const perGroup = rows!.data.length / groups;
      requireRows('GatherV2', 'indices', rows!, count).forEach((row, i) => {
        const from = (Math.floor(i / perGroup) * count + row) * length;
        for (let j = 0; j < length; j++) result[i * length + j] = params!.data[from + j]!;
      });
      return result;
    },
    samples: [
      { inputs: [{ shape: [4, 3] }, indices([3], [2, 0, 2])], attributes: { axis: 0 } },
      { inputs: [{ shape: [3] }, indices([2, 2], [0, 2, 1, 1])], attributes: { axis: 0 } },
      { inputs: [{ shape: [2, 2, 2] }, indices([], [1])], attributes: { axis: 0 } },
      { inputs: [{ shape: [2, 3] }, indices([2, 2], [2, 0, 1, 1])], attributes: { axis: 1 } },
      { inputs: [{ shape: [2, 1, 3, 2] }, indices([2, 1, 2], [2, 2, 0, 1])], attributes: { axis: 2 } },
      { inputs: [{ shape: [2, 3, 2] }, indices([2], [2, 0])], attributes: { axis: 1 } },
    ],
  }),
  defineOp({
    name: 'UnsortedSegmentSum',
    doc: 'The adjoint of GatherV2: row s of the result is the sum of the rows of `data` whose id is s.',
    inputs: ['data', 'segment_ids'],
    attributes: { axis: axisAttribute, num_segments: { type: 'integer', doc: 'rows of the result' } },
    infer([data, ids], attributes) {
      const op = 'UnsortedSegmentSum';
      requireFloat(op, 'data', data!);
      requireDType(op, 'segment_ids', ids!, 'int32');
      const rank = ids!.shape.length;
      const axis = integerOf(op, attributes, 'axis');
      if (axis > rank) refuseAttribute(op, 'axis', axis, `at most ${rank}, the rank of the ids, ${formatType(ids!)}`);
      if (ids!.shape.some((side, i) => side !== data!.shape[i])) {
        refuse(op, 'segment_ids', ids!, `of a shape that begins that of \`data\`, ${formatType(data!)}`);
      }
      const rows = integerOf(op, attributes, 'num_segments', 1);
      const shape = [...ids!.shape.slice(0, axis), rows, ...data!.shape.slice(rank)];
      return { dtype: 'float32', shape } satisfies TensorType;
    },
    gradient: (builder, { inputs, attributes }, gradient) => [
      builder.add('GatherV2', [gradient, inputs[1]!], { axis: attributes['axis']! }),
      null,
    ],
    flops: ([data]) => sizeOf(data!.shape),
    evaluate([data, ids], attributes, output) {
      const { groups, count, length } = rowsOf(output.shape, attributes['axis'] as number);
      const result = new Float64Array(sizeOf(output.shape));
      const perGroup = ids!.data.length / groups;
      requireRows('UnsortedSegmentSum', 'segment_ids', ids!, count).forEach((row, i) => {
        const to = (Math.floor(i / perGroup) * count + row) * length;
        for (let j = 0; j < length; j++) result[to + j]! += data!.data[i * length + j]!;
      });
      return result;
    },
    samples: [
      { inputs: [{ shape: [3, 2] }, indices([3], [1, 3, 1])], attributes: { axis: 0, num_segments: 4 } },
      { inputs: [{ shape: [2, 2, 2] }, indices([2, 2], [0, 1, 1, 1])], attributes: { axis: 0, num_segments: 2 } },
      { inputs: [{ shape: [2] }, indices([], [2])], attributes: { axis: 0, num_segments: 3 } },
      { inputs: [{ shape: [2, 3] }, indices([2, 3], [1, 0, 1, 3, 3, 3])], attributes: { axis: 1, num_segments: 4 } },
      { inputs: [{ shape: [2, 2, 2] }, indices([2, 2], [0, 2, 1, 1])], attributes: { axis: 1, num_segments: 3 } },
    ],
  }),
  defineOp({
    name: 'OneHot',
    doc: 'A last axis of `depth` cells, 1 at the index and 0 elsewhere; all 0 where the index is outside 0 … depth − 1.',
    inputs: ['indices'],
    attributes: { depth: { type: 'integer', doc: 'cells of the new axis' } },
    infer([rows], attributes) {
      requireDType('OneHot', 'indices', rows!, 'int32');
      return { dtype: 'float32', shape: [...rows!.shape, integerOf('OneHot', attributes, 'depth', 1)] };
    },
    gradient: 'zero',
    flops: () => 0,
    evaluate([rows], _, output) {
      const depth = output.shape.at(-1)!;
      return Float64Array.from({ length: sizeOf(output.shape) }, (_, i) =>
        rows!.data[Math.floor(i / depth)] === i % depth ? 1 : 0,
      );
    },
    samples: [
      { inputs: [indices([3], [2, 0, 3])], attributes: { depth: 4 } },
      { inputs: [indices([2, 2], [1, 0, 2, 1])], attributes: { depth: 3 } },
      { inputs: [indices([2], [-1, 5])], attributes: { depth: 2 } },
    ],
  }),
];
