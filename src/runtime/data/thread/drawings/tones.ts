import {
  frequencyOf,
  SAMPLE_RATE,
  toneKinds,
  toneNotes,
  type ToneKind,
} from '../../../../compiler/words/data-sources/labels/tones.ts';
import type { RandomSequence } from '../../../random.ts';
import type { Draw } from './drawing.ts';

export interface TonesParameters {
  readonly length: number;
}

/** A tone, of which the kinds take turns, and its kind and note. */
export const drawTones =
  ({ length }: TonesParameters): Draw =>
  (index, random) => {
    const label = index % toneKinds.length;
    const note = random.integer(toneNotes.length);
    const wave = new Float32Array(length);
    play[toneKinds[label]!](wave, frequencyOf(note) / SAMPLE_RATE, random);
    scaleTo(wave, 0.5 + 0.45 * random.uniform());
    return [wave, Int32Array.of(label), Int32Array.of(note)];
  };

/** Fills the wave with a tone of so many cycles a sample. */
type Play = (wave: Float32Array, frequency: number, random: RandomSequence) => void;

const play: Readonly<Record<ToneKind, Play>> = {
  /**
   * A string: noise that goes around in a loop of one period, averaged with its neighbour each time (Karplus & Strong
   * 1983). The mean of two samples delays by half of one; between samples of the loop, it is interpolated linearly.
   */
  plucked(wave, frequency, random) {
    const period = 1 / frequency - 0.5;
    const whole = Math.floor(period);
    const part = period - whole;
    const decay = 0.994 + 0.005 * random.uniform();
    const noise = Float64Array.from({ length: Math.min(wave.length, whole + 2) }, () => random.uniform());
    // What does not swing would stay in the loop as an offset.
    const offset = noise.reduce((sum, value) => sum + value, 0) / noise.length;
    wave.set(noise.map((value) => value - offset));
    for (let i = whole + 2; i < wave.length; i++) {
      const [near, far, older] = [wave[i - whole]!, wave[i - whole - 1]!, wave[i - whole - 2]!];
      wave[i] = (decay * ((1 - part) * (near + far) + part * (far + older))) / 2;
    }
  },

  /** A sawtooth with vibrato, which swells: the partials fall as 1 / k, as those of a bowed string do (Helmholtz). */
  bowed(wave, frequency, random) {
    const [rate, depth] = [5 + 2 * random.uniform(), 0.002 + 0.004 * random.uniform()];
    const attack = 0.15 + 0.15 * random.uniform();
    const brightness = 4 + random.integer(5);
    const partials = Array.from({ length: brightness }, (_, k) => [k + 1, 1 / (k + 1)] as const);
    const phase = 2 * Math.PI * random.uniform();
    addPartials(wave, frequency, partials, (share, i) => ({
      loudness: Math.min(1, share / attack, (1 - share) / 0.1),
      // The integral of a frequency that swings by `depth`, in cycles.
      cycles:
        (-depth * frequency * Math.cos((2 * Math.PI * rate * i) / SAMPLE_RATE + phase)) /
        ((2 * Math.PI * rate) / SAMPLE_RATE),
    }));
  },

  /** A bar: partials out of tune with each other, as of a beam that is free at both ends, of which the high ones fade first. */
  struck(wave, frequency, random) {
    const decay = 3 + 4 * random.uniform();
    for (const [k, ratio] of [1, 2.756, 5.404].entries()) {
      addPartials(wave, frequency, [[ratio, 0.6 ** k]], (share) => ({
        loudness: Math.exp(-decay * (1 + 2 * k) * share),
        cycles: 0,
      }));
    }
  },

  /** A flute: few partials, and breath. */
  blown(wave, frequency, random) {
    const breath = 0.03 + 0.05 * random.uniform();
    const attack = 0.05 + 0.1 * random.uniform();
    const partials = [
      [1, 1],
      [2, 0.2 * random.uniform()],
      [3, 0.1 * random.uniform()],
    ] as const;
    const loudness = (share: number): number => Math.min(1, share / attack, (1 - share) / 0.1);
    addPartials(wave, frequency, partials, (share) => ({ loudness: loudness(share), cycles: 0 }));
    for (let i = 0; i < wave.length; i++) {
      wave[i]! += breath * (2 * random.uniform() - 1) * loudness((i + 0.5) / wave.length);
    }
  },
};

/** Adds sines below half of the sample rate. `at` says how loud they are, and by how much their phase is shifted. */
function addPartials(
  wave: Float32Array,
  frequency: number,
  partials: readonly (readonly [ratio: number, loudness: number])[],
  at: (share: number, i: number) => { readonly loudness: number; readonly cycles: number },
): void {
  const heard = partials.filter(([ratio]) => ratio * frequency < 0.45);
  for (let i = 0; i < wave.length; i++) {
    const { loudness, cycles } = at((i + 0.5) / wave.length, i);
    const angle = 2 * Math.PI * (frequency * i + cycles);
    let sum = 0;
    for (const [ratio, strength] of heard) sum += strength * Math.sin(ratio * angle);
    wave[i]! += loudness * sum;
  }
}

function scaleTo(wave: Float32Array, peak: number): void {
  let largest = 0;
  for (const value of wave) largest = Math.max(largest, Math.abs(value));
  for (let i = 0; i < wave.length; i++) wave[i]! *= peak / largest;
}
