/** How TF32 is configured for NVIDIA's libraries before they are loaded, and which engines accept which precision. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openEngine } from '../../src/index.ts';
import { EngineUnavailableError, type EngineName, type Precision } from '../../src/runtime/engines/index.ts';
import { engineNames } from './engines.ts';
import { hasBfloat16 } from './installed.ts';
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
    ['bf16', 'bf16', undefined, '0'],
    ['tf32', 'tf32', undefined, 'nothing'],
    ['tf32, whatever was set', 'tf32', '0', 'nothing'],
  ] as const)('with the precision %s', async (name, precision, before, found) => {
    set('NVIDIA_TF32_OVERRIDE', before);
    expect(await seen(precision, name)).toBe(found);
  });
});

const refusal = (name: EngineName | 'auto', precision: Precision) =>
  openEngine(name, { precision, device: 'cpu' }).then(
    () => expect.unreachable(),
    (error: unknown) => error as EngineUnavailableError,
  );

describe.each(['wasm', 'cpu', 'webgpu'] as const)('%s computes in f32 alone, and says which engine', (name) => {
  test.each([
    ['tf32', '`tensorflow` can compute in tf32, on an NVIDIA GPU alone; `--precision f32` works everywhere'],
    ['bf16', '`tensorflow` can compute in bf16; `--precision f32` works everywhere'],
  ] as const)('has %s', async (precision, help) => {
    const error = await refusal(name, precision);
    expect(error).toBeInstanceOf(EngineUnavailableError);
    expect(error.message).toBe(`${precision} was asked for, and \`${name}\` computes in f32 alone`);
    expect(error.help).toBe(help);
  });
});

test.skipIf(!engineNames.includes('tensorflow')).each(['tensorflow', 'auto'] as const)(
  'on the CPU %s has no tf32 either, and takes no other engine or precision instead',
  async (name) => {
    const error = await refusal(name, 'tf32');
    expect(error).toBeInstanceOf(EngineUnavailableError);
    expect(error.message).toMatch(/^tf32 was asked for, and `tensorflow` runs on \d+ CPU threads? here$/);
  },
);

test.skipIf(!(await hasBfloat16())).each(['tensorflow', 'auto'] as const)(
  'asked for bf16, %s computes in it on the CPU, and says so',
  async (name) => {
    const engine = await openEngine(name, { precision: 'bf16', device: 'cpu' });
    expect(engine.description.engine).toBe('tensorflow');
    expect(engine.description.device).toMatch(/^\d+ CPU threads?, bfloat16$/);
    engine.dispose();
  },
);

test.each([...engineNames, ...webgpuHere])('%s computes in f32, asked or not', async (name) => {
  const engine = await openEngine(name, { precision: 'f32' });
  expect(engine.description.device).not.toMatch(/TF32|bfloat16/);
  engine.dispose();
});
