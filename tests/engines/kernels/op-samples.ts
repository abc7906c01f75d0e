/** Compares every kernel of an engine with the op table's definition of the op, on the samples of the table. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ops } from '../../../src/compiler/ops/table.ts';
import type { Engine } from '../../../src/runtime/engines/index.ts';
import { sampleInputs } from '../../ops/sample-inputs.ts';
import { expectClose, graphOf, host, reference } from '../engines.ts';

export function testEveryOp(open: () => Promise<Engine>): void {
  let engine: Engine;
  beforeAll(async () => {
    engine = await open();
  });
  afterAll(() => engine.dispose());

  for (const op of ops.values()) {
    op.samples.forEach((sample, i) => {
      const shapes = sample.inputs.map(({ dtype, shape }) => `${dtype ?? 'float32'}[${shape.join(', ')}]`);
      test(`${op.name} ${i}: ${shapes.join(' × ')} ${JSON.stringify(sample.attributes ?? {})}`, async () => {
        const values = sampleInputs(op, sample, 7);
        const { output, data } = reference(op, sample, values);
        const feeds = new Map(
          values.map((value, j) => [String(j), host(value.shape, value.data, sample.inputs[j]!.dtype)]),
        );
        const result = (await engine.run(engine.prepare(graphOf(op.name, sample)), feeds)).get('y')!;
        expect(result.shape).toEqual(output.shape);
        expect(result.dtype).toBe(output.dtype);
        if (output.dtype === 'float32') expectClose(result.data, data, 1e-5);
        else expect([...result.data]).toEqual([...data].map((value) => value + 0));
      });
    });
  }
}
