/** Made from the .gan files beside it by `npm run embed`; change those. */

export interface LibraryFile {
  readonly name: string;
  readonly functions: readonly string[];
  readonly text: string;
}

export const libraryFiles: readonly LibraryFile[] = [
  {
    name: 'library/objectives.gan',
    functions: ['minimax_d', 'non_saturating_g', 'least_squares_d', 'least_squares_g', 'wasserstein_d', 'wasserstein_g', 'hinge_d', 'hinge_g'],
    text: "/// Objectives of the two players, over the discriminator's outputs on real and generated examples.\n\n/// Goodfellow et al. 2014, eq. 1, as a loss on logits: −log σ(real) − log(1 − σ(fake)).\nfn minimax_d(real, fake) {\n  mean(softplus(-real)) + mean(softplus(fake))\n}\n\n/// Goodfellow et al. 2014, section 3: the generator maximises log σ(fake) (non-saturating).\nfn non_saturating_g(fake) {\n  mean(softplus(-fake))\n}\n\n/// Mao et al. 2017, eq. 9 with a = 0, b = 1.\nfn least_squares_d(real, fake) {\n  0.5 * mean((real - 1)^2) + 0.5 * mean(fake^2)\n}\n\n/// Mao et al. 2017, eq. 9 with c = 1.\nfn least_squares_g(fake) {\n  0.5 * mean((fake - 1)^2)\n}\n\n/// Arjovsky et al. 2017, eq. 3: what the critic minimises.\nfn wasserstein_d(real, fake) {\n  mean(fake) - mean(real)\n}\n\n/// Arjovsky et al. 2017: what the generator minimises.\nfn wasserstein_g(fake) {\n  -mean(fake)\n}\n\n/// Lim & Ye 2017; Miyato et al. 2018, eq. 16.\nfn hinge_d(real, fake) {\n  mean(relu(1 - real)) + mean(relu(1 + fake))\n}\n\n/// Miyato et al. 2018, eq. 17.\nfn hinge_g(fake) {\n  -mean(fake)\n}\n",
  },
  {
    name: 'library/penalties.gan',
    functions: ['gradient_penalty', 'dragan_penalty', 'r1', 'r2'],
    text: "/// Penalties on a critic's gradient.\n\n/// Gulrajani et al. 2017, eq. 3: the critic's gradient between real and generated examples has length 1.\nfn gradient_penalty(D, real, fake, target = 1.0) {\n  t ~ uniform(0, 1)[1]\n  let between = lerp(real, fake, t)\n  mean((norm(grad(sum(D(between)), between)) - target)^2)\n}\n\n/// Kodali et al. 2017 (DRAGAN): the discriminator's gradient has length 1 around the data.\nfn dragan_penalty(D, real, scale = 0.5) {\n  noise ~ uniform(0, 1)[1]\n  let near = real + scale * noise\n  mean((norm(grad(sum(D(near)), near)) - 1)^2)\n}\n\n/// Mescheder et al. 2018, eq. 9: half the squared gradient of the discriminator on the data.\nfn r1(D, real) {\n  0.5 * mean(norm(grad(sum(D(real)), real))^2)\n}\n\n/// Mescheder et al. 2018, eq. 10: half the squared gradient of the discriminator on generated examples.\nfn r2(D, fake) {\n  0.5 * mean(norm(grad(sum(D(fake)), fake))^2)\n}\n",
  },
];
