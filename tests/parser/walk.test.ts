import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { textOf } from '../../src/diagnostics/index.ts';
import { childKeys, nodeAt, walk, withoutParentheses, type Node } from '../../src/parser/index.ts';
import { everything, expectOrder, expression, read } from './parse-and-print.ts';

const root = new URL('../../', import.meta.url);

function gans(folder: string): [string, string][] {
  const files = readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' }).sort();
  return files
    .filter((file) => file.endsWith('.gan'))
    .map((file) => [`${folder}${file}`, readFileSync(new URL(`${folder}${file}`, root), 'utf8')]);
}

const texts: readonly (readonly [string, string])[] = [
  ['everything', everything],
  ...gans('specs/'),
  ...gans('src/compiler/library/'),
  ...gans('tests/errors/'),
];

/** Every object with a `kind` inside a value, found without the table of children. */
function nodesIn(value: unknown, found: Node[] = []): Node[] {
  if (typeof value !== 'object' || value === null) return found;
  if ('kind' in value && value.kind !== 'comment') found.push(value as Node);
  for (const [key, inner] of Object.entries(value)) if (key !== 'span') nodesIn(inner, found);
  return found;
}

describe('every node once, inside its parent, in the order of the text', () => {
  test.each(texts)('%s', (_, text) => {
    const { spec } = read(text);
    const seen: Node[] = [];
    walk(spec, (node) => void seen.push(node));
    expectOrder(spec);
    const all = nodesIn(spec);
    expect(seen).toHaveLength(all.length);
    expect(new Set(seen)).toEqual(new Set(all));
  });
});

test('one text has all kinds of node', () => {
  const seen = new Set(nodesIn(read(`${everything}\nnetwrk D\nlet y =`).spec).map((node) => node.kind));
  expect([...seen].sort()).toEqual(Object.keys(childKeys).sort());
});

test('a node that is entered is left after its children; false skips them', () => {
  const steps: string[] = [];
  walk(
    expression('f(a + b, c |> g)'),
    (node) => {
      steps.push(`+${node.kind}`);
      return node.kind !== 'binary' && node.kind !== 'pipe';
    },
    (node) => steps.push(`-${node.kind}`),
  );
  expect(steps.join(' ')).toBe(
    '+call +identifier -identifier +argument +binary -binary -argument +argument +pipe -pipe -argument -call',
  );
});

/** The kinds of the nodes on the path to `|`, and the text of the last one. */
function at(marked: string): string {
  const offset = marked.indexOf('|');
  const { spec } = read(marked.slice(0, offset) + marked.slice(offset + 1));
  const path = nodeAt(spec, offset);
  expect(path[0]).toBe(spec);
  return `${path.map((node) => node.kind).join(' ')}: ${textOf(path.at(-1)!.span)}`;
}

test.each([
  ['let y = f(a|bc)', 'spec let call argument name: abc'],
  ['let y = f(|abc)', 'spec let call argument name: abc'],
  ['let y = f(abc|)', 'spec let call argument name: abc'],
  ['let y| = f(abc)', 'spec let identifier: y'],
  ['let y |= f(abc)', 'spec let: let y = f(abc)'],
  ['let y = f|(abc)', 'spec let call identifier: f'],
  ['let y = a|+b', 'spec let binary name: a'],
  ['let y = -|b', 'spec let unary name: b'],
  ['let y = x[0|]', 'spec let index at number: 0'],
  ['let y = (a |+ b)', 'spec let parenthesized binary: a + b'],
  ['let y = layers.resi|dual(x)', 'spec let call identifier: residual'],
  ['let y = layers.|residual(x)', 'spec let call identifier: residual'],
  ['data x: tens|or[2] from ring()', 'spec data field tensor-type identifier: tensor'],
  ['import a, b| from "x.gan"', 'spec import import-name identifier: b'],
  ['network B like layers.A|', 'spec network name-reference identifier: A'],
  ['fn f(x, y = 2|) { x }', 'spec fn parameter number: 2'],
  ['let h|', 'spec let identifier: h'],
  ['let h = |', 'spec: let h = '],
  ['let y = a.|', 'spec let member identifier: '],
  ['|', 'spec: '],
  ['\n|\nlet y = 1', 'spec: \n\nlet y = 1'],
])('the node at %s', (marked, path) => {
  expect(at(marked)).toBe(path);
});

test('every name is found at its beginning, in its middle, and right after it', () => {
  const { spec } = read(everything);
  walk(spec, (node) => {
    if (node.kind !== 'identifier' && node.kind !== 'name') return;
    for (const offset of [node.span.start, node.span.end - 1, node.span.end]) {
      if (nodeAt(spec, offset).at(-1) !== node) expect.fail(`${textOf(node.span)} at ${offset}`);
    }
  });
});

test('without parentheses', () => {
  expect(withoutParentheses(expression('((a))'))).toMatchObject({ kind: 'name', name: 'a' });
  expect(withoutParentheses(expression('(a) + b')).kind).toBe('binary');
});
