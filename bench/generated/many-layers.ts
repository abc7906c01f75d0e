/** Specs with any number of layers. */

const layersPerNetwork = 25;

/** Written-out networks of 25 layers, half of them generators and half critics, all of them trained. */
export function manyLayers(layers: number): string {
  const pairs = Array.from({ length: layers / (2 * layersPerNetwork) }, (_, i) => i);
  return [
    'model layers\n\ndata x: tensor[2] from ring()',
    'latent z ~ normal[2]\n',
    ...pairs.map(
      (i) => `network G_${i}(z: tensor[2]) -> tensor[2] {
  z
${stages()}
    |> dense(2)
}

network D_${i}(x: tensor[2]) -> logit[1] {
  x
${stages()}
    |> dense(1)
}

let fake_${i} = G_${i}(z)
loss d_${i} = minimax_d(D_${i}(x), D_${i}(fake_${i}))
loss g_${i} = non_saturating_g(D_${i}(fake_${i}))
`,
    ),
    'train for 1_000 steps, batch 64 {',
    ...pairs.map(
      (i) => `  minimize d_${i} over D_${i} using adam(1e-3)\n  minimize g_${i} over G_${i} using adam(1e-3)`,
    ),
    '}\n',
  ].join('\n');
}

/** All layers in one pipe, made by a loop. */
export const oneDeepNetwork = (layers: number): string => `model deep

data x: tensor[2] from ring()
latent z ~ normal[2]

network G(z: tensor[2]) -> tensor[2] {
  z |> repeat(${layers / 2}) { dense(8) |> relu } |> dense(2)
}

network D(x: tensor[2]) -> logit[1] {
  x |> dense(8) |> relu |> dense(1)
}

let fake = G(z)
loss d = minimax_d(D(x), D(fake))
loss g = non_saturating_g(D(fake))

train for 1_000 steps, batch 64 {
  minimize d over D using adam(1e-3)
  minimize g over G using adam(1e-3)
}
`;

/** All layers of a network but the last, two to a line. */
const stages = (): string =>
  Array.from({ length: (layersPerNetwork - 1) / 2 }, (_, i) => `    |> dense(${8 + (i % 4)}) |> leaky_relu(0.2)`).join(
    '\n',
  );
