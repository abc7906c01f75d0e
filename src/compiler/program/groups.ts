/** Groups of examples: the function `group` cuts the minibatch into them. */
import type { Expression } from './program.ts';
import { reach, visit } from './walk.ts';

/** The sizes of the groups in expressions and in the networks that they apply. */
export function groupSizes(roots: readonly Expression[]): ReadonlySet<number> {
  const sizes = new Set<number>();
  visit([...roots, ...reach(roots, []).networks.map(({ body }) => body)], (e) => {
    if (e.kind === 'call' && e.function.name === 'group') sizes.add(e.settings['size'] as number);
  });
  return sizes;
}

/** The least number of examples that can be cut into all of these groups; so can its multiples, and no others. */
export const unitOf = (sizes: Iterable<number>): number => [...sizes].reduce(leastCommonMultiple, 1);

/** The least multiple of the unit that is not less than the count. */
export const roundedUp = (count: number, unit: number): number => unit * Math.ceil(count / unit);

export function leastCommonMultiple(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y > 0) [x, y] = [y, x % y];
  return (a / x) * b;
}
