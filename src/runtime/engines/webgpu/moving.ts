/**
 * Ops that move cells, by the same tables per axis as on the host: each cell of the result reads the cell whose index
 * is the sum over its axes' tables; adjoints read the tables backwards.
 */
import type { TensorType } from '../../../compiler/graph/graph.ts';
import { sizeOf } from '../../../compiler/graph/graph.ts';
import type { KernelNode } from '../kernels/kernel.ts';
import type { Offsets } from '../kernels/moves.ts';
import { OUTSIDE, stridesOf } from '../kernels/moves.ts';
import { blockOffsets, readAdjointOffsets, readOffsets } from '../kernels/rearranging.ts';
import type { GpuKernelRow, GpuKernelTable } from './kernel.ts';
import { kernelOfSource, make, memoryOf } from './kernel.ts';
import type { Source } from './program.ts';
import { bindingOf, cellwise, forEachCell, resultOf } from './program.ts';

/** Tables too irregular for formulas, concatenated. */
class Tables {
  readonly cells: number[] = [];

  /** Appends a table; returns the index of its first cell. */
  add(table: Iterable<number>): number {
    const start = this.cells.length;
    this.cells.push(...table);
    return start;
  }
}

/** Consecutive cells of a table that are evenly spaced. */
interface Piece {
  readonly start: number;
  readonly end: number;
  readonly first: number;
  readonly step: number;
}

function piecesOf(table: Int32Array): Piece[] {
  const pieces: Piece[] = [];
  for (let start = 0; start < table.length;) {
    const first = table[start]!;
    const continues = (at: number) => at < table.length && (first === OUTSIDE) === (table[at] === OUTSIDE);
    const step = continues(start + 1) ? table[start + 1]! - first : 0;
    let end = start + 1;
    while (continues(end) && table[end] === first + (end - start) * step) end++;
    pieces.push({ start, end, first, step });
    start = end;
  }
  return pieces;
}

const MOST_PIECES = 3;

/** WGSL for the table's cell \`i\`, as an i32. */
function lookup(table: Int32Array, i: string, tables: Tables): string {
  const pieces = piecesOf(table);
  if (pieces.length > MOST_PIECES) return `tables[${tables.add(table)}u + ${i}]`;
  const of = ({ start, first, step }: Piece) =>
    step === 0 ? `${first}` : `${first - start * step} + i32(${i}) * ${step}`;
  return pieces
    .slice(0, -1)
    .reduceRight((rest, piece) => `select(${rest}, ${of(piece)}, ${i} < ${piece.end}u)`, of(pieces.at(-1)!));
}

/** WGSL lines that set \`i0\`, \`i1\`, … to the coordinates of the cell \`at\`. */
function coordinates(sides: readonly number[]): string[] {
  const strides = stridesOf(sides);
  return sides.map((side, axis) => {
    const quotient = strides[axis] === 1 ? 'at' : `at / ${strides[axis]}u`;
    return `  let i${axis} = ${side === 1 ? '0u' : axis === 0 ? quotient : `(${quotient}) % ${side}u`};`;
  });
}

const withTables = (source: Source, { cells }: Tables): Source => ({
  ...source,
  bindings: [...source.bindings, ...(cells.length ? [{ name: 'tables', type: 'i32', size: cells.length }] : [])],
});

/** Merges axes that are read contiguously, which saves divisions. */
function joined(offsets: Offsets): Offsets {
  const axes: Int32Array[] = [];
  for (const table of offsets) {
    const outer = axes.at(-1);
    const step = table.length > 1 ? table[1]! - table[0]! : 0;
    const isWhole = table[0] === 0 && table.every((at, i) => at === i * step);
    const continues =
      outer && isWhole && outer.every((at, i) => at !== OUTSIDE && at === outer[0]! + i * step * table.length);
    if (!continues) axes.push(table);
    else {
      axes[axes.length - 1] = Int32Array.from({ length: outer.length * table.length }, (_, i) => outer[0]! + i * step);
    }
  }
  return axes;
}

function readSource(input: TensorType, output: TensorType, all: Offsets, tables: Tables): Source {
  const offsets = joined(all);
  const lines = offsets.map((table, axis) => `  let p${axis} = ${lookup(table, `i${axis}`, tables)};`);
  const sum = offsets.map((_, axis) => `p${axis}`).join(' + ') || '0';
  const read = `value = input[u32(${sum})];`;
  const bounded = offsets.flatMap((table, axis) => (table.includes(OUTSIDE) ? [`p${axis} >= 0`] : []));
  const body = [
    ...coordinates(offsets.map(({ length }) => length)),
    ...lines,
    bounded.length ? `  if (${bounded.join(' && ')}) { ${read} }` : `  ${read}`,
  ].join('\n');
  return withTables(cellwise(output, [bindingOf('input', input)], body), tables);
}

