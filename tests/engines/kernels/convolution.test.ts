/**
 * Convolutions and their gradients over many geometries, more than the op table's samples: every algorithm of a kernel.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Attributes } from '../../../src/compiler/graph/graph.ts';
import { sizeOf } from '../../../src/compiler/graph/graph.ts';
import { opOf } from '../../../src/compiler/ops/table.ts';
import type { Engine } from '../../../src/runtime/engines/index.ts';
import { openEngine } from '../../../src/index.ts';
import { uniform } from '../../ops/sample-inputs.ts';
import { engineNames, expectClose, graphOf, host, noise, reference } from '../engines.ts';

interface Geometry {
  readonly image: readonly number[];
  readonly filter: readonly number[];
  readonly result: readonly number[];
  readonly attributes: Attributes;
}

/** Random sizes, strides, paddings and dilations, without those that leave no output. */
function geometries(count: number): Geometry[] {
  const random = uniform(3, 'geometries');
  const pick = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  const found: Geometry[] = [];
  while (found.length < count) {
    const [kernel, strides, dilations] = [1, 1, 1].map(() => [pick(1, 5), pick(1, 3)]) as [
      number[],
      number[],
      number[],
    ];
    strides[0] = pick(1, 3);
    dilations[0] = pick(1, 3);
    const paddings = [pick(0, 3), pick(0, 3), pick(0, 3), pick(0, 3)];
    const image = [pick(1, 2), pick(1, 9), pick(1, 9), pick(1, 4)];
    // With many output channels and few input channels, kernels use another algorithm.
    const channels = pick(0, 2) === 0 ? 40 : pick(1, 4);
    const sides = [0, 1].map((axis) => {
      const reach = (kernel[axis]! - 1) * dilations[axis]! + 1;
      const padded = image[axis + 1]! + paddings[2 * axis]! + paddings[2 * axis + 1]!;
      return Math.floor((padded - reach) / strides[axis]!) + 1;
    });
    if (sides.some((side) => side < 1)) continue;
    found.push({
      image,
      filter: [...kernel, image[3]!, channels],
      result: [image[0]!, ...sides, channels],
      attributes: { strides, dilations, explicit_paddings: paddings },
    });
  }
  return found;
}

describe.each(engineNames)('%s', (name) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openEngine(name);
  });
  afterAll(() => engine.dispose());

  const check = async (op: string, shapes: readonly (readonly number[])[], attributes: Attributes) => {
    const sample = { inputs: shapes.map((shape) => ({ shape })), attributes };
    const values = shapes.map((shape, i) => noise(shape, 17 + i));
    const expected = reference(
      opOf(op),
      sample,
      values.map(({ shape, data }) => ({ shape, data: Float64Array.from(data) })),
    );
    const program = engine.prepare(graphOf(op, sample));
    engine.resetPeak();
    const before = engine.peakBytes();
    const result = await engine.run(program, new Map(values.map((value, i) => [String(i), value])));
    expect(result.get('y')!.shape).toEqual(expected.output.shape);
    expectClose(result.get('y')!.data, expected.data, 1e-5);
    // With a single node, the plan has to be exact.
    if (before !== null) expect(engine.peakBytes()! - before).toBe(program.plannedPeakBytes);
  };

  test.each(geometries(60).map((geometry) => [JSON.stringify(geometry), geometry] as const))(
    '%s',
    async (_, geometry) => {
      const { image, filter, result, attributes } = geometry;
      await check('Conv2D', [image, filter], attributes);
      await check('Conv2DBackpropInput', [filter, result], { ...attributes, input_sizes: image });
      await check('Conv2DBackpropFilter', [image, result], { ...attributes, filter_sizes: filter });
    },
  );

  test.each(geometries(20).map((geometry, i) => [JSON.stringify(geometry), geometry, 1 + (i % 2)] as const))(
    'depthwise, %s',
    async (_, { image, filter, result, attributes }, each) => {
      const kernels = [...filter.slice(0, 3), each];
      const results = [...result.slice(0, 3), image[3]! * each];
      await check('DepthwiseConv2dNative', [image, kernels], attributes);
      await check('DepthwiseConv2dNativeBackpropInput', [kernels, results], { ...attributes, input_sizes: image });
      await check('DepthwiseConv2dNativeBackpropFilter', [image, results], { ...attributes, filter_sizes: kernels });
    },
  );

  test.each([
    [
      [3, 70, 65],
      [2, 0, 1],
    ],
    [
      [3, 70, 65],
      [0, 2, 1],
    ],
    [
      [2, 3, 5, 70],
      [3, 1, 2, 0],
    ],
    [
      [2, 3, 1, 70],
      [2, 3, 0, 1],
    ],
    [
      [4, 3, 50],
      [1, 0, 2],
    ],
  ])('Transpose of %j by %j', (shape, perm) => check('Transpose', [shape], { perm }));

  test.each([
    [
      [7, 5, 6, 3],
      [0, 2],
    ],
    [
      [7, 5, 6, 3],
      [1, 3],
    ],
    [[101, 9], [0]],
    [[3, 101], [1]],
  ])('Sum and Max of %j over %j', async (shape, axes) => {
    await check('Sum', [shape], { axes, keep_dims: false });
    await check('Max', [shape], { axes, keep_dims: true });
  });

  test('a sum of millions of cells keeps its digits', async () => {
    const shape = [2 ** 21];
    const cells = host(shape, new Float32Array(sizeOf(shape)).fill(0.1));
    const program = engine.prepare(
      graphOf('Sum', { inputs: [{ shape }], attributes: { axes: [0], keep_dims: false } }),
    );
    const sum = (await engine.run(program, new Map([['0', cells]]))).get('y')!.data[0]!;
    expect(Math.abs(sum / (2 ** 21 * Math.fround(0.1)) - 1)).toBeLessThan(
      // How TensorFlow adds up is up to TensorFlow.
      name === 'tensorflow' ? 1e-5 : 1e-7,
    );
  });
});
