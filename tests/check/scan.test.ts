/** `scan`: types, with sizes that are numbers and sizes that are symbols, and what the graph of it computes. */
import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/compiler/analyze.ts';
import { evaluateGraph } from '../../src/compiler/graph-semantics/evaluate.ts';
import { sizeOf, type Graph } from '../../src/compiler/graph/graph.ts';
import type { Program } from '../../src/compiler/program/program.ts';
import { formatType } from '../../src/compiler/types/type.ts';
import { graphOfStep, graphOfY } from './graphs.ts';

function programOf(text: string): Program {
  const { program, diagnostics } = analyze({ name: 'test.gan', text: `model test\n${text}` });
  expect(diagnostics.filter((d) => d.severity === 'error').map((d) => `${d.code}: ${d.message}`)).toEqual([]);
  return program!;
}

const problems = (text: string): string[] =>
  analyze({ name: 'test.gan', text: `model test\n${text}` }).diagnostics.map((d) => `${d.code}: ${d.message}`);

/** The value `y`, computed for a batch of two with the given numbers for everything that it reads. */
function computed(program: Program, feed: (name: string, size: number) => ArrayLike<number>) {
  const graph = graphOfY(program, 2);
  return { graph, value: evaluateGraph(graph, feedsOf(graph, feed)).get('y')! };
}

const feedsOf = ({ inputs, nodes }: Graph, feed: (name: string, size: number) => ArrayLike<number>) =>
  new Map(
    inputs.map(({ name, node }) => {
      const { shape } = nodes[node]!.output;
      return [name, { shape, data: Float64Array.from(feed(name, sizeOf(shape))) }];
    }),
  );

const counted = (_: string, size: number) => Array.from({ length: size }, (_, i) => i + 1);

describe('types', () => {
  test.each([
    ['scan v in z { v }', 'tensor[5, 3]'],
    ['scan v in z from s = full(3) { update s <- s + v\n (s: s, twice: 2 * v) }', null],
    ['scan v in z from s = full(3) { update s <- s + v  sigmoid(s) }', 'prob[5, 3]'],
    ['scan v in z { tanh(v[0]) }', 'tensor[5] in -1..1'],
    ['scan i in 0..7 from s = full(3) { update s <- s + i  s }', 'tensor[8, 3]'],
    ['scan c in labels { one_hot(c) }', 'tensor[4, 6] in 0..1'],
    ['scan c in labels from last = labels[0] { update last <- c  last }', 'class(6)[4]'],
  ])('%s', (text, type) => {
    const program = programOf(`latent z ~ normal[5, 3]\nlatent labels ~ class(6)[4]\nlet y = ${text}`);
    const value = program.values.get('y');
    if (type !== null) expect(formatType(value!.type)).toBe(type);
  });

  test('in a block, sizes may be symbols', () => {
    const text = `block totals(x: tensor[time, c], more) -> tensor[time, c + more] {
      scan v in x from total = full(c) { update total <- total + v  concat(total, full(more)) }
    }
    block wrong(x: tensor[time, c]) -> tensor[time, c] {
      scan v in x from total = full(c) { update total <- concat(total, v)  total }
    }`;
    expect(problems(text)).toEqual(['shape-mismatch: `total` changes from tensor[c] to tensor[2 * c] in a step']);
  });

  test('an update in a block is not one of the scan that uses the block', () => {
    const text = `block moved(x: tensor[c]) { update h <- x  x }
      latent z ~ normal[5, 3]
      let y = scan v in z from h = full(3) { update h <- v  v }`;
    expect(problems(text)[0]).toContain('unknown-name');
  });
});

describe('values', () => {
  test('a running sum', () => {
    const program = programOf(
      'latent z ~ normal[3, 2]\nlet y = scan v in z from total = full(2, value: 10) { update total <- total + v  total + v }',
    );
    const { value } = computed(program, counted);
    expect(value.shape).toEqual([2, 3, 2]);
    expect([...value.data]).toEqual([11, 12, 14, 16, 19, 22, 17, 18, 26, 28, 37, 40]);
  });

  test('labels stay whole', () => {
    const program = programOf(
      'latent c ~ class(9)[3]\nlet y = scan v in c from before = c[0] { update before <- v  before }',
    );
    const { value, graph } = computed(program, (_, size) => Array.from({ length: size }, (_, i) => i + 2));
    expect([...value.data]).toEqual([2, 2, 3, 5, 5, 6]);
    expect(graph.nodes[graph.outputs[0]!.node]!.output.dtype).toBe('int32');
  });

  test('the same for all examples, and without a value before the first step', () => {
    const program = programOf('latent z ~ normal\nlet y = z + sum(scan i in 1..4 { i^2 })');
    expect([...computed(program, counted).value.data]).toEqual([31, 32]);
  });

  test('each step draws its own numbers; what does not depend on the step is computed once', () => {
    const program = programOf(`latent z ~ normal[2]
      fn noisy(v) { noise ~ normal[2]  v + noise }
      let y = scan i in 1..5 from h = z { update h <- h  noisy(h) + exp(z) }`);
    const graph = graphOfY(program, 3);
    const shapes = Object.fromEntries(graph.inputs.map(({ name, node }) => [name, graph.nodes[node]!.output.shape]));
    expect(shapes).toEqual({ 'draw/z': [3, 2], 'draw/y/scan/noisy/noise': [5, 3, 2] });
    expect(graph.nodes.filter(({ op }) => op === 'Exp')).toHaveLength(1);
    const body = graph.nodes.find(({ op }) => op === 'Scan')!.attributes['body'] as Graph;
    expect(body.nodes.some(({ op }) => op === 'Exp')).toBe(false);
  });
});

test('the weights of the body are those of one step, and a longer loop has no larger step', () => {
  const sizeFor = (time: number): [weights: number, step: number] => {
    const program = programOf(`latent z ~ normal[${time}, 4]
      network G(z: tensor[${time}, 4]) -> tensor[8] {
        let all = scan x in z from h = full(8) { let n = concat(x, h) |> dense(8) |> tanh  update h <- n  n }
        all[-1, :]
      }
      loss g = mean(G(z)^2)
      train for 10 steps, batch 4 { minimize g over G using adam }`);
    const graph = graphOfStep(program);
    return [program.networks.get('G')!.weights.length, graph.nodes.length];
  };
  expect(sizeFor(1000)).toEqual(sizeFor(3));
  expect(sizeFor(3)[0]).toBe(2);
});
