/** A use of everything in the library: as a stage of a critic, as its `with`, or in a loss. */
import type { LibraryModule } from '../../src/compiler/library/library.ts';

export interface Use {
  /** From a map [8, 8, 6] to anything. */
  readonly stage?: string;
  /** What the critic draws or names before the stage; `h` is its map. */
  readonly before?: string;
  /** `parametrize: spectral_norm`, for all layers of the critic. */
  readonly standing?: string;
  /** What the critic minimises; by default the distance and a gradient penalty, so that stages are differentiated twice. */
  readonly loss?: string;
  /** What the generator minimises. */
  readonly generator?: string;
  /** Declarations that the rest refers to. */
  readonly declared?: string;
  /** A network among them, trained with the critic. */
  readonly network?: string;
  /** Actions after those of both players. */
  readonly actions?: string;
  /** More imports. */
  readonly imported?: string;
}

const classifier = 'network C(x: tensor[16, 16, 1]) -> logit[5] { x |> flatten |> dense(5) }\nlatent label ~ class(4)';
const twoHeads = `network C(x: tensor[16, 16, 1]) -> (location: tensor[5], log_variance: tensor[5]) {
  let h = x |> flatten
  (location: h |> dense(5), log_variance: h |> dense(5))
}
let code = C(x)`;
const features = `network C(x: tensor[16, 16, 1], label: class(4)) -> (features: tensor[5], proxy: tensor[5]) {
  (features: x |> flatten |> dense(5), proxy: embedding(label, 5))
}
latent label ~ class(4)
let of = C(x, label)`;
const styled = `latent w ~ normal[4]
network S(w: tensor[4]) -> tensor[6, 6, 2] { w |> dense(18) |> tanh |> reshape(3, 3, 2) |> upsample(2) |> conv2d(2, 3) }
let image = S(w)`;
const losses = (real = 'D(x)', fake = 'D(fake)') => `${real}, ${fake}`;
const withClassifier = (loss: string): Use => ({ loss: `mean(D(x)) + ${loss}`, declared: classifier, network: 'C' });
const withFeatures = (loss: string): Use => ({ loss: `mean(D(x)) + ${loss}`, declared: features, network: 'C' });
const withCode = (loss: string): Use => ({ loss: `mean(D(x)) + ${loss}`, declared: twoHeads, network: 'C' });
const withNoise = (stage: string): Use => ({ loss: `mean(D(fake |> ${stage})) - mean(D(x |> ${stage}))` });
const translator =
  'network C(x: tensor[16, 16, 1]) -> tensor[16, 16, 1] { x |> conv2d(1, 3) }\nnetwork B like C\nfn leave(x) { x }';

