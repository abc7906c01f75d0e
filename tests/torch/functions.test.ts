/** Functions composed of several ops, with their first and second gradients, against PyTorch; both in float64. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { evaluateGraph } from '../../src/compiler/graph-semantics/evaluate.ts';
import type { Graph } from '../../src/compiler/graph/graph.ts';
import type { ReferenceTensor } from '../../src/compiler/ops/op.ts';
import { noise } from '../engines/engines.ts';
import { composites } from '../words/composites.ts';
import { graphOfCall } from '../words/lowered.ts';
import { findPython, howToGetPython } from './python.ts';

const python = findPython();
if (!python) console.warn(`not tested: functions against PyTorch: ${howToGetPython}`);

function valuesFor(graph: Graph): Map<string, ReferenceTensor> {
  return new Map(
    graph.inputs.map(({ name, node }, i) => {
      const { shape, data } = noise(graph.nodes[node]!.output.shape, 31 + i);
      return [name, { shape, data: Float64Array.from(data) }];
    }),
  );
}

const cases = composites.map(({ call, torch }) => {
  const graph = graphOfCall(call);
  return { name: call.map((part) => JSON.stringify(part)).join(' '), torch, graph, values: valuesFor(graph) };
});

type Answer = Readonly<Record<string, readonly number[]>> & { readonly error?: string };

function askTorch(): Answer[] {
  const questions = cases.map(({ torch, values }) => ({
    torch,
    values: Object.fromEntries([...values].map(([name, { shape, data }]) => [name, { shape, data: [...data] }])),
  }));
  const script = fileURLToPath(new URL('functions.py', import.meta.url));
  const printed = execFileSync(python!, ['-B', script], {
    input: JSON.stringify(questions),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  return printed
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer);
}

const answers = python ? askTorch() : [];

test.skipIf(!python).each(cases.map((each, i) => [each.name, each, i] as const))('%s', (_, { graph, values }, i) => {
  const { error, ...expected } = answers[i]!;
  expect(error).toBeUndefined();
  const found = evaluateGraph(graph, values);
  expect([...found.keys()].sort()).toEqual(Object.keys(expected).sort());
  for (const [name, { data }] of found) {
    const wanted = expected[name]!;
    const size = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
    expect(data.length, name).toBe(wanted.length);
    data.forEach((value, at) => {
      if (!(Math.abs(value - wanted[at]!) <= 1e-10 * size)) expect.fail(`${name}[${at}]: ${value}, but ${wanted[at]}`);
    });
  }
});
