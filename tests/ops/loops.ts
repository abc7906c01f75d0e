/** Loops to test with. */
import { startGraph } from '../../src/compiler/graph-semantics/build.ts';
import type { GraphBuilder } from '../../src/compiler/graph/builder.ts';
import type { NodeId } from '../../src/compiler/graph/graph.ts';
import { addLoop } from '../../src/compiler/ops/scan.ts';

const argument = (b: GraphBuilder, name: string, shape: readonly number[]): NodeId =>
  b.input(name, { dtype: 'float32', shape }, { kind: 'argument', argument: name });

const plain = { transpose_a: false, transpose_b: false };

export interface RnnSizes {
  readonly length: number;
  readonly batch: number;
  readonly features: number;
  readonly units: number;
  readonly reverse?: boolean;
}

/**
 * h' = tanh(x · w + h · u), and a product of the carried values, h · x̄, stacked beside it.
 *
 * @returns the last h, all h, and all products
 */
export function addRnn(b: GraphBuilder, { length, batch, features, units, reverse = false }: RnnSizes) {
  const body = startGraph('rnn');
  const h = argument(body, 'h', [batch, units]);
  const x = argument(body, 'x', [batch, features]);
  const w = argument(body, 'w', [features, units]);
  const u = argument(body, 'u', [units, units]);
  const sum = body.add('AddV2', [body.add('MatMul', [x, w], plain), body.add('MatMul', [h, u], plain)]);
  const next = body.add('Tanh', [sum]);
  const mean = body.add('Mean', [x], { axes: [1], keep_dims: true });
  body.output('h', next);
  body.output('all h', next);
  body.output('products', body.add('Mul', [h, mean]));
  const [last, all, products] = addLoop(b, {
    length,
    reverse,
    carried: [{ inside: h, outside: argument(b, 'start', [batch, units]) }],
    scanned: [{ inside: x, outside: argument(b, 'xs', [length, batch, features]) }],
    shared: [
      { inside: w, outside: argument(b, 'w', [features, units]) },
      { inside: u, outside: argument(b, 'u', [units, units]) },
    ],
    body,
  }) as [NodeId, NodeId, NodeId];
  return { last, all, products };
}

/** The mean of the squares of several values. */
export function meanSquares(b: GraphBuilder, values: readonly NodeId[]): NodeId {
  const squares = values.map((value) => {
    const axes = b.shape(value).map((_, axis) => axis);
    return b.add('Mean', [b.add('Square', [value])], { axes, keep_dims: false });
  });
  return squares.reduce((sum, square) => b.add('AddV2', [sum, square]));
}

export const rnnInputs = ['start', 'xs', 'w', 'u'] as const;
