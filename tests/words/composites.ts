/** Calls of functions that are composed of ops, and what they are in PyTorch. */
import type { WrittenCall } from './calls.ts';

export interface Composite {
  readonly call: WrittenCall;
  /**
   * The same in PyTorch's words (see `tests/torch/functions.py`): an expression in the inputs `a`, `b`, `c`, whose first
   * axis is the batch unless they are `one`, and in the weights.
   */
  readonly torch: string;
  /** Of inputs by name, where noise will not do: labels, ties. */
  readonly values?: Readonly<Record<string, readonly number[]>>;
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

const convolutions: readonly Composite[] = [
  composite('conv(a, kernel, bias, padding="same")', 'conv1d', 'tensor[7, 3]', { filters: '4', kernel: '3' }),
  composite('conv(a, kernel, bias, stride=2, padding="same")', 'conv1d', 'tensor[8, 3]', {
    filters: '2',
    kernel: '5',
    stride: '2',
  }),
  composite('conv(a, kernel, stride=2, dilation=2)', 'conv1d', 'tensor[9, 2]', {
    filters: '3',
    kernel: '3',
    stride: '2',
    dilation: '2',
    padding: 'valid',
    bias: 'false',
  }),
  composite('conv(a, kernel, bias, padding="same", groups=2)', 'conv2d', 'tensor[4, 5, 4]', {
    filters: '6',
    kernel: '3',
    groups: '2',
  }),
  composite('conv(a, kernel, bias, stride=2, padding=1, groups=3)', 'conv2d', 'tensor[5, 4, 3]', {
    filters: '6',
    kernel: '3',
    stride: '2',
    padding: '1',
    groups: '3',
  }),
  composite('conv(a, kernel, bias, padding="same")', 'conv3d', 'tensor[3, 4, 3, 2]', { filters: '2', kernel: '3' }),
  composite('conv(a, kernel, bias, stride=2, padding=1, groups=2)', 'conv3d', 'tensor[4, 5, 4, 4]', {
    filters: '2',
    kernel: '3',
    stride: '2',
    padding: '1',
    groups: '2',
  }),
  composite('conv(a, kernel, bias, dilation=2)', 'conv3d', 'tensor[5, 4, 3, 1]', {
    filters: '2',
    kernel: '2',
    dilation: '2',
    padding: 'valid',
  }),
  composite('conv_transpose(a, kernel, bias, stride=2, padding="same")', 'conv1d_transpose', 'tensor[4, 3]', {
    filters: '2',
    kernel: '5',
    stride: '2',
  }),
  composite('conv_transpose(a, kernel, bias, stride=2, padding=1)', 'conv1d_transpose', 'tensor[4, 3]', {
    filters: '2',
    kernel: '4',
    stride: '2',
    padding: '1',
  }),
  composite(
    'conv_transpose(a, kernel, bias, stride=2, padding="same", dilation=2)',
    'conv2d_transpose',
    'tensor[3, 2, 2]',
    {
      filters: '2',
      kernel: '3',
      stride: '2',
      dilation: '2',
    },
  ),
  composite('conv_transpose(a, kernel, bias, stride=2, padding=1, groups=2)', 'conv2d_transpose', 'tensor[3, 2, 4]', {
    filters: '6',
    kernel: '3',
    stride: '2',
    padding: '1',
    groups: '2',
  }),
  composite('conv_transpose(a, kernel, bias, stride=2, groups=2)', 'conv2d_transpose', 'tensor[3, 2, 4]', {
    filters: '2',
    kernel: '3',
    stride: '2',
    padding: 'valid',
    groups: '2',
  }),
  composite('conv_transpose(a, kernel, bias, stride=2, padding="same")', 'conv3d_transpose', 'tensor[2, 3, 2, 2]', {
    filters: '2',
    kernel: '3',
    stride: '2',
  }),
  composite('conv_transpose(a, kernel, bias, padding=1, groups=2)', 'conv3d_transpose', 'tensor[3, 3, 2, 2]', {
    filters: '2',
    kernel: '3',
    padding: '1',
    groups: '2',
  }),
  composite('conv(a, kernel, bias, padding="same", groups=3)', 'depthwise_conv2d', 'tensor[4, 3, 3]', {
    kernel: '3',
    multiplier: '2',
  }),
  composite('conv(a, kernel, stride=2, padding="same", groups=3)', 'depthwise_conv2d', 'tensor[5, 4, 3]', {
    kernel: '3',
    stride: '2',
    bias: 'false',
  }),
  composite(
    'conv(conv(a, depthwise_kernel, padding="same", groups=3), pointwise_kernel, bias)',
    'separable_conv2d',
    'tensor[4, 3, 3]',
    { filters: '2', kernel: '3', multiplier: '2' },
  ),
  composite('conv(a, b, padding="same")', 'conv2d_with', 'tensor[4, 3, 2] & one tensor[3, 3, 2, 3]'),
  composite('each(conv, a, b, stride=2, padding=1)', 'conv2d_with', 'tensor[4, 3, 2] & tensor[3, 2, 2, 3]', {
    stride: '2',
    padding: '1',
  }),
  composite('each(conv, a, b, padding="same", groups=2)', 'conv2d_with', 'tensor[3, 3, 4] & tensor[3, 3, 2, 6]', {
    groups: '2',
  }),
  composite(
    'each(conv, a.expand(2, 4, 3, 2), b, padding="same")',
    'conv2d_with',
    'one tensor[4, 3, 2] & tensor[3, 3, 2, 1]',
  ),
  composite(
    'conv_transpose(a, b, stride=2, padding="same")',
    'conv2d_transpose_with',
    'tensor[2, 3, 2] & one tensor[3, 3, 3, 2]',
    { stride: '2' },
  ),
  composite(
    'each(conv_transpose, a, b, stride=2, padding=1)',
    'conv2d_transpose_with',
    'tensor[2, 3, 2] & tensor[3, 4, 3, 2]',
    { stride: '2', padding: '1' },
  ),
  composite(
    'each(conv_transpose, a, b, stride=2, groups=2)',
    'conv2d_transpose_with',
    'tensor[2, 2, 4] & tensor[2, 2, 1, 4]',
    { stride: '2', padding: 'valid', groups: '2' },
  ),
];

const pools: readonly Composite[] = [
  composite('pool(F.max_pool1d, a, 2)', 'max_pool1d', 'tensor[7, 3]'),
  composite('pool(F.max_pool1d, a, 3, 2, 1)', 'max_pool1d', 'tensor[7, 3]', { size: '3', stride: '2', padding: '1' }),
  composite('average(F.avg_pool1d, a, 3, 2, 1)', 'avg_pool1d', 'tensor[7, 3]', {
    size: '3',
    stride: '2',
    padding: '1',
  }),
  composite('pool(F.max_pool3d, a, 2)', 'max_pool3d', 'tensor[4, 5, 4, 2]'),
  composite('pool(F.max_pool3d, a, 3, 2, 1)', 'max_pool3d', 'tensor[5, 4, 3, 2]', {
    size: '3',
    stride: '2',
    padding: '1',
  }),
  composite('average(F.avg_pool3d, a, 3, 2, 1)', 'avg_pool3d', 'tensor[5, 4, 3, 2]', {
    size: '3',
    stride: '2',
    padding: '1',
  }),
  composite('last(F.adaptive_avg_pool2d(first(a), 3))', 'adaptive_avg_pool', 'tensor[7, 4, 2]', { size: '3' }),
];

const filters: readonly Composite[] = [
  composite('upfirdn(a, normalized(1, 3, 3, 1), padding=(2, 1))', 'blur', 'tensor[5, 4, 2]'),
  composite('upfirdn(a, normalized(1, 2, 4), padding=(1, 1))', 'blur', 'tensor[5, 4, 2]', { kernel: '1, 2, 4' }),
  composite('upfirdn(a, normalized(1, 3, 3, 1), up=2, padding=(2, 1), gain=4)', 'upsample', 'tensor[3, 4, 2]', {
    filter: '1, 3, 3, 1',
  }),
  composite('upfirdn(a, normalized(1, 2, 4), up=3, padding=(2, 0), gain=9)', 'upsample', 'tensor[3, 2, 2]', {
    factor: '3',
    filter: '1, 2, 4',
  }),
  composite('last(F.interpolate(first(a), scale_factor=2, mode="bilinear"))', 'upsample', 'tensor[3, 4, 2]', {
    method: 'bilinear',
  }),
  composite('last(F.interpolate(first(a), scale_factor=2, mode="nearest"))', 'upsample', 'tensor[3, 4, 2]'),
  composite('upfirdn(a, normalized(1, 3, 3, 1), down=2, padding=(1, 1))', 'downsample', 'tensor[6, 5, 2]'),
  composite('upfirdn(a, [1.0], down=3, padding=(-1, -1))', 'downsample', 'tensor[6, 5, 2]', {
    factor: '3',
    filter: '2',
  }),
  composite('upfirdn(a, [1, 2, 4])', 'upfirdn', 'tensor[5, 4, 2]', { kernel: '1, 2, 4' }),
  composite('upfirdn(a, [1, 2, 4, 8], up=2, padding=(2, 1), gain=4)', 'upfirdn', 'tensor[3, 4, 2]', {
    kernel: '1, 2, 4, 8',
    up: '2',
    padding: '2, 1',
    gain: '4',
  }),
  composite('upfirdn(a, [1, 2, 4], up=3, down=2, padding=(5, 4))', 'upfirdn', 'tensor[3, 2, 2]', {
    kernel: '1, 2, 4',
    up: '3',
    down: '2',
    padding: '5, 4',
  }),
  composite('upfirdn(a, [1, 2, 4, 8], up=2, padding=(-1, -2))', 'upfirdn', 'tensor[4, 5, 2]', {
    kernel: '1, 2, 4, 8',
    up: '2',
    padding: '-1, -2',
  }),
  composite('upfirdn(a, [1, 2, 4], down=2, padding=(3, -1))', 'upfirdn', 'tensor[6, 5, 2]', {
    kernel: '1, 2, 4',
    down: '2',
    padding: '3, -1',
  }),
];

const moves: readonly Composite[] = [
  composite('a.permute(0, 2, 3, 1)', 'transpose', 'tensor[2, 2, 3]', { axes: '1, 2, 0' }),
  composite('a.mT', 'transpose', 'tensor[2, 3]'),
  composite('a.flip(1, 3)', 'flip', 'tensor[2, 2, 2]', { axes: '0, 2' }),
  composite('a.roll(2, -1)', 'roll', 'tensor[5]', { shift: '2', axis: '-1' }),
  composite('a.roll(-1, 1)', 'roll', 'tensor[3, 2]', { shift: '-1', axis: '0' }),
  composite('a.tile(1, 2, 1, 2)', 'tile', 'tensor[1, 2, 2]', { repeats: '2, 1, 2' }),
  composite('last(F.pixel_shuffle(first(a), 2))', 'pixel_shuffle', 'tensor[2, 1, 8]'),
  composite('last(F.pixel_shuffle(first(a), 3))', 'pixel_shuffle', 'tensor[1, 2, 9]', { factor: '3' }),
  composite('last(F.pixel_unshuffle(first(a), 2))', 'pixel_unshuffle', 'tensor[2, 4, 2]'),
  composite('last(F.pad(first(a), (1, 1, 1, 1), "replicate"))', 'replicate_pad', 'tensor[1, 2, 2]'),
  composite('torch.stack((a, b), 2)', 'stack', 'tensor[2, 2] & tensor[2, 2]', { axis: '1' }),
];

const ties = [2, 1, 2, 0, 1, 3, 3, 1, 2, 3];

const orders: readonly Composite[] = [
  composite('a.cumsum(1)', 'cumulative_sum', 'tensor[3, 2]', { axis: '0' }),
  composite('a.flip(-1).cumsum(-1).flip(-1) - a', 'cumulative_sum', 'tensor[4]', {
    exclusive: 'true',
    reverse: 'true',
  }),
  composite('a.argmax(1)', 'argmax', 'tensor[3, 2]', { axis: '0' }),
  composite('a.sort(1, descending=True).values', 'sort', 'tensor[3, 2]', { axis: '0', descending: 'true' }),
  composite('a.topk(2, 1).values', 'top_k', 'tensor[3, 2]', { k: '2', axis: '0' }),
  ...[
    composite('a.argmax(-1)', 'argmax', 'tensor[5]'),
    composite('a.sort(dim=-1, stable=True).values', 'sort', 'tensor[5]'),
    composite('a.argsort(stable=True)', 'argsort', 'tensor[5]'),
    composite('a.argsort(stable=True, descending=True)', 'argsort', 'tensor[5]', { descending: 'true' }),
    composite('a.sort(stable=True, descending=True).values[:, :3]', 'top_k', 'tensor[5]', { k: '3' }),
    composite('a.argsort(stable=True, descending=True)[:, :2]', 'top_k_indices', 'tensor[5]', { k: '2' }),
  ].map((row) => ({ ...row, values: { a: ties } })),
];

const choices: readonly Composite[] = [
  {
    ...composite('torch.stack([v[i] for v, i in zip(a, b)])', 'gather', 'tensor[3, 2] & class(3)[2]'),
    values: { b: [2, 2, 0, 1] },
  },
  { ...composite('a[b]', 'gather', 'one tensor[3] & class(3)[1]'), values: { b: [2, 0] } },
  {
    ...composite('torch.where(a != 0, b, c)', 'where', 'tensor[5] & tensor[5] & tensor[1]'),
    values: { a: ties },
  },
  { ...composite('(a > b).double()', 'greater', 'tensor[5] & one tensor[]'), values: { a: ties, b: [1] } },
  { ...composite('(a == b).double()', 'equal', 'class(3) & class(3)'), values: { a: [0, 1], b: [0, 2] } },
];

const minibatches: readonly Composite[] = [
  composite('a.mean(0)', 'mean', 'tensor[2, 3]', { over: 'batch' }),
  composite('a.sum((0, 1))', 'sum', 'tensor[2, 3]', { over: 'batch', axes: '0' }),
  composite('a.amax((0, 2), keepdim=True)[0]', 'max', 'tensor[2, 3]', { over: 'batch', axes: '-1', keepdims: 'true' }),
  composite('a.mean((1, 3), keepdim=True)', 'mean', 'tensor[2, 3, 4]', { axes: '0, 2', keepdims: 'true' }),
  composite('a.unsqueeze(0).expand(2, 2, 3, 2)', 'group', 'tensor[3, 2]', { size: '2' }),
  composite('a.unsqueeze(1)', 'group', 'tensor[3, 2]', { size: '1' }),
  composite('a.expand(4, 3)', 'group', 'one tensor[3]', { size: '4' }),
];

export const composites: readonly Composite[] = [
  ...minibatches,
  ...contractions,
  ...convolutions,
  ...pools,
  ...filters,
  ...moves,
  ...orders,
  ...choices,
];
