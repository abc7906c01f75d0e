/** Functions composed of ops, with their first and second gradients, against PyTorch; both in float64. */
import { test } from 'vitest';
import { evaluateGraph } from '../../src/compiler/graph-semantics/evaluate.ts';
import { composites } from '../words/composites.ts';
import { graphOfCall, valuesFor } from '../words/lowered.ts';
import { askTorch, expectClose } from './functions.ts';
import { findPython, howToGetPython } from './python.ts';

const python = findPython();
if (!python) console.warn(`not tested: functions against PyTorch: ${howToGetPython}`);

const cases = composites.map((row) => {
  const graph = graphOfCall(row.call);
  const name = row.call.map((part) => JSON.stringify(part)).join(' ');
  return { name, torch: row.torch, graph, values: valuesFor(graph, row) };
});

const answers = python ? askTorch(python, cases) : [];

test.skipIf(!python).each(cases.map((each, i) => [each.name, each, i] as const))('%s', (_, { graph, values }, i) => {
  const exact = [...values].map(([name, { shape, data }]) => [name, { shape, data: Float64Array.from(data) }] as const);
  expectClose(evaluateGraph(graph, new Map(exact)), answers[i]!);
});
