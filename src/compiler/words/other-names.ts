/**
 * What things are called elsewhere: in PyTorch, Keras, papers. Only for suggestions; none of it is part of the
 * language.
 */
import { didYouMean } from '../../diagnostics/did-you-mean.ts';

/** From our name to the others, in lower case and without `_`. */
const synonyms: Readonly<Record<string, string>> = {
  // types
  tensor: 'vector array matrix float floats',
  prob: 'probability',
  logit: 'logits',
  class: 'label labels int categorical category',
  // layers and functions
  dense: 'linear fc fullyconnected affine',
  einsum: 'contract tensordot bmm',
  matmul: 'mm dot batchmatmul',
  matvec: 'mv',
  outer: 'ger',
  conv2d: 'conv convolution convolution2d',
  conv1d: 'convolution1d',
  conv3d: 'convolution3d',
  conv1d_transpose: 'deconv1d convtranspose1d',
  conv3d_transpose: 'deconv3d convtranspose3d',
  depthwise_conv2d: 'depthwiseconv depthwise',
  separable_conv2d: 'separableconv',
  conv2d_with: 'modulatedconv2d',
  conv2d_transpose: 'deconv deconv2d convtranspose2d convtranspose transposedconv2d deconvolution',
  batch_norm: 'bn batchnormalization batchnorm1d batchnorm2d',
  instance_norm: 'instancenorm2d instancenormalization',
  layer_norm: 'layernormalization',
  leaky_relu: 'lrelu',
  silu: 'swish',
  max_pool: 'maxpool2d maxpooling2d maxpooling',
  avg_pool: 'avgpool2d averagepooling2d averagepool',
  max_pool1d: 'maxpooling1d',
  max_pool3d: 'maxpooling3d',
  avg_pool1d: 'averagepool1d averagepooling1d',
  avg_pool3d: 'averagepool3d averagepooling3d',
  adaptive_avg_pool: 'adaptiveavgpool2d adaptiveaveragepooling2d',
  blur: 'filter2d blurpool gaussianblur',
  downsample: 'downsample2d decimate',
  upfirdn: 'upfirdn2d',
  global_max_pool: 'globalmaxpooling2d adaptivemaxpool2d',
  global_avg_pool: 'globalaveragepooling2d gap',
  upsample: 'upsampling upsampling2d interpolate resize',
  flatten: 'ravel',
  reshape: 'view',
  concat: 'cat concatenate merge',
  reflect_pad: 'reflectionpad2d reflectionpadding2d',
  zero_pad: 'zeropad2d zeropadding2d pad',
  embedding: 'embed',
  one_hot: 'tocategorical',
  binary_cross_entropy: 'bce bceloss bcewithlogits bcewithlogitsloss sigmoidcrossentropy',
  cross_entropy: 'ce crossentropyloss softmaxcrossentropy nll nllloss categoricalcrossentropy',
  mean: 'average avg reducemean expectation',
  sum: 'reducesum total',
  clamp: 'clip clipbyvalue',
  grad: 'gradient gradients autograd',
  stop_gradient: 'detach nograd stopgrad sg',
  gradient_penalty: 'gp wgangp',
  minimax_d: 'minimax ganloss',
  hinge_d: 'hinge hingeloss',
  wasserstein_d: 'wasserstein',
  least_squares_d: 'leastsquares lsgan',
  // initialisers, distributions
  normal: 'gaussian randn gauss randomnormal',
  uniform: 'rand randomuniform',
  truncated_normal: 'truncnormal',
  glorot_uniform: 'xavier xavieruniform',
  glorot_normal: 'xaviernormal',
  he_uniform: 'kaiming kaiminguniform',
  he_normal: 'kaimingnormal',
  zeros: 'zero',
  ones: 'one',
  // parameters
  learning_rate: 'lr rate stepsize',
  beta1: 'beta betas',
  rho: 'alpha',
  stride: 'strides',
  kernel: 'kernelsize size',
  filters: 'channels outchannels features',
  units: 'outfeatures neurons',
  slope: 'alpha negativeslope',
  rate: 'p drop',
  padding: 'pad',
  bias: 'usebias',
  init: 'initializer initialiser kernelinitializer weightinit',
  momentum: 'decay',
  axes: 'axis dim dims',
  std: 'stddev sigma scale',
  modes: 'n',
  // schedules
  cosine: 'cosineannealing cosineannealinglr cosinedecay',
  step: 'steplr stepdecay multisteplr',
  linear: 'linearlr lineardecay polynomial',
};

const squeezed = (name: string): string => name.toLowerCase().replaceAll('_', '');

/** The choices that a writer of `name` may have meant, nearest first. */
export function suggestedNames(name: string, choices: Iterable<string>): string[] {
  const all = [...new Set(choices)];
  const wanted = squeezed(name);
  const same = all.filter((choice) => squeezed(choice) === wanted || synonyms[choice]?.split(' ').includes(wanted));
  if (same.length > 0) return same;
  // Any letter is one edit away from any other.
  return name.length > 1 ? didYouMean(name, all) : [];
}
