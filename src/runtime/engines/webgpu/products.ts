/**
 * Sums of products, result[m, n] = Σ_k left[m, k] · right[k, n], tile by tile through workgroup memory. The operands
 * are read by formulas, so that convolutions and their gradients use the same program as matrix products: the matrix of
 * windows (im2col) is never stored.
 */
import type { TensorType } from '../../../compiler/graph/graph.ts';
import { sizeOf } from '../../../compiler/graph/graph.ts';
import type { Kernel, KernelNode } from '../kernels/kernel.ts';
import type { GpuKernelRow, GpuKernelTable, Tools } from './kernel.ts';
import { make, memoryOf } from './kernel.ts';
import type { Binding, Run, Source } from './program.ts';
import { bindingOf, ENTRY, GROUP, resultOf } from './program.ts';
import { buildFold, summation } from './reductions.ts';

/** How to read an operand, in WGSL. */
export interface Operand {
  /** Statements that return the value for \`b\`, \`k\` and \`m\` (left) or \`n\` (right), all within bounds. */
  readonly body: string;
  /** Whether neighbouring cells in memory are neighbours along k. */
  readonly alongDepth: boolean;
}

export interface Product {
  readonly batch: number;
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
  readonly left: Operand;
  readonly right: Operand;
  /** The index of \`b\`, \`m\`, \`n\` in the result, in WGSL. */
  readonly place: string;
}

/** The depth of a tile. */
const DEEP = 16;
/** How many workgroups keep a large GPU busy. */
const BUSY = 256;
/** The least depth per workgroup that makes another one worthwhile. */
const WORTHWHILE = 256;

interface Tile {
  /** Invocations down and across. */
  readonly down: number;
  readonly across: number;
  /** Cells per invocation. */
  readonly rows: number;
  readonly columns: number;
}

function tileOf({ rows, columns }: Product): Tile {
  // Long and narrow if the result is.
  const across = columns <= 8 ? 4 : rows <= 8 ? 64 : 16;
  const down = GROUP / across;
  // At most 128 cells per side: both tiles must fit into the 16 KiB that every GPU guarantees.
  const cells = (side: number, invocations: number) =>
    side > 2 * invocations && invocations <= 16 ? 4 : side > invocations ? 2 : 1;
  return { down, across, rows: cells(rows, down), columns: cells(columns, across) };
}

const tilesOf = (product: Product, { down, across, rows, columns }: Tile) => [
  Math.ceil(product.rows / (down * rows)),
  Math.ceil(product.columns / (across * columns)),
];

/** The number of parts into which the depth is split, to be added up afterwards; for small results of deep sums. */
function partsOf(product: Product): number {
  const [down, across] = tilesOf(product, tileOf(product)) as [number, number];
  const wanted = Math.floor(BUSY / (down * across * product.batch));
  return Math.max(1, Math.min(wanted, Math.floor(product.depth / WORTHWHILE)));
}

const range = (count: number) => Array.from({ length: count }, (_, i) => i);

function sourceOf(product: Product, inputs: readonly Binding[], output: TensorType, parts: number): Source {
  const tile = tileOf(product);
  const { down, across } = tile;
  const [high, wide] = [down * tile.rows, across * tile.columns];
  const [tilesDown, tilesAcross] = tilesOf(product, tile) as [number, number];
  const tiles = tilesDown * tilesAcross;
  const share = Math.ceil(product.depth / parts / DEEP) * DEEP;
  // One extra cell per line, so that neighbouring invocations write to different banks.
  const [leftPitch, rightPitch] = [high + Number(product.left.alongDepth), wide + Number(product.right.alongDepth)];
  const cells = range(tile.rows).flatMap((i) => range(tile.columns).map((j) => [i, j] as const));
  const size = sizeOf(output.shape);

  const load = (side: string, operand: Operand, length: number, pitch: number, own: string, limit: number) => {
    const [k, along] = operand.alongDepth ? [`e % ${DEEP}u`, `e / ${DEEP}u`] : [`e / ${length}u`, `e % ${length}u`];
    return `    for (var e = local; e < ${length * DEEP}u; e += ${GROUP}u) {
      let k = ${k};
      let along = ${along};
      var value = 0f;
      if (start + k < end && ${own} + along < ${limit}u) { value = read_${side}(b, ${own} + along, start + k); }
      ${side}_tile[k * ${pitch}u + along] = value;
    }`;
  };

  const code = `
fn read_left(b: u32, m: u32, k: u32) -> f32 {
${product.left.body}
}
fn read_right(b: u32, n: u32, k: u32) -> f32 {
${product.right.body}
}
fn store_row(part: u32, b: u32, m: u32, first: u32, row: array<f32, ${tile.columns}>) {
  if (m >= ${product.rows}u) { return; }
${range(tile.columns)
  .map(
    (j) => `  {
    let n = first + ${j * across}u;
    if (n < ${product.columns}u) { result[part * ${size}u + ${product.place}] = row[${j}]; }
  }`,
  )
  .join('\n')}
}
var<workgroup> left_tile: array<f32, ${DEEP * leftPitch}>;
var<workgroup> right_tile: array<f32, ${DEEP * rightPitch}>;
${ENTRY}
  if (group >= ${tiles * product.batch * parts}u) { return; }
  let part = group / ${tiles * product.batch}u;
  let b = (group / ${tiles}u) % ${product.batch}u;
  let tile_row = ((group % ${tiles}u) / ${tilesAcross}u) * ${high}u;
  let tile_column = (group % ${tilesAcross}u) * ${wide}u;
  let row = local / ${across}u;
  let column = local % ${across}u;
  let end = min(${product.depth}u, (part + 1u) * ${share}u);
${cells.map(([i, j]) => `  var c${i}_${j} = 0f;`).join('\n')}
  for (var start = part * ${share}u; start < end; start += ${DEEP}u) {
${load('left', product.left, high, leftPitch, 'tile_row', product.rows)}
${load('right', product.right, wide, rightPitch, 'tile_column', product.columns)}
    workgroupBarrier();
    for (var k = 0u; k < ${DEEP}u; k++) {
${range(tile.rows)
  .map((i) => `      let a${i} = left_tile[k * ${leftPitch}u + row + ${i * down}u];`)
  .join('\n')}
${range(tile.columns)
  .map((j) => `      let b${j} = right_tile[k * ${rightPitch}u + column + ${j * across}u];`)
  .join('\n')}
${cells.map(([i, j]) => `      c${i}_${j} = fma(a${i}, b${j}, c${i}_${j});`).join('\n')}
    }
    workgroupBarrier();
  }
${range(tile.rows)
  .map(
    (i) =>
      `  store_row(part, b, tile_row + row + ${i * down}u, tile_column + column, array(${range(tile.columns)
        .map((j) => `c${i}_${j}`)
        .join(', ')}));`,
  )
  .join('\n')}
}`;
  return {
    bindings: [resultOf({ dtype: 'float32', shape: [parts, ...output.shape] }), ...inputs],
    workgroups: tiles * product.batch * parts,
    code,
  };
}

