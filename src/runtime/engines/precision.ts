/**
 * What matrix products and convolutions are computed in; everything else is float32 anyway. `tf32` rounds what they
 * multiply to 10 bits after the leading one, on NVIDIA GPUs from Ampere on.
 */
export const precisions = ['f32', 'tf32'] as const;

export type Precision = (typeof precisions)[number];
