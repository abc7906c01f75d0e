/**
 * What the library computes, and what it is in PyTorch: `y` of a spec, with the inputs `a`, `b`, … drawn for each of four
 * examples, and an expression in them and in the weights, whose names are their paths with `_` for what is not a letter
 * or digit.
 */
export interface LibraryCase {
  readonly name: string;
  readonly spec: string;
  readonly torch: string;
}

/** @param layer a stage or a call that `a` goes through, in a network `G` */
const layer = (
  name: string,
  module: string,
  inputs: string,
  result: string,
  body: string,
  torch: string,
): LibraryCase => ({
  name: `${name}, ${inputs}`,
  spec: `import ${name} from ${module}
${latents(inputs)}
network G(${inputs}) -> ${result} { ${body} }
let y = G(${namesOf(inputs)})`,
  torch,
});

const formula = (name: string, module: string, inputs: string, call: string, torch: string): LibraryCase => ({
  name: `${name}, ${inputs}`,
  spec: `${module && `import ${name} from ${module}`}\n${latents(inputs)}\nlet y = ${call}`,
  torch,
});

const parts = (inputs: string): readonly (readonly [name: string, type: string])[] =>
  inputs.split('; ').map((part) => part.split(': ') as [string, string]);

const namesOf = (inputs: string): string =>
  parts(inputs.replaceAll(/, (?=\w+:)/g, '; '))
    .map(([name]) => name)
    .join(', ');

const latents = (inputs: string): string =>
  parts(inputs.replaceAll(/, (?=\w+:)/g, '; '))
    .map(([name, type]) =>
      type.startsWith('class') ? `latent ${name} ~ ${type}` : `latent ${name} ~ normal${type.replace(/^\w+/, '')}`,
    )
    .join('\n');

const map = 'a: tensor[4, 6, 6]';
const row = 'a: tensor[5]';
const pair = 'a: tensor[1], b: tensor[1]';

