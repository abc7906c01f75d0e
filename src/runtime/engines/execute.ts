/** Runs the instructions of a prepared graph, one kernel after another. */
import type { Target, Tensor } from './kernels/kernel.ts';
import type { Computed, Prepared } from './prepared.ts';

/** The values in memory, by node of the fused graph. */
export type Live = (Tensor | undefined)[];

/**
 * One instruction at a time, as the caller iterates; the caller disposes of what is then left in `values`.
 *
 * @param values holds the values of the inputs, which are given up after their last use
 */
export function* execute(target: Target, program: Prepared, values: Live): Generator<Computed> {
  for (const [node, value] of program.constants) values[node] = target.share(value, value.shape);
  for (const { node } of program.fused.graph.inputs) {
    if (values[node]) yield { node, value: values[node], inputs: [] };
  }
  for (const { node, kernel, inputs, release } of program.instructions) {
    const read = inputs.map((id) => values[id]!);
    const value = kernel(read);
    values[node] = value;
    yield { node, value, inputs: read };
    for (const id of release) {
      target.dispose(values[id]!);
      values[id] = undefined;
    }
  }
}

export function disposeLive(target: Target, values: Live): void {
  values.forEach((value, id) => {
    if (value) target.dispose(value);
    values[id] = undefined;
  });
}
