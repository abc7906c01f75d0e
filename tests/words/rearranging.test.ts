/** Functions that move, order or choose elements: their values are those of PyTorch. */
import { expect, test } from 'vitest';
import { evaluateGraph } from '../../src/compiler/graph-semantics/evaluate.ts';
import { graphOfCall, rearranged } from './rearranged.ts';

test.each(rearranged.map((row) => [row.call.map((part) => JSON.stringify(part)).join(' '), row] as const))(
  '%s',
  (_, row) => {
    const { graph, feeds } = graphOfCall(row);
    expect([...evaluateGraph(graph, feeds).get('y')!.data]).toEqual(row.values);
  },
);
