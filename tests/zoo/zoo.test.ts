/** The published systems in specs/zoo: each is right as it is published, and trains when it is made small. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyze, requireProgram } from '../../src/compiler/analyze.ts';
import { formatInteger } from '../../src/cli/report/format-integer.ts';
import { networksByName, parameterCount } from '../../src/compiler/program/networks.ts';
import { render } from '../../src/diagnostics/index.ts';
import { openEngine } from '../../src/index.ts';
import { openSession } from '../../src/runtime/train/session.ts';
import { nodePlatform } from '../../src/runtime/platform/node/platform.ts';
import { root } from '../cli/gan.ts';
import { engineNames } from '../engines/engines.ts';

const folder = join(root, 'specs/zoo');

/** What `--set` says to make a spec small enough for a test. */
const small: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  aae: { units: 8, batch: 4 },
  acgan: { width: 2, batch: 4 },
  anogan: { width: 4, batch: 4, steps_before: 10 },
  attgan: { side: 64, width: 1, batch: 2 },
  began: { width: 2, batch: 4 },
  bgan: { width: 4, batch: 4 },
  bicyclegan: { width: 1, codes: 2, batch: 2, examples: 100 },
  bigan: { width: 8, batch: 4 },
  biggan: { width: 1, part: 1, batch: 2, updates: 1 },
  ccgan: { width: 2, side: 64, batch: 2, examples: 100 },
  cgan: { width: 4, batch: 4 },
  cluster_gan: { width: 1, batch: 4 },
  cogan: { width: 4, batch: 4 },
  context_encoder: { width: 2, side: 32, bottleneck: 8, batch: 2 },
  cyclegan: { width: 2, side: 16, blocks: 1 },
  dcgan: { width: 2, batch: 4 },
  deepfill: { side: 64, width: 2, strokes: 1, batch: 2 },
  discogan: { width: 1, side: 64, batch: 2, examples: 100 },
  dragan: { width: 2, batch: 4 },
  dualgan: { width: 1, batch: 2, examples: 100 },
  ebgan: { width: 2, batch: 4 },
  esrgan: { width: 1, side: 32, blocks: 1, start: 10, batch: 2 },
  gan: { width: 4, batch: 4 },
  improved_gan: { width: 2, batch: 4 },
  infogan: { width: 2, batch: 4 },
  lsgan: { width: 2, batch: 4 },
  munit: { width: 1, side: 64, residuals: 1, examples: 100 },
  pacgan: { width: 8, batch: 4 },
  pix2pix: { width: 1 },
  pixelda: { width: 2, residuals: 1, batch: 4 },
  progressive_gan: { stages: 2, width: 2, images: 16, batch: 4 },
  r3gan: { width: 4, groups: 2, blocks: 1, batch: 4 },
  relativistic_gan: { width: 2, batch: 4 },
  sagan: { side: 16, width: 8, batch: 2 },
  sgan: { width: 2, batch: 4 },
  sngan: { width: 4, batch: 4 },
  softmax_gan: { width: 4, batch: 4 },
  srgan: { width: 1, side: 32, residuals: 1, batch: 2 },
  stargan: { width: 1, side: 64, residuals: 1, batch: 2, examples: 100 },
  stylegan2: { width: 4, stages: 1, mappings: 2, batch: 4 },
  tabular_gan: { width: 8, rows: 2, batch: 4 },
  text_gan: { units: 8, batch: 4 },
  unit: { width: 1, side: 16 },
  vae: { width: 8, batch: 4 },
  vae_gan: { width: 2, batch: 4 },
  video_gan: { frames: 16, side: 16, width: 1, batch: 2 },
  wavegan: { length: 1_024, width: 1, batch: 2 },
  wgan: { width: 4, batch: 4 },
  wgan_div: { width: 4, batch: 4 },
  wgan_gp: { width: 4, batch: 4 },
};

const names = Object.keys(small);
const page = readFileSync(join(root, 'docs/zoo.md'), 'utf8');
const textOf = (name: string) => readFileSync(join(folder, `${name}.gan`), 'utf8');
const lines = (text: string) => text.trimEnd().split('\n').length;
const analyzed = (name: string, set: Readonly<Record<string, number>> = {}) =>
  analyze({ name: `specs/zoo/${name}.gan`, text: textOf(name) }, { constants: new Map(Object.entries(set)) });

const STEPS = 20;
/**
 * `cpu` is slow, and a driver of webgpu that computes on the processor takes half a minute to compile a step. On
 * `tensorflow` these stand for all: a process that opens it fifty times may end without a word.
 */
const onTensorflow = ['cyclegan', 'progressive_gan', 'srgan', 'stylegan2', 'text_gan', 'wavegan'];
const enginesFor = (name: string) =>
  engineNames.filter((engine) => engine === 'wasm' || (engine === 'tensorflow' && onTensorflow.includes(name)));

describe('the zoo', () => {
  it('is this table', () => {
    expect(readdirSync(folder).sort()).toEqual(names.map((name) => `${name}.gan`));
  });

  it.each(names)('%s is right as it is published, and docs/zoo.md tells its size', (name) => {
    const { program, diagnostics } = analyzed(name);
    expect(render(diagnostics)).toBe('');
    expect(program!.name).toBe(name);
    const sizes = [...networksByName(program!)].map(
      ([network, all]) => `${network} ${formatInteger(parameterCount(all))}`,
    );
    const row = page.split('\n').find((line) => line.startsWith(`| [${name}](../specs/zoo/${name}.gan)`));
    expect(row?.split(' | ').slice(2).join(' | ')).toBe(`${lines(textOf(name))} | ${sizes.join(' · ')} |`);
  });

  it.each(names)('%s trains', async (name) => {
    const program = requireProgram(analyzed(name, small[name]));
    for (const engineName of enginesFor(name)) {
      const engine = await openEngine(engineName, { threads: 1 });
      const session = await openSession(program, { platform: nodePlatform, engine, seed: 1, directory: folder });
      try {
        const values = new Map<string, number[]>();
        for (let made = 0; made < STEPS;) {
          const steps = await session.runSteps(STEPS - made);
          made += steps.length;
          for (const [key, value] of steps.flatMap((step) => [...step.values]))
            values.set(key, [...(values.get(key) ?? []), value]);
        }
        for (const [key, found] of values) {
          const what = `${key} on ${engineName}: ${found.join(', ')}`;
          expect(found.every(Number.isFinite), what).toBe(true);
          if (key.endsWith('.gradient_norm')) expect(Math.max(...found), what).toBeGreaterThan(0);
        }
      } finally {
        session.close();
        engine.dispose();
      }
    }
  });
});
