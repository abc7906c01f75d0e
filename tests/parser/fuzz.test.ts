/**
 * Whatever the text: a tree, every span inside the file, the nodes in the order of the text, and an error if the text
 * is wrong.
 */
import { expect, test } from 'vitest';
import { hasErrors, render, type SourceFile } from '../../src/diagnostics/index.ts';
import { parse, type Parsed } from '../../src/parser/index.ts';
import { lex } from '../../src/parser/lexer/lex.ts';
import { everything, expectOrder, read, ring, spansIn } from './parse-and-print.ts';

function sound(text: string): Parsed {
  const source: SourceFile = { name: 'fuzz.gan', text };
  const parsed = parse(source);
  for (const { source: from, start, end } of spansIn([parsed.spec, parsed.diagnostics])) {
    // Plain comparisons, because `expect` for each of millions of spans would take minutes.
    if (!(from === source && start >= 0 && start <= end && end <= text.length)) {
      expect.fail(`a span ${start}..${end} outside of ${text.length} characters: ${JSON.stringify(text)}`);
    }
  }
  expectOrder(parsed.spec);
  return parsed;
}

/** A repeatable stream of numbers in [0, 1): mulberry32, public domain. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

test('a file cut off anywhere', { timeout: 30_000 }, () => {
  for (let end = 0; end <= ring.length; end++) sound(ring.slice(0, end));
  // Declarations are parsed one at a time, so each form is cut off by itself, with another declaration after it.
  for (const { span: at } of read(everything).spec.declarations) {
    const text = everything.slice(at.start, at.end);
    for (let end = 0; end <= text.length; end++) sound(`${text.slice(0, end)}\nloss d = 1`);
  }
});

test('inside of brackets, a file cut off is wrong', () => {
  for (let end = 0; end < ring.length; end++) {
    const before = ring.slice(0, end).replaceAll(/\/\/.*/g, '');
    const depth = [...before].reduce((d, c) => d + ('([{'.includes(c) ? 1 : ')]}'.includes(c) ? -1 : 0), 0);
    if (depth > 0 && !hasErrors(sound(ring.slice(0, end)).diagnostics)) {
      expect.fail(`no error for ${JSON.stringify(ring.slice(0, end))}`);
    }
  }
});

test('tokens left out, doubled, swapped', { timeout: 30_000 }, () => {
  const pieces = lex({ name: 'fuzz.gan', text: everything }).tokens;
  const next = random(7);
  const pick = (): number => Math.floor(next() * pieces.length);
  for (let round = 0; round < 400; round++) {
    const edits = new Map<number, string>();
    for (let n = 0; n <= round % 4; n++) {
      const at = pick();
      const image = pieces[at]!.image;
      const other = pieces[pick()]!.image;
      edits.set(at, ['', `${image} ${image}`, other, `${image} ${other}`][Math.floor(next() * 4)]!);
    }
    let text = '';
    let end = 0;
    for (const [i, token] of pieces.entries()) {
      text += everything.slice(end, token.startOffset) + (edits.get(i) ?? token.image);
      end = token.endOffset! + 1;
    }
    const { diagnostics } = sound(text + everything.slice(end));
    if (round % 20 === 0) expect(render(diagnostics)).not.toContain('undefined');
  }
});

test('a closing bracket left out is an error', () => {
  const { tokens } = lex({ name: 'fuzz.gan', text: everything });
  for (const token of tokens.filter((t) => [')', ']', '}'].includes(t.image))) {
    const text = everything.slice(0, token.startOffset) + everything.slice(token.endOffset! + 1);
    if (!hasErrors(sound(text).diagnostics)) expect.fail(`no error without the ${token.image} at ${token.startOffset}`);
  }
});

test('one mistake in a declaration leaves the others alone', () => {
  // Each token of a declaration in turn is replaced by one that occurs nowhere in the language.
  const { spec } = read(ring);
  const { tokens } = lex({ name: 'fuzz.gan', text: ring });
  for (const token of tokens) {
    const text = `${ring.slice(0, token.startOffset)}<-${ring.slice(token.endOffset! + 1)}`;
    const { spec: broken, diagnostics } = sound(text);
    const owner = spec.declarations.findIndex((d) => d.span.end > token.startOffset);
    const isBracket = '([{}])'.includes(token.image);
    const isHead = spec.declarations[owner]!.span.start === token.startOffset;
    if (isBracket || isHead) continue;
    expect([token.image, token.startOffset, diagnostics.length]).toEqual([token.image, token.startOffset, 1]);
    expect(broken.declarations.map((d) => d.kind)).toEqual(spec.declarations.map((d) => d.kind));
  }
});

test('any characters at all', () => {
  const next = random(11);
  const alphabet = 'abz_ 01.9\n\r\t"\'\\{}()[]<>|~=!+-*/%^,:;#&@$`?−“”α漢😀\u0000\ud800\ufeff\u200b';
  for (let round = 0; round < 1500; round++) {
    let text = '';
    for (let n = next() * 60; n > 0; n--) text += alphabet[Math.floor(next() * alphabet.length)];
    const { diagnostics } = sound(text);
    render(diagnostics, { color: true });
  }
});
