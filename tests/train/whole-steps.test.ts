/** A run in which one of several steps made in one go fails: what is saved and logged agrees with the variables. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { HostTensor } from '../../src/runtime/host-tensor.ts';
import { decodeSafetensors } from '../../src/runtime/output/safetensors.ts';
import { permutation } from '../../src/runtime/random.ts';
import type { Session } from '../../src/runtime/train/session.ts';
import { train } from '../../src/index.ts';
import type { TrainOptions } from '../../src/runtime/train/train.ts';
import { folder } from '../cli/gan.ts';
import { engineNames } from '../engines/engines.ts';
import { webgpuHere } from '../engines/webgpu.ts';

const [SIZE, BATCH, SEED] = [96, 16, 0];

const source = {
  name: 'named.gan',
  text: `model named

data points {
  x: tensor[2]
  label: class(4)
} from ring(modes: 4, size: ${SIZE})
latent z ~ normal[2]

network G(z: tensor[2]) -> tensor[2] { z |> dense(8) |> relu |> dense(2) }
network E(label: class(4)) -> tensor[2] { embedding(label, 2) }
network D(x: tensor[2]) -> logit[1] { x |> dense(8) |> relu |> dense(1) }

let fake = G(z)
loss d = minimax_d(D(x), D(fake))
loss g = non_saturating_g(D(fake))
loss e = non_saturating_g(D(E(label)))

train for 100 steps, batch ${BATCH} {
  minimize d over D using adam(1e-3)
  minimize g over G using adam(1e-3)
  minimize e over E using adam(1e-3)
}
`,
};

/** Makes the data give an invalid label for an example that is first read in `step`. */
function spoil(session: Session, step: number): void {
  const [{ name }] = session.program.data as unknown as [{ name: string }];
  const order = permutation(SIZE, { seed: SEED, stream: `data/shuffle/${name}`, step: 0 });
  const example = order[(step - 1) * BATCH]!;
  const data = session.dataSetOf('label');
  const fetch = data.fetch.bind(data);
  data.fetch = async (indices) => {
    const fields = await fetch(indices);
    const labels = fields.get('label') as HostTensor;
    indices.forEach((index, i) => {
      if (index === example) labels.data[i] = 9;
    });
    return fields;
  };
}

describe.each([...engineNames, ...webgpuHere])('on %s', (engine) => {
  it('is left at the last step that is whole', async () => {
    const run = join(folder(), 'run');
    const options: TrainOptions = { engine, seed: SEED, logEvery: 1, threads: 1 };
    const failing = train(source, {
      ...options,
      run,
      onStart: ({ session }) => spoil(session, 6),
    });
    await expect(failing).rejects.toThrow(/index 9 at place \d+ is not in 0 … 3/);
    await expect(failing).rejects.toMatchObject({ name: 'EngineError' });

    expect(readFileSync(join(run, 'checkpoints/latest'), 'utf8')).toBe('step-000005\n');
    const logged = readFileSync(join(run, 'metrics.jsonl'), 'utf8').trimEnd().split('\n');
    expect(logged.map((line) => (JSON.parse(line) as { step: number }).step)).toEqual([1, 2, 3, 4, 5]);
    const path = join(run, 'checkpoints/step-000005/state.safetensors');
    const { tensors } = decodeSafetensors(readFileSync(path), path);
    const { weights } = await train(source, { ...options, steps: 5 });
    expect([...tensors.keys()].sort()).toEqual([...weights.keys()].sort());
    for (const [name, { data }] of weights) expect([...tensors.get(name)!.data], name).toEqual([...data]);
    expect(tensors.get('step')!.data[0]).toBe(5);
  });
});
