/** `pool` step by step, against the buffer written out as a list. */
import { expect, test } from 'vitest';
import { analyze } from '../../src/compiler/analyze.ts';
import { evaluateGraph } from '../../src/compiler/graph-semantics/evaluate.ts';
import type { ReferenceTensor } from '../../src/compiler/ops/op.ts';
import { variablesOf } from '../../src/compiler/lower/variables.ts';
import { graphOfStep, graphOfY } from '../check/graphs.ts';
import { uniform } from '../ops/sample-inputs.ts';

const batch = 3;
const size = 4;
const { program, diagnostics } = analyze({
  name: 'test.gan',
  text: `model test
    latent z ~ normal[2]
    network G(z: tensor[2]) -> tensor[2] { weight w: tensor[2] init ones  w * z }
    let fake = G(z)
    let old = pool(fake, ${size})
    let y = pool(fake)
    loss g = mean(old * [1, 1][0])
    train for 20 steps, batch ${batch} { minimize g over G using sgd(0) }`,
});

test('the pool is filled, then every second example is exchanged; what is full stays as large', () => {
  expect(diagnostics.filter((d) => d.severity === 'error')).toEqual([]);
  const built = graphOfStep(program!);
  const mean = built.outputs.find(({ name }) => name === 'g')!;
  const sum = built.nodes[mean.node]!.inputs[0]!;
  const graph = { ...built, outputs: [...built.outputs, { name: 'old', node: sum, kind: 'value' as const }] };
  const random = uniform(3, 'pool');
  const values = new Map<string, ReferenceTensor>(
    graph.inputs.map(({ name, node }) => {
      const { shape } = graph.nodes[node]!.output;
      const length = shape.reduce((product, side) => product * side, 1);
      return [name, { shape, data: new Float64Array(length).fill(name === 'G/w' ? 1 : 0) }];
    }),
  );
  const set = (name: string, data: number[]) =>
    values.set(name, { shape: values.get(name)!.shape, data: Float64Array.from(data) });
  const kept: number[][] = [];
  let handedOut = 0;
  for (let step = 0; step < 40; step++) {
    const fresh = Array.from({ length: batch }, (_, i) => [10 * step + i, step]);
    const coins = fresh.map(() => Number(random() < 0.5));
    const slots = fresh.map(() => Math.floor(random() * size));
    set('draw/z', fresh.flat());
    set('draw/old/pool/coin', coins);
    set('draw/old/pool/slot', slots);
    const found = evaluateGraph(graph, values);

    const before = kept.map((row) => [...row]);
    const expected = fresh.map((value, i) => {
      if (kept.length < size) {
        kept.push(value);
        return value;
      }
      // What this step is the first to store cannot be handed out in it.
      if (!coins[i] || slots[i]! >= before.length) return value;
      kept[slots[i]!] = value;
      handedOut++;
      return before[slots[i]!]!;
    });
    expect([...found.get('old')!.data], `step ${step}`).toEqual(expected.flat());
    for (const name of ['state/old/pool/kept', 'state/old/pool/filled']) values.set(name, found.get(name)!);
    expect([...found.get('state/old/pool/filled')!.data]).toEqual([kept.length]);
    expect([...found.get('state/old/pool/kept')!.data].slice(0, 2 * kept.length)).toEqual(kept.flat());
  }
  expect(handedOut).toBeGreaterThan(20);
});

test('its states are variables of the training; sampling sees the value itself', () => {
  const paths = variablesOf(program!).map(({ path, role, shape }) => `${path} ${role} [${shape.join(', ')}]`);
  expect(paths).toEqual(expect.arrayContaining(['state/old/pool/kept state [4, 2]', 'state/old/pool/filled state []']));
  expect(graphOfY(program!, 2).nodes.map(({ op }) => op)).not.toContain('OneHot');
});