const reading = (offsetsOf: (node: KernelNode) => Offsets): GpuKernelRow => ({
  build: (tools, node) => {
    const tables = new Tables();
    const source = readSource(node.inputs[0]!, node.output, offsetsOf(node), tables);
    return kernelOfSource(tools, node.output, source, tablesIn(tools.programs.gpu, tables));
  },
});

const tablesIn = (gpu: Parameters<typeof make>[0], { cells }: Tables) =>
  cells.length ? [gpu.makeTable(Uint32Array.from(cells))] : [];

/**
 * Each cell of the output adds up the gradient's cells that read it. Along an axis, those are a range of a list,
 * delimited by `bounds` for each coordinate of the output.
 */
function adjointSource(node: KernelNode, offsets: Offsets, tables: Tables): Source {
  const { output, inputs } = node;
  const [strides, gradientStrides] = [stridesOf(output.shape), stridesOf(inputs[0]!.shape)];
  const open: string[] = [];
  let place = '';
  output.shape.forEach((side, axis) => {
    const table = offsets[axis]!;
    const readers = Array.from({ length: side }, (): number[] => []);
    table.forEach((at, i) => {
      if (at !== OUTSIDE) readers[at / strides[axis]!]!.push(i * gradientStrides[axis]!);
    });
    const isIdentity = table.length === side && readers.every((list, i) => list[0] === i * gradientStrides[axis]!);
    if (isIdentity) {
      place += ` + i32(i${axis}) * ${gradientStrides[axis]}`;
      return;
    }
    let end = 0;
    const bounds = tables.add([0, ...readers.map(({ length }) => (end += length))]);
    const list = tables.add(readers.flat());
    const at = `j${axis}`;
    open.push(
      `  for (var ${at} = tables[${bounds}u + i${axis}]; ${at} < tables[${bounds + 1}u + i${axis}]; ${at}++) {`,
    );
    place += ` + tables[${list} + ${at}]`;
  });
  const body = [
    ...coordinates(output.shape),
    ...open,
    `  value += input[u32(0${place})];`,
    ...open.map(() => '  }'),
  ].join('\n');
  return withTables(cellwise(output, [bindingOf('input', inputs[0]!)], body), tables);
}

const adjoint = (offsetsOf: (node: KernelNode) => Offsets): GpuKernelRow => ({
  build: (tools, node) => {
    const tables = new Tables();
    const source = adjointSource(node, offsetsOf(node), tables);
    return kernelOfSource(tools, node.output, source, tablesIn(tools.programs.gpu, tables));
  },
});

function transposed({ inputs, attributes, output }: KernelNode): Offsets {
  const strides = stridesOf(inputs[0]!.shape);
  const perm = attributes['perm'] as readonly number[];
  return output.shape.map((side, axis) => Int32Array.from({ length: side }, (_, i) => i * strides[perm[axis]!]!));
}

/** The inverse of the permutation from [n, y, i, x, j·c] to [n, y, x, i, j·c]. */
function fromBlocks({ output, attributes }: KernelNode): Offsets {
  const forward = blockOffsets(output.shape, attributes);
  const strides = stridesOf(forward.map(({ length }) => length));
  return [0, 1, 3, 2, 4].map((axis) => forward[axis]!.map((_, i) => i * strides[axis]!));
}

/** One program per input, which copies it to its place. */
const concat: GpuKernelRow = {
  build: ({ programs }, { inputs, attributes, output }) => {
    const axis = attributes['axis'] as number;
    const pitch = sizeOf(output.shape.slice(axis));
    let start = 0;
    const runs = inputs.map((input) => {
      const length = sizeOf(input.shape.slice(axis));
      const place = `(at / ${length}u) * ${pitch}u + ${start}u + at % ${length}u`;
      start += length;
      const read = bindingOf('input', input);
      return programs.compile(forEachCell(read, [resultOf(output), read], `  result[${place}] = input[at];`));
    });
    return (values) => {
      const result = make(programs.gpu, output);
      values.forEach((value, i) => runs[i]!([memoryOf(result), memoryOf(value)]));
      return result;
    };
  },
};

const share: GpuKernelRow = {
  build:
    ({ programs }, { output }) =>
    ([x]) => {
      programs.gpu.share(memoryOf(x!));
      return { ...x!, shape: [...output.shape] };
    },
};

const rows = <T>(table: Readonly<Record<string, T>>, rowOf: (offsets: T) => GpuKernelRow): GpuKernelTable =>
  Object.fromEntries(Object.entries(table).map(([op, offsets]) => [op, rowOf(offsets)]));

export const movingKernels: GpuKernelTable = {
  Reshape: share,
  StopGradient: share,
  Transpose: reading(transposed),
  ConcatV2: concat,
  ...rows(readOffsets, (offsets) =>
    reading(({ inputs, output, attributes }) => offsets(inputs[0]!.shape, output.shape, attributes)),
  ),
  ...rows(readAdjointOffsets, (offsets) =>
    adjoint(({ inputs, output, attributes }) => offsets(output.shape, inputs[0]!.shape, attributes)),
  ),
  DepthToSpace: reading(fromBlocks),
};
