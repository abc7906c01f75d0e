/**
 * Loops on engines that run kernels one by one: the body is prepared once, and its kernels run for each step. Results are
 * written to where they belong in the loop's value, step by step.
 */
import type { NodeId } from '../../compiler/graph/graph.ts';
import { bytesOf, sizeOf } from '../../compiler/graph/graph.ts';
import type { MemoryPlan } from '../../compiler/passes/plan-memory.ts';
import type { Loop } from '../../compiler/ops/scan.ts';
import { disposeLive, execute, type Live } from './execute.ts';
import type { Kernel, KernelNode, Target, Tensor } from './kernels/kernel.ts';
import type { Prepared, PreparedLoop } from './prepared.ts';

/** @param body prepared on the same target */
export function prepareLoop(target: Target, loop: Loop, body: Prepared): PreparedLoop {
  const { length, reverse, carried, scanned, results } = loop;
  const placeholders = loop.body.inputs.map(({ name }) => name);
  const [nodeOf, typeOf] = [inputsOf(body), new Map(body.fed.map(({ name, type }) => [name, type]))];
  const stacked = results.slice(carried).map(({ name, start }) => ({ node: outputOf(body, name), start }));
  const next = results.slice(0, carried).map(({ name }) => outputOf(body, name));

  /** The part of a sequence that belongs to the step. */
  const cut = (sequence: Tensor, name: string, step: number): Tensor => {
    const type = typeOf.get(name)!;
    const part = target.make(type);
    const size = sizeOf(type.shape);
    target.copy(sequence, step * size, part, 0, size);
    return part;
  };
  /** Puts what a step is given into `values`, which takes over `state`. */
  const give = (values: Live, state: readonly Tensor[], inputs: readonly Tensor[], step: number): void => {
    state.forEach((tensor, i) => {
      values[nodeOf.get(placeholders[i]!)!] = tensor;
    });
    inputs.forEach((tensor, i) => {
      if (i < carried) return;
      const name = placeholders[i]!;
      const isScanned = i < carried + scanned;
      values[nodeOf.get(name)!] = isScanned ? cut(tensor, name, step) : target.share(tensor, tensor.shape);
    });
  };

  return {
    body,
    *run(inputs, value) {
      let state = inputs.slice(0, carried).map((tensor) => target.share(tensor, tensor.shape));
      try {
        for (let i = 0; i < length; i++) {
          const step = reverse ? length - 1 - i : i;
          const values: Live = Array.from({ length: body.fused.graph.nodes.length });
          const before = state;
          state = [];
          try {
            give(values, before, inputs, step);
            yield { step, computed: execute(target, body, values) };
            for (const { node, start } of stacked) {
              const made = values[node]!;
              const size = sizeOf(made.shape);
              target.copy(made, 0, value, start + step * size, size);
            }
            state = next.map((node) => target.share(values[node]!, values[node]!.shape));
          } finally {
            disposeLive(target, values);
          }
        }
        state.forEach((tensor, i) => target.copy(tensor, 0, value, results[i]!.start, sizeOf(tensor.shape)));
      } finally {
        for (const tensor of state) target.dispose(tensor);
      }
    },
  };
}

export function loopKernel(target: Target, loop: PreparedLoop, { output }: KernelNode): Kernel {
  return (inputs) => {
    const value = target.make(output);
    try {
      for (const { computed } of loop.run(inputs, value)) for (const _ of computed);
      return value;
    } catch (error) {
      target.dispose(value);
      throw error;
    }
  };
}

/** A result of a loop: a copy of a part of its value. */
export function resultKernel(target: Target, { attributes, output }: KernelNode): Kernel {
  const start = attributes['start'] as number;
  return ([scan]) => {
    const part = target.make(output);
    target.copy(scan!, start, part, 0, sizeOf(output.shape));
    return part;
  };
}

/** What a step needs beside the loop's inputs and its value. */
export function loopWorkspace({ body, carried, scanned }: Loop, plan: MemoryPlan): number {
  const typeOf = (node: NodeId) => body.nodes[node]!.output;
  const shared = body.inputs.slice(carried + scanned).reduce((sum, { node }) => sum + bytesOf(typeOf(node)), 0);
  return plan.peakBytes - shared;
}

/** The nodes of the prepared graph that stand for the inputs, by name. */
const inputsOf = ({ fused }: Prepared) => new Map(fused.graph.inputs.map(({ name, node }) => [name, node]));

function outputOf({ fused }: Prepared, name: string): NodeId {
  return fused.graph.outputs.find((output) => output.name === name)!.node;
}
