/** `prune`, `fold` and `share` on graphs where they fire and where they must not, and how passes are chosen. */
import { describe, expect, it } from 'vitest';
import { analyze, compile } from '../../src/compiler/compile.ts';
import { startGraph } from '../../src/compiler/graph-semantics/build.ts';
import type { GraphBuilder } from '../../src/compiler/graph/builder.ts';
import { evaluateGraph } from '../../src/compiler/graph-semantics/evaluate.ts';
import type { Graph, NodeId } from '../../src/compiler/graph/graph.ts';
import { verify } from '../../src/compiler/graph-semantics/verify.ts';
import { fold } from '../../src/compiler/passes/fold.ts';
import { choosePasses, passes, passNames } from '../../src/compiler/passes/names.ts';
import { optimize, rewrites } from '../../src/compiler/passes/optimize.ts';
import { prune } from '../../src/compiler/passes/prune.ts';
import { share } from '../../src/compiler/passes/share.ts';
import { forwards } from '../compile/reference.ts';

const plain = { transpose_a: false, transpose_b: false };
const along = (...axes: number[]) => ({ axes, keep_dims: false });

function graphOf(make: (b: GraphBuilder) => NodeId): Graph {
  const b = startGraph('case');
  b.output('y', make(b));
  return b.build();
}

const feed = (b: GraphBuilder, name: string, shape: readonly number[] = [2]) =>
  b.input(name, { dtype: 'float32', shape }, { kind: 'argument', argument: name });

const opsOf = (graph: Graph) => graph.nodes.map(({ op }) => op).filter((op) => op !== 'Placeholder');

/** The only node left of a graph without inputs. */
function folded(make: (b: GraphBuilder) => NodeId): { readonly value: unknown; readonly shape: readonly number[] } {
  const graph = graphOf(make);
  const after = fold(graph);
  expect(verify(after)).toEqual([]);
  expect(opsOf(after)).toEqual(['Const']);
  const { data, shape } = evaluateGraph(after, new Map()).get('y')!;
  expect(data).toEqual(evaluateGraph(graph, new Map()).get('y')!.data);
  return { value: after.nodes[0]!.attributes['value'], shape };
}

const isLeft = (make: (b: GraphBuilder) => NodeId) => {
  const graph = graphOf(make);
  expect(fold(graph)).toBe(graph);
};

describe('prune', () => {
  it('drops what no output needs, inputs too', () => {
    const graph = graphOf((b) => {
      b.add('Exp', [feed(b, 'a')]);
      return b.add('Log', [feed(b, 'b')]);
    });
    const after = prune(graph);
    expect(opsOf(after)).toEqual(['Log']);
    expect(after.inputs.map(({ name }) => name)).toEqual(['b']);
    expect(verify(after)).toEqual([]);
    expect(prune(after)).toBe(after);
  });
});

