/**
 * Ops that only move cells, by the index maps of their rows: each cell of the result reads the cell whose index is the
 * sum over its axes' tables; adjoints read the tables backwards.
 */
import type { TensorType } from '../../../compiler/graph/graph.ts';
import { OUTSIDE, stridesOf, type Offsets } from '../../../compiler/ops/index-map/offsets.ts';
import type { OpDefinition } from '../../../compiler/ops/op.ts';
import { ops } from '../../../compiler/ops/table.ts';
import type { KernelNode, Tensor } from '../kernels/kernel.ts';
import type { Gpu } from './gpu.ts';
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

/** Neighbouring coordinates whose offsets are evenly spaced, or all OUTSIDE. */
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

/** WGSL lines for the cell `at`, of which `offsets` has one table for each axis, and its index on the other side. */
function lookups(all: Offsets, tables: Tables): { lines: string[]; index: string; inside: string } {
  const offsets = joined(all);
  const lines = offsets.map((table, axis) => `  let p${axis} = ${lookup(table, `i${axis}`, tables)};`);
  return {
    lines: [...coordinates(offsets.map(({ length }) => length)), ...lines],
    index: `u32(${offsets.map((_, axis) => `p${axis}`).join(' + ') || '0'})`,
    inside: offsets.flatMap((table, axis) => (table.includes(OUTSIDE) ? [`p${axis} >= 0`] : [])).join(' && '),
  };
}

function readSource(input: TensorType, output: TensorType, offsets: Offsets, tables: Tables): Source {
  const { lines, index, inside } = lookups(offsets, tables);
  const read = `value = input[${index}];`;
  const body = [...lines, inside ? `  if (${inside}) { ${read} }` : `  ${read}`].join('\n');
  return withTables(cellwise(output, [bindingOf('input', input)], body), tables);
}

/** Copies each cell of an input to its place in the result. */
function placeSource(input: TensorType, output: TensorType, places: Offsets, tables: Tables): Source {
  const { lines, index } = lookups(places, tables);
  const read = bindingOf('input', input);
  const body = [...lines, `  result[${index}] = input[at];`].join('\n');
  return withTables(forEachCell(read, [resultOf(output), read], body), tables);
}

const tablesIn = (gpu: Gpu, { cells }: Tables) => (cells.length ? [gpu.makeTable(Uint32Array.from(cells))] : []);

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

const oneInput = (sourceOf: (node: KernelNode, tables: Tables) => Source): GpuKernelRow => ({
  build: (tools, node) => {
    const tables = new Tables();
    const source = sourceOf(node, tables);
    return kernelOfSource(tools, node.output, source, tablesIn(tools.programs.gpu, tables));
  },
});

/** One program for each input. */
const joining = (joins: NonNullable<OpDefinition['joins']>): GpuKernelRow => ({
  build: ({ programs }, { inputs, attributes, output }) => {
    const { gpu } = programs;
    const shapes = inputs.map(({ shape }) => shape);
    const runs = joins(shapes, output.shape, attributes).map((places, i) => {
      const tables = new Tables();
      const run = programs.compile(placeSource(inputs[i]!, output, places, tables));
      const more = tablesIn(gpu, tables);
      return (result: Tensor, value: Tensor) => run([memoryOf(result), memoryOf(value), ...more]);
    });
    return (values) => {
      const result = make(gpu, output);
      values.forEach((value, i) => runs[i]!(result, value));
      return result;
    };
  },
});

function kernelOf({ reads, addsBack, joins }: OpDefinition): GpuKernelRow | undefined {
  if (reads) {
    return oneInput(({ inputs, output, attributes }, tables) =>
      readSource(inputs[0]!, output, reads(inputs[0]!.shape, output.shape, attributes), tables),
    );
  }
  if (addsBack) {
    return oneInput((node, tables) =>
      adjointSource(node, addsBack(node.output.shape, node.inputs[0]!.shape, node.attributes), tables),
    );
  }
  return joins && joining(joins);
}

const share: GpuKernelRow = {
  build:
    ({ programs }, { output }) =>
    ([x]) => {
      programs.gpu.share(memoryOf(x!));
      return { ...x!, shape: [...output.shape] };
    },
};

const byIndexMap: GpuKernelTable = Object.fromEntries(
  [...ops.values()].flatMap((op) => {
    const kernel = kernelOf(op);
    return kernel ? [[op.name, kernel]] : [];
  }),
);

export const movingKernels: GpuKernelTable = { Reshape: share, StopGradient: share, ...byIndexMap };
