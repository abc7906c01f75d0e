/** Ops that reduce axes, or work along one. */
import type { TensorType } from '../../../compiler/graph/graph.ts';
import { sizeOf } from '../../../compiler/graph/graph.ts';
import { stridesOf } from '../../../compiler/ops/index-map/offsets.ts';
import type { Kernel, KernelNode } from '../kernels/kernel.ts';
import type { GpuKernelRow, GpuKernelTable, Tools } from './kernel.ts';
import { make, memoryOf, oneProgram } from './kernel.ts';
import type { Axis, Run, Source } from './program.ts';
import { ENTRY, GROUP, bindingOf, cellwise, forEachCell, placeOf, resultOf, typeNames } from './program.ts';
import { definitionsFor } from './scalar-code.ts';

interface Folding {
  /** WGSL that combines \`sofar\` with \`value\`. */
  readonly step: string;
  readonly start: Readonly<Record<'f32' | 'i32', string>>;
}

const foldings = {
  sum: { step: 'sofar + value', start: { f32: '0f', i32: '0i' } },
  // A NaN remains NaN.
  max: {
    step: 'select(sofar, value, value > sofar || is_nan(f32(value)))',
    start: { f32: '-bitcast<f32>(infinity_bits)', i32: 'bitcast<i32>(0x80000000u)' },
  },
  min: {
    step: 'select(sofar, value, value < sofar || is_nan(f32(value)))',
    start: { f32: 'bitcast<f32>(infinity_bits)', i32: '0x7fffffffi' },
  },
} satisfies Record<string, Folding>;

/** How a fold is divided among invocations. */
interface Shares {
  /** Invocations per cell of the result. */
  readonly team: number;
  /** Workgroups per cell of the result, whose results are then folded themselves. */
  readonly parts: number;
}

/** The least cells per invocation that make another one worthwhile. */
const WORTHWHILE = 8;
/** How many workgroups keep a large GPU busy. */
const BUSY = 512;

const powerOfTwo = (least: number) => 2 ** Math.ceil(Math.log2(Math.max(least, 1)));

/** @param inRows whether neighbouring cells of the result are neighbours in the input */
function sharesOf(results: number, folded: number, inRows: boolean): Shares {
  // If a team's cells are far apart, keep it small, so that neighbouring teams read neighbouring cells together.
  const most = inRows ? Math.max(16, Math.min(GROUP, powerOfTwo(GROUP / results))) : GROUP;
  const wanted = Math.min(powerOfTwo(folded / WORTHWHILE), powerOfTwo((BUSY * GROUP) / results));
  const team = Math.min(most, Math.max(wanted, 1));
  const groups = Math.ceil(results / (GROUP / team));
  const parts = Math.min(Math.ceil(BUSY / groups), Math.floor(folded / (team * WORTHWHILE * 2)));
  return { team, parts: Math.max(parts, 1) };
}

interface Fold {
  readonly folding: Folding;
  readonly input: TensorType;
  readonly axes: readonly number[];
  /** A factor for the result. */
  readonly scale?: number;
}

function axesOf({ input, axes }: Fold): { kept: Axis[]; reduced: Axis[] } {
  const strides = stridesOf(input.shape);
  const all = input.shape.map((side, axis): Axis => ({ side, stride: strides[axis]! }));
  return {
    kept: all.filter((_, axis) => !axes.includes(axis)),
    reduced: all.filter((_, axis) => axes.includes(axis)),
  };
}

const cellsOf = (axes: readonly Axis[]) => sizeOf(axes.map(({ side }) => side));

function foldShares(fold: Fold): Shares {
  const { kept, reduced } = axesOf(fold);
  const last = kept.filter(({ side }) => side > 1).at(-1);
  return sharesOf(cellsOf(kept), cellsOf(reduced), last?.stride === 1);
}

/** A program that folds into \`parts\` rows of partial results. */
function foldSource(fold: Fold, { team, parts }: Shares): Source {
  const { folding, input, scale } = fold;
  const { kept, reduced } = axesOf(fold);
  const [results, folded] = [cellsOf(kept), cellsOf(reduced)];
  const inRows = kept.filter(({ side }) => side > 1).at(-1)?.stride === 1;
  const width = GROUP / team;
  const groups = Math.ceil(results / width);
  const share = Math.ceil(folded / parts);
  const type = typeNames[input.dtype] as 'f32' | 'i32';
  const [cell, member] = inRows ? [`local % ${width}u`, `local / ${width}u`] : [`local / ${team}u`, `local % ${team}u`];
  const apart = inRows ? width : 1;
  const step = (sofar: string, value: string) => folding.step.replaceAll('sofar', sofar).replaceAll('value', value);
  const code = `
var<workgroup> partial: array<${type}, ${GROUP}>;
${ENTRY}
  if (group >= ${groups * parts}u) { return; }
  let part = group / ${groups}u;
  let cell = (group % ${groups}u) * ${width}u + ${cell};
  let member = ${member};
  var sofar = ${folding.start[type]};
  if (cell < ${results}u) {
    let base = ${placeOf('cell', kept)};
    let end = min(${folded}u, (part + 1u) * ${share}u);
    for (var i = part * ${share}u + member; i < end; i += ${team}u) {
      let value = input[base + ${placeOf('i', reduced)}];
      sofar = ${step('sofar', 'value')};
    }
  }
  partial[local] = sofar;
  for (var half = ${Math.floor(team / 2)}u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (member < half) {
      let other = partial[local + half * ${apart}u];
      let own = partial[local];
      partial[local] = ${step('own', 'other')};
    }
  }
  if (member == 0u && cell < ${results}u) {
    result[part * ${results}u + cell] = partial[local]${scale === undefined ? '' : ` * ${scale}f`};
  }
}`;
  const output: TensorType = { dtype: input.dtype, shape: [parts, results] };
  return {
    bindings: [resultOf(output), bindingOf('input', input)],
    workgroups: groups * parts,
    code: definitionsFor(code) + code,
  };
}

