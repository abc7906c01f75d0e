import { expect, test } from 'vitest';
import { GanParser } from '../../src/parser/grammar.ts';
import { createLexer } from '../../src/parser/lex.ts';
import { parse } from '../../src/parser/index.ts';
import { everything } from './reading.ts';

test('the grammar is free of ambiguities, left recursion and empty alternatives', () => {
  expect(() => new GanParser(false)).not.toThrow();
});

test('every token of the table can be reached', () => {
  expect(createLexer(false).lexerDefinitionErrors).toEqual([]);
});

test('300 lines parse well under 100 ms', () => {
  const text = Array.from({ length: 4 }, () => everything).join('\n');
  expect(text.split('\n').length).toBeGreaterThan(300);
  // The best of a few, since a busy machine says nothing about the parser.
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now();
    expect(parse({ name: 'long.gan', text }).diagnostics).toEqual([]);
    return performance.now() - start;
  });
  expect(Math.min(...times)).toBeLessThan(100);
});