export const uses: Readonly<Record<string, readonly Use[]>> = {
  // activations, arithmetic, reductions
  identity: [{ stage: 'identity' }],
  selu: [{ stage: 'selu' }],
  square: [{ stage: 'square' }],
  global_avg_pool: [{ stage: 'global_avg_pool |> dense(64) |> reshape(8, 8, 1)' }],
  global_max_pool: [{ stage: 'global_max_pool |> dense(64) |> reshape(8, 8, 1)' }],
  // attention
  dot_product_attention: [
    { stage: 'reshape(64, 6) |> dot_product_attention(h |> reshape(64, 6), h |> reshape(64, 6))' },
  ],
  self_attention: [{ stage: 'self_attention(features: 2)' }],
  // augment
  random_brightness: [withNoise('random_brightness')],
  random_saturation: [withNoise('random_saturation')],
  random_contrast: [withNoise('random_contrast')],
  places: [{ stage: 'multiply(places(6))' }],
  shifting: [{ before: 'by ~ uniform(-1, 1)', stage: 'reshape(64, 6) |> matmul(shifting(6, by))' }],
  random_translation: [withNoise('random_translation(2, 3)')],
  random_cutout: [withNoise('random_cutout(8, 4)')],
  diff_augment: [withNoise('diff_augment')],
  // biggan
  projection: [{ before: 'label ~ class(4)', stage: 'flatten |> projection(label)' }],
  generator_block: [
    { before: 'label ~ class(4)', stage: 'generator_block(label, 8)' },
    {
      before: 'condition ~ normal[3]',
      stage: 'generator_block(condition, 8, norm: modulated_batch_norm)',
      imported: 'import modulated_batch_norm from normalisation',
    },
  ],
  discriminator_block: [
    { stage: 'discriminator_block(8)' },
    { stage: 'discriminator_block(8, down: false)' },
    { stage: 'discriminator_block(6, down: false)' },
  ],
  first_discriminator_block: [{ stage: 'first_discriminator_block(8)' }],
  // blocks
  residual: [
    { stage: 'residual' },
    { stage: 'residual(selu)' },
    { stage: 'residual(activation: leaky_relu, normalise: false)' },
    { stage: 'residual(identity)' },
  ],
  residual_down: [{ stage: 'residual_down(12)' }, { stage: 'residual_down(12, tanh, normalise: false)' }],
  dcgan_down: [{ stage: 'dcgan_down(12)' }, { stage: 'dcgan_down(12, kernel: 4, norm: identity)' }],
  dcgan_up: [{ stage: 'dcgan_up(12)' }, { stage: 'dcgan_up(12, 4, layer_norm)' }],
  pix2pix_down: [{ stage: 'pix2pix_down(12)' }, { stage: 'pix2pix_down(12, norm: instance_norm)' }],
  pix2pix_up: [{ stage: 'pix2pix_up(12)' }, { stage: 'pix2pix_up(12, norm: instance_norm, drop: 0.5)' }],
  // classes
  auxiliary_classifier: [withClassifier('auxiliary_classifier(C(x), argmax(C(fake)))')],
  categorical_information: [withClassifier('categorical_information(C(x), argmax(C(fake)))')],
  continuous_information: [
    withCode('continuous_information(stop_gradient(code.location) + 1, code.location, code.log_variance)'),
  ],
  lead: [withClassifier('mean(lead(C(x), concat(full(1), one_hot(label))))')],
  multi_hinge_d: [withClassifier('multi_hinge_d(C(x), label, C(fake))')],
  multi_hinge_g: [withClassifier('multi_hinge_g(C(fake), label)')],
  alike: [withClassifier('mean(alike(label, 4) * group(C(x), 4)[:, 0])')],
  conditional_contrastive: [withFeatures('conditional_contrastive(of.features, of.proxy, label, 4)')],
  data_to_data_cross_entropy: [withFeatures('data_to_data_cross_entropy(of.features, of.proxy, label, 2)')],
  // latents
  sample_normal: [withCode('mean(sample_normal(code.location, code.log_variance)^2)')],
  gumbel_softmax: [withClassifier('mean(gumbel_softmax(C(x), 0.5)^2)')],
  gumbel_softmax_hard: [withClassifier('mean(gumbel_softmax_hard(C(x)) * C(fake))')],
  instance_noise: [withNoise('instance_noise(linear(0.1 -> 0))')],
  // minibatch
  minibatch_stddev: [{ stage: 'minibatch_stddev' }, { stage: 'minibatch_stddev(2)' }],
  minibatch_discrimination: [{ stage: 'flatten |> minibatch_discrimination(4, kernels: 5, dimensions: 3)' }],
  pack: [{ stage: 'pack' }, { stage: 'flatten |> pack(4)' }],
  pack_images: [{ stage: 'pack_images' }],
  best: [{ generator: 'wasserstein_g(best(D(fake), 2, of: 4))' }],
  // normalisation
  group_norm: [{ stage: 'group_norm(3)' }],
  pixel_norm: [{ stage: 'pixel_norm' }, { stage: 'flatten |> pixel_norm' }],
  conditional_batch_norm: [
    { before: 'label ~ class(4)', stage: 'conditional_batch_norm(label)' },
    { before: 'label ~ class(4)', stage: 'flatten |> dense(3) |> conditional_batch_norm(label)' },
  ],
  modulated_batch_norm: [{ before: 'condition ~ normal[3]', stage: 'modulated_batch_norm(condition)' }],
  adain: [{ before: 'style ~ normal[4, 4, 6]', stage: 'adain(style)' }],
  adaptive_instance_norm: [{ before: 'style ~ normal[5]', stage: 'adaptive_instance_norm(style)' }],
  spade: [{ before: 'map ~ normal[8, 8, 2]', stage: 'spade(map, hidden: 4)' }],
  virtual_batch_norm: [{ before: 'let n = virtual_batch_norm(h, flip(h, 0))', stage: 'add(n.x) |> add(n.reference)' }],
  // objectives
  minimax_d: [{ loss: `minimax_d(${losses()})` }],
  minimax_g: [{ generator: 'minimax_g(D(fake))' }],
  smoothed_minimax_d: [{ loss: `smoothed_minimax_d(${losses()})` }],
  non_saturating_g: [{ generator: 'non_saturating_g(D(fake))' }],
  least_squares_d: [{ loss: `least_squares_d(${losses()})` }],
  least_squares_g: [{ generator: 'least_squares_g(D(fake))' }],
  wasserstein_d: [{ loss: `wasserstein_d(${losses()})` }],
  wasserstein_g: [{ generator: 'wasserstein_g(D(fake))' }],
  hinge_d: [{ loss: `hinge_d(${losses()})` }],
  hinge_g: [{ generator: 'hinge_g(D(fake))' }],
  relativistic_d: [{ loss: `relativistic_d(${losses()})` }],
  relativistic_g: [{ generator: `relativistic_g(${losses()})` }],
  relativistic_average_d: [{ loss: `relativistic_average_d(${losses()})` }],
  relativistic_average_g: [{ generator: `relativistic_average_g(${losses()})` }],
  log_partition: [{ loss: `log_partition(${losses()})` }],
  softmax_d: [{ loss: `softmax_d(${losses()})` }],
  softmax_g: [{ generator: `softmax_g(${losses()})` }],
  boundary_seeking_g: [{ generator: 'boundary_seeking_g(D(fake))' }],
  energy_d: [{ loss: 'energy_d(D(x)^2, D(fake)^2)' }],
  energy_g: [{ generator: 'energy_g(D(fake)^2)' }],
  pulling_away: [{ generator: 'wasserstein_g(D(fake)) + pulling_away(flatten(fake))' }],
  boundary_equilibrium_d: [
    {
      loss: 'boundary_equilibrium_d(mean(D(x)^2), mean(D(fake)^2), balance)',
      declared: 'state balance = 0',
      actions: 'update balance <- boundary_equilibrium_k(balance, d, g)',
    },
  ],
  boundary_equilibrium_k: [{ loss: 'mean(D(x)) + boundary_equilibrium_k(0.5, mean(D(x)^2), mean(D(fake)^2))' }],
  boundary_equilibrium_measure: [{ loss: 'boundary_equilibrium_measure(mean(D(x)^2), mean(D(fake)^2))' }],
  feature_matching: [{ generator: `feature_matching(${losses()})` }],
  // parametrizations
  unit: [{ stage: 'unit' }],
  power_iteration: [
    { loss: 'mean(D(x)) + mean(power_iteration(reshape(fake, 256)[0..15], reshape(x, 16, 16)) * fake[0, :, 0])' },
  ],
  spectral_norm: [
    { standing: 'parametrize: spectral_norm', stage: 'conv2d_transpose(3, 3)' },
    { stage: 'conv2d(3, 3, parametrize: thrice)', declared: 'block thrice(k) { k |> spectral_norm(iterations: 3) }' },
  ],
  weight_norm: [{ standing: 'parametrize: weight_norm', stage: 'leaky_relu' }],
  equalized: [{ standing: 'parametrize: equalized, init: normal(1)', stage: 'leaky_relu' }],
  // penalties
  gradient_penalty: [{ loss: 'gradient_penalty(D, x, fake)' }, { loss: 'gradient_penalty(D, x, fake, target: 0)' }],
  lipschitz_penalty: [{ loss: 'lipschitz_penalty(D, x, fake)' }],
  wasserstein_divergence: [{ loss: 'wasserstein_divergence(D, x, fake)' }],
  dragan_penalty: [{ loss: 'dragan_penalty(D, x)' }],
  r1: [{ loss: 'r1(D, x)' }],
  r2: [{ loss: 'r2(D, fake)' }],
  lecam: [
    {
      loss: 'lecam(D(x), D(fake), of_real, of_fake)',
      declared: 'state of_real = 0\nstate of_fake = 0',
      actions:
        'update of_real <- lerp(of_real, mean(D(x)), 0.01)\nupdate of_fake <- lerp(of_fake, mean(D(fake)), 0.01)',
    },
  ],
  historical_averaging: [
    {
      generator: 'wasserstein_g(D(fake)) + historical_averaging(G, past)',
      declared: 'state past: tensor[parameters(G)]\nstate steps = 1',
      actions: 'update past <- past + (weights(G) - past) / steps\nupdate steps <- steps + 1',
    },
  ],
  consistency: [{ loss: 'consistency(D, x, diff_augment)', imported: 'import diff_augment from augment' }],
  latent_consistency_d: [{ loss: 'latent_consistency_d(D, fake, G(z + 0.1))' }],
  latent_consistency_g: [{ generator: 'wasserstein_g(D(fake)) + latent_consistency_g(fake, G(z + 0.1))' }],
  // reconstruction
  cycle_consistency: [
    {
      loss: 'mean(D(x)) + cycle_consistency(x, C, leave)',
      declared: translator.replace('network B like C\n', ''),
      network: 'C',
    },
  ],
  identity_mapping: [
    {
      loss: 'mean(D(x)) + identity_mapping(x, C)',
      declared: translator.replace('network B like C\n', ''),
      network: 'C',
    },
  ],
  kl_divergence: [withCode('kl_divergence(code.location, code.log_variance)')],
  expected: [withCode('expected(code.location)')],
  // sequence
  lstm: [{ stage: 'reshape(8, 48) |> lstm(4)' }],
  gru: [{ stage: 'reshape(8, 48) |> gru(4)' }],
  causal_conv1d: [{ stage: 'reshape(16, 24) |> causal_conv1d(5, 3, dilation: 2)' }],
  // stylegan
  modulated_conv2d: [
    { before: 'style ~ normal[6]', stage: 'modulated_conv2d(style, 4)' },
    { before: 'style ~ normal[6]', stage: 'modulated_conv2d(style, 3, kernel: 1, demodulate: false)' },
  ],
  noise_injection: [{ stage: 'noise_injection' }],
  path_lengths: [{ loss: 'mean(D(x)) + mean(path_lengths(image, w))', declared: styled, network: 'S' }],
  path_length_penalty: [
    {
      loss: 'mean(D(x)) + path_length_penalty(path_lengths(image, w), usual)',
      declared: `${styled}\nstate usual = 0`,
      network: 'S',
      imported: 'import path_lengths from stylegan',
      actions: 'update usual <- lerp(usual, mean(path_lengths(image, w)), 0.01)',
    },
  ],
  truncated: [{ stage: 'truncated(full(6), 0.5)' }],
};

