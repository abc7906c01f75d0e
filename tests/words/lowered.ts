/** The graph of one call, with its gradients, and values for its inputs, for tests that compute it. */
import { startGraph } from '../../src/compiler/graph-semantics/build.ts';
import type { GraphBuilder } from '../../src/compiler/graph/builder.ts';
import type { Graph, NodeId, TensorType as GraphType } from '../../src/compiler/graph/graph.ts';
import { gradients } from '../../src/compiler/passes/differentiate.ts';
import { graphType, type TensorType } from '../../src/compiler/types/type.ts';
import { callReading } from '../../src/compiler/words/functions/function.ts';
import type { Settings } from '../../src/compiler/words/settings.ts';
import type { HostTensor } from '../../src/runtime/engines/index.ts';
import { host, noise } from '../engines/engines.ts';
import { outcomeOf, readCall, type WrittenCall } from './calls.ts';
import type { Composite } from './composites.ts';
import type { Names } from './size-text.ts';

/** How many examples the calls are made for. */
export const BATCH = 2;

/**
 * A graph with the inputs `a`, `b`, `c` of the call, its weights by their names, and `projection`, of the shape of the
 * result. Its outputs are the result `y`, the first gradients `d a`, … of Σ y · projection, and the second gradients
 * `dd a`, … `dd projection` of the sum of the squares of the first. Labels have no gradients; where nothing has any,
 * there is no projection.
 *
 * @param sizes numbers for the names in the call
 */
export function graphOfCall(call: WrittenCall, sizes: Names = {}): Graph {
  const builder = startGraph(call[0]);
  const outcome = outcomeOf(call, sizes);
  if (!outcome || !('type' in outcome)) throw new Error(`${call.join(' ')} is refused: ${outcome?.refused.message}`);
  const { definition, inputs, settings } = readCall(call, sizes);
  const types = inputs as readonly TensorType[];
  const reading = callReading(types, settings as Settings);
  const variables = new Map<string, NodeId>();
  const input = (name: string, type: GraphType): NodeId => {
    const known = variables.get(name);
    if (known !== undefined) return known;
    const made = builder.input(name, type, { kind: 'argument', argument: name });
    variables.set(name, made);
    return made;
  };
  const floats = (name: string, shape: readonly number[]) => input(name, { dtype: 'float32', shape });
  const given = types.map((type, i) => input('abc'[i]!, graphType(type, BATCH)));
  const weights = definition.weights?.(reading) ?? {};
  const y = definition.lower(
    {
      ...reading,
      builder,
      mode: 'training',
      batch: BATCH,
      type: outcome.type as TensorType,
      weight: (name) => floats(name, weights[name]!.shape),
      hasWeight: (name) => name in weights,
      update: () => {},
      draw: () => {
        throw new Error(`${call[0]} draws`);
      },
    },
    given,
  );
  builder.output('y', y);
  const isFloat = (node: NodeId) => builder.type(node).dtype === 'float32';
  const names = [...variables.keys()].filter((name) => isFloat(variables.get(name)!));
  if (!isFloat(y) || names.length === 0) return builder.build();
  const differentiable = names.map((name) => variables.get(name)!);
  const projection = floats('projection', builder.shape(y));
  const first = gradients(builder, total(builder, builder.add('Mul', [y, projection])), differentiable);
  const squares = first.map((gradient) => total(builder, builder.add('Square', [gradient])));
  const second = gradients(
    builder,
    squares.reduce((sum, next) => builder.add('AddV2', [sum, next])),
    [...differentiable, projection],
  );
  names.forEach((name, i) => builder.output(`d ${name}`, first[i]!));
  [...names, 'projection'].forEach((name, i) => builder.output(`dd ${name}`, second[i]!));
  return builder.build();
}

const total = (builder: GraphBuilder, value: NodeId): NodeId =>
  builder.add('Sum', [value], { axes: builder.shape(value).map((_, axis) => axis), keep_dims: false });

/** A value for each input of the call's graph: that of the row or, if it has none, noise. */
export function valuesFor(graph: Graph, { values = {} }: Composite): Map<string, HostTensor> {
  return new Map(
    graph.inputs.map(({ name, node }, i) => {
      const { dtype, shape } = graph.nodes[node]!.output;
      const data = values[name];
      return [name, data ? host(shape, data, dtype) : noise(shape, 31 + i)];
    }),
  );
}
