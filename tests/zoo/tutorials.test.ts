/**
 * The tutorials in specs/tutorials: as they are written, which is refused for exactly these reasons, and mended, which is
 * right. The messages are in the folder beside.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/compiler/analyze.ts';
import { render } from '../../src/diagnostics/index.ts';
import { root } from '../cli/gan.ts';

const folder = 'specs/tutorials';

/** What is wrong with each: codes, and the text that each points at. */
const mistakes: Readonly<Record<string, readonly (readonly [code: string, at: string])[]>> = {
  dcgan_cifar: [
    ['data-type', 'tensor[3072]'],
    ['shape-mismatch', 'leaky_relu(0.2)'],
  ],
  dcgan_keras: [['range-mismatch', 'fake']],
  dcgan_mnist: [
    ['data-type', 'tensor[784] in 0..0.004'],
    ['wrong-rank', 'conv2d'],
    ['shape-mismatch', 'G(z)'],
  ],
  dense_chain: [
    ['reshape-size', 'reshape'],
    ['reshape-size', 'reshape'],
    ['reshape-size', 'reshape'],
    ['reshape-size', 'reshape'],
    ['huge-value', 'dense'],
    ['linear-layers', 'dense(512)'],
    ['shape-mismatch', 'G(z)'],
  ],
  keras_images: [
    ['linear-layers', 'conv2d_transpose(128, 5, stride: 2)'],
    ['linear-layers', 'conv2d(128, 5, stride: 2)'],
    ['shape-mismatch', 'G(z)'],
  ],
  vae: [
    ['shape-mismatch', 'E(x) - x'],
    ['shape-mismatch', 'Decoder(E(x)) - x'],
  ],
};

const names = Object.keys(mistakes);
const analyzed = (file: string) => {
  const name = `${folder}/${file}`;
  return analyze({ name, text: readFileSync(join(root, name), 'utf8') });
};

describe('the tutorials', () => {
  it('are these', () => {
    expect(readdirSync(join(root, folder)).sort()).toEqual(
      names.flatMap((name) => [`${name}.broken.gan`, `${name}.gan`]).sort(),
    );
  });

  it.each(names)('%s is refused as it is written', async (name) => {
    const { program, diagnostics } = analyzed(`${name}.broken.gan`);
    expect(program).toBeNull();
    expect(diagnostics.map(({ code, span }) => [code, span.source.text.slice(span.start, span.end)])).toEqual(
      mistakes[name],
    );
    await expect(`${render(diagnostics)}\n`).toMatchFileSnapshot(join(root, 'tests/zoo/tutorials', `${name}.txt`));
  });

  it.each(names)('%s is right as it is mended', (name) => {
    const { program, diagnostics } = analyzed(`${name}.gan`);
    expect(render(diagnostics)).toBe('');
    expect(program?.name).toBe(name);
  });
});
