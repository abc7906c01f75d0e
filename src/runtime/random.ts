/**
 * Random numbers as a pure function of (seed, stream, step, index). There is no generator state to save: a resumed run
 * draws what an uninterrupted one would have drawn, and a new stream changes no other.
 *
 * The generator is Philox4x32-10 (Salmon, Moraes, Dror & Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3"). Its
 * key is derived from the seed and the name of the stream; its counter is (block, attempt, step low, step high).
 */
import type { Distribution } from '../compiler/graph/graph.ts';
import { sizeOf } from '../compiler/graph/graph.ts';
import type { HostTensor } from './host-tensor.ts';
import { compilePhilox, type PhiloxWords } from './simd/philox.ts';

/** Identifies a draw. `seed`, `step` and `first` are non-negative safe integers. */
export interface RandomKey {
  readonly seed: number;
  readonly stream: string;
  readonly step: number;
  /**
   * Where in the draw to begin, in elements; 0 if omitted. A multiple of 4, the words of a block. Only what is redrawn
   * of a truncated normal depends on it.
   */
  readonly first?: number;
}

// The multipliers of the two lanes, the increments of the key, and the number of rounds, as fixed by the paper.
const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;
const ROUNDS = 10;
const TWO_32 = 2 ** 32;
const TO_UNIT = 2 ** -32;

/** Computes one block: the four words for a counter of four words and a key of two, written to `out` from `at` on. */
export function philox4x32(
  out: Uint32Array,
  at: number,
  c0: number,
  c1: number,
  c2: number,
  c3: number,
  k0: number,
  k1: number,
): void {
  // Words are kept as signed integers, with which V8 is fastest; storing them in the array makes them unsigned.
  let x0 = c0 | 0;
  let x1 = c1 | 0;
  let x2 = c2 | 0;
  let x3 = c3 | 0;
  k0 |= 0;
  k1 |= 0;
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = highWord(MULTIPLIER_0 >>> 16, MULTIPLIER_0 & 0xffff, x0);
    const high1 = highWord(MULTIPLIER_1 >>> 16, MULTIPLIER_1 & 0xffff, x2);
    const low0 = Math.imul(MULTIPLIER_0, x0);
    const low1 = Math.imul(MULTIPLIER_1, x2);
    x0 = high1 ^ x1 ^ k0;
    x1 = low1;
    x2 = high0 ^ x3 ^ k1;
    x3 = low0;
    k0 = (k0 + WEYL_0) | 0;
    k1 = (k1 + WEYL_1) | 0;
  }
  out[at] = x0;
  out[at + 1] = x1;
  out[at + 2] = x2;
  out[at + 3] = x3;
}

/** The upper 32 bits of a 32 × 32-bit product, computed from halves to avoid BigInt in the inner loop. */
function highWord(aHigh: number, aLow: number, b: number): number {
  const bHigh = b >>> 16;
  const bLow = b & 0xffff;
  const middle0 = Math.imul(aHigh, bLow) >>> 0;
  const middle1 = Math.imul(aLow, bHigh) >>> 0;
  const carry = (Math.imul(aLow, bLow) >>> 16) + (middle0 & 0xffff) + (middle1 & 0xffff);
  return (Math.imul(aHigh, bHigh) + (middle0 >>> 16) + (middle1 >>> 16) + (carry >>> 16)) | 0;
}

/** The generator's key, and the counter of the draw's first block. */
export function wordsOfKey(
  { seed, stream, step, first = 0 }: RandomKey,
  attempt = 0,
): { readonly key: [number, number]; readonly counter: [number, number, number, number] } {
  requireCount('step', step);
  requireCount('index', first);
  if (first % 4 !== 0) throw new RangeError(`a draw begins at a multiple of 4, not at ${first}`);
  return {
    key: streamKey(seed, stream),
    counter: [(first / 4) % TWO_32, attempt, step % TWO_32, Math.floor(step / TWO_32)],
  };
}

/** A draw from the given distribution: int32 for `categorical`, float32 for all others. */
export function draw(distribution: Distribution, shape: readonly number[], key: RandomKey): HostTensor {
  const size = sizeOf(shape);
  const words = wordsOf(size, key);
  switch (distribution.kind) {
    case 'normal': {
      const { mean, std } = distribution;
      return { dtype: 'float32', shape, data: affine(normals(words, size), std, mean) };
    }
    case 'truncated-normal': {
      const { mean, std } = distribution;
      return { dtype: 'float32', shape, data: affine(truncatedNormals(words, size, key), std, mean) };
    }
    case 'uniform': {
      const { low, high } = distribution;
      const data = new Float32Array(size);
      // 24 bits, which a float32 represents exactly: a draw from 0..1 is never rounded up to 1.
      for (let i = 0; i < size; i++) data[i] = (words[i]! >>> 8) * 2 ** -24;
      return { dtype: 'float32', shape, data: affine(data, high - low, low) };
    }
    case 'bernoulli': {
      const data = new Float32Array(size);
      const bound = distribution.p * TWO_32;
      // Without a branch, which would be mispredicted as often as a coin toss.
      for (let i = 0; i < size; i++) data[i] = Number(words[i]! < bound);
      return { dtype: 'float32', shape, data };
    }
    case 'categorical': {
      const data = new Int32Array(size);
      for (let i = 0; i < size; i++) data[i] = Math.floor(words[i]! * TO_UNIT * distribution.classes);
      return { dtype: 'int32', shape, data };
    }
  }
}

