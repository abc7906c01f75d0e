/**
 * The PyTorch program of docs/training.md makes the same images from the same weights, and ganspec reads its weights.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeSafetensors } from '../../src/runtime/output/safetensors.ts';
import { sample, train } from '../../src/index.ts';
import { folder } from '../cli/gan.ts';
import { findPython, howToGetPython } from '../torch/python.ts';
import { blocks, root } from './markdown.ts';

const python = findPython();
const [program] = blocks.filter((block) => block.page === 'docs/training.md' && block.language === 'python');

/** Draws from the latents that ganspec used, and writes the weights out again. */
const harness = `
import torch
from generator import *
generator = Generator().eval()
read_weights(generator, "state.safetensors")
with torch.no_grad():
    save_file({"images": generator(load_file("code.safetensors")["code"]).contiguous()}, "images.safetensors")
write_weights(generator, "weights.safetensors")
`;

if (!python) console.warn(`skipping the PyTorch program of docs/training.md: ${howToGetPython}`);

describe.skipIf(!python)('the PyTorch program of docs/training.md', () => {
  it('draws what ganspec draws, and writes weights that ganspec reads', async () => {
    const cwd = folder();
    const read = (file: string) => decodeSafetensors(readFileSync(join(cwd, file)), file).tensors;
    const spec = readFileSync(join(root, 'specs/digits.gan'), 'utf8');
    const source = { name: join(cwd, 'digits.gan'), text: `${spec}\nlet code = z\n` };
    const run = join(cwd, 'run');
    // A few steps, so that moving statistics and biases differ from their initial values.
    const trained = await train(source, { run, steps: 3 });
    await sample(run, { n: 8, value: 'code', out: join(cwd, 'code.safetensors') });
    await sample(run, { n: 8, value: 'fake', out: join(cwd, 'fake.safetensors') });
    writeFileSync(join(cwd, 'state.safetensors'), readFileSync(join(run, 'checkpoints/step-000003/state.safetensors')));
    writeFileSync(join(cwd, 'generator.py'), program!.text);
    execFileSync(python!, ['-c', harness], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    execFileSync(python!, ['generator.py', 'run', 'some.safetensors'], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });

    const [ours, theirs] = [read('fake.safetensors').get('fake')!, read('images.safetensors').get('images')!];
    expect(theirs.shape).toEqual([8, 28, 28, 1]);
    expect(theirs.shape).toEqual(ours.shape);
    const furthest = Math.max(...ours.data.map((value, i) => Math.abs(value - theirs.data[i]!)));
    expect(furthest).toBeLessThan(1e-5);
    expect(read('some.safetensors').get('images')!.shape).toEqual([64, 28, 28, 1]);

    const weights = read('weights.safetensors');
    const own = [...trained.weights.keys()].filter((name) => name.startsWith('G/'));
    expect([...weights.keys()].sort()).toEqual(own.sort());
    for (const [name, tensor] of weights) expect(tensor).toEqual(trained.weights.get(name));
    await train(source, {
      weights: join(cwd, 'weights.safetensors'),
      saveInitial: join(cwd, 'initial.safetensors'),
      steps: 1,
    });
    for (const [name, tensor] of weights) expect(read('initial.safetensors').get(name)).toEqual(tensor);
  });
});