/** A kernel for a fold, in two stages if that keeps more of the GPU busy. */
export function buildFold({ programs }: Tools, fold: Fold, output: TensorType): Kernel {
  const { gpu } = programs;
  const shares = foldShares(fold);
  if (shares.parts === 1) {
    const run = programs.compile(foldSource(fold, shares));
    return ([x]) => {
      const result = make(gpu, output);
      run([memoryOf(result), memoryOf(x!)]);
      return result;
    };
  }
  const { scale: _, ...first } = fold;
  const partials: TensorType = { dtype: output.dtype, shape: [shares.parts, sizeOf(output.shape)] };
  const runFirst: Run = programs.compile(foldSource(first, shares));
  const second: Fold = { ...fold, input: partials, axes: [0] };
  const runSecond: Run = programs.compile(foldSource(second, { ...foldShares(second), parts: 1 }));
  return ([x]) => {
    const partial = gpu.make(4 * sizeOf(partials.shape));
    runFirst([partial, memoryOf(x!)]);
    const result = make(gpu, output);
    runSecond([memoryOf(result), partial]);
    gpu.release(partial);
    return result;
  };
}

const reduction = (folding: Folding, scaleOf?: (count: number) => number): GpuKernelRow => {
  const foldOf = ({ inputs, attributes, output }: KernelNode): Fold => {
    const input = inputs[0]!;
    const scale = scaleOf?.(sizeOf(input.shape) / sizeOf(output.shape));
    return { folding, input, axes: attributes['axes'] as readonly number[], ...(scale !== undefined && { scale }) };
  };
  return {
    build: (tools, node) => buildFold(tools, foldOf(node), node.output),
    workspace: (node) => {
      const { parts } = foldShares(foldOf(node));
      return parts === 1 ? 0 : 4 * parts * sizeOf(node.output.shape);
    },
  };
};

export const summation = foldings.sum;

/** The size of an axis, and of all axes after it. */
function around({ inputs, attributes }: KernelNode): { side: number; inner: number } {
  const axis = attributes['axis'] as number;
  const { shape } = inputs[0]!;
  return { side: shape[axis]!, inner: sizeOf(shape.slice(axis + 1)) };
}

/** Computes each cell of the result from the whole line that it is in. */
const alongRow = (finish: string): GpuKernelRow =>
  oneProgram(({ inputs, output }) => {
    const classes = inputs[0]!.shape.at(-1)!;
    const body = `  let start = at - at % ${classes}u;
  var largest = input[start];
  for (var i = 1u; i < ${classes}u; i++) { largest = max(largest, input[start + i]); }
  var total = 0f;
  for (var i = 0u; i < ${classes}u; i++) { total += exp(input[start + i] - largest); }
  value = ${finish};`;
    return cellwise(output, [bindingOf('input', inputs[0]!)], body, definitionsFor(body));
  });

export const reductionKernels: GpuKernelTable = {
  Sum: reduction(foldings.sum),
  Mean: reduction(foldings.sum, (count) => 1 / count),
  Max: reduction(foldings.max),
  Min: reduction(foldings.min),
  Softmax: alongRow('exp(input[at] - largest) / total'),
  LogSoftmax: alongRow('input[at] - largest - scalar_log(total)'),
  ArgMax: oneProgram((node) => {
    const { side, inner } = around(node);
    const body = `  let first = (at / ${inner}u) * ${side * inner}u + at % ${inner}u;
  var best = 0u;
  for (var i = 1u; i < ${side}u; i++) {
    if (input[first + i * ${inner}u] > input[first + best * ${inner}u]) { best = i; }
  }
  value = i32(best);`;
    return cellwise(node.output, [bindingOf('input', node.inputs[0]!)], body);
  }),
  // Each cell counts those that come before it: for long lines, a sorting network would be faster.
  ArgSort: oneProgram(({ inputs, attributes, output }) => {
    const side = output.shape.at(-1)!;
    const leads = attributes['descending'] ? '>' : '<';
    const input = bindingOf('input', inputs[0]!);
    const body = `  let start = at - at % ${side}u;
  let own = input[at];
  var place = start;
  for (var i = start; i < start + ${side}u; i++) {
    let other = input[i];
    let before = other ${leads} own || (is_nan(own) && !is_nan(other));
    let after = own ${leads} other || (is_nan(other) && !is_nan(own));
    place += u32(before || (!after && i < at));
  }
  result[place] = i32(at - start);`;
    return forEachCell(input, [resultOf(output), input], body, definitionsFor(body));
  }),
  Cumsum: oneProgram((node) => {
    const { side, inner } = around(node);
    const { exclusive, reverse } = node.attributes;
    const own = `(at / ${inner}u) % ${side}u`;
    const [start, end] = reverse
      ? [exclusive ? 'own + 1u' : 'own', `${side}u`]
      : ['0u', exclusive ? 'own' : 'own + 1u'];
    const body = `  let own = ${own};
  let first = at - own * ${inner}u;
  for (var i = ${start}; i < ${end}; i++) { value += input[first + i * ${inner}u]; }`;
    return cellwise(node.output, [bindingOf('input', node.inputs[0]!)], body);
  }),
};
