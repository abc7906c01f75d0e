/** How TF32 is configured for NVIDIA's libraries before they are loaded, and which engines accept it. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openEngine } from '../../src/index.ts';
import { EngineUnavailableError, type EngineName, type Precision } from '../../src/runtime/engines/index.ts';
import { engineNames } from './engines.ts';
import { webgpuHere } from './webgpu.ts';

const given = { ...process.env };
const set = (name: string, value: string | undefined): void => {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
};
afterEach(() =>
  ['GANSPEC_TENSORFLOW', 'NVIDIA_TF32_OVERRIDE', 'GANSPEC_SEEN'].forEach((name) => set(name, given[name])),
);

describe.skipIf(spawnSync('cc', ['--version']).status !== 0)('a library, while it is being loaded', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ganspec-precision-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Replaces TensorFlow's binding with one that, when loaded, records what C code finds in the environment. */
  async function seen(precision: Precision | undefined, name: string): Promise<string> {
    const engine = join(folder, name);
    const place = join(engine, 'node_modules/@tensorflow/tfjs-node-gpu/lib/napi-v8');
    mkdirSync(place, { recursive: true });
    writeFileSync(
      join(engine, 'look.c'),
      `#include <stdio.h>
#include <stdlib.h>
__attribute__((constructor)) static void look(void) {
  FILE *file = fopen(getenv("GANSPEC_SEEN"), "w");
  const char *value = getenv("NVIDIA_TF32_OVERRIDE");
  fputs(value ? value : "nothing", file);
  fclose(file);
}
`,
    );
    execFileSync('cc', ['-shared', '-fPIC', '-o', join(place, 'tfjs_binding.node'), join(engine, 'look.c')]);
    const file = join(engine, 'seen');
    set('GANSPEC_TENSORFLOW', engine);
    set('GANSPEC_SEEN', file);
    await expect(openEngine('tensorflow', { precision })).rejects.toThrow('does not load');
    expect(existsSync(file)).toBe(true);
    return readFileSync(file, 'utf8');
  }

  test.each([
    ['left out', undefined, undefined, '0'],
    ['f32', 'f32', undefined, '0'],
    ['f32, whatever was set', 'f32', '1', '0'],
    ['tf32', 'tf32', undefined, 'nothing'],
    ['tf32, whatever was set', 'tf32', '0', 'nothing'],
  ] as const)('with the precision %s', async (name, precision, before, found) => {
    set('NVIDIA_TF32_OVERRIDE', before);
    expect(await seen(precision, name)).toBe(found);
  });
});

const refusal = (name: EngineName | 'auto') =>
  openEngine(name, { precision: 'tf32', device: 'cpu' }).then(
    () => expect.unreachable(),
    (error: unknown) => error as EngineUnavailableError,
  );

test.each(['wasm', 'cpu', 'webgpu'] as const)('%s has no tf32, and says which engine has', async (name) => {
  const error = await refusal(name);
  expect(error).toBeInstanceOf(EngineUnavailableError);
  expect(error.message).toBe(`tf32 was asked for, and \`${name}\` computes in f32 alone`);
  expect(error.help).toMatch(/^`tensorflow` can compute in tf32, on an NVIDIA GPU alone/);
});

test.skipIf(!engineNames.includes('tensorflow')).each(['tensorflow', 'auto'] as const)(
  'on the CPU %s has none either, and takes no other engine or precision instead',
  async (name) => {
    const error = await refusal(name);
    expect(error).toBeInstanceOf(EngineUnavailableError);
    expect(error.message).toMatch(/^tf32 was asked for, and `tensorflow` runs on \d+ CPU threads? here$/);
  },
);

test.each([...engineNames, ...webgpuHere])('%s computes in f32, asked or not', async (name) => {
  const engine = await openEngine(name, { precision: 'f32' });
  expect(engine.description.device).not.toContain('TF32');
  engine.dispose();
});
