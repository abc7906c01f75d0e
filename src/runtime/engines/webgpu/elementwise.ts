/** Elementwise ops, one by one and in runs. */
import type { DType, TensorType } from '../../../compiler/graph/graph.ts';
import { sizeOf } from '../../../compiler/graph/graph.ts';
import type { FusedStep, Fusion, Operand, Reading } from '../../../compiler/passes/fuse.ts';
import { stridesOf } from '../kernels/moves.ts';
import type { Kernel, KernelNode } from '../kernels/kernel.ts';
import { definitionsFor, elementwiseOps, formula, literal } from './formulas.ts';
import type { GpuKernelTable, Tools } from './kernel.ts';
import { kernelOfSource, make, memoryOf, oneProgram } from './kernel.ts';
import type { Source } from './program.ts';
import { bindingOf, cellwise, placeOf } from './program.ts';

/** Where the operand is read for the result's cell `at`, by NumPy's broadcasting. */
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
  const names = inputs.map((_, i) => `x${i}`);
  const loads = inputs.map(({ shape }, i) => `  let x${i} = input${i}[${broadcastPlace(shape, output.shape)}];`);
  const dtypes = inputs.map(({ dtype }) => dtype);
  const body = [...loads, `  value = ${formula(op, names, dtypes, attributes)};`].join('\n');
  const bindings = inputs.map((input, i) => bindingOf(`input${i}`, input));
  return cellwise(output, bindings, body, definitionsFor(body));
}

export const elementwiseKernels: GpuKernelTable = Object.fromEntries(
  [...elementwiseOps, 'BroadcastTo'].map((op) => [op, oneProgram(op === 'BroadcastTo' ? stretched : sourceOf)]),
);

/** Of any type, without a formula. */
function stretched({ inputs, output }: KernelNode): Source {
  const body = `  value = input0[${broadcastPlace(inputs[0]!.shape, output.shape)}];`;
  return cellwise(output, [bindingOf('input0', inputs[0]!)], body);
}

const places: Readonly<Record<Reading, (columns: number) => string>> = {
  element: () => 'at',
  line: (columns) => `at % ${columns}u`,
  scalar: () => '0u',
};

function fusedSource({ inputs, steps, columns }: Fusion, output: TensorType): Source {
  const numbers = new Map<number, string>();
  const numberLines: string[] = [];
  const nameOf = (operand: Operand): string => {
    if ('input' in operand) return `x${operand.input}`;
    if ('step' in operand) return `s${operand.step}`;
    const known = numbers.get(operand.number);
    if (known) return known;
    // Named, so that the compiler does not compute with it and refuse what overflows.
    const name = `n${numbers.size}`;
    numbers.set(operand.number, name);
    numberLines.push(`  let ${name} = ${literal(operand.number)};`);
    return name;
  };
  const floats = (operands: readonly Operand[]): DType[] => operands.map(() => 'float32');
  const loads = inputs.map(({ reading }, i) => `  let x${i} = input${i}[${places[reading](columns)}];`);
  const lines = steps.map(
    ({ op, attributes, operands }, i) =>
      `  let s${i} = ${formula(op, operands.map(nameOf), floats(operands), attributes)};`,
  );
  const body = [...loads, ...numberLines, ...lines, `  value = s${steps.length - 1};`].join('\n');
  const size = sizeOf(output.shape);
  const sizes: Readonly<Record<Reading, number>> = { element: size, line: columns, scalar: 1 };
  const bindings = inputs.map(({ reading }, i) => ({ name: `input${i}`, type: 'f32', size: sizes[reading] }));
  return cellwise(output, bindings, body, definitionsFor(body));
}

/** The part of a fusion that one step needs, with the values of `stored` steps as further inputs. */
interface Part {
  /** Places in the whole's inputs. */
  readonly inputs: readonly number[];
  /** Steps that were computed before, which follow the inputs. */
  readonly stored: readonly number[];
  readonly fusion: Fusion;
}

