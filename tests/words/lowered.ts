/** The graph of one call, with its gradients, for tests that compute it. */
import { startGraph } from '../../src/compiler/graph-semantics/build.ts';
import type { GraphBuilder } from '../../src/compiler/graph/builder.ts';
import type { Graph, NodeId } from '../../src/compiler/graph/graph.ts';
import { gradients } from '../../src/compiler/passes/differentiate.ts';
import type { TensorType } from '../../src/compiler/types/type.ts';
import { callReading } from '../../src/compiler/words/functions/function.ts';
import type { Settings } from '../../src/compiler/words/settings.ts';
import { outcomeOf, readCall, type WrittenCall } from './calls.ts';

/** How many examples the calls are made for. */
export const BATCH = 2;

/**
 * A graph with the inputs `a`, `b`, `c` of the call, its weights by their names, and `projection`, of the shape of the
 * result. Its outputs are the result `y`, the first gradients `d a`, … of Σ y · projection, and the second gradients
 * `dd a`, … `dd projection` of the sum of the squares of the first.
 */
export function graphOfCall(call: WrittenCall): Graph {
  const builder = startGraph(call[0]);
  const outcome = outcomeOf(call, {});
  if (!outcome || !('type' in outcome)) throw new Error(`${call.join(' ')} is refused: ${outcome?.refused.message}`);
  const { definition, inputs, settings } = readCall(call, {});
  const types = inputs as readonly TensorType[];
  const reading = callReading(types, settings as Settings);
  const variables = new Map<string, NodeId>();
  const input = (name: string, shape: readonly number[]): NodeId => {
    const known = variables.get(name);
    if (known !== undefined) return known;
    const made = builder.input(name, { dtype: 'float32', shape }, { kind: 'argument', argument: name });
    variables.set(name, made);
    return made;
  };
  const given = types.map(({ shape, batched }, i) => input('abc'[i]!, batched ? [BATCH, ...shape] : shape));
  const weights = definition.weights?.(reading) ?? {};
  const y = definition.lower(
    {
      ...reading,
      builder,
      mode: 'training',
      batch: BATCH,
      type: outcome.type as TensorType,
      weight: (name) => input(name, weights[name]!.shape),
      hasWeight: (name) => name in weights,
      update: () => {},
      draw: () => {
        throw new Error(`${call[0]} draws`);
      },
    },
    given,
  );
  const projection = input('projection', builder.shape(y));
  const names = [...variables.keys()].filter((name) => name !== 'projection');
  const differentiable = names.map((name) => variables.get(name)!);
  const first = gradients(builder, total(builder, builder.add('Mul', [y, projection])), differentiable);
  const squares = first.map((gradient) => total(builder, builder.add('Square', [gradient])));
  const second = gradients(
    builder,
    squares.reduce((sum, next) => builder.add('AddV2', [sum, next])),
    [...differentiable, projection],
  );
  builder.output('y', y);
  names.forEach((name, i) => builder.output(`d ${name}`, first[i]!));
  [...names, 'projection'].forEach((name, i) => builder.output(`dd ${name}`, second[i]!));
  return builder.build();
}

const total = (builder: GraphBuilder, value: NodeId): NodeId =>
  builder.add('Sum', [value], { axes: builder.shape(value).map((_, axis) => axis), keep_dims: false });
