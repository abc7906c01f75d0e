/** Every message as a user sees it: golden files beside the wrong specs. */
import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/compiler/compile.ts';
import type { Diagnostic, Fix } from '../../src/diagnostics/diagnostic.ts';
import { cases, checkOutput, codes, goldenOf, textOfCase } from './cases.ts';

const folderOf = (path: string): string => path.split('/').at(-2)!;

function diagnose(name: string, text: string): readonly Diagnostic[] {
  return analyze({ name, text }).diagnostics;
}

test.each(cases)('%s', async (path) => {
  await expect(checkOutput(path)).toMatchFileSnapshot(goldenOf(path));
});

/** Specs with several mistakes stand in a folder of their own. */
const single = cases.filter((path) => folderOf(path) !== 'several');

test('every code has a wrong spec, and every folder is a code', () => {
  expect([...new Set(single.map(folderOf))].sort()).toEqual([...codes].sort());
});

test.each(single)('%s is about its code only', (path) => {
  const found = new Set(diagnose(path, textOfCase(path)).map((d) => d.code));
  expect([...found]).toEqual([folderOf(path)]);
});

function apply(text: string, { edits }: Fix): string {
  const backwards = [...edits].sort((a, b) => b.span.start - a.span.start);
  return backwards.reduce((t, { span, replacement }) => t.slice(0, span.start) + replacement + t.slice(span.end), text);
}

const same = (a: Diagnostic, b: Diagnostic): boolean => a.code === b.code && a.message === b.message;

describe('a fix mends what it is offered for', () => {
  const offered = cases.flatMap((path) =>
    diagnose(path, textOfCase(path)).flatMap((d) => (d.fix ? [{ path, d, fix: d.fix, title: `${path}: ${d.fix.title}` }] : [])),
  );
  test.each(offered)('$title', ({ path, d, fix }) => {
    const text = textOfCase(path);
    const before = diagnose(path, text).filter((x) => same(x, d)).length;
    const after = diagnose(path, apply(text, fix)).filter((x) => same(x, d)).length;
    expect(after).toBe(before - 1);
  });
});

test('every message says something, and points at something', () => {
  for (const path of cases) {
    for (const d of diagnose(path, textOfCase(path))) {
      expect(d.message, path).toMatch(/\S/);
      expect(d.message + (d.why ?? '') + (d.help ?? ''), path).not.toMatch(/undefined|\[object|NaN|\$\{/);
      expect(d.span.start <= d.span.end && d.span.end <= d.span.source.text.length, path).toBe(true);
    }
  }
});
