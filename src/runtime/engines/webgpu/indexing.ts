/** Ops that select rows by index. An index out of range is recorded, and nothing is read for it. */
import { sizeOf } from '../../../compiler/graph/graph.ts';
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
    ({ inputs }) => inputs[0]!.shape[0]!,
    ({ inputs, output }, report) => {
      const [params, indices] = [inputs[0]!, inputs[1]!];
      const length = sizeOf(params.shape.slice(1));
      const body = `  let place = at / ${length}u;
  let row = indices[place];
  if (row >= 0 && row < ${params.shape[0]}) { value = params[u32(row) * ${length}u + at % ${length}u]; }
  else { report(row, place); }`;
      return cellwise(output, [bindingOf('params', params), bindingOf('indices', indices)], body, report);
    },
  ),
  UnsortedSegmentSum: reporting(
    ({ output }) => output.shape[0]!,
    ({ inputs, output }, report) => {
      const [data, ids] = [inputs[0]!, inputs[1]!];
      const length = sizeOf(output.shape.slice(1));
      const body = `  let row = i32(at / ${length}u);
  let column = at % ${length}u;
  for (var i = 0u; i < ${sizeOf(ids.shape)}u; i++) {
    if (ids[i] == row) { value += data[i * ${length}u + column]; }
    if (at == 0u && (ids[i] < 0 || ids[i] >= ${output.shape[0]})) { report(ids[i], i); }
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
