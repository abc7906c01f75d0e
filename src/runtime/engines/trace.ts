/** Finds where a run stopped being finite, on engines that run kernels one by one. */
import type { NodeId } from '../../compiler/graph/graph.ts';
import { sizeOf } from '../../compiler/graph/graph.ts';
import type { NonFinite } from './engine.ts';
import type { Target, Tensor, Values } from './kernels/kernel.ts';
import type { Computed, Prepared, PreparedLoop } from './prepared.ts';

/** So many cells are copied to the host at once: a GPU takes about as long for one small value as for a hundred. */
const AT_ONCE = 2 ** 16;

/**
 * Drives a run and looks at its values, for the first one that is not finite. Loops are run once more, to look at each
 * of their steps.
 *
 * @param loops of a program that is prepared without fusing
 */
export async function firstNonFinite(
  target: Target,
  loops: Prepared['loops'],
  computed: Iterable<Computed>,
): Promise<NonFinite | null> {
  const held: { readonly node: NodeId; readonly value: Tensor }[] = [];
  let cells = 0;
  const look = async (): Promise<NonFinite | null> => {
    const nodes = held.map(({ node }) => node);
    const kinds = (await target.download(held.map(({ value }) => value))).map(kindOf);
    drop();
    const first = kinds.findIndex((kind) => kind !== null);
    return first < 0 ? null : { node: nodes[first]!, kind: kinds[first]! };
  };
  const drop = (): void => {
    for (const { value } of held.splice(0)) target.dispose(value);
    cells = 0;
  };
  try {
    for (const { node, value, inputs } of computed) {
      const loop = loops.get(node);
      const before = loop && ((await look()) ?? (await searchLoop(target, node, loop, inputs, value)));
      if (before) return before;
      held.push({ node, value: target.share(value, value.shape) });
      cells += sizeOf(value.shape);
      const found = cells < AT_ONCE ? null : await look();
      if (found) return found;
    }
    return await look();
  } finally {
    drop();
  }
}

async function searchLoop(
  target: Target,
  node: NodeId,
  { body, run }: PreparedLoop,
  inputs: readonly Tensor[],
  value: Tensor,
): Promise<NonFinite | null> {
  for (const { step, computed } of run(inputs, value)) {
    const found = await firstNonFinite(target, body.loops, ownValues(body, computed));
    if (found) return { node, within: [{ step, node: found.node }, ...(found.within ?? [])], kind: found.kind };
  }
  return null;
}

/** Without those that come from outside, or from the step before. */
function* ownValues({ graph }: Prepared, computed: Iterable<Computed>): Iterable<Computed> {
  for (const one of computed) if (graph.nodes[one.node]!.op !== 'Placeholder') yield one;
}

function kindOf(values: Values): NonFinite['kind'] | null {
  if (!(values instanceof Float32Array)) return null;
  let infinite = false;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) return 'NaN';
    if (!Number.isFinite(value)) infinite = true;
  }
  return infinite ? 'infinity' : null;
}