describe('fold', () => {
  it('computes what depends on constants alone, to the end', () => {
    expect(folded((b) => b.add('Sum', [b.constant(-0.25, [4, 2])], along(0)))).toEqual({ value: -1, shape: [2] });
    expect(folded((b) => b.add('Exp', [b.add('AddV2', [b.constant(1), b.constant(2)])]))).toEqual({
      value: Math.exp(3),
      shape: [],
    });
    expect(folded((b) => b.add('Mul', [b.constant([1, 2, 3], [3]), b.constant(0.1)])).value).toEqual([
      0.1,
      0.2,
      3 * 0.1,
    ]);
  });

  it('knows all types', () => {
    expect(folded((b) => b.add('Greater', [b.constant([1, 2], [2]), b.constant(1)])).value).toEqual([0, 1]);
    expect(folded((b) => b.add('Cast', [b.constant(2.7)], { dtype: 'int32' })).value).toBe(2);
  });

  it('makes nothing large out of something small', () => {
    isLeft((b) => b.add('BroadcastTo', [b.constant(3)], { shape: [64, 64] }));
    isLeft((b) => b.add('MatMul', [b.constant(1, [64, 1]), b.constant(1, [1, 64])], plain));
    // it would store 64 numbers instead of one
    isLeft((b) => b.add('Cumsum', [b.constant(1, [64])], { axis: 0, exclusive: false, reverse: false }));
    // and it does not compute for long
    isLeft((b) => b.add('MatMul', [b.constant(1, [256, 256]), b.constant(1, [256, 256])], plain));
  });

  it('leaves to the engine what float32 cannot hold, so that it is found on its line', () => {
    isLeft((b) => b.add('RealDiv', [b.constant(1), b.constant(0)]));
    isLeft((b) => b.add('Log', [b.constant(-1)]));
    isLeft((b) => b.add('Mul', [b.constant(1e30), b.constant(1e30)]));
    isLeft((b) => b.add('Mul', [b.constant(1e-30), b.constant(1e-30)]));
    isLeft((b) => b.add('Neg', [b.constant(0)]));
    isLeft((b) => b.add('Mul', [b.constant(100_000, [], 'int32'), b.constant(100_000, [], 'int32')]));
  });

  it('moves one number as one number, even where there would be too many to write out', () => {
    const cells = [2 ** 16, 2 ** 16];
    const moved = [
      graphOf((b) => b.add('Transpose', [b.constant(-0.5, [...cells, 3])], { perm: [2, 0, 1] })),
      graphOf((b) => b.add('ScanResult', [b.constant(2, [2 ** 33])], { start: 5, shape: cells })),
    ].map((graph) => fold(graph).nodes.at(-1)!);
    expect(moved.map(({ op, attributes }) => [op, attributes['value'], attributes['shape']])).toEqual([
      ['Const', -0.5, [3, ...cells]],
      ['Const', 2, cells],
    ]);
  });

  it('leaves what depends on an input', () => {
    isLeft((b) => b.add('AddV2', [feed(b, 'x'), b.constant(1)]));
  });
});

describe('share', () => {
  /** Adds a copy of the last node, which the builder itself would have shared. */
  const doubled = (graph: Graph, again: (node: Graph['nodes'][number]) => Partial<Graph['nodes'][number]>): Graph => {
    const last = graph.nodes.at(-1)!;
    const copy = { ...last, id: last.id + 1, ...again(last) };
    return { ...graph, nodes: [...graph.nodes, copy], outputs: [...graph.outputs, { name: 'again', node: copy.id, kind: 'value' }] }; // prettier-ignore
  };
  const size = (graph: Graph) => {
    const after = share(graph);
    expect(verify(after)).toEqual([]);
    return opsOf(after).length;
  };

  it('makes equal nodes one, whatever the order of attributes or of the operands of sums and products', () => {
    const sum = graphOf((b) => b.add('AddV2', [feed(b, 'a'), feed(b, 'b')]));
    const difference = graphOf((b) => b.add('Sub', [feed(b, 'a'), feed(b, 'b')]));
    const mean = graphOf((b) => b.add('Mean', [feed(b, 'a')], along(0)));
    const swap = ({ inputs }: Graph['nodes'][number]) => ({ inputs: inputs.toReversed() });
    expect(size(doubled(sum, () => ({})))).toBe(1);
    expect(size(doubled(sum, swap))).toBe(1);
    expect(size(doubled(difference, () => ({})))).toBe(1);
    expect(size(doubled(difference, swap))).toBe(2);
    expect(size(doubled(mean, () => ({ attributes: { keep_dims: false, axes: [0] } })))).toBe(1);
    expect(size(doubled(mean, () => ({ attributes: { axes: [], keep_dims: false }, output: mean.nodes[0]!.output })))).toBe(2); // prettier-ignore
  });

  it('keeps the place of the first', () => {
    const graph = doubled(
      graphOf((b) => b.add('Exp', [feed(b, 'a')])),
      () => ({ scope: 'second' }),
    );
    expect(share({ ...graph, nodes: graph.nodes.map((n, i) => (i === 1 ? { ...n, scope: 'first' } : n)) }).nodes[1]!.scope).toBe('first'); // prettier-ignore
  });

  it('keeps two draws two', () => {
    const graph = graphOf((b) => {
      const [first, second] = ['z', 'z@1'].map((stream) =>
        b.input(
          `draw/${stream}`,
          { dtype: 'float32', shape: [2] },
          {
            kind: 'random',
            stream,
            distribution: { kind: 'normal', mean: 0, std: 1 },
          },
        ),
      ) as [number, number];
      return b.add('Sub', [first, second]);
    });
    expect(share(graph)).toBe(graph);
  });

  it('computes a network once where a loss takes its result with and without the gradient', () => {
    const { program } = analyze({
      name: 'stopped.gan',
      text: `model stopped
latent z ~ normal[2]
network G(z: tensor[2]) -> tensor[2] { z |> dense(4) |> relu |> dense(2) }
network D(x: tensor[2]) -> score[1] { x |> dense(4) |> relu |> dense(1) }
let fake = G(z)
loss g = mean(D(fake)^2) - mean(D(stop_gradient(fake)))
train for 10 steps, batch 4 { minimize g over G, D using sgd }
`,
    });
    const step = (on: string) => compile(program!, { passes: choosePasses(on) }).step(0);
    expect(forwards(step('-share'), 'D/dense(4)')).toBe(2);
    expect(forwards(step('-simplify'), 'D/dense(4)')).toBe(2);
    expect(forwards(step('all'), 'D/dense(4)')).toBe(1);
  });
});

