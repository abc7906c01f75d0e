/** Functions composed of ops, with their first and second gradients, against PyTorch; both in float64. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { evaluateGraph } from '../../src/compiler/graph-semantics/evaluate.ts';
import { composites } from '../words/composites.ts';
import { graphOfCall, valuesFor } from '../words/lowered.ts';
import { findPython, howToGetPython } from './python.ts';

const python = findPython();
if (!python) console.warn(`not tested: functions against PyTorch: ${howToGetPython}`);

const cases = composites.map((row) => {
  const graph = graphOfCall(row.call);
  const name = row.call.map((part) => JSON.stringify(part)).join(' ');
  return { name, torch: row.torch, graph, values: valuesFor(graph, row) };
});

type Answer = Readonly<Record<string, readonly number[]>> & { readonly error?: string };

function askTorch(): Answer[] {
  const questions = cases.map(({ torch, values }) => ({
    torch,
    values: Object.fromEntries([...values].map(([name, value]) => [name, { ...value, data: [...value.data] }])),
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
  const found = evaluateGraph(
    graph,
    new Map([...values].map(([name, { shape, data }]) => [name, { shape, data: Float64Array.from(data) }])),
  );
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
