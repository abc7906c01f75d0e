/** Type rules with names for sizes: the resulting types, which are also those of the calls with numbers for the names. */
import { describe, expect, test } from 'vitest';
import { formatType, type AnyTensorType } from '../../src/compiler/types/type.ts';
import { functions } from '../../src/compiler/words/functions/table.ts';
import { called, concreteOutcomes, outcomeOf, type WrittenCall } from './calls.ts';
import { expectSameType, symbols } from './names.ts';
import { results } from './results.ts';
import type { Names } from './size-text.ts';

function typeOf(call: WrittenCall, names: Names): AnyTensorType {
  const outcome = outcomeOf(call, names);
  if (!outcome || 'refused' in outcome) throw new Error(outcome?.refused.message ?? 'the arguments are not valid');
  return outcome.type;
}

describe('a call with names comes to', () => {
  test.each(results.map(([call, type]) => [called(call), type, call] as const))('%s: %s', (_, type, call) => {
    expect(formatType(typeOf(call, symbols))).toBe(type);
  });
});

test('every function of the table has a row above', () => {
  expect([...functions.keys()].filter((name) => !results.some(([[callee]]) => callee === name))).toEqual([]);
});

describe('with numbers for the names it is the type of the call with these numbers', () => {
  test.each(results.map(([call]) => [called(call), call] as const))('%s', (_, call) => {
    const symbolic = typeOf(call, symbols);
    let accepted = 0;
    for (const { names, outcome } of concreteOutcomes(call)) {
      if ('refused' in outcome) continue;
      accepted++;
      expectSameType(symbolic, outcome.type, names);
    }
    expect(accepted).toBeGreaterThan(0);
  });
});