/** A uniformly random permutation of 0 … n − 1 (Fisher–Yates). */
export function permutation(n: number, key: RandomKey): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  const random = new RandomSequence(key.seed, key.stream).at(key.step);
  for (let i = n - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    const kept = order[i]!;
    order[i] = order[j]!;
    order[j] = kept;
  }
  return order;
}

/**
 * Consecutive draws, for when their number is not known in advance, as for one generated example of a data set;
 * `at(step)` goes to the first draw of a step.
 */
export class RandomSequence {
  private readonly key: readonly [number, number];
  private readonly words = new Uint32Array(4);
  private step = 0;
  private block = 0;
  private used = 4;

  constructor(seed: number, stream: string) {
    this.key = streamKey(seed, stream);
  }

  at(step: number): this {
    requireCount('step', step);
    this.step = step;
    this.block = 0;
    this.used = 4;
    return this;
  }

  /** Uniform in 0 ≤ u < 1, with 53 bits. */
  uniform(): number {
    const high = this.word() >>> 5;
    const low = this.word() >>> 6;
    return (high * 2 ** 26 + low) * 2 ** -53;
  }

  /** An integer in 0 … count − 1. */
  integer(count: number): number {
    return Math.floor(this.uniform() * count);
  }

  /** Standard normal. */
  normal(): number {
    return radius(this.word()) * Math.cos(angle(this.word()));
  }

  private word(): number {
    if (this.used === 4) {
      const [k0, k1] = this.key;
      philox4x32(this.words, 0, this.block++, 0, this.step % TWO_32, Math.floor(this.step / TWO_32), k0, k1);
      this.used = 0;
    }
    return this.words[this.used++]!;
  }
}

/**
 * The Philox key of a stream: the name, 16 bytes at a time, is chained through Philox itself under the seed (CBC), so
 * that streams are as independent as keys are. Two names collide with probability 2^-64.
 */
function streamKey(seed: number, stream: string): [number, number] {
  requireCount('seed', seed);
  const name = new TextEncoder().encode(stream);
  const padded = new Uint8Array((Math.floor(name.length / 16) + 1) * 16);
  padded.set(name);
  const bytes = new DataView(padded.buffer);
  const state = new Uint32Array(4);
  state[0] = name.length;
  for (let at = 0; at < padded.length; at += 16) {
    philox4x32(
      state,
      0,
      state[0]! ^ bytes.getUint32(at, true),
      state[1]! ^ bytes.getUint32(at + 4, true),
      state[2]! ^ bytes.getUint32(at + 8, true),
      state[3]! ^ bytes.getUint32(at + 12, true),
      seed % TWO_32,
      Math.floor(seed / TWO_32),
    );
  }
  return [state[0]!, state[1]!];
}

function requireCount(what: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new RangeError(`a random ${what} is a whole number from 0 to 2^53 - 1, not ${value}`);
  }
}

let philoxWords: PhiloxWords | undefined;

/**
 * At least `count` words of a draw, valid until the next call. Further attempts at the same draw (rejection) get
 * different words.
 */
function wordsOf(count: number, key: RandomKey, attempt = 0): Uint32Array {
  const words = wordsOfKey(key, attempt);
  philoxWords ??= compilePhilox({
    multipliers: [MULTIPLIER_0, MULTIPLIER_1],
    increments: [WEYL_0, WEYL_1],
    rounds: ROUNDS,
  });
  return philoxWords(Math.ceil(count / 4), words.counter, words.key);
}

/** Box & Muller 1958: two words give two normals. The added half keeps the logarithm's argument above 0. */
function radius(word: number): number {
  return Math.sqrt(-2 * Math.log((word + 0.5) * TO_UNIT));
}
function angle(word: number): number {
  return word * (TO_UNIT * 2 * Math.PI);
}

/** `words` has an even length of at least `size`. */
function normals(words: Uint32Array, size: number): Float32Array {
  const data = new Float32Array(size);
  for (let i = 0; i < size; i += 2) {
    const r = radius(words[i]!);
    const a = angle(words[i + 1]!);
    data[i] = r * Math.cos(a);
    if (i + 1 < size) data[i + 1] = r * Math.sin(a);
  }
  return data;
}

/** Standard normals, each redrawn until it lies within two standard deviations (one in 22 does not). */
function truncatedNormals(words: Uint32Array, size: number, key: RandomKey): Float32Array {
  const data = normals(words, size);
  let outside = indicesOutside(data, data.keys());
  for (let attempt = 1; outside.length > 0; attempt++) {
    const again = normals(wordsOf(outside.length, key, attempt), outside.length);
    outside.forEach((index, i) => (data[index] = again[i]!));
    outside = indicesOutside(data, outside);
  }
  return data;
}

function indicesOutside(data: Float32Array, indices: Iterable<number>): number[] {
  const outside: number[] = [];
  for (const i of indices) if (Math.abs(data[i]!) > 2) outside.push(i);
  return outside;
}

function affine(data: Float32Array, scale: number, offset: number): Float32Array {
  if (scale !== 1 || offset !== 0) for (let i = 0; i < data.length; i++) data[i] = data[i]! * scale + offset;
  return data;
}
