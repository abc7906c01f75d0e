/**
 * bench/specs/dcgan.gan as written with TensorFlow.js: its layers, its gradient tape, its Adam. It runs on wasm, or on
 * TensorFlow through tfjs-node.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as Core from '@tensorflow/tfjs-core';
import type * as Layers from '@tensorflow/tfjs-layers';
import { startWasm } from './threaded-tfjs.ts';
import { drawDigit } from '../../src/runtime/data/thread/drawings/digits.ts';
import { engineFolder } from '../../src/runtime/engines/tensorflow/binding.ts';
import { RandomSequence } from '../../src/runtime/random.ts';
import { serve } from '../process.ts';

// Loaded when needed: tfjs-node brings its own TensorFlow.js, and a process should have only one.
let tf: typeof Core;
let layers: typeof Layers;

const BATCH = 64;
const EXAMPLES = 2048;

/**
 * dw[i, j] = x(the pixels that tap i, j met)ᵀ · dy, as one matrix product over all taps side by side (im2col). Here
 * that is faster than one product per tap.
 */
function convolutionBackpropFilter(
  x: Core.Tensor4D,
  dy: Core.Tensor4D,
  filterShape: [number, number, number, number],
  strides: number,
  pad: 'same' | 'valid',
): Core.Tensor4D {
  return tf.tidy(() => {
    const { padInfo, outHeight, outWidth } = tf.backend_util.computeConv2DInfo(x.shape, filterShape, strides, 1, pad);
    const padded = tf.pad(x, [
      [0, 0],
      [padInfo.top, padInfo.bottom],
      [padInfo.left, padInfo.right],
      [0, 0],
    ]);
    const [batch, , , channels] = x.shape;
    const [height, width, , channelsOut] = filterShape;
    const patches: Core.Tensor4D[] = [];
    for (let i = 0; i < height; i++) {
      for (let j = 0; j < width; j++) {
        const end = [batch, i + (outHeight - 1) * strides + 1, j + (outWidth - 1) * strides + 1, channels];
        patches.push(tf.stridedSlice(padded, [0, i, j, 0], end, [1, strides, strides, 1]));
      }
    }
    const columns = tf.reshape(tf.concat(patches, 3), [batch * outHeight * outWidth, height * width * channels]);
    const gradients = tf.reshape(dy, [batch * outHeight * outWidth, channelsOut]);
    // The backend multiplies a transposed matrix in a plain loop, ten times slower than transposing it first.
    return tf.reshape(tf.matMul(tf.transpose(columns), gradients), filterShape);
  });
}

/** The wasm backend has no Conv2DBackpropFilter, so it is composed of ops that the backend has. */
function registerConvolutionBackpropFilter(): void {
  tf.registerKernel({
    kernelName: 'Conv2DBackpropFilter',
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) => {
      const { strides, pad, filterShape } = attrs as never as {
        strides: number | [number, number];
        pad: 'same';
        filterShape: [number, number, number, number];
      };
      return convolutionBackpropFilter(
        inputs['x'] as Core.Tensor4D,
        inputs['dy'] as Core.Tensor4D,
        filterShape,
        [strides].flat()[0]!,
        pad,
      );
    },
  });
}

const leaky = () => layers.layers.leakyReLU({ alpha: 0.3 });
const transposed = (filters: number, strides: number) =>
  layers.layers.conv2dTranspose({ filters, kernelSize: 5, strides, padding: 'same', useBias: false });

const makeGenerator = () =>
  layers.sequential({
    layers: [
      layers.layers.dense({ units: 7 * 7 * 256, useBias: false, inputShape: [100] }),
      layers.layers.batchNormalization(),
      leaky(),
      layers.layers.reshape({ targetShape: [7, 7, 256] }),
      transposed(128, 1),
      layers.layers.batchNormalization(),
      leaky(),
      transposed(64, 2),
      layers.layers.batchNormalization(),
      leaky(),
      layers.layers.conv2dTranspose({
        filters: 1,
        kernelSize: 5,
        strides: 2,
        padding: 'same',
        useBias: false,
        activation: 'tanh',
      }),
    ],
  });

const makeDiscriminator = () =>
  layers.sequential({
    layers: [
      layers.layers.conv2d({ filters: 64, kernelSize: 5, strides: 2, padding: 'same', inputShape: [28, 28, 1] }),
      leaky(),
      layers.layers.dropout({ rate: 0.3 }),
      layers.layers.conv2d({ filters: 128, kernelSize: 5, strides: 2, padding: 'same' }),
      leaky(),
      layers.layers.dropout({ rate: 0.3 }),
      layers.layers.flatten(),
      layers.layers.dense({ units: 1 }),
    ],
  });

