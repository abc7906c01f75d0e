import { expect, test } from 'vitest';
import { GanParser } from '../../src/parser/gan-parser.ts';
import { createLexer } from '../../src/parser/lexer/lex.ts';

test('the grammar is free of ambiguities, left recursion and empty alternatives', () => {
  expect(() => new GanParser(false)).not.toThrow();
});

test('every token of the table can be reached', () => {
  expect(createLexer(false).lexerDefinitionErrors).toEqual([]);
});
