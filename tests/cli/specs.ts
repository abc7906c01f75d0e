/** Small specs that train in well under a second. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const tiny = `/// Four points.
model tiny

const width = 8

data x: tensor[2] from ring(modes: 4, size: 64)
latent z ~ normal[2]

network G(z: tensor[2]) -> tensor[2] {
  z |> dense(width) |> relu |> dense(2)
}

network D(x: tensor[2]) -> logit[1] {
  x |> dense(width) |> relu |> dense(1)
}

let fake = G(z)
let far = 10 * fake

loss d = minimax_d(D(x), D(fake))
loss g = non_saturating_g(D(fake))

train for 20 steps, batch 16 {
  minimize d over D using adam(1e-3)
  minimize g over G using adam(1e-3)
}

evaluate every 10 steps { modes(fake, x) }
show every 10 steps { scatter(fake, x) }
`;

/** Images, though small ones would do: 28 × 28 is the only size that needs no files. */
export const pictures = `model pictures

data x: image[28, 28, 1] in -1..1 from digits(size: 32)
latent z ~ normal[4]

network G(z: tensor[4]) -> image[28, 28, 1] in -1..1 {
  z |> dense(7 * 7 * 2) |> relu |> reshape(7, 7, 2) |> conv2d_transpose(2, 4, stride: 2) |> relu |> conv2d_transpose(1, 4, stride: 2) |> tanh
}

network D(x: image[28, 28, 1] in -1..1) -> logit[1] {
  x |> conv2d(2, 4, stride: 4) |> leaky_relu(0.2) |> flatten |> dense(1)
}

let fake = G(z)

loss d = minimax_d(D(x), D(fake))
loss g = non_saturating_g(D(fake))

train for 4 steps, batch 4 {
  minimize d over D using adam(1e-3)
  minimize g over G using adam(1e-3)
}

show every 2 steps { grid(fake, 2, 3) }
`;

/**
 * Everything that has state: Adam's moments, moving statistics, dropout, `every`, an average, a schedule. One name is
 * not ASCII, `G/dense(64÷2)`.
 */
export const stateful = `model stateful

data x: tensor[2] from ring(modes: 4, size: 96)
latent z ~ normal[4]

network G(z: tensor[4]) -> tensor[2] {
  z |> dense(64 / 2) |> batch_norm |> relu |> dense(2)
}

network D(x: tensor[2]) -> logit[1] {
  x |> dense(32) |> leaky_relu(0.2) |> dropout(0.3) |> dense(1)
}

let fake = G(z)

loss d = minimax_d(D(x), D(fake))
loss g = non_saturating_g(D(fake))
loss smooth = 0.1 * r1(D, x)

train for 2_000 steps, batch 64 {
  repeat 2 { minimize d over D using adam(cosine(1e-3 -> 0), beta1: 0.5) }
  every 3 steps { minimize smooth over D }
  minimize g over G using adam(linear(1e-3 -> 1e-4, from: 100 steps), beta1: 0.5)
  average G as G_ema decay 0.9
}

evaluate every 50 steps using G_ema { modes(fake, x, n: 50) }
show every 500 steps using G_ema { scatter(fake, x, n: 50) }
`;

/** Writes a spec into a folder and returns its file name. */
export function write(folder: string, text: string, name = 'tiny.gan'): string {
  writeFileSync(join(folder, name), text);
  return name;
}
