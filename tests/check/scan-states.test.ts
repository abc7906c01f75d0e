/** States in the body of a `scan`: each step sees what the one before has left, and the step of training keeps the last. */
import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/compiler/analyze.ts';
import { startGraph } from '../../src/compiler/graph-semantics/build.ts';
import { evaluateGraph } from '../../src/compiler/graph-semantics/evaluate.ts';
import type { GraphBuilder } from '../../src/compiler/graph/builder.ts';
import { sizeOf, type Graph } from '../../src/compiler/graph/graph.ts';
import { lowerer } from '../../src/compiler/lower/lowering.ts';
import { GraphVariables } from '../../src/compiler/lower/step.ts';
import { gradients } from '../../src/compiler/passes/differentiate.ts';
import { optimize } from '../../src/compiler/passes/optimize.ts';
import type { Program } from '../../src/compiler/program/program.ts';
import { meanSquares } from '../ops/loops.ts';
import { wrongGradients } from '../ops/finite-differences.ts';
import { graphOfStep, graphOfY } from './graphs.ts';

const TRAIN = 'train for 10 steps, batch 2 { minimize g over G using sgd(1) }';

function programOf(text: string): Program {
  const { program, diagnostics } = analyze({ name: 'test.gan', text: `model test\n${text}` });
  expect(diagnostics.filter((d) => d.severity === 'error').map((d) => `${d.code}: ${d.message}`)).toEqual([]);
  return program!;
}

const problems = (text: string): string[] =>
  analyze({ name: 'test.gan', text: `model test\n${text}` }).diagnostics.map((d) => `${d.code}: ${d.message}`);

/** Feeds by name; what is not given counts 1, 2, 3, … */
const feedsOf = (
  { inputs, nodes }: Pick<Graph, 'inputs' | 'nodes'>,
  given: Readonly<Record<string, readonly number[]>>,
) =>
  new Map(
    inputs.map(({ name, node }) => {
      const { shape } = nodes[node]!.output;
      const data = Float64Array.from({ length: sizeOf(shape) }, (_, i) => given[name]?.[i] ?? i + 1);
      return [name, { shape, data }];
    }),
  );

/** What a step of training makes of the values, on the graph as it is lowered and as it is optimised, which agree. */
function stepped(program: Program, given: Readonly<Record<string, readonly number[]>>) {
  const graph = graphOfStep(program);
  const [values, fewer] = [graph, optimize(graph)].map((one) => evaluateGraph(one, feedsOf(one, given)));
  for (const [name, { data }] of values!) {
    data.forEach((value, i) => expect(fewer!.get(name)!.data[i], name).toBeCloseTo(value, 9));
  }
  return (name: string): number[] => [...values!.get(name)!.data];
}

const changed = (program: Program): string[] =>
  graphOfStep(program).outputs.flatMap(({ kind, name }) => (kind === 'variable' && name !== 'step' ? [name] : []));

const near = (found: readonly number[], expected: readonly number[]) => {
  expect(found).toHaveLength(expected.length);
  expected.forEach((value, i) => expect(found[i]).toBeCloseTo(value, 9));
};