const weightsOf = (model: Layers.Sequential) => model.trainableWeights.map((w) => w.read() as Core.Variable);

/** The images of `digits(size: 2048)` in −1 … 1, one after the other. */
function drawImages(): Float32Array {
  const random = new RandomSequence(0, 'data/digits');
  const drawn = Array.from({ length: EXAMPLES }, (_, i) => [...drawDigit(i % 10, random.at(i))]);
  return Float32Array.from(drawn.flat(), (byte) => byte / 127.5 - 1);
}

let step: () => Promise<{ d: number; g: number }>;

/** TensorFlow.js uses one thread in Node; here it gets more in the way that ganspec does. */
async function openWasm(threads: number): Promise<string> {
  tf = await import('@tensorflow/tfjs-core');
  layers = await import('@tensorflow/tfjs-layers');
  const { backend, threads: found } = await startWasm(threads);
  tf.removeBackend('wasm');
  tf.registerBackend('wasm', () => backend);
  await tf.setBackend('wasm');
  registerConvolutionBackpropFilter();
  return `tfjs-layers ${layers.version_layers}, wasm, ${found} thread${found === 1 ? '' : 's'}`;
}

/**
 * The package next to the binding that `npm run engine:tensorflow` built, on the same TensorFlow as ganspec's engine.
 */
async function openNode(threads: number): Promise<string> {
  process.env['TF_NUM_INTRAOP_THREADS'] = String(threads);
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  const require = createRequire(join(engineFolder(), 'package.json'));
  // Node 23 removed these functions, and the package still calls them (https://github.com/tensorflow/tfjs/issues/8609).
  const util = require('node:util') as Record<string, unknown>;
  util['isNullOrUndefined'] ??= (value: unknown) => value === null || value === undefined;
  util['isArray'] ??= Array.isArray;
  const node = require('@tensorflow/tfjs-node-gpu') as typeof Core & typeof Layers;
  tf = node;
  layers = node;
  await tf.ready();
  if (tf.getBackend() !== 'tensorflow') throw new Error(`tfjs-node runs on ${tf.getBackend()}`);
  return `tfjs-node ${layers.version_layers}, ${threads} threads`;
}

async function open({ backend, threads }: { backend: 'wasm' | 'node'; threads: number }): Promise<string> {
  const name = await { wasm: openWasm, node: openNode }[backend](threads);
  const images = drawImages();
  const generator = makeGenerator();
  const discriminator = makeDiscriminator();
  const adamD = tf.train.adam(1e-4);
  const adamG = tf.train.adam(1e-4);
  const training = { training: true };
  const crossEntropy = (logits: Core.Tensor, label: number) =>
    tf.losses.sigmoidCrossEntropy(tf.fill(logits.shape, label), logits);
  let cursor = 0;

  step = async () => {
    const start = cursor * 784;
    cursor = (cursor + BATCH) % EXAMPLES;
    const [d, g] = tf.tidy(() => {
      const x = tf.tensor4d(images.subarray(start, start + BATCH * 784), [BATCH, 28, 28, 1]);
      const z = tf.randomNormal([BATCH, 100]);
      const fake = generator.apply(z, training) as Core.Tensor;
      const lossD = tf.variableGrads(() => {
        const onReal = crossEntropy(discriminator.apply(x, training) as Core.Tensor, 1);
        const onFake = crossEntropy(discriminator.apply(fake, training) as Core.Tensor, 0);
        return tf.add(onReal, onFake) as Core.Scalar;
      }, weightsOf(discriminator));
      adamD.applyGradients(lossD.grads);
      const lossG = tf.variableGrads(
        () =>
          crossEntropy(discriminator.apply(generator.apply(z, training), training) as Core.Tensor, 1) as Core.Scalar,
        weightsOf(generator),
      );
      adamG.applyGradients(lossG.grads);
      return [lossD.value, lossG.value];
    }) as [Core.Scalar, Core.Scalar];
    const values = { d: (await d.data())[0]!, g: (await g.data())[0]! };
    tf.dispose([d, g]);
    return values;
  };
  return name;
}

serve({
  open,
  async steps(count: number): Promise<number[]> {
    const times: number[] = [];
    for (let i = 0; i < count; i++) {
      const start = performance.now();
      const losses = await step();
      times.push(performance.now() - start);
      if (!Number.isFinite(losses.d + losses.g)) throw new Error('the peer diverged');
    }
    return times;
  },
  tensors: () => tf.memory().numTensors,
});
