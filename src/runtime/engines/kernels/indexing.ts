/** Ops that select rows by index. */
import { rowsOf } from '../../../compiler/ops/indexing.ts';
import { EngineError } from '../engine-error.ts';
import type { KernelTable, Values } from './kernel.ts';
import { filling } from './kernel.ts';

/** Refuses indices out of range, which would read or write outside the value's memory. */
function requireRows(op: string, rows: Values, count: number): void {
  const at = rows.findIndex((row) => row < 0 || row >= count);
  if (at === -1) return;
  throw new EngineError(outsideRows(op, rows[at]!, at, count));
}

export const outsideRows = (op: string, row: number, place: number, count: number) =>
  `${op}: index ${row} at place ${place} is not in 0 … ${count - 1}; check the labels or tokens that are fed`;

export const indexingKernels: KernelTable = {
  GatherV2: filling(({ inputs, attributes }) => {
    const { groups, count, length } = rowsOf(inputs[0]!.shape, attributes['axis'] as number);
    return (output, params, indices) => {
      requireRows('GatherV2', indices!, count);
      const perGroup = indices!.length / groups;
      for (let i = 0, to = 0; i < indices!.length; i++, to += length) {
        const from = (Math.floor(i / perGroup) * count + indices![i]!) * length;
        if (length === 1) output[to] = params![from]!;
        else output.set(params!.subarray(from, from + length), to);
      }
    };
  }),
  UnsortedSegmentSum: filling(({ output, attributes }) => {
    const { groups, count, length } = rowsOf(output.shape, attributes['axis'] as number);
    return (result, data, ids) => {
      requireRows('UnsortedSegmentSum', ids!, count);
      const perGroup = ids!.length / groups;
      result.fill(0);
      for (let i = 0, from = 0; i < ids!.length; i++) {
        const to = (Math.floor(i / perGroup) * count + ids![i]!) * length;
        for (let j = 0; j < length; j++) result[to + j]! += data![from++]!;
      }
    };
  }),
  OneHot: filling(({ output }) => {
    const depth = output.shape.at(-1)!;
    return (result, indices) => {
      result.fill(0);
      indices!.forEach((index: number, i: number) => {
        if (index >= 0 && index < depth) result[i * depth + index] = 1;
      });
    };
  }),
};