describe('a state that the body updates', () => {
  const counting = `latent z ~ normal[3]
    network G(z: tensor[3]) -> tensor[3] {
      weight w: tensor[3]
      state u = 0
      (scan x in z { update u <- 2 * u + mean(x)  x * u }) + 100 * u + w
    }
    let y = G(z)`;
  const z = [1, 2, 3, 3, 4, 5];

  test('is carried from step to step, and keeps its value around the loop', () => {
    // The means of the columns are 2, 3 and 4, so u is 7, 16, 35, and 74 in the end.
    const step = stepped(programOf(`${counting}\nloss g = sum(G(z))\n${TRAIN}`), {
      'draw/z': z,
      'G/u': [7],
      'G/w': [0, 0, 0],
    });
    expect(step('G/u')).toEqual([74]);
    expect(step('g')).toEqual([(1 + 3) * 7 + (2 + 4) * 16 + (3 + 5) * 35 + 6 * 700]);
  });

  test('is not changed in sampling, nor while another network is trained', () => {
    const program = programOf(`${counting}
      network D(x: tensor[3]) -> score[1] { x |> dense(1) }
      loss g = mean(D(G(z)))
      train for 10 steps, batch 2 { minimize g over D using sgd(1) }`);
    expect(changed(program).filter((name) => name.startsWith('G/'))).toEqual([]);
    const graph = graphOfY(program, 2);
    const { data } = evaluateGraph(graph, feedsOf(graph, { 'draw/z': z, 'G/u': [7], 'G/w': [0, 0, 0] })).get('y')!;
    expect([...data]).toEqual(z.map((x) => 7 * x + 700));
  });

  test('is a constant to gradients, as it is outside of a loop', () => {
    const program = programOf(`latent z ~ normal[3]
      network G(z: tensor[3]) -> tensor[3] {
        weight w: tensor[]
        state u = 0
        scan x in z { update u <- u + w  x * u + w }
      }
      loss g = sum(G(z))
      ${TRAIN}`);
    const step = stepped(program, { 'draw/z': z, 'G/u': [0], 'G/w': [10] });
    expect(step('G/u')).toEqual([30]);
    expect(step('G/w')).toEqual([10 - 6]);
  });

  test('may be one of the body itself, of a block in it, or of a copy of the network', () => {
    const program = programOf(`latent z ~ normal[3]
      block counted(x: tensor[]) { state uses = 0  update uses <- uses + 1  x + uses }
      network H(z: tensor[3]) -> tensor[3] {
        weight w: tensor[3]
        w + (scan x in z { state own = 5  update own <- own + 2  (x + own) |> counted })
      }
      network G like H
      loss g = sum(G(z))
      ${TRAIN}`);
    const step = stepped(program, { 'draw/z': z, 'G/scan/own': [5], 'G/scan/counted/uses': [0], 'G/w': [0, 0, 0] });
    expect(step('G/scan/own')).toEqual([11]);
    expect(step('G/scan/counted/uses')).toEqual([3]);
    expect(step('g')).toEqual([18 + 2 * (5 + 7 + 9) + 2 * (0 + 1 + 2)]);
  });

  test('goes on from loop to loop, if one is in another', () => {
    const program = programOf(
      `latent z ~ normal[2, 3]
      network G(z: tensor[2, 3]) -> tensor[2, 3] {
        weight w: tensor[2, 3]
        state u = 0
        w + (scan row in z { (scan x in row { update u <- u + 1  x * 0 + u }) + 10 * u })
      }
      loss all = sum(G(z)[0, 0] + 1000 * G(z)[1, 2])
      train for 10 steps, batch 2 { minimize all over G using sgd(1) }`,
    );
    const step = stepped(program, { 'G/u': [1], 'G/w': [0, 0, 0, 0, 0, 0] });
    // Each use of `G` has six steps; the second use begins with what the first has left.
    expect(step('G/u')).toEqual([13]);
    expect(step('all')).toEqual([2 * (1 + 10 + 1000 * (12 + 100))]);
  });

  test('is updated once', () => {
    const twice = (body: string) =>
      problems(`network G(z: tensor[3]) -> tensor[3] { state u = 0  ${body} }\nlatent z ~ normal[3]\nlet y = G(z)`);
    const message = 'updated-twice: `u` is updated twice in one step';
    expect(twice('let y = scan x in z { update u <- u + 1  x }  update u <- 2  y')).toContain(message);
    expect(twice('scan x in z { update u <- u + 1  update u <- 2  x }')).toContain(message);
  });

  test('a state of the file is updated in the training', () => {
    expect(problems(`state k = 0\nlatent z ~ normal[3]\nlet y = scan x in z { update k <- k + 1  x }`)[0]).toContain(
      'wrong-place: a `state` of this body is expected here, but `k` is one of the whole training',
    );
  });
});

