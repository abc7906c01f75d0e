/** Files that exist but cannot be modules, and that no repository should hold: one message each, with its reason. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { analyze } from '../../src/compiler/analyze.ts';
import { modulesIn, mostBytes } from '../../src/runtime/platform/node/modules.ts';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'ganspec-modules-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

const text = 'block down(x: tensor[h, w, c]) -> tensor[h / 2, w / 2, c] { x |> avg_pool(2) }\n';
const spec = `model gan
import down from "layers.gan"
network D(x: image[28, 28, 1]) -> logit[1] { x |> down |> flatten |> dense(1) }
`;

function diagnosticsIn(path: string) {
  return analyze({ name: join(path, 'spec.gan'), text: spec }, { readModule: modulesIn(path) }).diagnostics;
}

const isRoot = process.getuid?.() === 0;
const onWindows = process.platform === 'win32';

test('a file that is a module, for comparison', () => {
  const path = folder();
  writeFileSync(join(path, 'layers.gan'), text);
  expect(diagnosticsIn(path)).toEqual([]);
});

test.each<[name: string, make: (file: string) => void, why: RegExp, skipped?: boolean]>([
  ['a folder', (file) => mkdirSync(file), /it is a folder/],
  ['bytes that are not text', (file) => writeFileSync(file, Buffer.from([137, 80, 78, 71, 0, 1, 255])), /not UTF-8 text/],
  ['a text in Latin-1', (file) => writeFileSync(file, Buffer.from('// Fran\xe7ais\n' + text, 'latin1')), /UTF-8/],
  [
    'a text that is too large',
    (file) => {
      writeFileSync(file, text);
      truncateSync(file, mostBytes + 1);
    },
    /at most 10 MB/,
  ],
  ['a link out of the folder', (file) => linkOutside(file), /link that leads out/, onWindows],
  [
    'a file that may not be read',
    (file) => {
      writeFileSync(file, text);
      chmodSync(file, 0);
    },
    /may not read it/,
    isRoot || onWindows,
  ],
  ['a pipe to which nobody writes', (file) => spawnSync('mkfifo', [file]), /not a file/, onWindows],
])('%s', (_, make, why, skipped = false) => {
  if (skipped) return;
  const path = folder();
  make(join(path, 'layers.gan'));
  const found = diagnosticsIn(path);
  expect(found.map((d) => d.code)).toEqual(['unreadable-module']);
  expect(found[0]!.message).toBe('`layers.gan` cannot be imported');
  expect(found[0]!.why).toMatch(why);
  expect(found[0]!.help).toMatch(/\w/);
  expect(spec.slice(found[0]!.span.start, found[0]!.span.end)).toBe('"layers.gan"');
});

function linkOutside(file: string): void {
  const elsewhere = join(folder(), 'layers.gan');
  writeFileSync(elsewhere, text);
  symlinkSync(elsewhere, file);
}
