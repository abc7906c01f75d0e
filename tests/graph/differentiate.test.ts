import { describe, expect, test } from 'vitest';
import { startGraph } from '../../src/compiler/graph-semantics/build.ts';
import { evaluateNodes } from '../../src/compiler/graph-semantics/evaluate.ts';
import type { NodeId } from '../../src/compiler/graph/graph.ts';
import { verify } from '../../src/compiler/graph-semantics/verify.ts';
import type { ReferenceTensor } from '../../src/compiler/ops/op.ts';
import { dependsOn, gradientReaches, gradients } from '../../src/compiler/passes/differentiate.ts';
import { wrongGradients } from '../ops/finite-differences.ts';
import { uniform } from '../ops/sample-inputs.ts';

const untransposed = { transpose_a: false, transpose_b: false };

class Program {
  readonly builder = startGraph('test');
  readonly feeds = new Map<string, ReferenceTensor>();

  variable(name: string, values: readonly number[], shape: readonly number[] = []): NodeId {
    this.feeds.set(name, { shape, data: Float64Array.from(values) });
    return this.builder.input(name, { dtype: 'float32', shape }, { kind: 'argument', argument: name });
  }

  random(name: string, shape: readonly number[]): NodeId {
    const next = uniform(7, name);
    return this.variable(
      name,
      Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => 2 * next() - 1),
      shape,
    );
  }

  add = this.builder.add.bind(this.builder);

  total(op: 'Sum' | 'Mean', x: NodeId): NodeId {
    return this.add(op, [x], { axes: this.builder.shape(x).map((_, axis) => axis), keep_dims: false });
  }

  value(id: NodeId): number[] {
    return [...evaluateNodes(this.builder.build(), this.feeds)[id]!.data];
  }
}