export const libraryCases: readonly LibraryCase[] = [
  // normalisation
  layer(
    'group_norm',
    'normalisation',
    map,
    'tensor[4, 6, 6]',
    'a |> group_norm(3)',
    'last(F.group_norm(first(a), 3, G_group_norm_3_gamma, G_group_norm_3_beta))',
  ),
  formula('pixel_norm', 'normalisation', map, 'pixel_norm(a)', 'a / (a.square().mean(-1, keepdim=True) + 1e-8).sqrt()'),
  formula('pixel_norm', 'normalisation', row, 'pixel_norm(a)', 'F.rms_norm(a, [5], eps=1e-8)'),
  formula(
    'adain',
    'normalisation',
    'a: tensor[3, 4, 2], b: tensor[5, 2, 2]',
    'adain(a, b)',
    'last(F.instance_norm(first(a)) * (first(b).var((2, 3), correction=0, keepdim=True) + 1e-5).sqrt() + first(b).mean((2, 3), keepdim=True))',
  ),
  layer(
    'adaptive_instance_norm',
    'normalisation',
    'a: tensor[3, 4, 2], b: tensor[3]',
    'tensor[3, 4, 2]',
    'a |> adaptive_instance_norm(b)',
    'last(F.instance_norm(first(a)) * (1 + b @ G_adaptive_instance_norm_scale_dense_c_kernel + G_adaptive_instance_norm_scale_dense_c_bias)[:, :, None, None] + (b @ G_adaptive_instance_norm_offset_dense_c_kernel + G_adaptive_instance_norm_offset_dense_c_bias)[:, :, None, None])',
  ),
  layer(
    'virtual_batch_norm',
    'normalisation',
    'a: tensor[3, 4, 2], b: tensor[3, 4, 2]',
    'tensor[3, 4, 2]',
    'let n = virtual_batch_norm(a, b)\n n.x + 10 * n.reference',
    'virtual_batch_norm(a, b, G_n_virtual_batch_norm_gamma, G_n_virtual_batch_norm_beta)',
  ),
  // parametrizations
  layer(
    'weight_norm',
    'parametrizations',
    row,
    'tensor[3]',
    'a |> dense(3, bias: false, parametrize: weight_norm)',
    'a @ torch._weight_norm(G_dense_3_kernel, G_dense_3_weight_norm_gain[None], 1)',
  ),
  layer(
    'weight_norm',
    'parametrizations',
    map,
    'tensor[4, 6, 3]',
    'a |> conv2d(3, 3, bias: false, parametrize: weight_norm)',
    'conv(a, torch._weight_norm(G_conv2d_3_kernel, G_conv2d_3_weight_norm_gain[None, None, None], 3), padding=1)',
  ),
  layer(
    'equalized',
    'parametrizations',
    map,
    'tensor[4, 6, 3]',
    'a |> conv2d(3, 3, bias: false, parametrize: equalized)',
    'conv(a, G_conv2d_3_kernel * torch.nn.init.calculate_gain("relu") / 54**0.5, padding=1)',
  ),
  layer(
    'spectral_norm',
    'parametrizations',
    row,
    'tensor[3]',
    'a |> dense(3, bias: false, parametrize: spectral_norm)',
    'spectral_norm(torch.nn.Linear(5, 3, bias=False), G_dense_3_kernel.T, G_dense_3_spectral_norm_u)(a)',
  ),
  layer(
    'spectral_norm',
    'parametrizations',
    map,
    'tensor[4, 6, 3]',
    'a |> conv2d(3, 3, bias: false, parametrize: spectral_norm)',
    'last(spectral_norm(torch.nn.Conv2d(6, 3, 3, padding=1, bias=False), kernel_of(G_conv2d_3_kernel), G_conv2d_3_spectral_norm_u)(first(a)))',
  ),
  layer(
    'spectral_norm',
    'parametrizations',
    `${row}`,
    'tensor[3]',
    'a |> dense(3, bias: false, parametrize: thrice)',
    'spectral_norm(torch.nn.Linear(5, 3, bias=False), G_dense_3_kernel.T, G_dense_3_thrice_spectral_norm_3_u, 3)(a)',
  ),
  // attention
  formula(
    'dot_product_attention',
    'attention',
    'a: tensor[3, 4], b: tensor[5, 4], c: tensor[5, 2]',
    'dot_product_attention(a, b, c)',
    'F.scaled_dot_product_attention(a, b, c)',
  ),
  layer(
    'self_attention',
    'attention',
    'a: tensor[2, 3, 4]',
    'tensor[2, 3, 4]',
    'a |> self_attention(2)',
    'self_attention(a, G_self_attention_2_query_dense_features_kernel, G_self_attention_2_key_dense_features_kernel, G_self_attention_2_value_dense_features_kernel, G_self_attention_2_dense_c_kernel, G_self_attention_2_gamma)',
  ),
  // sequence
  layer(
    'lstm',
    'sequence',
    'a: tensor[7, 3]',
    'tensor[7, 2]',
    'a |> lstm(2)',
    'recurrent(torch.nn.LSTM, a, G_lstm_2_scan_all_dense_4_units_kernel[:3], G_lstm_2_scan_all_dense_4_units_kernel[3:], G_lstm_2_scan_all_dense_4_units_bias, None)',
  ),
  layer(
    'gru',
    'sequence',
    'a: tensor[7, 3]',
    'tensor[7, 2]',
    'a |> gru(2)',
    'recurrent(torch.nn.GRU, a, G_gru_2_scan_new_dense_3_units_kernel, G_gru_2_scan_old_dense_3_units_kernel, G_gru_2_scan_new_dense_3_units_bias, G_gru_2_scan_old_dense_3_units_bias)',
  ),
  layer(
    'causal_conv1d',
    'sequence',
    'a: tensor[7, 3]',
    'tensor[7, 2]',
    'a |> causal_conv1d(2, 3, dilation: 2)',
    'conv(F.pad(a, (0, 0, 4, 0)), G_causal_conv1d_2_conv1d_filters_kernel, G_causal_conv1d_2_conv1d_filters_bias, dilation=2)',
  ),
  // minibatch
  formula('minibatch_stddev', 'minibatch', 'a: tensor[3, 4, 2]', 'minibatch_stddev(a, 2)', 'minibatch_stddev(a, 2)'),
  layer(
    'minibatch_discrimination',
    'minibatch',
    row,
    'tensor[7]',
    'a |> minibatch_discrimination(4, kernels: 2, dimensions: 3)',
    'minibatch_discrimination(a, G_minibatch_discrimination_4_rows_dense_kernels_dimensions_kernel.reshape(5, 2, 3))',
  ),
  formula(
    'pack_images',
    'minibatch',
    'a: tensor[3, 4, 2]',
    'pack_images(a)',
    'torch.cat((a[0::2], a[1::2]), -1).repeat_interleave(2, 0)',
  ),
  formula('best', 'minibatch', 'a: tensor[1]', 'best(a, 3, of: 4)', 'a.topk(3, 0).values.expand(4, 3, 1)'),
  // objectives
  formula('minimax_g', '', 'a: tensor[1]', 'minimax_g(a)', '(1 - a.sigmoid()).log().mean()'),
  formula('smoothed_minimax_d', '', pair, 'smoothed_minimax_d(a, b)', 'bce(a, 0.9) + bce(b, 0)'),
  formula('relativistic_d', '', pair, 'relativistic_d(a, b)', 'bce(a - b, 1)'),
  formula('relativistic_g', '', pair, 'relativistic_g(a, b)', 'bce(b - a, 1)'),
  formula(
    'relativistic_average_d',
    '',
    pair,
    'relativistic_average_d(a, b)',
    'bce(a - b.mean(), 1) + bce(b - a.mean(), 0)',
  ),
  formula(
    'relativistic_average_g',
    '',
    pair,
    'relativistic_average_g(a, b)',
    'bce(a - b.mean(), 0) + bce(b - a.mean(), 1)',
  ),
  formula(
    'softmax_d',
    '',
    pair,
    'softmax_d(a, b)',
    'F.cross_entropy(-torch.cat((a, b)).T, torch.cat((torch.full_like(a, 0.25), torch.zeros_like(b))).T)',
  ),
  formula('softmax_g', '', pair, 'softmax_g(a, b)', 'F.cross_entropy(-torch.cat((a, b)).T, torch.full((1, 8), 0.125))'),
  formula(
    'boundary_seeking_g',
    '',
    'a: tensor[1]',
    'boundary_seeking_g(a)',
    '((a.sigmoid().log() - (1 - a.sigmoid()).log()) ** 2).mean() / 2',
  ),
  formula('energy_d', '', pair, 'energy_d(a^2, b^2, margin: 0.5)', '(a**2).mean() + F.relu(0.5 - b**2).mean()'),
  formula('pulling_away', '', row, 'pulling_away(a)', 'pulling_away(a)'),
  formula(
    'boundary_equilibrium_k',
    '',
    pair,
    'boundary_equilibrium_k(0.5, mean(a^2), mean(b^2), rate: 0.1)',
    '(0.5 + 0.1 * (0.5 * (a**2).mean() - (b**2).mean())).clamp(0, 1)',
  ),
  formula(
    'feature_matching',
    '',
    'a: tensor[3, 2], b: tensor[3, 2]',
    'feature_matching(a, b)',
    'F.mse_loss(a.mean(0), b.mean(0), reduction="sum")',
  ),
  formula('lecam', '', pair, 'lecam(a, b, 0.3, -0.2)', '((a + 0.2) ** 2).mean() + ((b - 0.3) ** 2).mean()'),
  // reconstruction
  formula(
    'kl_divergence',
    'reconstruction',
    'a: tensor[3], b: tensor[3]',
    'kl_divergence(a, b)',
    'torch.distributions.kl_divergence(torch.distributions.Normal(a, (b / 2).exp()), torch.distributions.Normal(0., 1.)).sum(1).mean()',
  ),
  // classes
  formula(
    'continuous_information',
    'classes',
    'a: tensor[3], b: tensor[3], c: tensor[3]',
    'continuous_information(a, b, c)',
    'F.gaussian_nll_loss(b, a, c.exp(), full=True, reduction="none").sum(1).mean()',
  ),
  formula(
    'multi_hinge_d',
    'classes',
    'a: tensor[4], b: tensor[4], c: class(3)',
    'multi_hinge_d(a, c, b)',
    'crammer_singer(a, c) + crammer_singer(b, torch.full_like(c, 3))',
  ),
  formula('multi_hinge_g', 'classes', 'a: tensor[4], c: class(3)', 'multi_hinge_g(a, c)', 'crammer_singer(a, c)'),
  formula(
    'conditional_contrastive',
    'classes',
    'a: tensor[3], b: tensor[3], c: class(3)',
    'conditional_contrastive(a, b, c, 4, 0.7)',
    'conditional_contrastive(a, b, c, 0.7)',
  ),
  formula(
    'data_to_data_cross_entropy',
    'classes',
    'a: tensor[3], b: tensor[3], c: class(3)',
    'data_to_data_cross_entropy(a, b, c, 4, positive_margin: 0.3)',
    'data_to_data_cross_entropy(a, b, c, 0.5, 0.3, -0.02)',
  ),
  // latents
  formula(
    'sample_normal',
    'latents',
    'a: tensor[3], b: tensor[3]',
    'sample_normal(a, b)',
    'a + (b / 2).exp() * y_sample_normal_noise',
  ),
  formula(
    'gumbel_softmax',
    'latents',
    'a: tensor[3]',
    'gumbel_softmax(a, 0.7)',
    '((a - (-y_gumbel_softmax_u.log()).log()) / 0.7).softmax(-1)',
  ),
  // stylegan
  layer(
    'modulated_conv2d',
    'stylegan',
    'a: tensor[4, 4, 2], b: tensor[2]',
    'tensor[4, 4, 3]',
    'a |> modulated_conv2d(b, 3)',
    'modulated_conv2d(a, b, G_modulated_conv2d_3_weight)',
  ),
  formula(
    'path_lengths',
    'stylegan',
    'a: tensor[3]',
    'path_lengths((a^2) |> reshape(1, 3, 1) |> flip(1), a)',
    '(2 * a * y_path_lengths_noise.reshape(4, 3).flip(1) / 3**0.5).norm(dim=1)',
  ),
  // augment
  formula(
    'random_brightness',
    'augment',
    map,
    'random_brightness(a)',
    'a + y_random_brightness_shift[:, :, None, None]',
  ),
  formula(
    'random_saturation',
    'augment',
    map,
    'random_saturation(a)',
    '(a - a.mean(3, keepdim=True)) * y_random_saturation_factor[:, :, None, None] + a.mean(3, keepdim=True)',
  ),
  formula(
    'random_contrast',
    'augment',
    map,
    'random_contrast(a)',
    '(a - a.mean((1, 2, 3), keepdim=True)) * y_random_contrast_factor[:, :, None, None] + a.mean((1, 2, 3), keepdim=True)',
  ),
  formula(
    'random_translation',
    'augment',
    map,
    'random_translation(a, 1, 1)',
    'translated(a, y_random_translation_vertical - 1, y_random_translation_horizontal - 1)',
  ),
  formula(
    'random_cutout',
    'augment',
    map,
    'random_cutout(a, 2, 4)',
    'cut_out(a, y_random_cutout_row, y_random_cutout_column, 2, 4)',
  ),
];
