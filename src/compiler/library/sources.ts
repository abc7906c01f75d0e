/** Generated from the .gan files beside it by `npm run embed`: edit those instead. */

export interface LibraryFile {
  readonly name: string;
  readonly module: string;
  readonly names: readonly string[];
  readonly text: string;
}

export const libraryFiles: readonly LibraryFile[] = [
  {
    name: 'library/activations.gan',
    module: 'activations',
    names: ['identity', 'selu'],
    text: "/// Activations, elementwise.\n\n/// x as it is: for where an activation or a normalisation is asked for, and none is wanted.\nfn identity(x) {\n  x\n}\n\n/// Klambauer et al. 2017, eq. 2: a scaled elu, which keeps mean 0 and variance 1.\nfn selu(x) {\n  1.0507009873554805 * relu(x) + 1.7580993408473766 * expm1(minimum(x, 0))\n}\n",
  },
  {
    name: 'library/arithmetic.gan',
    module: 'arithmetic',
    names: ['square'],
    text: "/// Arithmetic, elementwise.\n\n/// x².\nfn square(x) {\n  x^2\n}\n",
  },
  {
    name: 'library/blocks.gan',
    module: 'blocks',
    names: ['residual', 'residual_down', 'dcgan_down', 'dcgan_up', 'pix2pix_down', 'pix2pix_up'],
    text: "/// Blocks that many networks are made of: residual blocks, and steps down and up as in DCGAN and pix2pix.\n\n/// He et al. 2016, eq. 1 and fig. 2: two 3 × 3 convolutions and the input itself beside them; the shape stays as it is.\nblock residual(x: tensor[h, w, c], activation = relu, normalise = true) -> tensor[h, w, c] {\n  activation(x + (x\n    |> conv2d(c, 3, bias: !normalise) |> if normalise { batch_norm } |> activation\n    |> conv2d(c, 3, bias: !normalise) |> if normalise { batch_norm }))\n}\n\n/// He et al. 2016, eq. 2: as `residual`, with half the height and width, and a 1 × 1 convolution of the input beside it.\nblock residual_down(x: tensor[h, w, c], filters, activation = relu, normalise = true)\n  -> tensor[h / 2, w / 2, filters] {\n  let shortcut = x |> conv2d(filters, 1, stride: 2, bias: !normalise) |> if normalise { batch_norm }\n  activation(shortcut + (x\n    |> conv2d(filters, 3, stride: 2, bias: !normalise) |> if normalise { batch_norm } |> activation\n    |> conv2d(filters, 3, bias: !normalise) |> if normalise { batch_norm }))\n}\n\n/// Radford et al. 2016 (DCGAN), section 3: a strided convolution, batch normalisation, leaky relu. The first of a\n/// discriminator goes without normalisation: `norm: identity`.\nblock dcgan_down(x: tensor[h, w, c], filters, kernel = 5, norm = batch_norm) -> tensor[h / 2, w / 2, filters] {\n  x |> conv2d(filters, kernel, stride: 2) |> norm |> leaky_relu(0.2)\n}\n\n/// Radford et al. 2016 (DCGAN), fig. 1: a transposed convolution, batch normalisation, relu. A generator ends in a\n/// transposed convolution and `tanh` alone.\nblock dcgan_up(x: tensor[h, w, c], filters, kernel = 5, norm = batch_norm) -> tensor[2 * h, 2 * w, filters] {\n  x |> conv2d_transpose(filters, kernel, stride: 2) |> norm |> relu\n}\n\n/// Isola et al. 2017 (pix2pix), section 6.1: the encoder's step, leaky. For images one by one, `norm: instance_norm`; the\n/// first has none, `norm: identity`.\nblock pix2pix_down(x: tensor[h, w, c], filters, norm = batch_norm) -> tensor[h / 2, w / 2, filters] {\n  x |> conv2d(filters, 4, stride: 2) |> norm |> leaky_relu(0.2)\n}\n\n/// Isola et al. 2017 (pix2pix), section 6.1: the decoder's step. The three innermost drop half of their values,\n/// `drop: 0.5`, in place of noise.\nblock pix2pix_up(x: tensor[h, w, c], filters, norm = batch_norm, drop = 0) -> tensor[2 * h, 2 * w, filters] {\n  x |> conv2d_transpose(filters, 4, stride: 2) |> norm |> if drop > 0 { dropout(drop) } |> relu\n}\n",
  },
  {
    name: 'library/objectives.gan',
    module: 'objectives',
    names: ['minimax_d', 'non_saturating_g', 'least_squares_d', 'least_squares_g', 'wasserstein_d', 'wasserstein_g', 'hinge_d', 'hinge_g'],
    text: "/// Objectives of the two players, over the discriminator's outputs on real and generated examples.\n\n/// Goodfellow et al. 2014, eq. 1, as a loss on logits: −log σ(real) − log(1 − σ(fake)).\nfn minimax_d(real, fake) {\n  mean(softplus(-real)) + mean(softplus(fake))\n}\n\n/// Goodfellow et al. 2014, section 3: the generator maximises log σ(fake) (non-saturating).\nfn non_saturating_g(fake) {\n  mean(softplus(-fake))\n}\n\n/// Mao et al. 2017, eq. 9 with a = 0, b = 1.\nfn least_squares_d(real, fake) {\n  0.5 * mean((real - 1)^2) + 0.5 * mean(fake^2)\n}\n\n/// Mao et al. 2017, eq. 9 with c = 1.\nfn least_squares_g(fake) {\n  0.5 * mean((fake - 1)^2)\n}\n\n/// Arjovsky et al. 2017, eq. 3: what the critic minimises.\nfn wasserstein_d(real, fake) {\n  mean(fake) - mean(real)\n}\n\n/// Arjovsky et al. 2017: what the generator minimises.\nfn wasserstein_g(fake) {\n  -mean(fake)\n}\n\n/// Lim & Ye 2017; Miyato et al. 2018, eq. 16.\nfn hinge_d(real, fake) {\n  mean(relu(1 - real)) + mean(relu(1 + fake))\n}\n\n/// Miyato et al. 2018, eq. 17.\nfn hinge_g(fake) {\n  -mean(fake)\n}\n",
  },
  {
    name: 'library/penalties.gan',
    module: 'penalties',
    names: ['gradient_penalty', 'dragan_penalty', 'r1', 'r2'],
    text: "/// Penalties on a critic's gradient.\n\n/// Gulrajani et al. 2017, eq. 3: the critic's gradient between real and generated examples has length 1.\nfn gradient_penalty(D, real, fake, target = 1.0) {\n  t ~ uniform(0, 1)[1]\n  let between = lerp(real, fake, t)\n  mean((norm(grad(sum(D(between)), between)) - target)^2)\n}\n\n/// Kodali et al. 2017 (DRAGAN): the discriminator's gradient has length 1 around the data.\nfn dragan_penalty(D, real, scale = 0.5) {\n  noise ~ uniform(0, 1)[1]\n  let near = real + scale * noise\n  mean((norm(grad(sum(D(near)), near)) - 1)^2)\n}\n\n/// Mescheder et al. 2018, eq. 9: half the squared gradient of the discriminator on the data.\nfn r1(D, real) {\n  0.5 * mean(norm(grad(sum(D(real)), real))^2)\n}\n\n/// Mescheder et al. 2018, eq. 10: half the squared gradient of the discriminator on generated examples.\nfn r2(D, fake) {\n  0.5 * mean(norm(grad(sum(D(fake)), fake))^2)\n}\n",
  },
  {
    name: 'library/reductions.gan',
    module: 'reductions',
    names: ['global_avg_pool', 'global_max_pool'],
    text: "/// Reductions of an example.\n\n/// Lin et al. 2014, section 3.2: the mean of each channel over the whole map.\nfn global_avg_pool(x: tensor[height, width, channels]) {\n  mean(x, axes: [0, 1])\n}\n\n/// The greatest of each channel over the whole map.\nfn global_max_pool(x: tensor[height, width, channels]) {\n  max(x, axes: [0, 1])\n}\n",
  },
];
