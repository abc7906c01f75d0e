/** Asks PyTorch for the values of expressions, through `functions.py`. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { HostTensor } from '../../src/runtime/engines/index.ts';

export interface Question {
  readonly torch: string;
  readonly values: ReadonlyMap<string, HostTensor>;
}

/** The outputs by name, or what went wrong. */
export type Answer = Readonly<Record<string, readonly number[]>> & { readonly error?: string };

export function askTorch(python: string, questions: readonly Question[]): Answer[] {
  const written = questions.map(({ torch, values }) => ({
    torch,
    values: Object.fromEntries([...values].map(([name, value]) => [name, { ...value, data: [...value.data] }])),
  }));
  const script = fileURLToPath(new URL('functions.py', import.meta.url));
  const printed = execFileSync(python, ['-B', script], {
    input: JSON.stringify(written),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  return printed
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer);
}

/** Both in float64: to ten digits of the largest number of each output. */
export function expectClose(
  found: ReadonlyMap<string, { readonly data: ArrayLike<number> }>,
  { error, ...expected }: Answer,
): void {
  expect(error).toBeUndefined();
  expect([...found.keys()].sort()).toEqual(Object.keys(expected).sort());
  for (const [name, { data }] of found) {
    const wanted = expected[name]!;
    const size = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
    expect(data.length, name).toBe(wanted.length);
    Array.from(data).forEach((value, at) => {
      if (!(Math.abs(value - wanted[at]!) <= 1e-10 * size)) expect.fail(`${name}[${at}]: ${value}, but ${wanted[at]}`);
    });
  }
}
