/**
 * Loops in a GraphDef: TensorFlow's control flow, as its paper describes it (Yu et al. 2018, "Dynamic control flow in
 * large-scale machine learning", section 4). Every value that changes enters a frame, is merged with that of the step
 * before, and leaves through a switch; what is stacked is written to a TensorArray.
 */
import type { Node, NodeId } from '../graph/graph.ts';
import { isLoop, loopOf, type Loop } from '../ops/scan.ts';
import type { DataType, GraphDefBuilder } from './graph-def.ts';
import { emitNode } from './tensorflow-ops.ts';

/** The names of TensorFlow's nodes, by node of a graph, as far as they are known. */
export type Names = string[];

/** Adds all nodes but the inputs, whose names are given. */
export function emitNodes(b: GraphDefBuilder, nodes: readonly Node[], names: Names): void {
  const results = new Map<NodeId, readonly string[]>();
  for (const node of nodes) {
    if (node.op === 'Placeholder') continue;
    const inputs = node.inputs.map((input) => names[input]!);
    if (isLoop(node)) {
      results.set(node.id, emitLoop(b, loopOf(node.attributes), inputs));
      continue;
    }
    const loop = node.op === 'ScanResult' ? results.get(node.inputs[0]!) : undefined;
    names[node.id] = loop
      ? loop[resultIndex(nodes[node.inputs[0]!]!, node)]!
      : emitNode(
          b,
          node,
          node.inputs.map((input) => nodes[input]!.output),
          inputs,
        );
  }
}

/** Which of the loop's results a `ScanResult` is. */
export function resultIndex(scan: Node, { attributes }: Node): number {
  return loopOf(scan.attributes).results.findIndex(({ start }) => start === attributes['start']);
}

/** The part of a sequence that belongs to a step. */
export function emitStepOf(b: GraphDefBuilder, sequence: string, step: string, dtype: DataType): string {
  const int32 = { type: 'int32' } as const;
  const attrs = { Tparams: { type: dtype }, Tindices: int32, Taxis: int32, batch_dims: { i: 0 } };
  return b.add('GatherV2', [sequence, step, b.integer(0)], attrs);
}

/** Adds a loop; returns the names of its results. */
function emitLoop(b: GraphDefBuilder, loop: Loop, inputs: readonly string[]): string[] {
  const { length, reverse, carried, scanned, body, results } = loop;
  const typeOf = (node: NodeId) => body.nodes[node]!.output;
  const frame = b.unusedName('loop');
  const enter = (value: string, dtype: DataType, constant: boolean): string =>
    b.add('Enter', [value], {
      T: { type: dtype },
      frame_name: { s: frame },
      is_constant: { b: constant },
      parallel_iterations: { i: 10 },
    });

  const arrays = results.slice(carried).map(({ node }) => {
    const { shape } = typeOf(node);
    const array = b.add('TensorArrayV3', [b.integer(length)], {
      dtype: { type: 'float32' },
      element_shape: { shape },
      dynamic_size: { b: false },
      clear_after_read: { b: true },
      identical_element_shapes: { b: true },
      tensor_array_name: { s: '' },
    });
    return { handle: array, flow: `${array}:1`, shape, node };
  });
  // What changes from step to step: the counter, the carried values, and the order of writes to each array.
  const initial: readonly { readonly value: string; readonly dtype: DataType }[] = [
    { value: b.integer(0), dtype: 'int32' },
    ...inputs.slice(0, carried).map((value) => ({ value, dtype: 'float32' as const })),
    ...arrays.map(({ flow }) => ({ value: flow, dtype: 'float32' as const })),
  ];
  const next = initial.map(() => b.unusedName('next'));
  const merged = initial.map(({ value, dtype }, i) =>
    b.add('Merge', [enter(value, dtype, false), next[i]!], { T: { type: dtype }, N: { i: 2 } }),
  );
  const isLeft = b.add('Less', [merged[0]!, enter(b.integer(length), 'int32', true)], { T: { type: 'int32' } });
  const condition = b.add('LoopCond', [isLeft]);
  const switched = initial.map(({ dtype }, i) => b.add('Switch', [merged[i]!, condition], { T: { type: dtype } }));
  const current = initial.map(({ dtype }, i) => b.add('Identity', [`${switched[i]!}:1`], { T: { type: dtype } }));

  const counter = current[0]!;
  const inside = b.within(counter);
  const int32 = { T: { type: 'int32' } } as const;
  const step = reverse ? inside.add('Sub', [inside.integer(length - 1), counter], int32) : counter;
  const names: Names = [];
  body.inputs.forEach(({ node }, i) => {
    const { dtype } = typeOf(node);
    if (i < carried) names[node] = current[1 + i]!;
    else {
      const value = enter(inputs[i]!, dtype, true);
      names[node] = i < carried + scanned ? emitStepOf(inside, value, step, dtype) : value;
    }
  });
  emitNodes(inside, body.nodes, names);

  const after = [
    inside.add('AddV2', [counter, inside.integer(1)], int32),
    ...results.slice(0, carried).map(({ node }) => names[node]!),
    ...arrays.map(({ handle, node }, i) => {
      const array = enter(handle, 'resource', true);
      const write = [array, step, names[node]!, current[1 + carried + i]!];
      return inside.add('TensorArrayWriteV3', write, { T: { type: 'float32' } });
    }),
  ];
  after.forEach((value, i) => b.addNamed(next[i]!, 'NextIteration', [value], { T: { type: initial[i]!.dtype } }));
  const left = initial.map(({ dtype }, i) => b.add('Exit', [switched[i]!], { T: { type: dtype } }));

  const steps = b.integers(Array.from({ length }, (_, i) => i));
  return [
    ...left.slice(1, 1 + carried),
    ...arrays.map(({ handle, shape }, i) =>
      b.add('TensorArrayGatherV3', [handle, steps, left[1 + carried + i]!], {
        dtype: { type: 'float32' },
        element_shape: { shape },
      }),
    ),
  ];
}
