/** Every message as a user sees it: golden files next to the wrong specs. */
import { describe, expect, test } from 'vitest';
import type { Diagnostic, Fix } from '../../src/diagnostics/diagnostic.ts';
import { analyzeCase, cases, checkOutput, codes, goldenOf } from './cases.ts';

const folderOf = (path: string): string => path.split('/').at(-2)!;

const diagnose = (path: string, changed?: ReadonlyMap<string, string>): readonly Diagnostic[] =>
  analyzeCase(path, changed).diagnostics;

test.each(cases)('%s', async (path) => {
  await expect(checkOutput(path)).toMatchFileSnapshot(goldenOf(path));
});

/** Specs with several mistakes are in a folder of their own. */
const single = cases.filter((path) => folderOf(path) !== 'several');

test('every code has a wrong spec, and every folder is a code', () => {
  expect([...new Set(single.map(folderOf))].sort()).toEqual([...codes].sort());
});

test.each(single)('%s is about its code only', (path) => {
  const found = new Set(diagnose(path).map((d) => d.code));
  expect([...found]).toEqual([folderOf(path)]);
});

/** The files that a fix changes, with their new texts. */
function applied({ edits }: Fix): ReadonlyMap<string, string> {
  const changed = new Map<string, string>();
  for (const { span, replacement } of [...edits].sort((a, b) => b.span.start - a.span.start)) {
    const text = changed.get(span.source.name) ?? span.source.text;
    changed.set(span.source.name, text.slice(0, span.start) + replacement + text.slice(span.end));
  }
  return changed;
}

const same = (a: Diagnostic, b: Diagnostic): boolean => a.code === b.code && a.message === b.message;

describe('a fix fixes what it is offered for', () => {
  const offered = cases.flatMap((path) =>
    diagnose(path).flatMap((d) => (d.fix ? [{ path, d, fix: d.fix, title: `${path}: ${d.fix.title}` }] : [])),
  );
  test.each(offered)('$title', ({ path, d, fix }) => {
    const before = diagnose(path).filter((x) => same(x, d)).length;
    const after = diagnose(path, applied(fix)).filter((x) => same(x, d)).length;
    expect(after).toBe(before - 1);
  });
});

test('every message says something, and points at something', () => {
  for (const path of cases) {
    for (const d of diagnose(path)) {
      expect(d.message, path).toMatch(/\S/);
      expect(d.message + (d.why ?? '') + (d.help ?? ''), path).not.toMatch(/undefined|\[object|NaN|\$\{/);
      expect(d.span.start <= d.span.end && d.span.end <= d.span.source.text.length, path).toBe(true);
    }
  }
});
