/**
 * The precision of matrix products and convolutions; everything else is always float32. `tf32` rounds their factors to
 * 10 bits after the leading one, on NVIDIA GPUs from Ampere on; `bf16` to 7, and their results too.
 */
export const precisions = ['f32', 'tf32', 'bf16'] as const;

export type Precision = (typeof precisions)[number];
