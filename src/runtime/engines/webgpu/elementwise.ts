/** Elementwise ops, one at a time and fused. */
import type { TensorType } from '../../../compiler/graph/graph.ts';
import { sizeOf } from '../../../compiler/graph/graph.ts';
import { ops } from '../../../compiler/ops/table.ts';
import type { Fusion } from '../../../compiler/passes/fuse.ts';
import { stridesOf } from '../../../compiler/ops/index-map/offsets.ts';
import type { Kernel, KernelNode } from '../kernels/kernel.ts';
import type { GpuKernelTable, Tools } from './kernel.ts';
import { kernelOfSource, make, memoryOf, oneProgram } from './kernel.ts';
import type { Axis, Binding, Source } from './program.ts';
import { bindingOf, cellwise, placeOf } from './program.ts';
import { definitionsFor, scalarCode } from './scalar-code.ts';
import { splitFusion } from './split-fusion.ts';

/** The index at which an operand is read for the cell `at` of the result, by NumPy's broadcasting. */
function broadcastPlace(operand: readonly number[], output: readonly number[]): string {
  if (sizeOf(operand) === sizeOf(output)) return 'at';
  const strides = stridesOf(operand);
  const missing = output.length - operand.length;
  const axes = output.map((side, axis) => {
    const own = axis - missing;
    return { side, stride: own < 0 || operand[own] === 1 ? 0 : strides[own]! };
  });
  return placeOf('at', axes);
}

function sourceOf({ op, inputs, attributes, output }: KernelNode): Source {
  const bindings = inputs.map((input, i) => bindingOf(`input${i}`, input));
  const loads = inputs.map(({ dtype, shape }, i) => {
    const cell = `input${i}[${broadcastPlace(shape, output.shape)}]`;
    return `  let x${i} = ${dtype === 'bool' ? `${cell} != 0u` : cell};`;
  });
  const names = inputs.map((_, i) => `x${i}`);
  const program = ops.get(op)!.scalar!(attributes);
  const { lines, result } = scalarCode(
    program,
    names,
    inputs.map(({ dtype }) => dtype),
  );
  const value = output.dtype === 'bool' ? `u32(${result})` : result;
  const body = [...loads, ...lines, `  value = ${value};`].join('\n');
  return cellwise(output, bindings, body, definitionsFor(body));
}

export const elementwiseKernels: GpuKernelTable = Object.fromEntries(
  [...ops.values()].flatMap(({ name, scalar }) => (scalar ? [[name, oneProgram(sourceOf)]] : [])),
);

/** How an input's cells are laid out along the sides of a fusion's result. */
function axesOf(sides: readonly number[], moves: readonly boolean[]): Axis[] {
  let stride = 1;
  return sides
    .map((side, axis) => ({ side, moves: moves[axis]! }))
    .toReversed()
    .map((axis) => {
      const own = axis.moves ? stride : 0;
      if (axis.moves) stride *= axis.side;
      return { side: axis.side, stride: own };
    })
    .toReversed();
}

function fusedSource({ inputs, program, sides }: Fusion, output: TensorType): Source {
  const loads = inputs.map(({ moves }, i) => {
    const place = moves.every(Boolean) ? 'at' : placeOf('at', axesOf(sides, moves));
    return `  let x${i} = input${i}[${place}];`;
  });
  const { lines, result } = scalarCode(
    program,
    inputs.map((_, i) => `x${i}`),
    inputs.map(() => 'float32'),
  );
  const body = [...loads, ...lines, `  value = ${result};`].join('\n');
  const bindings = inputs.map(({ moves }, i): Binding => {
    const size = sizeOf(sides.filter((_, axis) => moves[axis]));
    return { name: `input${i}`, type: 'f32', size };
  });
  return cellwise(output, bindings, body, definitionsFor(body));
}

/**
 * The most bytes of intermediate values that a fusion stores if it has to be split.
 *
 * @param most the largest number of inputs that a program can have
 */
export function splitBytes(fusion: Fusion, output: TensorType, most: number): number {
  const stored = (splitFusion(fusion, most)?.length ?? 1) - 1;
  return stored * 4 * sizeOf(output.shape);
}

/** A kernel for a run of elementwise nodes. */
export function fusedKernel(tools: Tools, fusion: Fusion, output: TensorType): Kernel {
  const { programs } = tools;
  const parts = splitFusion(fusion, programs.mostBindings - 1);
  if (!parts) return kernelOfSource(tools, output, fusedSource(fusion, output));
  const compiled = parts.map((part) => ({ part, run: programs.compile(fusedSource(part.fusion, output)) }));
  return (inputs) => {
    const values = new Map<number, ReturnType<typeof make>>();
    for (const { part, run } of compiled) {
      const value = make(programs.gpu, output);
      const read = [...part.inputs.map((place) => inputs[place]!), ...part.stored.map((step) => values.get(step)!)];
      run([value, ...read].map(memoryOf));
      values.set(part.last, value);
    }
    const result = parts.at(-1)!.last;
    for (const [step, value] of values) if (step !== result) programs.gpu.release(memoryOf(value));
    return values.get(result)!;
  };
}