describe('gradients', () => {
  test('add up over all paths', () => {
    const p = new Program();
    const x = p.variable('x', [3]);
    // x² + x · x² : 2x + 3x²
    const square = p.add('Square', [x]);
    const of = p.add('AddV2', [square, p.add('Mul', [x, square])]);
    const [dx] = gradients(p.builder, of, [x]);
    expect(p.value(dx!)).toEqual([33]);
    expect(verify(p.builder.build())).toEqual([]);
  });

  test('to order five', () => {
    const p = new Program();
    const x = p.variable('x', [0.7]);
    let f = p.add('Sin', [p.add('Square', [x])]);
    for (let order = 0; order < 5; order++) f = gradients(p.builder, f, [x])[0]!;
    // d⁵ sin(x²) / dx⁵ = 32x⁵ cos x² + 160x³ sin x² − 120x cos x²
    const expected = (32 * 0.7 ** 5 - 120 * 0.7) * Math.cos(0.49) + 160 * 0.7 ** 3 * Math.sin(0.49);
    expect(p.value(f)[0]).toBeCloseTo(expected, 9);
  });

  test('with respect to an intermediate value, and to its inputs', () => {
    const p = new Program();
    const x = p.variable('x', [2]);
    const y = p.add('Square', [x]);
    const of = p.add('Mul', [y, x]);
    const [dx, dy, dOf] = gradients(p.builder, of, [x, y, of]);
    expect([p.value(dx!), p.value(dy!), p.value(dOf!)]).toEqual([[12], [2], [1]]);
  });

  test('are zeros of the right shape where nothing flows', () => {
    const p = new Program();
    const x = p.variable('x', [1, 2], [2]);
    const y = p.variable('y', [1, 2, 3], [3]);
    const cut = p.add('StopGradient', [y]);
    const of = p.add('AddV2', [p.total('Sum', x), p.total('Sum', cut)]);
    const later = p.variable('later', [1]);
    const [dx, dy, dLater] = gradients(p.builder, of, [x, y, later]);
    expect([p.value(dx!), p.value(dy!), p.value(dLater!)]).toEqual([[1, 1], [0, 0, 0], [0]]);
  });

  test('flow through SelectV2 and not through its condition', () => {
    const p = new Program();
    const x = p.variable('x', [-1, 2], [2]);
    const isPositive = p.add('Greater', [x, p.builder.constant(0)]);
    const clipped = p.add('SelectV2', [isPositive, p.add('Square', [x]), p.builder.constant(5)]);
    expect(p.value(gradients(p.builder, p.total('Sum', clipped), [x])[0]!)).toEqual([-0, 4]);
  });

  test('of a maximum are shared among ties', () => {
    const p = new Program();
    const x = p.variable('x', [4, 4, 1, 0], [2, 2]);
    const of = p.total('Sum', p.add('Max', [x], { axes: [1], keep_dims: false }));
    expect(p.value(gradients(p.builder, of, [x])[0]!)).toEqual([0.5, 0.5, 1, 0]);
  });

  test('of the WGAN-GP penalty agree with finite differences in the weights', () => {
    const p = new Program();
    const [x, w, b, v] = [p.random('x', [3, 2]), p.random('w', [2, 4]), p.random('b', [4]), p.random('v', [4, 1])];
    const hidden = p.add('Tanh', [p.add('AddV2', [p.add('MatMul', [x, w], untransposed), b])]);
    const [slope] = gradients(p.builder, p.total('Sum', p.add('MatMul', [hidden, v], untransposed)), [x]);
    const squares = p.add('Sum', [p.add('Square', [slope!])], { axes: [1], keep_dims: false });
    const penalty = p.total('Mean', p.add('Square', [p.add('Sub', [p.add('Sqrt', [squares]), p.builder.constant(1)])]));
    const names = ['w', 'b', 'v', 'x'];
    const claims = gradients(p.builder, penalty, [w, b, v, x]).map((gradient, i) => ({ input: names[i]!, gradient }));
    expect(wrongGradients(p.builder, penalty, claims, p.feeds, 1e-6)).toEqual([]);
    expect(verify(p.builder.build())).toEqual([]);
  });

  test.each([0, 1, 2, 3, 0.5, -1, 4, -0.5, 1.7])('of a power with the constant exponent %d', (exponent) => {
    const p = new Program();
    const x = p.variable('x', [0.6, 1.3], [2]);
    const of = p.total('Sum', p.add('Pow', [x, p.builder.constant(exponent)]));
    const [dx] = gradients(p.builder, of, [x]);
    expect(wrongGradients(p.builder, of, [{ input: 'x', gradient: dx! }], p.feeds, 1e-6)).toEqual([]);
    const [ddx] = gradients(p.builder, p.total('Sum', dx!), [x]);
    expect(wrongGradients(p.builder, p.total('Sum', dx!), [{ input: 'x', gradient: ddx! }], p.feeds, 1e-6)).toEqual([]);
  });

  test('of 0 to a variable power stay finite', () => {
    const p = new Program();
    const [x, y] = [p.variable('x', [0]), p.variable('y', [2])];
    const [dx, dy] = gradients(p.builder, p.add('Pow', [x, y]), [x, y]);
    expect([p.value(dx!), p.value(dy!)]).toEqual([[0], [0]]);
  });

  test('refuse what is not a scalar, and what is not a float', () => {
    const p = new Program();
    const x = p.variable('x', [1, 2], [2]);
    const i = p.builder.constant(1, [], 'int32');
    expect(() => gradients(p.builder, x, [x])).toThrow('only a float32 scalar can be differentiated, not float32[2]');
    expect(() => gradients(p.builder, p.total('Sum', x), [i])).toThrow('which is int32[]');
  });

  test('remember where they come from', () => {
    const p = new Program();
    const x = p.variable('x', [1]);
    const origin = { file: 'a.gan', start: 3, end: 5, line: 2 };
    p.builder.scope = 'D/dense';
    p.builder.origin = origin;
    const y = p.add('Exp', [x]);
    p.builder.scope = 'loss';
    p.builder.origin = undefined;
    const z = p.add('Mul', [y, y]);
    const first = p.builder.nodes.length;
    gradients(p.builder, z, [x]);
    expect([p.builder.scope, p.builder.origin]).toEqual(['loss', undefined]);
    const made = p.builder.nodes.slice(first).filter(({ op }) => op !== 'Const');
    expect(made.map(({ op, scope }) => [op, scope])).toEqual([
      ['AddV2', 'loss (backward)'],
      ['Mul', 'D/dense (backward)'],
    ]);
    expect(made[1]!.origin).toEqual(origin);
  });
});