/** The declaration that makes a name known. */
export const importOf = (name: string, { everywhere, module }: LibraryModule): string =>
  everywhere ? '' : `import ${name} from ${module}\n`;

/** A generator and a critic of images [16, 16, 1], with the use in it. */
export function specWith(importing: string, use: Use): string {
  const { stage = 'leaky_relu', before = '', standing, network, declared = '', actions = '', imported = '' } = use;
  const loss = use.loss ?? 'wasserstein_d(D(x), D(fake)) + gradient_penalty(D, x, fake)';
  return `${importing}${imported}
model use
latent x ~ uniform(-1, 1)[16, 16, 1]
latent z ~ normal[4]
network G(z: tensor[4]) -> tensor[16, 16, 1] { z |> dense(256) |> tanh |> reshape(16, 16, 1) }
network D(x: tensor[16, 16, 1]) -> score[1] ${standing ? `with ${standing} ` : ''}{
  let h = x |> conv2d(6, 4, stride: 2)
  ${before}
  h |> ${stage} |> flatten |> dense(3) |> leaky_relu |> dense(1)
}
let fake = G(z)
${declared}
loss d = ${loss}
loss g = ${use.generator ?? 'wasserstein_g(D(fake))'}
train for 10 steps, batch 4 {
  minimize d over D${network ? `, ${network}` : ''} using adam(1e-3)
  minimize g over G using adam(1e-3)
  ${actions}
}
`;
}
