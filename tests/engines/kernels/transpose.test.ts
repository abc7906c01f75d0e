/** Tiled transposition, at sizes around the four lanes and the tile size of 64, on every engine. */
import { expect, test } from 'vitest';
import { startGraph } from '../../../src/compiler/graph-semantics/build.ts';
import { sizeOf, type TensorType } from '../../../src/compiler/graph/graph.ts';
import { opOf } from '../../../src/compiler/ops/table.ts';
import { openEngine } from '../../../src/index.ts';
import { engineNames } from '../engines.ts';

const cases: readonly (readonly [shape: readonly number[], perm: readonly number[]])[] = [
  ...[
    [1, 7],
    [3, 3],
    [4, 4],
    [4, 5],
    [5, 4],
    [7, 9],
    [63, 65],
    [64, 128],
    [130, 67],
  ].map((shape) => [shape, [1, 0]] as const),
  [
    [3, 5, 6],
    [2, 1, 0],
  ],
  [
    [3, 5, 6],
    [2, 0, 1],
  ],
  [
    [2, 7, 5, 9],
    [3, 1, 2, 0],
  ],
  [
    [2, 1, 70, 6],
    [0, 3, 1, 2],
  ],
];

test.each(engineNames)('%s', async (name) => {
  const engine = await openEngine(name);
  for (const [shape, perm] of cases) {
    for (const dtype of ['float32', 'int32'] as const) {
      const b = startGraph('transpose');
      const type: TensorType = { dtype, shape };
      const y = b.add('Transpose', [b.input('x', type, { kind: 'argument', argument: 'x' })], { perm });
      b.output('y', y);
      const exact = Float64Array.from({ length: sizeOf(shape) }, (_, i) => i + 1);
      const data = dtype === 'float32' ? Float32Array.from(exact) : Int32Array.from(exact);
      const found = (await engine.run(engine.prepare(b.build()), new Map([['x', { ...type, data }]]))).get('y')!;
      const wanted = opOf('Transpose').evaluate([{ shape, data: exact }], { perm }, b.type(y));
      expect([...found.data], `${shape} by ${perm}`).toEqual([...wanted]);
    }
  }
  engine.dispose();
});
