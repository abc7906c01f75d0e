/** Earlier findings, which are examined again before the search. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from './search.ts';

/** The text itself is kept, because seed and number reproduce it only as long as the corpus is unchanged. */
export interface Found extends Finding {
  /** It still fails. Whoever fixes it removes this. */
  readonly open?: boolean;
}

export const readFound = (root: string): readonly Found[] =>
  JSON.parse(readFileSync(join(root, 'tests/fuzz/found.json'), 'utf8')) as Found[];
