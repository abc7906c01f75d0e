/** Ops that select rows by index. Indices may have any rank; rows may have any further axes. */
import type { TensorType } from '../graph/graph.ts';
import { formatType, sizeOf } from '../graph/graph.ts';
import { integerOf } from './attributes.ts';
import type { ReferenceTensor } from './op.ts';
import { defineOp, OpError } from './op.ts';
import { refuse, refuseAttribute, requireDType, requireFloat } from './requirements.ts';

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

export const indexingOps = [
  defineOp({
    name: 'GatherV2',
    doc: 'The rows of `params` that the indices name, in their shape.',
    inputs: ['params', 'indices'],
    attributes: { axis: { type: 'integer', doc: 'the axis of the rows: 0' } },
    infer([params, rows], attributes) {
      if (attributes['axis'] !== 0) refuseAttribute('GatherV2', 'axis', attributes['axis'], '0: transpose first');
      if (params!.shape.length === 0) refuse('GatherV2', 'params', params!, 'of rank 1 or more');
      requireDType('GatherV2', 'indices', rows!, 'int32');
      return { dtype: params!.dtype, shape: [...rows!.shape, ...params!.shape.slice(1)] };
    },
    gradient: (builder, { inputs }, gradient) => {
      const [params, rows] = inputs as [number, number];
      return [builder.add('UnsortedSegmentSum', [gradient, rows], { num_segments: builder.shape(params)[0]! }), null];
    },
    flops: () => 0,
    evaluate([params, rows], _, output) {
      const length = sizeOf(params!.shape.slice(1));
      const result = new Float64Array(sizeOf(output.shape));
      requireRows('GatherV2', 'indices', rows!, params!.shape[0]!).forEach((row, i) => {
        for (let j = 0; j < length; j++) result[i * length + j] = params!.data[row * length + j]!;
      });
      return result;
    },
    samples: [
      { inputs: [{ shape: [4, 3] }, indices([3], [2, 0, 2])], attributes: { axis: 0 } },
      { inputs: [{ shape: [3] }, indices([2, 2], [0, 2, 1, 1])], attributes: { axis: 0 } },
      { inputs: [{ shape: [2, 2, 2] }, indices([], [1])], attributes: { axis: 0 } },
    ],
  }),
  defineOp({
    name: 'UnsortedSegmentSum',
    doc: 'The adjoint of GatherV2: row s of the result is the sum of the rows of `data` whose id is s.',
    inputs: ['data', 'segment_ids'],
    attributes: { num_segments: { type: 'integer', doc: 'rows of the result' } },
    infer([data, ids], attributes) {
      const op = 'UnsortedSegmentSum';
      requireFloat(op, 'data', data!);
      requireDType(op, 'segment_ids', ids!, 'int32');
      const rank = ids!.shape.length;
      if (ids!.shape.some((side, axis) => side !== data!.shape[axis])) {
        refuse(op, 'segment_ids', ids!, `of a shape that begins that of \`data\`, ${formatType(data!)}`);
      }
      const shape = [integerOf(op, attributes, 'num_segments', 1), ...data!.shape.slice(rank)];
      return { dtype: 'float32', shape } satisfies TensorType;
    },
    gradient: (builder, { inputs }, gradient) => [builder.add('GatherV2', [gradient, inputs[1]!], { axis: 0 }), null],
    flops: ([data]) => sizeOf(data!.shape),
    evaluate([data, ids], _, output) {
      const length = sizeOf(output.shape.slice(1));
      const result = new Float64Array(sizeOf(output.shape));
      requireRows('UnsortedSegmentSum', 'segment_ids', ids!, output.shape[0]!).forEach((row, i) => {
        for (let j = 0; j < length; j++) result[row * length + j]! += data!.data[i * length + j]!;
      });
      return result;
    },
    samples: [
      { inputs: [{ shape: [3, 2] }, indices([3], [1, 3, 1])], attributes: { num_segments: 4 } },
      { inputs: [{ shape: [2, 2, 2] }, indices([2, 2], [0, 1, 1, 1])], attributes: { num_segments: 2 } },
      { inputs: [{ shape: [2] }, indices([], [2])], attributes: { num_segments: 3 } },
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