function partOf(whole: Fusion, last: number, stored: ReadonlySet<number>): Part {
  const needed = new Set<number>();
  const inputs = new Set<number>();
  const reads = new Set<number>();
  const visit = (step: number) => {
    if (needed.has(step)) return;
    needed.add(step);
    for (const operand of whole.steps[step]!.operands) {
      if ('input' in operand) inputs.add(operand.input);
      else if ('step' in operand && stored.has(operand.step)) reads.add(operand.step);
      else if ('step' in operand) visit(operand.step);
    }
  };
  visit(last);
  const [inputPlaces, storedSteps] = [[...inputs], [...reads]];
  const order = [...needed].sort((a, b) => a - b);
  const moved = (operand: Operand): Operand => {
    if ('input' in operand) return { input: inputPlaces.indexOf(operand.input) };
    if (!('step' in operand)) return operand;
    const at = storedSteps.indexOf(operand.step);
    return at === -1 ? { step: order.indexOf(operand.step) } : { input: inputPlaces.length + at };
  };
  const steps = order.map((step): FusedStep => {
    const { op, attributes, operands } = whole.steps[step]!;
    return { op, attributes, operands: operands.map(moved) };
  });
  const fusion: Fusion = {
    ...whole,
    steps,
    inputs: [
      ...inputPlaces.map((place) => whole.inputs[place]!),
      ...storedSteps.map(() => ({ node: -1, reading: 'element' as const })),
    ],
  };
  return { inputs: inputPlaces, stored: storedSteps, fusion };
}

/**
 * One program, or several where the fusion has more inputs than a program can have: then what the step needs most of is
 * computed and stored first, until the rest fits.
 */
function partsOf(fusion: Fusion, most: number): { readonly last: number; readonly part: Part }[] {
  const stored = new Set<number>();
  const parts: { last: number; part: Part }[] = [];
  const needs = (step: number) => {
    const { inputs, stored: read } = partOf(fusion, step, stored);
    return inputs.length + read.length;
  };
  const place = (last: number) => {
    while (needs(last) > most) {
      const before = fusion.steps[last]!.operands.flatMap((operand) =>
        'step' in operand && !stored.has(operand.step) ? [operand.step] : [],
      );
      const largest = before.reduce((best, step) => (needs(step) > needs(best) ? step : best));
      place(largest);
    }
    parts.push({ last, part: partOf(fusion, last, stored) });
    stored.add(last);
  };
  place(fusion.steps.length - 1);
  return parts;
}

/** Bytes of what a fusion of too many inputs stores on the way, at the most. @param most inputs that a program can have */
export const splitBytes = (fusion: Fusion, output: TensorType, most: number): number =>
  (partsOf(fusion, most).length - 1) * 4 * sizeOf(output.shape);

/** A kernel for a run of elementwise nodes. */
export function fusedKernel(tools: Tools, fusion: Fusion, output: TensorType): Kernel {
  const { programs } = tools;
  const parts = partsOf(fusion, programs.mostBindings - 1);
  if (parts.length === 1) {
    // The one part may have put the inputs in another order.
    return kernelOfSource(tools, output, fusedSource(fusion, output));
  }
  const compiled = parts.map(({ last, part }) => ({
    last,
    part,
    run: programs.compile(fusedSource(part.fusion, output)),
  }));
  return (inputs) => {
    const values = new Map<number, ReturnType<typeof make>>();
    for (const { last, part, run } of compiled) {
      const value = make(programs.gpu, output);
      const read = [...part.inputs.map((place) => inputs[place]!), ...part.stored.map((step) => values.get(step)!)];
      run([value, ...read].map(memoryOf));
      values.set(last, value);
    }
    const result = compiled.at(-1)!.last;
    for (const [step, value] of values) if (step !== result) programs.gpu.release(memoryOf(value));
    return values.get(result)!;
  };
}
