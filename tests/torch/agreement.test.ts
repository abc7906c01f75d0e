/**
 * The same weights, minibatches and draws, trained for twenty steps by ganspec and by PyTorch (`peer.py`,
 * hand-written): gradients, losses, final weights and moving statistics agree.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EngineName } from '../../src/runtime/engines/index.ts';
import { decodeSafetensors } from '../../src/runtime/output/safetensors.ts';
import { compareGradients, compareLosses, compareWeights, withoutPrefix } from './compare.ts';
import { findPython, howToGetPython, Peer } from './python.ts';
import { renamed, train } from './train.ts';

interface Case {
  /** The name of the case in `peer.py`. */
  readonly name: string;
  readonly spec: string;
  /** Words of the spec and their replacements. */
  readonly change?: Readonly<Record<string, string>>;
  readonly engine?: EngineName;
  /**
   * The seed of weights, minibatches and draws. A seed is suitable if PyTorch agrees with itself when the initial
   * weights are moved by 1e-7 of their size: with leaky ReLU, a single flipped sign can change a loss by 1 %, and so
   * can another maximum with `max_pool`. See docs/agreement.md.
   */
  readonly seed?: number;
  /** Adam and RMSprop divide the gradient by its size, so that rounding grows with every step. */
  readonly adaptive?: boolean;
}

const wganGp = (activation: string): Case[] => {
  const change = activation === 'leaky_relu' ? {} : { 'leaky_relu(0.2)': activation };
  const of = (optimizer: string, using?: string, rest: Partial<Case> = {}): Case => ({
    name: `wgan_gp ${activation}, ${optimizer}`,
    spec: 'wgan_gp',
    change: { ...change, ...(using && { 'sgd(0.002)': using }) },
    ...rest,
  });
  return [
    of('sgd'),
    of('momentum', 'sgd(5e-4, momentum: 0.9)'),
    of('adam', 'adam(5e-4, beta1: 0, beta2: 0.9)', { adaptive: true, seed: 8 }),
  ];
};

const points = (name: string, using: string, adaptive = false): Case => ({
  name: `points, ${name}`,
  spec: 'points',
  change: { 'sgd(0.1)': using },
  adaptive,
});

const cases: readonly Case[] = [
  { name: 'dcgan, sgd', spec: 'dcgan' },
  { name: 'dcgan, momentum', spec: 'dcgan', change: { 'sgd(0.01)': 'sgd(0.01, momentum: 0.9)' } },
  { name: 'dcgan, adam', spec: 'dcgan', change: { 'sgd(0.01)': 'adam(2e-4, beta1: 0.5)' }, adaptive: true },
  ...wganGp('leaky_relu'),
  ...wganGp('tanh'),
  { name: 'wgan, rmsprop and clip', spec: 'wgan', adaptive: true },
  { name: 'sequences, sgd', spec: 'sequences' },
  { name: 'sequences, adam', spec: 'sequences', change: { 'sgd(0.01)': 'adam(1e-3, beta1: 0.5)' }, adaptive: true },
  {
    name: 'sequences, batch_norm',
    spec: 'sequences',
    change: {
      'units) -> tensor[time, units]': 'units, norm = identity, bias = true) -> tensor[time, units]',
      'dense(4 * units)': 'dense(4 * units, bias: bias) |> norm',
      'z |> lstm(12)': 'z |> lstm(12, batch_norm, bias: false)',
      'sgd(0.01)': 'sgd(0.002)',
    },
  },
  { name: 'layers, sgd', spec: 'layers', seed: 9 },
  { name: 'layers, adam', spec: 'layers', change: { 'sgd(0.02)': 'adam(1e-3, beta1: 0.5)' }, adaptive: true, seed: 10 },
  { name: 'points, cpu', spec: 'points', engine: 'cpu' },
  points('adamw', 'adamw(1e-3, weight_decay: 0.1)', true),
  points('nesterov', 'sgd(0.02, momentum: 0.9, nesterov: true, weight_decay: 0.01)'),
  points('clip_norm', 'sgd(0.1, clip_norm: 0.4)'),
  points('clip_value', 'adam(1e-3, beta1: 0.5, clip_value: 0.02)', true),
  points('linear', 'sgd(linear(0.1 -> 0.01, from: 5 steps))'),
  points('cosine', 'sgd(cosine(0.1 -> 0.01))'),
  {
    name: 'points, schedules',
    spec: 'points',
    change: {
      'sgd(0.1)': 'adam(1e-3, beta1: linear(0 -> 0.8, over: 16 steps), beta2: 0.99)',
      '0.1 * minimax_d': 'linear(0.1 -> 0.5, over: 10 steps) * minimax_d',
    },
    adaptive: true,
  },
  {
    name: 'points, accumulating',
    spec: 'points',
    change: {
      'd over D using sgd(0.1)': 'd over D using sgd(0.1) accumulating 4 minibatches',
      'g over G using sgd(0.1)': 'g over G using sgd(0.1) accumulating 3 minibatches',
    },
  },
  {
    name: 'points, simultaneously',
    spec: 'points',
    change: {
      'minimize d': 'simultaneously { minimize d',
      'over G using sgd(0.1)': 'over G using sgd(0.1) }',
      'sgd(0.1)': 'adam(1e-3, beta1: 0.5)',
    },
    adaptive: true,
  },
  points('step', 'sgd(step(0.1, every: 6 steps, factor: 0.5))'),
  points('warmup', 'sgd(warmup(linear(0.1 -> 0.01, from: 5 steps), over: 8 steps))'),
];

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const python = findPython();
if (!python) console.warn(`tests/torch is skipped: ${howToGetPython}`);

