export function uniform(seed: number, text = ''): () => number {
  let state = 0x811c9dc5 ^ seed;
  for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
export function sampleInputs(op: any, sample: any, seed: number): any[] {
  const random = uniform(seed, `${op.name} ${op.samples.indexOf(sample)}`);
  return sample.inputs.map((input: any) => ({ shape: input.shape, data: draw(input, random) }));
}
function draw(input: any, random: () => number): Float64Array {
  const size = input.shape.reduce((a: number, b: number) => a * b, 1);
  if (input.values) return Float64Array.from(input.values, input.dtype === undefined || input.dtype === 'float32' ? Math.fround : (v: any) => v);
  if (input.dtype === 'bool') return Float64Array.from({ length: size }, () => (random() < 0.5 ? 0 : 1));
  if (input.dtype === 'int32') { const [low, high] = input.range ?? [-5, 5]; return Float64Array.from({ length: size }, () => low + Math.floor(random() * (high - low + 1))); }
  const [low, high] = input.range ?? [-2, 2];
  const margin = 0.02 * (high - low);
  const accept = (value: number) => (input.avoid ?? []).every((kink: number) => Math.abs(value - kink) > margin);
  return Float64Array.from({ length: size }, () => { for (;;) { const value = Math.fround(low + random() * (high - low)); if (accept(value)) return value; } });
}