/** A kernel that fills its output by products, each of which writes different cells. */
export function productKernel(
  tools: Tools,
  products: readonly Product[],
  inputs: readonly Binding[],
  output: TensorType,
): Kernel {
  const { programs } = tools;
  const { gpu } = programs;
  const parts = partsOfAll(products);
  const runs: Run[] = products.map((product) => programs.compile(sourceOf(product, inputs, output, parts)));
  if (parts === 1) {
    return (values) => {
      const result = make(gpu, output);
      for (const run of runs) run([result, ...values].map(memoryOf));
      return result;
    };
  }
  const partials: TensorType = { dtype: 'float32', shape: [parts, sizeOf(output.shape)] };
  const addUp = buildFold(tools, { folding: summation, input: partials, axes: [0] }, output);
  return (values) => {
    const sums = make(gpu, partials);
    for (const run of runs) run([sums, ...values].map(memoryOf));
    const result = addUp([sums]);
    gpu.release(memoryOf(sums));
    return result;
  };
}

const partsOfAll = (products: readonly Product[]) => (products.length > 1 ? 1 : partsOf(products[0]!));

export function productWorkspace(products: readonly Product[], output: TensorType): number {
  const parts = partsOfAll(products);
  return parts === 1 ? 0 : 4 * parts * sizeOf(output.shape);
}

/** The product that an op for matrices computes. */
function productOf({ inputs, attributes, output }: KernelNode, flags: readonly [string, string]): Product {
  const [rows, columns] = output.shape.slice(-2) as [number, number];
  const [transposeLeft, transposeRight] = flags.map((flag) => Boolean(attributes[flag])) as [boolean, boolean];
  const depth = inputs[0]!.shape.at(transposeLeft ? -2 : -1)!;
  const place = (name: string, outer: string, inner: string, size: number, pitch: number) =>
    `  return ${name}[b * ${size}u + ${outer} * ${pitch}u + ${inner}];`;
  return {
    batch: sizeOf(output.shape.slice(0, -2)),
    rows,
    columns,
    depth,
    left: {
      body: transposeLeft ? place('left', 'k', 'm', rows * depth, rows) : place('left', 'm', 'k', rows * depth, depth),
      alongDepth: !transposeLeft,
    },
    right: {
      body: transposeRight
        ? place('right', 'n', 'k', columns * depth, depth)
        : place('right', 'k', 'n', columns * depth, columns),
      alongDepth: transposeRight,
    },
    place: `b * ${rows * columns}u + m * ${columns}u + n`,
  };
}

const product = (flags: readonly [string, string]): GpuKernelRow => ({
  build: (tools, node) => {
    const bindings = [bindingOf('left', node.inputs[0]!), bindingOf('right', node.inputs[1]!)];
    return productKernel(tools, [productOf(node, flags)], bindings, node.output);
  },
  workspace: (node) => productWorkspace([productOf(node, flags)], node.output),
});

export const linearKernels: GpuKernelTable = {
  MatMul: product(['transpose_a', 'transpose_b']),
  BatchMatMulV2: product(['adj_x', 'adj_y']),
};