describe('economy: the backward graph holds no more than it must', () => {
  /** The ops of the nodes that computing the gradients adds. */
  const opsOf = (p: Program, of: NodeId, wrt: readonly NodeId[]): string[] => {
    const before = p.builder.nodes.length;
    const needed = new Set(gradients(p.builder, of, wrt));
    for (let id = p.builder.nodes.length - 1; id >= 0; id--) {
      if (needed.has(id)) p.builder.node(id).inputs.forEach((input) => needed.add(input));
    }
    return p.builder.nodes
      .slice(before)
      .filter(({ id, op }) => needed.has(id) && op !== 'Const')
      .map(({ op }) => op);
  };

  test('a dense layer with ReLU, mean squared error', () => {
    const p = new Program();
    const [x, w, b, t] = [p.random('x', [8, 4]), p.random('w', [4, 3]), p.random('b', [3]), p.random('t', [8, 3])];
    const y = p.add('Relu', [p.add('AddV2', [p.add('MatMul', [x, w], untransposed), b])]);
    const loss = p.total('Mean', p.add('Square', [p.add('Sub', [y, t])]));
    expect(opsOf(p, loss, [w, b])).toEqual(['Mul', 'ReluGrad', 'Sum', 'MatMul']);
  });

  test('the mean of a product multiplies by a scalar', () => {
    const p = new Program();
    const [x, y] = [p.random('x', [8, 4]), p.random('y', [8, 4])];
    expect(opsOf(p, p.total('Mean', p.add('Mul', [x, y])), [x])).toEqual(['Mul']);
  });

  test('means of each example are scaled before they are stretched', () => {
    const p = new Program();
    const x = p.random('x', [8, 4]);
    const means = p.add('Mean', [x], { axes: [1], keep_dims: false });
    const made = opsOf(p, p.total('Sum', p.add('Exp', [means])), [x]);
    expect(made).toEqual(['Mul', 'Reshape', 'BroadcastTo']);
  });

  test('a bias of the shape of the value is not summed', () => {
    const p = new Program();
    const [x, y] = [p.random('x', [4]), p.random('y', [4])];
    expect(opsOf(p, p.total('Sum', p.add('Sub', [x, y])), [x, y])).toEqual([]);
  });

  test('squares written as a power are squares', () => {
    const p = new Program();
    const x = p.random('x', [4]);
    expect(opsOf(p, p.total('Sum', p.add('Pow', [x, p.builder.constant(2)])), [x])).toEqual(['Mul']);
  });

  test('no node for values on which the result does not depend', () => {
    const p = new Program();
    const [x, y] = [p.random('x', [4]), p.random('y', [4])];
    const long = p.add('Exp', [p.add('Sin', [p.add('Tanh', [y])])]);
    const of = p.total('Sum', p.add('Mul', [x, long]));
    const before = p.builder.nodes.length;
    gradients(p.builder, of, [x]);
    expect(p.builder.nodes.slice(before).map(({ op }) => op)).not.toContain('TanhGrad');
  });
});

describe('dependence', () => {
  const p = new Program();
  const x = p.variable('x', [1]);
  const y = p.variable('y', [1]);
  const cut = p.add('StopGradient', [x]);
  const of = p.add('Mul', [cut, p.builder.constant(2)]);

  test('of a value', () => {
    expect(dependsOn(p.builder, of, x)).toBe(true);
    expect(dependsOn(p.builder, of, of)).toBe(true);
    expect(dependsOn(p.builder, of, y)).toBe(false);
    expect(dependsOn(p.builder, x, of)).toBe(false);
  });

  test('of a gradient', () => {
    expect(gradientReaches(p.builder, of, x)).toBe(false);
    expect(gradientReaches(p.builder, of, cut)).toBe(true);
  });
});
