/**
 * Thousands of calls, most of them nonsense: a call refused with names is also refused with any numbers in their place.
 */
import { expect, test } from 'vitest';
import { functions } from '../../src/compiler/words/functions/table.ts';
import type { FunctionDefinition } from '../../src/compiler/words/functions/function.ts';
import type { Parameter } from '../../src/compiler/words/signature.ts';
import { outcomeOf, type WrittenCall } from './calls.ts';
import { draws, expectSameType, picker, symbols } from './names.ts';

type Pick = ReturnType<typeof picker>;

const someSizes = [
  ...['1', '2', '3', '5', '6', 'h', 'w', 'k', '2 * h', '3 * w', 'h + 1', 'h - 1', 'w + h', 'h + 2 * w', 'h * w'],
  ...['h / 2', 'h / w', 'w / k', 'k * h', '2^k', 'ceil(h / 2)', '2 * ceil(h / 2)', 'floor(w / 2)', 'floor(w / 3 + 1)'],
];
const someAxes = ['0', '1', '-1', 'a', 'h - 2'];

const several = (pick: Pick, counts: readonly number[], list: readonly string[]): string[] =>
  Array.from({ length: pick(counts) }, () => pick(list));

function someInput(pick: Pick, { doc }: Parameter): string {
  if (doc.startsWith('labels') || doc.startsWith('class')) return `class(${pick(someSizes)})`;
  const meaning = pick(['tensor', 'tensor', 'logit', 'prob', 'score']);
  const shape = several(pick, [0, 1, 1, 2, 3, 3, 3, 4], someSizes);
  return `${meaning}[${shape.join(', ')}]${pick(['', '', ' in 0..1', ' in -1..1'])}`;
}

function someInputs(pick: Pick, { parameters }: FunctionDefinition): string[] {
  const inputs = parameters.flatMap((p) => {
    if (p.kind === 'values') return [someInput(pick, p), someInput(pick, p), someInput(pick, p)];
    return p.kind === 'value' ? [someInput(pick, p)] : [];
  });
  // Unrelated shapes seldom fit together.
  return pick([true, false]) ? inputs : inputs.map((input) => (pick([true, false]) ? inputs[0]! : input));
}

function someSetting(pick: Pick, { name, kind, choices }: Parameter): string {
  if (name === 'axis') return pick(someAxes);
  if (name === 'axes') return pick([...someAxes, '0, 1']);
  if (kind === 'integers' || kind === 'numbers') return several(pick, [1, 2, 3], someSizes).join(', ');
  if (kind === 'text') return pick(['ij, jk, k -> ik', 'i, i, i -> i', 'ijk, ijk, ijk -> kj']);
  if (kind === 'padding') return pick(['same', 'valid', '0', '1', 'p', ...someSizes]);
  return kind === 'choice' ? pick(choices!) : pick(['r', ...someSizes]);
}

function someCall(pick: Pick, definition: FunctionDefinition): WrittenCall {
  const settings = definition.parameters.filter(
    ({ kind, default: left }) =>
      !['value', 'values', 'initializer', 'boolean'].includes(kind) && (left === undefined || pick([true, false])),
  );
  const written = Object.fromEntries(settings.map((p) => [p.name, someSetting(pick, p)]));
  return [definition.name, someInputs(pick, definition).join(' & '), written];
}

test.each([...functions.values()].map((definition) => [definition.name, definition] as const))(
  '%s',
  (_, definition) => {
    const pick = picker(7);
    let compared = 0;
    for (let i = 0; i < 150; i++) {
      const call = someCall(pick, definition);
      const symbolic = outcomeOf(call, symbols);
      if (!symbolic) continue;
      for (const names of draws(10, i)) {
        const concrete = outcomeOf(call, names);
        if (!concrete) continue;
        compared++;
        if ('refused' in symbolic) expect(concrete, JSON.stringify({ call, names })).toHaveProperty('refused');
        else if ('type' in concrete) expectSameType(symbolic.type, concrete.type, names);
      }
    }
    expect(compared).toBeGreaterThan(50);
  },
);