describe('layers and networks with states', () => {
  test('batch_norm normalises each step by its batch, and its statistics follow step by step', () => {
    const program = programOf(`latent z ~ normal[2, 1]
      network G(z: tensor[2, 1]) -> tensor[2, 1] { scan x in z { x |> batch_norm(momentum: 0.75, epsilon: 0) } }
      loss g = sum(G(z)^2)
      ${TRAIN}`);
    const step = stepped(program, {
      'draw/z': [1, 10, 3, 30],
      'G/scan/batch_norm/moving_mean': [8],
      'G/scan/batch_norm/moving_variance': [4],
      'G/scan/batch_norm/gamma': [1],
      'G/scan/batch_norm/beta': [0],
    });
    near(step('g'), [4]);
    near(step('G/scan/batch_norm/moving_mean'), [0.75 * (0.75 * 8 + 0.25 * 2) + 0.25 * 20]);
    // The unbiased variances of the steps are 2 and 200.
    near(step('G/scan/batch_norm/moving_variance'), [0.75 * (0.75 * 4 + 0.25 * 2) + 0.25 * 200]);
    const sampled = graphOfY(
      programOf(`latent z ~ normal[2, 1]
      network G(z: tensor[2, 1]) -> tensor[2, 1] { scan x in z { x |> batch_norm(epsilon: 0) } }
      let y = G(z)`),
      2,
    );
    const { data } = evaluateGraph(
      sampled,
      feedsOf(sampled, {
        'draw/z': [1, 10, 3, 30],
        'G/scan/batch_norm/moving_mean': [8],
        'G/scan/batch_norm/moving_variance': [4],
      }),
    ).get('y')!;
    near(
      [...data],
      [1, 10, 3, 30].map((x) => (x - 8) / 2 + 1),
    );
  });

  test('a network that is used before the loop and twice in each step has one state, in the order of its uses', () => {
    const program = programOf(`latent z ~ normal[3]
      network C(x: tensor[]) -> tensor[] { weight w: tensor[]  state uses = 0  update uses <- uses + 1  0 * x + w + uses }
      network G(z: tensor[3]) -> tensor[3] {
        weight w: tensor[3]
        let first = C(z[0])
        w + (scan x in z { 10 * C(x) + C(x + 1) + 1000 * first })
      }
      loss g = sum(G(z))
      train for 10 steps, batch 2 { minimize g over G, C using sgd(0) }`);
    const step = stepped(program, { 'C/uses': [0], 'C/w': [0], 'G/w': [0, 0, 0] });
    expect(step('C/uses')).toEqual([7]);
    expect(step('g')).toEqual([2 * (10 * (1 + 3 + 5) + 2 + 4 + 6)]);
  });

  test('a network that goes through a loop itself may be used in one', () => {
    const program = programOf(`latent z ~ normal[2, 3]
      network C(x: tensor[3]) -> tensor[3] {
        weight w: tensor[3]
        state total = 0
        w + (scan part in x { update total <- total + mean(part)  0 * part + total })
      }
      network G(z: tensor[2, 3]) -> tensor[2, 3] { weight v: tensor[2, 3]  v + (scan row in z { C(row) }) }
      loss g = sum(G(z))
      train for 10 steps, batch 2 { minimize g over G, C using sgd(0) }`);
    const none = Array.from({ length: 6 }, () => 0);
    const step = stepped(program, {
      'draw/z': [...none, 2, 4, 6, 8, 10, 12],
      'C/total': [0],
      'C/w': none,
      'G/v': none,
    });
    expect(step('C/total')).toEqual([1 + 2 + 3 + 4 + 5 + 6]);
    expect(step('g')).toEqual([2 * (0 + 1 + 3 + 6 + 10 + 15)]);
  });

  test('a use of it is made at each step, even if its input is the same at all of them', () => {
    const program = programOf(`latent z ~ normal[3]
      network G(z: tensor[3]) -> tensor[3] {
        weight w: tensor[3]
        w + (scan i in 0..2 { i * 0 + mean(z |> batch_norm(momentum: 0.5), axes: 0) })
      }
      loss g = sum(G(z))
      ${TRAIN}`);
    const mean = 'G/scan/batch_norm/moving_mean';
    const step = stepped(program, { 'draw/z': [8, 8, 8, 8, 8, 8], [mean]: [0, 0, 0] });
    expect(step(mean)).toEqual([7, 7, 7]);
  });

  test('spectral normalisation makes a power iteration at each step', () => {
    const program = programOf(`latent z ~ normal[4, 2]
      block spectral_norm(k: tensor[a, b]) -> tensor[a, b] {
        state u: tensor[b] init normal(1)
        let right = stop_gradient(matvec(k, u))
        let v = right / sqrt(sum(right^2))
        let left = stop_gradient(sum(k * v[:, _], axes: 0))
        let next = left / sqrt(sum(left^2))
        update u <- next
        k / sum(k * v[:, _] * next[_, :])
      }
      network G(z: tensor[4, 2]) -> tensor[4, 2] {
        scan x in z { x |> dense(2, parametrize: spectral_norm, bias: false) }
      }
      loss g = sum(G(z))
      ${TRAIN}`);
    const [a, b, c, d] = [2, 1, 0.5, -1] as const;
    let u = [0.6, 0.8];
    const unit = ([x, y]: number[]) => [x! / Math.hypot(x!, y!), y! / Math.hypot(x!, y!)];
    for (let i = 0; i < 4; i++) {
      const v = unit([a * u[0]! + b * u[1]!, c * u[0]! + d * u[1]!]);
      u = unit([a * v[0]! + c * v[1]!, b * v[0]! + d * v[1]!]);
    }
    const state = [...program.networks.get('G')!.weights].find(({ trainable }) => !trainable)!.path;
    const kernel = state.replace(/spectral_norm\/u$/, 'kernel');
    near(stepped(program, { [state]: [0.6, 0.8], [kernel]: [a, b, c, d] })(state), u);
  });

  test('a pool keeps the examples of each step', () => {
    const program = programOf(`latent z ~ normal[3, 2]
      network G(z: tensor[3, 2]) -> tensor[3, 2] { weight w: tensor[3, 2]  z + w }
      loss g = sum(scan x in G(z) { pool(x, 5) })
      ${TRAIN}`);
    const filled = changed(program).find((name) => name.endsWith('/filled'))!;
    const kept = filled.replace(/filled$/, 'kept');
    const step = stepped(program, {
      'draw/z': [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
      'G/w': [0, 0, 0, 0, 0, 0],
      [filled]: [0],
      [kept]: new Array<number>(10).fill(0),
    });
    expect(step(filled)).toEqual([5]);
    expect(step(kept).slice(0, 8)).toEqual([1, 2, 7, 8, 3, 4, 9, 10]);
  });
});

test('gradients to the second order are those of finite differences', () => {
  const program = programOf(`latent z ~ normal[4, 3]
    network G(z: tensor[4, 3]) -> tensor[4, 3] {
      state u: tensor[3]
      scan x in z from h = z[0, :] {
        update u <- 0.5 * u + mean(x) * 0.25
        let next = (concat(x, h) |> dense(3) |> batch_norm |> tanh) + u * h
        update h <- next
        next^2 + u
      }
    }
    loss g = mean(G(z)^2)
    ${TRAIN}`);
  const b: GraphBuilder = startGraph('test');
  const variables = new GraphVariables(b);
  const site = {
    builder: b,
    variables,
    mode: 'training',
    batch: 3,
    round: 0,
    trained: new Set(['G']),
    schedule: () => 0,
  } as const;
  let scalar = lowerer(site)(program.losses.get('g')!.value);
  const inputs = program.networks
    .get('G')!
    .weights.filter(({ trainable, path }) => trainable && !path.endsWith('bias'));
  let state = 5;
  const feeds = new Map(
    b.inputs.map(({ name, node }) => {
      const { shape } = b.type(node);
      const next = () => ((state = (state * 16807) % 2147483647) / 2147483647) * 2 - 1;
      return [name, { shape, data: Float64Array.from({ length: sizeOf(shape) }, next) }];
    }),
  );
  for (const [order, tolerance] of [1e-7, 1e-6].entries()) {
    const found = gradients(
      b,
      scalar,
      inputs.map(({ path, shape }) => variables.read(path, shape)),
    );
    const claims = inputs.map(({ path }, i) => ({ input: path, gradient: found[i]! }));
    expect(wrongGradients(b, scalar, claims, feeds, tolerance), `order ${order + 1}`).toEqual([]);
    scalar = meanSquares(b, found);
  }
});
