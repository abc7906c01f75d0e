import type { CheckInput } from './check/check.ts';
import { analyze, type Analysis } from './compile.ts';

/**
 * Checks the text of a spec: names, shapes, meanings, ranges, the training program. Needs no files and no engine, and
 * runs in a browser.
 *
 * @returns `diagnostics` in source order, and the checked `program` if none of them is an error
 */
export function check(text: string, options: CheckInput & { readonly name?: string } = {}): Analysis {
  const { name = 'spec.gan', ...rest } = options;
  return analyze({ name, text }, rest);
}
