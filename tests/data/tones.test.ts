import { describe, expect, it } from 'vitest';
import { toneKinds } from '../../src/compiler/words/data-sources/labels/tones.ts';
import { counts, each, examples, mean } from './drawn.ts';

const rate = 16_000;

/** How strongly a wave swings at a frequency (Goertzel 1958), over the part where it is loud, in a Hann window. */
function strength(wave: Float32Array, frequency: number): number {
  let [cosine, sine] = [0, 0];
  for (let i = 0; i < wave.length; i++) {
    const value = wave[i]! * (0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / wave.length));
    cosine += value * Math.cos((2 * Math.PI * frequency * i) / rate);
    sine += value * Math.sin((2 * Math.PI * frequency * i) / rate);
  }
  return Math.hypot(cosine, sine) / wave.length;
}
const loudness = (wave: Float32Array, from: number, to: number): number =>
  Math.sqrt(mean(wave.subarray(from * wave.length, to * wave.length).map((value) => value ** 2)));

describe('tones', () => {
  it('are of balanced kinds, and swing about 0 between half of the greatest loudness and all of it', async () => {
    const fields = await examples('tones', 200, { length: 2048 });
    expect(counts(fields('label'))).toEqual(toneKinds.map(() => 50));
    for (const wave of each(fields('wave'))) {
      const peak = Math.max(...wave.map(Math.abs));
      expect(peak).toBeGreaterThan(0.499);
      expect(peak).toBeLessThan(0.951);
      expect(Math.abs(mean(wave))).toBeLessThan(0.05);
    }
  });

  it('have the notes that their labels say, within a quarter tone', async () => {
    const fields = await examples('tones', 80, { length: 8192 });
    for (const [i, wave] of each(fields('wave')).entries()) {
      const note = fields('note').data[i]!;
      const kind = toneKinds[fields('label').data[i]!];
      // Half of a string's or a bar's sound is in its beginning.
      const cents = Array.from({ length: 25 }, (_, at) => 10 * at - 120);
      const found = cents.map((cent) => strength(wave, 220 * 2 ** (note / 12 + cent / 1200)));
      const loudest = cents[found.indexOf(Math.max(...found))]!;
      expect(Math.abs(loudest), `${kind} ${note}: ${loudest} cents off`).toBeLessThanOrEqual(20);
    }
  });

  it('sound as their kind does', async () => {
    const fields = await examples('tones', 200, { length: 8192 });
    const waves = each(fields('wave'));
    for (const [i, wave] of waves.entries()) {
      const kind = toneKinds[fields('label').data[i]!]!;
      const [begin, middle, end] = [loudness(wave, 0, 0.04), loudness(wave, 0.4, 0.6), loudness(wave, 0.97, 1)];
      // What is plucked or struck is loudest at once and fades; what is bowed or blown swells and is stopped.
      if (kind === 'plucked' || kind === 'struck') expect(begin, `${kind} ${i}`).toBeGreaterThan(1.2 * middle);
      else expect(Math.max(begin, end), `${kind} ${i}`).toBeLessThan(0.7 * middle);
      // A bow makes many partials, a pipe hardly any.
      const frequency = 220 * 2 ** (fields('note').data[i]! / 12);
      const second = strength(wave, 2 * frequency) / strength(wave, frequency);
      if (kind === 'bowed') expect(second, `bowed ${i}`).toBeGreaterThan(0.3);
      if (kind === 'blown') expect(second, `blown ${i}`).toBeLessThan(0.25);
      if (kind === 'struck') expect(second, `struck ${i}`).toBeLessThan(0.1);
    }
  });

  it.each([64, 1000, 65_536])('have %d samples, all of them numbers', async (length) => {
    const wave = (await examples('tones', 8, { length }))('wave');
    expect(wave.shape).toEqual([8, length, 1]);
    expect(wave.data.every(Number.isFinite)).toBe(true);
  });
});
