import { readFileSync } from 'node:fs';
import { test } from 'vitest';
import { disagreements } from './cross-check.ts';
import { ring, everything } from '../parser/reading.ts';
import * as r from '../parser/reading.ts';
test('try', async () => {
  for (const [k, v] of Object.entries({ ring, everything, lib: readFileSync('src/compiler/library/penalties.gan', 'utf8') })) console.log(k, await disagreements(v));
});
