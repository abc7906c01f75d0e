/** A function that takes labels makes what its type rule promises: labels again, or numbers. */
import { expect, test } from 'vitest';
import { graphType, type TensorType } from '../../src/compiler/types/type.ts';
import { functions } from '../../src/compiler/words/functions/table.ts';
import { called, outcomeOf, type WrittenCall } from './calls.ts';
import { BATCH, graphOfCall } from './lowered.ts';
import { results } from './results.ts';

const sizes = { h: 4, w: 4, c: 4, n: 4, k: 2, s: 1, p: 1, a: 0, r: 0.5 };

/** The calls of the table, each with labels in the place of one of its inputs. */
const withLabels = results.flatMap(([[callee, inputs, settings]]) => {
  const types = inputs.split(' & ');
  return types.map((type, i): WrittenCall => {
    const shape = /\[.*?\]/.exec(type)?.[0] ?? '';
    return [callee, types.with(i, `class(4)${shape}`).join(' & '), settings ?? {}];
  });
});

const accepted = withLabels.flatMap((call) => {
  const outcome = outcomeOf(call, sizes);
  return outcome && 'type' in outcome && !functions.get(call[0])!.draws
    ? [[called(call), call, outcome.type as TensorType] as const]
    : [];
});

test('some are accepted', () => expect(accepted.length).toBeGreaterThan(10));

test.each(accepted)('%s', (_, call, type) => {
  const { nodes, outputs } = graphOfCall(call, sizes);
  const { node } = outputs.find(({ name }) => name === 'y')!;
  expect(nodes[node]!.output).toEqual(graphType(type, BATCH));
});