describe('optimize', () => {
  it('runs the passes that are named, in their own order, and no others', () => {
    const graph = graphOf((b) => {
      const x = feed(b, 'x');
      b.add('Log', [x]);
      return b.add('Mul', [b.add('AddV2', [x, b.constant(0)]), b.add('Exp', [b.constant(1)])]);
    });
    const ops = (text: string) => opsOf(optimize(graph, choosePasses(text))).toSorted();
    expect(ops('none')).toEqual(['AddV2', 'Const', 'Const', 'Exp', 'Log', 'Mul']);
    expect(ops('prune')).toEqual(['AddV2', 'Const', 'Const', 'Exp', 'Mul']);
    expect(ops('fold')).toEqual(['AddV2', 'Const', 'Const', 'Log', 'Mul']);
    expect(ops('-fold')).toEqual(['Const', 'Exp', 'Mul']);
    expect(ops('fold,simplify')).toEqual(['Const', 'Log', 'Mul']);
    expect(ops('-prune')).toEqual(['Const', 'Log', 'Mul']);
    expect(optimize(graph)).toEqual(optimize(graph, passNames));
  });

  it('repeats until no pass has anything left to do', () => {
    // x + (1 − 1) needs fold before simplify
    const graph = graphOf((b) => b.add('Exp', [b.add('AddV2', [feed(b, 'x'), b.add('Sub', [b.constant(1), b.constant(1)])])])); // prettier-ignore
    expect(opsOf(optimize(graph))).toEqual(['Exp']);
  });
});

describe('the table', () => {
  it('has a function for each pass but those of engines', () => {
    expect(passNames.filter((name) => !rewrites[name])).toEqual(['fuse', 'overwrite', 'pack']);
    for (const name of passNames) expect(passes[name].length).toBeGreaterThan(20);
  });

  it('chooses by name', () => {
    expect(choosePasses('all')).toEqual(passNames);
    expect(choosePasses('none')).toEqual([]);
    expect(choosePasses('share, fold')).toEqual(['fold', 'share']);
    expect(choosePasses('-fuse')).toEqual(passNames.filter((name) => name !== 'fuse'));
    expect(choosePasses('-fuse,-prune')).toEqual(passNames.filter((name) => name !== 'fuse' && name !== 'prune'));
  });

  it.each(['', 'x', 'fold,', 'fold,-share', '-x', 'toString'])('refuses %j, and says what there is', (text) => {
    expect(() => choosePasses(text)).toThrow(/both names|simplify +drops/);
  });
});
