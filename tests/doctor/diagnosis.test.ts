/** What follows from findings on machines other than this one. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/runtime/doctor/apart.ts';
import { diagnose } from '../../src/runtime/doctor/diagnosis.ts';
import { examineMachine, isAtLeast, oldestNode, type Machine } from '../../src/runtime/doctor/machine.ts';
import { readGpus, type Gpu, type NvidiaAnswer } from '../../src/runtime/doctor/nvidia.ts';
import { engineNames, type EngineName } from '../../src/runtime/engines/index.ts';
import { root } from '../cli/gan.ts';

const machine: Machine = {
  node: { version: '22.11.0', oldest: oldestNode, supported: true },
  system: { name: 'Linux', release: '6.1', architecture: 'x64' },
  cpu: { model: 'an abacus', cores: 4, usable: 4 },
  memory: { totalBytes: 8e9, freeBytes: 4e9 },
};
const works = (hardware: 'GPU' | 'CPU' | 'software'): Finding => ({
  usable: true,
  hardware,
  device: 'it',
  version: '1',
});
const missing: Finding = { usable: false, why: 'it is not there', remedy: 'fetch it' };
const crashed: Finding = { usable: false, failure: 'crashed', why: 'it crashed', remedy: 'look again' };
const h200: Gpu = { name: 'NVIDIA H200', memoryBytes: 1, freeBytes: 1, driver: '550' };

/** Engines by their place in the table; the first two are the ones that can use a GPU. */
const [first, second, last] = [engineNames[0]!, engineNames[1]!, engineNames.at(-1)!];

function found(findings: Partial<Record<EngineName, Finding>>, others: Finding = missing): Map<EngineName, Finding> {
  return new Map(engineNames.map((name) => [name, findings[name] ?? others]));
}

const chosen = async (engines: Map<EngineName, Finding>) => (await diagnose(machine, { gpus: [] }, engines)).auto;
const advice = async (engines: Map<EngineName, Finding>, nvidia: NvidiaAnswer) =>
  (await diagnose(machine, nvidia, engines)).advice;

describe('--engine auto', () => {
  it('takes a GPU before an earlier CPU, and says so', async () => {
    expect(await chosen(found({ [first]: works('CPU'), [second]: works('GPU') }))).toEqual({
      engine: second,
      why: 'the first that works on a GPU here',
    });
  });

  it('takes the first on the CPU if there is no GPU, and never software that emulates one', async () => {
    expect(await chosen(found({ [first]: works('software'), [last]: works('CPU') }))).toEqual({
      engine: last,
      why: 'no engine works on a GPU here, and this is the first that works on the CPU',
    });
  });

  it('stops at an examination that fails to finish, and says what to do', async () => {
    const { engine, why } = await chosen(found({ [first]: crashed, [last]: works('CPU') }));
    expect(engine).toBeNull();
    expect(why).toBe(
      `it would stop at ${first}, whose examination gave no result; choose an engine by name, as with --engine ${last}`,
    );
    expect((await chosen(found({ [first]: works('GPU'), [last]: crashed }))).engine).toBe(first);
  });

  it('takes none if none works', async () => {
    expect(await chosen(found({}))).toEqual({ engine: null, why: 'no engine works here' });
  });
});

describe('advice', () => {
  it('is not given if all is well', async () => {
    expect(await advice(found({ [first]: works('GPU') }), { gpus: [h200] })).toEqual([]);
    expect(await advice(found({ [last]: works('CPU') }), { gpus: [] })).toEqual([]);
  });

  it('is given for a GPU that no engine uses, with the commands of those that could', async () => {
    const engines = found({
      [first]: { ...missing, gpuRemedy: 'fetch the large one' } as Finding,
      [second]: { ...works('CPU'), gpuRemedy: 'fetch the large one' } as Finding,
      [last]: works('software'),
    });
    const [given, ...more] = await advice(engines, { gpus: [h200, h200] });
    expect(more).toEqual([]);
    expect(given!.text).toBe('no engine can use the GPU of this machine (NVIDIA H200)');
    expect(given!.remedies.filter((remedy) => remedy === 'fetch the large one')).toHaveLength(1);
    expect(given!.remedies).not.toContain('look again');
    expect(await advice(found({}), { gpus: [h200] })).toEqual([{ text: given!.text, remedies: ['fetch it'] }]);
  });

  it('is given for a driver that fails and for a Node that is too old', async () => {
    expect(
      await advice(found({ [last]: works('CPU') }), { gpus: [], problem: 'Driver/library version mismatch' }),
    ).toEqual([
      {
        text: 'nvidia-smi is installed, but fails: Driver/library version mismatch',
        remedies: [expect.stringMatching(/^nvidia-smi /)],
      },
    ]);
    const old = { ...machine, node: { ...machine.node, version: '18.20.1', supported: false } };
    const { advice: given } = await diagnose(old, { gpus: [] }, found({ [last]: works('CPU') }));
    expect(given.map(({ text }) => text)).toEqual([
      `Node 18.20.1 is older than ${oldestNode}, the oldest that is tested`,
    ]);
  });
});

describe('the machine', () => {
  it('needs the Node that package.json names', () => {
    const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { engines: { node: string } };
    expect(engines.node).toBe(`>=${oldestNode}`);
  });

  it.each([
    ['20.19.0', true],
    ['20.20.2', true],
    ['22.0.0', true],
    ['20.18.3', false],
    ['18.20.0', false],
    ['9.30.0', false],
  ])('finds whether Node %s is new enough', (version, enough) => {
    expect(isAtLeast(version, '20.19')).toBe(enough);
  });

  it('is reported as it is', () => {
    const { node, cpu, memory } = examineMachine();
    expect(node.version).toBe(process.versions.node);
    expect(cpu.cores).toBeGreaterThanOrEqual(cpu.usable);
    expect(cpu.usable).toBeGreaterThanOrEqual(1);
    expect(memory.freeBytes).toBeGreaterThan(0);
    expect(memory.freeBytes).toBeLessThanOrEqual(memory.totalBytes);
  });
});

describe('what nvidia-smi writes', () => {
  it('is read, one GPU per line', () => {
    expect(readGpus('NVIDIA H200, 143771, 143160, 550.54.15\nTesla T4, 15360, 15101, 550.54.15\n')).toEqual([
      { name: 'NVIDIA H200', memoryBytes: 143_771 * 2 ** 20, freeBytes: 143_160 * 2 ** 20, driver: '550.54.15' },
      { name: 'Tesla T4', memoryBytes: 15_360 * 2 ** 20, freeBytes: 15_101 * 2 ** 20, driver: '550.54.15' },
    ]);
    expect(readGpus('')).toEqual([]);
  });

  it('may leave memory open', () => {
    expect(readGpus('NVIDIA GB10, [N/A], [N/A], 580.95.05\n')).toEqual([
      { name: 'NVIDIA GB10', memoryBytes: null, freeBytes: null, driver: '580.95.05' },
    ]);
  });
});