describe.skipIf(!python)('ganspec and PyTorch agree over twenty steps', () => {
  const rows: string[] = [];
  let folder: string;
  let peer: Peer;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ganspec-torch-'));
    peer = new Peer(python!, here('peer.py'), folder, process.env['GANSPEC_TORCH_PRECISION'] ?? 'float64');
  });

  afterAll(async () => {
    await peer.close();
    rmSync(folder, { recursive: true });
    const head = '| case | first gradients | losses | final weights |\n| --- | --- | --- | --- |';
    console.log(`Worst relative deviations:\n\n${head}\n${rows.join('\n')}`);
  });

  it.each(cases)(
    '$name',
    async ({ name, spec, change = {}, engine = 'wasm', seed = 5, adaptive = false }) => {
      const text = changed(readFileSync(here(`${spec}.gan`), 'utf8'), change);
      const ours = await train(name, text, { engine, seed, folder });
      await peer.train(name);
      const result = readFileSync(join(folder, `${name}.result.safetensors`));
      const theirs = renamed(decodeSafetensors(result, 'the result of peer.py').tensors, ours.names.fromPeer);
      const losses = JSON.parse(readFileSync(join(folder, `${name}.losses.json`), 'utf8')) as Record<string, number>[];

      const gradient = compareGradients(ours.gradients, withoutPrefix(theirs, 'gradient/'));
      const loss = compareLosses(ours.losses, losses);
      const weight = compareWeights(ours.initial, ours.final, withoutPrefix(theirs, 'final/'));
      const cells = [gradient, loss, weight].map(({ deviation, where }) => `${deviation.toExponential(1)} (${where})`);
      rows.push(`| ${[name, ...cells].join(' | ')} |`);
      expect(ours.losses).toHaveLength(20);
      expect(gradient.deviation, `first gradients: ${gradient.where}`).toBeLessThan(1e-4);
      expect(loss.deviation, `losses: ${loss.where}`).toBeLessThan(adaptive ? 1e-2 : 1e-3);
      expect(weight.deviation, `final weights: ${weight.where}`).toBeLessThan(adaptive ? 1e-2 : 1e-3);
    },
    300_000,
  );
});

function changed(text: string, change: Readonly<Record<string, string>>): string {
  return Object.entries(change).reduce((spec, [from, to]) => {
    if (!spec.includes(from)) throw new Error(`the spec has no \`${from}\` to change`);
    return spec.replaceAll(from, to);
  }, text);
}
