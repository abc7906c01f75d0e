/** Calls of functions that are composed of several ops, and what they are in PyTorch. */
import type { WrittenCall } from './calls.ts';

export interface Composite {
  readonly call: WrittenCall;
  /**
   * The same in PyTorch's words (see `tests/torch/functions.py`): an expression in the inputs `a`, `b`, `c`, whose first
   * axis is the batch unless they are `one`, and in the weights.
   */
  readonly torch: string;
}

const composite = (torch: string, ...call: WrittenCall): Composite => ({ call, torch });

const contractions: readonly Composite[] = [
  composite('torch.einsum("bqd,bkd->bqk", a, b)', 'einsum', 'tensor[3, 4] & tensor[5, 4]', {
    equation: 'qd, kd -> qk',
  }),
  composite('torch.einsum("bqk,bkd->bqd", a, b)', 'einsum', 'tensor[3, 4] & tensor[4, 5]', {
    equation: 'qk, kd -> qd',
  }),
  composite('torch.einsum("bqhd,bkhd->bhqk", a, b)', 'einsum', 'tensor[3, 2, 4] & tensor[5, 2, 4]', {
    equation: 'qhd, khd -> hqk',
  }),
  composite('torch.einsum("bqhd,bkhd->bkqh", a, b)', 'einsum', 'tensor[3, 2, 4] & tensor[5, 2, 4]', {
    equation: 'qhd, khd -> kqh',
  }),
  composite('torch.einsum("bnd,dk->bnk", a, b)', 'einsum', 'tensor[3, 4] & one tensor[4, 2]', {
    equation: 'nd, dk -> nk',
  }),
  composite('torch.einsum("kd,bnd->bkn", a, b)', 'einsum', 'one tensor[2, 4] & tensor[3, 4]', {
    equation: 'kd, nd -> kn',
  }),
  composite('torch.einsum("bijk,bkl,bjm->bmil", a, b, c)', 'einsum', 'tensor[2, 3, 4] & tensor[4, 2] & tensor[3, 3]', {
    equation: 'ijk, kl, jm -> mil',
  }),
  composite('torch.einsum("bi,bi,bi->b", a, b, c)', 'einsum', 'tensor[4] & tensor[4] & tensor[4]', {
    equation: 'i, i, i ->',
  }),
  composite('torch.einsum("bijk->bki", a)', 'einsum', 'tensor[2, 3, 4]', { equation: 'ijk -> ki' }),
  composite('torch.einsum("bij,bkl->bli", a, b)', 'einsum', 'tensor[2, 3] & tensor[4, 2]', {
    equation: 'ij, kl -> li',
  }),
  composite('torch.einsum("bij,bji->bj", a, b)', 'einsum', 'tensor[2, 3] & tensor[3, 2]', { equation: 'ij, ji -> j' }),
  composite('torch.einsum("ij,jk->ki", a, b)', 'einsum', 'one tensor[2, 3] & one tensor[3, 2]', {
    equation: 'ij, jk -> ki',
  }),
  composite('a @ b', 'matmul', 'tensor[2, 3] & tensor[3, 4]'),
  composite('a @ b', 'matmul', 'tensor[2, 3] & one tensor[3, 4]'),
  composite('a @ b', 'matmul', 'one tensor[2, 3] & tensor[3, 4]'),
  composite('torch.einsum("bij,bj->bi", a, b)', 'matvec', 'tensor[2, 3] & tensor[3]'),
  composite('torch.einsum("ij,bj->bi", a, b)', 'matvec', 'one tensor[2, 3] & tensor[3]'),
  composite('torch.einsum("bi,bj->bij", a, b)', 'outer', 'tensor[2] & tensor[3]'),
];

export const composites: readonly Composite[] = [...contractions];
