import { chmodSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { engineNames } from '../../src/runtime/engines/index.ts';
import { folder, gan } from './gan.ts';

interface Report {
  readonly version: number;
  readonly ganspec: string;
  readonly node: { readonly version: string; readonly supported: boolean };
  readonly cpu: { readonly model: string; readonly cores: number };
  readonly memory: { readonly totalBytes: number; readonly freeBytes: number };
  readonly gpus: readonly { readonly name: string; readonly memoryBytes: number | null; readonly driver: string }[];
  readonly engines: readonly {
    readonly engine: string;
    readonly usable: boolean;
    readonly hardware?: string;
    readonly device?: string;
    readonly version?: string;
    readonly failure?: string;
    readonly why?: string;
    readonly remedy?: string;
  }[];
  readonly auto: { readonly engine: string | null; readonly why: string };
  readonly advice: readonly { readonly text: string; readonly remedies: readonly string[] }[];
}

/** An environment in which the examinations of these engines crash. */
function crashing(engines: readonly string[]): Readonly<Record<string, string>> {
  const script = join(folder(), 'crash.cjs');
  const condition = `process.argv.includes('--examine') && ${JSON.stringify(engines)}.includes(process.argv.at(-1))`;
  writeFileSync(script, `if (${condition}) process.abort();\n`);
  return { NODE_OPTIONS: `--require=${script}` };
}

/** An environment in which `nvidia-smi` is this script. */
function withNvidiaSmi(script: string): Readonly<Record<string, string>> {
  const bin = folder();
  writeFileSync(join(bin, 'nvidia-smi'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(bin, 'nvidia-smi'), 0o755);
  return { PATH: `${bin}${delimiter}${process.env['PATH']}` };
}

async function report(env: Readonly<Record<string, string>> = {}, expected = 0): Promise<Report> {
  const { code, out, err } = await gan(['doctor', '--json'], { env });
  expect({ code, err }).toEqual({ code: expected, err: '' });
  return JSON.parse(out) as Report;
}

const others = (names: readonly string[]): string[] => engineNames.filter((name) => !names.includes(name));

describe('gan doctor', () => {
  it('reports this machine and every engine, once each and without colours', async () => {
    const { code, out, err } = await gan(['doctor']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const fact of ['ganspec', 'Node', 'system', 'CPU', 'memory'])
      expect(out.match(new RegExp(`^${fact} +\\S`, 'gm'))).toHaveLength(1);
    expect(out).toMatch(new RegExp(`^Node +${process.versions.node.replaceAll('.', '\\.')}$`, 'm'));
    expect(out).toMatch(/^memory +[\d.]+ GiB, [\d.]+ GiB free$/m);
    for (const name of engineNames) {
      const row = new RegExp(`^${name} +(?:yes +(?:GPU|CPU|software) +\\S.*|no|crashed|failed|hung)$`, 'gm');
      expect(out.match(row)).toHaveLength(1);
    }
    expect(out).toMatch(/^cpu +yes +CPU +1 CPU thread, plain JavaScript +V8 [\d.]+\S*$/m);
    expect(out).toMatch(/^wasm +yes +CPU +\d+ CPU threads?, SIMD +V8 [\d.]+\S*$/m);
    expect(out.match(/^--engine auto takes \S+: \S.*$/gm)).toHaveLength(1);
    expect(out).not.toContain('\u001b');
    const lines = out.split('\n').filter((line) => line !== '');
    expect(new Set(lines).size).toBe(lines.length);
  });

  it('has colours if they are wanted', async () => {
    const { out } = await gan(['doctor'], { env: { FORCE_COLOR: '1' } });
    expect(out).toContain('\u001b[1m');
  });

  it('reports the same as JSON', async () => {
    const found = await report();
    expect(found.version).toBe(1);
    expect(found.node).toMatchObject({ version: process.versions.node, supported: true });
    expect(found.engines.map(({ engine }) => engine)).toEqual(engineNames);
    for (const { usable, hardware, device, version, why, remedy } of found.engines) {
      if (usable) for (const text of [hardware, device, version]) expect(text).toMatch(/\S/);
      else for (const text of [why, remedy]) expect(text).toMatch(/\S/);
    }
    if (found.auto.engine !== null)
      expect(found.engines.find(({ engine }) => engine === found.auto.engine)!.usable).toBe(true);
  });

  it('reports an examination that crashes, and the others nevertheless', async () => {
    const env = crashing(others(['wasm']));
    const found = await report(env);
    for (const name of others(['wasm']))
      expect(found.engines.find(({ engine }) => engine === name)).toMatchObject({
        usable: false,
        failure: 'crashed',
        why: expect.stringMatching(/^its examination crashed \(SIGABRT/) as string,
        remedy: expect.stringMatching(new RegExp(`^gan doctor --examine ${name} `)) as string,
      });
    expect(found.engines.find(({ engine }) => engine === 'wasm')!.usable).toBe(true);
    const { code, out } = await gan(['doctor'], { env });
    expect(code).toBe(0);
    expect(out).toMatch(/^cpu +crashed$/m);
    expect(out).toMatch(/^cpu: its examination crashed \(SIGABRT.*\)\n {2}help: gan doctor --examine cpu /m);
  });

  it('says what auto does with an engine whose examination crashes', async () => {
    const found = await report(crashing(others(['cpu'])));
    expect(found.auto.engine).toBeNull();
    expect(found.auto.why).toMatch(
      new RegExp(`^it would stop at ${engineNames[0]}, .*; choose an engine by name, as with --engine cpu$`),
    );
  });

  it('ends with 2 if no engine can be used', async () => {
    const env = crashing(engineNames);
    const found = await report(env, 2);
    expect(found.auto.engine).toBeNull();
    expect(found.engines.every(({ usable }) => !usable)).toBe(true);
    const { code, out } = await gan(['doctor'], { env });
    expect(code).toBe(2);
    expect(out).toMatch(/^--engine auto takes none: /m);
  });

  it('knows NVIDIA GPUs, and says so if no engine computes on one', async () => {
    const { gpus, advice } = await report({
      ...withNvidiaSmi('echo "NVIDIA H200, 143771, 143160, 550.54.15"'),
      ...crashing(others(['wasm', 'cpu'])),
    });
    expect(gpus).toEqual([
      { name: 'NVIDIA H200', memoryBytes: 143_771 * 2 ** 20, freeBytes: 143_160 * 2 ** 20, driver: '550.54.15' },
    ]);
    expect(advice.map(({ text }) => text)).toEqual(['no engine can use the GPU of this machine (NVIDIA H200)']);
  });

  it('reports a driver that fails', async () => {
    const message = 'Failed to initialize NVML: Driver/library version mismatch';
    const { out, code } = await gan(['doctor'], { env: withNvidiaSmi(`echo "${message}"; exit 18`) });
    expect(code).toBe(0);
    expect(out).toContain(`note: nvidia-smi is installed, but fails: ${message}\n  help: nvidia-smi `);
  });

  it('examines one engine alone', async () => {
    expect(await gan(['doctor', '--examine', 'cpu'])).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringMatching(/^engine +usable .*\ncpu +yes +CPU +1 CPU thread.*\n$/) as string,
    });
    const { out } = await gan(['doctor', '--examine', 'cpu', '--json']);
    expect(JSON.parse(out)).toMatchObject({ version: 1, engines: [{ engine: 'cpu', usable: true }] });
  });
});
