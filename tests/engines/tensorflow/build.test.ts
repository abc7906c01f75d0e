/**
 * The script that builds the tensorflow engine: what it does before and after downloading, and what it leaves behind.
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { engineFolder } from '../../../src/runtime/engines/tensorflow/binding.ts';

const script = fileURLToPath(new URL('../../../scripts/build-tensorflow-engine.mjs', import.meta.url));
const onLinux = process.platform === 'linux';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'ganspec-build-'))));
afterEach(() => rmSync(folder, { recursive: true }));

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function build(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...args], { env: { ...process.env, ...env } }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

test('an unknown option is a usage error', async () => {
  const { code, stderr } = await build(['--gpu'], { GANSPEC_TENSORFLOW: join(folder, 'engine') });
  expect(code).toBe(2);
  expect(stderr).toMatch(/--gpu[\s\S]*--cuda/);
  expect(readdirSync(folder)).toEqual([]);
});

test('a folder that holds something else is left as it is', async () => {
  writeFileSync(join(folder, 'thesis.txt'), 'two years');
  for (const args of [[], ['--force']]) {
    const { code, stderr } = await build(args, { GANSPEC_TENSORFLOW: folder });
    expect(code).toBe(1);
    expect(stderr).toContain(`${folder} is there and holds no engine`);
  }
  expect(readdirSync(folder)).toEqual(['thesis.txt']);
});

test('an engine that does not load is reported, and is not rebuilt without --force', async () => {
  writeFileSync(join(folder, 'engine.json'), '{ "cuda": false }');
  const { code, stderr } = await build([], { GANSPEC_TENSORFLOW: folder });
  expect(code).toBe(1);
  expect(stderr).toMatch(/does not work; --force builds it again[\s\S]*tfjs_binding\.node/);
  expect(readdirSync(folder)).toEqual(['engine.json']);
});

test.runIf(onLinux)('all missing tools are reported at once', async () => {
  const { code, stderr } = await build([], { GANSPEC_TENSORFLOW: join(folder, 'engine'), PATH: folder, CXX: '' });
  expect(code).toBe(1);
  expect(stderr).toMatch(/python3 with pip .*apt-get[\s\S]*C\+\+ compiler .*apt-get/);
  expect(readdirSync(folder)).toEqual([]);
});

test.runIf(onLinux)('a build that fails leaves what was there, and nothing else', async () => {
  const engine = join(folder, 'engine');
  mkdirSync(engine);
  writeFileSync(join(engine, 'engine.json'), '{ "cuda": false }');
  const npm = join(folder, 'npm.cjs');
  writeFileSync(npm, `console.error('the registry says no'); process.exit(7);`);
  const { code, stdout, stderr } = await build(['--force'], { GANSPEC_TENSORFLOW: engine, npm_execpath: npm });
  expect(code).toBe(1);
  expect(stdout).toContain('[1/4]');
  expect(stderr).toContain('the registry says no');
  expect(readdirSync(folder).sort()).toEqual(['engine', 'npm.cjs']);
  expect(readdirSync(engine)).toEqual(['engine.json']);
});

test.runIf(existsSync(join(engineFolder(), 'engine.json')))('an engine that is there is checked', async () => {
  const { code, stdout } = await build([], { GANSPEC_TENSORFLOW: engineFolder() });
  expect(stdout).toMatch(/^TensorFlow \d+\.\d+\.\d+ runs on the [CG]PU: /);
  expect(code).toBe(0);
});
