/** Specs of any length that look hand-written: blocks, pairs of networks with 8 to 30 layers, losses, one training. */

/** A spec of at least that many lines and few more, the same each time; it has no errors or warnings. */
export function longSpec(lines: number): string {
  const [head, foot] = [opening(), (pairs: readonly string[]) => training(pairs)];
  const pairs: string[] = [];
  const names: string[] = [];
  const soFar = (): number => [head, ...pairs, foot(names)].join('\n').split('\n').length;
  while (soFar() < lines) {
    const name = `${places[names.length % places.length]!}_${Math.floor(names.length / places.length)}`;
    pairs.push(pair(name, names.length));
    names.push(name);
  }
  return [head, ...pairs, foot(names)].join('\n');
}

const places = ['north', 'east', 'south', 'west', 'river', 'hill', 'lake', 'wood'];

const opening = (): string => `/// A long spec: many pairs of networks, each trained against its own critic.
model long

const width = 16
const slope = 0.2
const rate = 2e-4
const smooth = 1 - 0.1
const units = [8 * width, 4 * width, 2 * width]

data x: image[28, 28, 1] in -1..1 from digits()
latent z ~ normal[64]

/// Two convolutions around which the input passes.
block residual(x: tensor[h, w, c]) -> tensor[h, w, c] {
  let inner = x
    |> conv2d(c, 3)
    |> instance_norm
    |> relu
    |> conv2d(c, 3)
    |> instance_norm
  x + inner
}

/// Half as high and wide.
block down(x: tensor[h, w, c], filters, normalise = 1) -> tensor[h / 2, w / 2, filters] {
  x
    |> conv2d(filters, 4, stride: 2, bias: false)
    |> repeat(normalise) { batch_norm }
    |> leaky_relu(slope)
}

/// Twice as high and wide.
block up(x: tensor[h, w, c], filters) -> tensor[2 * h, 2 * w, filters] {
  x
    |> conv2d_transpose(filters, 4, stride: 2, bias: false)
    |> batch_norm
    |> relu
}

/// Huang et al. 2017: the distance of mean features.
fn matched(D, real, fake, weight = 1.0) {
  let difference = mean(D(real)) - mean(D(fake))
  weight * abs(difference)
}
`;

function pair(name: string, index: number): string {
  return `/// The generator of the ${name}: 7 × 7, then 14 × 14, then 28 × 28.
network G_${name}(z: tensor[64]) -> image[28, 28, 1] in -1..1 with init: normal(0.02) {
  let start = z
    |> for n in units { dense(n) |> layer_norm |> relu }
    |> dense(7 * 7 * 4 * width, bias: false)
    |> batch_norm
    |> relu
    |> reshape(7, 7, 4 * width)
  let middle = start
    |> repeat(${1 + (index % 2)}) { residual }
    |> up(2 * width)
  let skip = start
    |> upsample(2)
    |> conv2d(2 * width, 1)
  (middle + skip)
    |> conv2d_transpose(1, 4, stride: 2)
    |> tanh
}

/// Its critic.
network D_${name}(x: image[28, 28, 1] in -1..1) -> logit[1] with init: normal(0.02) {
  x
    |> down(width, normalise: 0)
    |> dropout(0.${1 + (index % 4)})
    |> down(2 * width)
    |> flatten
    |> dense(4 * width)
    |> leaky_relu(slope)
    |> dense(1)
}

let fake_${name} = G_${name}(z)
loss d_${name} = mean(binary_cross_entropy(D_${name}(x), smooth)) + mean(binary_cross_entropy(D_${name}(fake_${name}), 0))
  + 0.${1 + (index % 5)} * r1(D_${name}, x)
loss g_${name} = non_saturating_g(D_${name}(fake_${name}))
  + matched(D_${name}, x, fake_${name}, weight: 0.${1 + (index % 3)})
`;
}

const training = (names: readonly string[]): string =>
  [
    'train for 10_000 steps, batch 64 {',
    ...names.flatMap((name) => [
      `  minimize d_${name} over D_${name} using adam(rate, beta1: 0.5)`,
      `  minimize g_${name} over G_${name} using adam(cosine(rate -> 0), beta1: 0.5)`,
      `  average G_${name} as ema_${name} decay 0.999`,
    ]),
    '}',
    '',
    ...names.map((name) => `show every 500 steps using ema_${name} { grid(fake_${name}, 8, 8) }`),
    '',
  ].join('\n');
