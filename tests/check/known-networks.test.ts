/** Networks from papers and well-known repositories, with the numbers of weights given there. */
import { expect, test } from 'vitest';
import { network, parameterCount } from './checked-programs.ts';

const known: readonly [name: string, text: string, counts: Readonly<Record<string, number>>][] = [
  [
    'DCGAN, 64 × 64 (PyTorch tutorial)',
    `block up(x: tensor[h, w, c], channels) { x |> conv2d_transpose(channels, 4, stride: 2, padding: 1, bias: false) |> batch_norm |> relu }
    block down(x: tensor[h, w, c], channels) { x |> conv2d(channels, 4, stride: 2, padding: 1, bias: false) |> batch_norm |> leaky_relu }

    network G(z: tensor[100]) -> image[64, 64, 3] in -1..1 {
      z |> reshape(1, 1, 100) |> conv2d_transpose(512, 4, padding: valid, bias: false) |> batch_norm |> relu
        |> up(256) |> up(128) |> up(64) |> conv2d_transpose(3, 4, stride: 2, padding: 1, bias: false) |> tanh
    }
    network D(x: image[64, 64, 3] in -1..1) -> prob[1] {
      x |> conv2d(64, 4, stride: 2, padding: 1, bias: false) |> leaky_relu
        |> down(128) |> down(256) |> down(512)
        |> conv2d(1, 4, padding: valid, bias: false) |> sigmoid |> flatten
    }`,
    { G: 3_576_704, D: 2_765_568 },
  ],
  [
    'DCGAN, MNIST (TensorFlow tutorial)',
    `network G(z: tensor[100]) -> image[28, 28, 1] in -1..1 {
      z |> dense(7 * 7 * 256, bias: false) |> batch_norm |> leaky_relu(0.3) |> reshape(7, 7, 256)
        |> conv2d_transpose(128, 5, bias: false) |> batch_norm |> leaky_relu(0.3)
        |> conv2d_transpose(64, 5, stride: 2, bias: false) |> batch_norm |> leaky_relu(0.3)
        |> conv2d_transpose(1, 5, stride: 2, bias: false) |> tanh
    }
    network D(x: image[28, 28, 1] in -1..1) -> logit[1] {
      x |> for c in [64, 128] { conv2d(c, 5, stride: 2) |> leaky_relu(0.3) |> dropout(0.3) } |> flatten |> dense(1)
    }`,
    { G: 2_305_472, D: 212_865 },
  ],
  [
    'gan (PyTorch-GAN)',
    `network G(z: tensor[100]) -> image[28, 28, 1] in -1..1 {
      z |> dense(128) |> leaky_relu |> for n in [256, 512, 1024] { dense(n) |> batch_norm |> leaky_relu }
        |> dense(784) |> tanh |> reshape(28, 28, 1)
    }
    network D(x: image[28, 28, 1] in -1..1) -> prob[1] {
      x |> flatten |> for n in [512, 256] { dense(n) |> leaky_relu } |> dense(1) |> sigmoid
    }`,
    { G: 1_510_032, D: 533_505 },
  ],
  [
    'dcgan (PyTorch-GAN)',
    `network G(z: tensor[100]) -> image[32, 32, 1] in -1..1 {
      z |> dense(128 * 8 * 8) |> reshape(8, 8, 128) |> batch_norm
        |> for c in [128, 64] { upsample(2) |> conv2d(c, 3) |> batch_norm |> leaky_relu }
        |> conv2d(1, 3) |> tanh
    }
    network D(x: image[32, 32, 1] in -1..1) -> prob[1] {
      x |> conv2d(16, 3, stride: 2) |> leaky_relu |> dropout(0.25, per: channel)
        |> for c in [32, 64, 128] { conv2d(c, 3, stride: 2) |> leaky_relu |> dropout(0.25, per: channel) |> batch_norm }
        |> flatten |> dense(1) |> sigmoid
    }`,
    { G: 1_049_985, D: 98_113 },
  ],
];

test.each(known)('%s', (_, text, counts) => {
  for (const [name, count] of Object.entries(counts)) expect(parameterCount(network(text, name)), name).toBe(count);
});
