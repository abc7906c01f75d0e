/** `--engine auto`: which engine it chooses, and which ones it examines. */
import { expect, test } from 'vitest';
import { openEngine } from '../../src/index.ts';
import { engineNames, fastestEngine, type EngineName } from '../../src/runtime/engines/index.ts';

type Hardware = 'GPU' | 'CPU' | 'software';

async function choice(device: 'cpu' | 'gpu' | undefined, there: Readonly<Partial<Record<EngineName, Hardware>>>) {
  const asked: EngineName[] = [];
  const look = async (name: EngineName) => {
    asked.push(name);
    const hardware = there[name];
    return hardware ? { usable: true, hardware } : { usable: false };
  };
  const taken = await fastestEngine(device, look).catch((error: Error) => error.message);
  return { taken, asked };
}

const onCpu = { tensorflow: 'CPU', wasm: 'CPU', cpu: 'CPU' } as const;

test.each([
  ['a GPU', undefined, { ...onCpu, tensorflow: 'GPU', webgpu: 'GPU' }, 'tensorflow', ['tensorflow']],
  ['a GPU of the second', undefined, { ...onCpu, webgpu: 'GPU' }, 'webgpu', ['tensorflow', 'webgpu']],
  ['no GPU', undefined, onCpu, 'tensorflow', ['tensorflow', 'webgpu']],
  ['a GPU in software', undefined, { webgpu: 'software', wasm: 'CPU' }, 'wasm', ['tensorflow', 'webgpu', 'wasm']],
  ['a GPU that nobody wants', 'cpu', { ...onCpu, webgpu: 'GPU' }, 'tensorflow', ['tensorflow']],
  ['a GPU that is wanted', 'gpu', { ...onCpu, webgpu: 'GPU' }, 'webgpu', ['tensorflow', 'webgpu']],
  ['no GPU, and one is wanted', 'gpu', onCpu, 'no engine finds a GPU here', ['tensorflow', 'webgpu']],
  ['nothing', undefined, {}, 'no engine works here', engineNames],
] as const)('with %s', async (_, device, there, taken, asked) => {
  expect(await choice(device, there)).toEqual({ taken, asked });
});

test('the chosen engine is opened, once', async () => {
  const engine = await openEngine('auto', { device: 'cpu' });
  try {
    expect(engine.description.hardware).toBe('CPU');
    expect(engine.liveTensors()).toBe(0);
  } finally {
    engine.dispose();
  }
});
