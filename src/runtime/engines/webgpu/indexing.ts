/** Ops that select rows by index. An index out of range is recorded, and nothing is read for it. */
import { sizeOf } from '../../../compiler/graph/graph.ts';
import { rowsOf } from '../../../compiler/ops/indexing.ts';
import { outsideRows } from '../kernels/indexing.ts';
import type { KernelNode } from '../kernels/kernel.ts';
import { faultsBinding } from './faults.ts';
import type { GpuKernelRow, GpuKernelTable, Tools } from './kernel.ts';
import { kernelOfSource, oneProgram } from './kernel.ts';
import type { Source } from './program.ts';
import { bindingOf, cellwise } from './program.ts';

/** A program whose code may call \`report(index, place)\`. */
const reporting = (
  countOf: (node: KernelNode) => number,
  sourceOf: (node: KernelNode, report: string) => Source,
): GpuKernelRow => ({
  build: (tools: Tools, node) => {
    const reporter = tools.faults.reporter((index, place) => outsideRows(node.op, index, place, countOf(node)));
    const source = sourceOf(node, reporter.code);
    return kernelOfSource(tools, node.output, { ...source, bindings: [...source.bindings, faultsBinding] }, [
      reporter.memory,
    ]);
  },
});

export const indexingKernels: GpuKernelTable = {
  GatherV2: reporting(
    ({ inputs, attributes }) => inputs[0]!.shape[attributes['axis'] as number]!,
    ({ inputs, attributes, output }, report) => {
      const [params, indices] = [inputs[0]!, inputs[1]!];
      const { groups, count, length } = rowsOf(params.shape, attributes['axis'] as number);
      const group = groups === 1 ? '' : `place / ${sizeOf(indices.shape) / groups}u * ${count}u + `;
      const body = `  let place = at / ${length}u;
  let row = indices[place];
  if (row >= 0 && row < ${count}) { value = params[(${group}u32(row)) * ${length}u + at % ${length}u]; }
  else { report(row, place); }`;
      return cellwise(output, [bindingOf('params', params), bindingOf('indices', indices)], body, report);
    },
  ),
  UnsortedSegmentSum: reporting(
    ({ output, attributes }) => output.shape[attributes['axis'] as number]!,
    ({ inputs, attributes, output }, report) => {
      const [data, ids] = [inputs[0]!, inputs[1]!];
      const { groups, count, length } = rowsOf(output.shape, attributes['axis'] as number);
      const perGroup = sizeOf(ids.shape) / groups;
      // The first cell of each group looks for ids out of range.
      const body = `  let row = i32((at / ${length}u) % ${count}u);
  let column = at % ${length}u;
  let start = (at / ${count * length}u) * ${perGroup}u;
  for (var i = start; i < start + ${perGroup}u; i++) {
    if (ids[i] == row) { value += data[i * ${length}u + column]; }
    if (row == 0 && column == 0u && (ids[i] < 0 || ids[i] >= ${count})) { report(ids[i], i); }
  }`;
      return cellwise(output, [bindingOf('data', data), bindingOf('ids', ids)], body, report);
    },
  ),
  OneHot: oneProgram(({ inputs, output }) => {
    const depth = output.shape.at(-1)!;
    const body = `  value = f32(indices[at / ${depth}u] == i32(at % ${depth}u));`;
    return cellwise(output, [bindingOf('indices', inputs[0]!)], body);
  }),
};
