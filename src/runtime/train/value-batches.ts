/** Values outside of training, computed a batch at a time: their memory does not grow with the number of examples. */
import { bytesOfParts } from '../../compiler/passes/plan-memory.ts';
import type { Graph } from '../../compiler/graph/graph.ts';
import { leastCommonMultiple, roundedUp } from '../../compiler/program/groups.ts';
import type { Engine } from '../engines/engine.ts';
import type { HostTensor } from '../host-tensor.ts';

/** Values by name, each with a row for every example of the batch. */
export type ValueBatch = ReadonlyMap<string, HostTensor>;

/** At most so many examples are computed at once. */
const MOST_AT_ONCE = 1024;
/** A draw can begin at every fourth number, so batches begin at every fourth example. */
const ALIGNMENT = 4;

/**
 * As many of the examples as may be computed at once, by the engine's own plan of the memory that it has.
 *
 * @param unit what must divide the batch, which may therefore be larger than the number of examples
 */
export function batchThatFits(
  engine: Pick<Engine, 'memoryBytes' | 'plan'>,
  examples: number,
  graphFor: (batch: number) => Graph,
  unit = 1,
): number {
  const limit = engine.memoryBytes() ?? Infinity;
  const aligned = leastCommonMultiple(unit, ALIGNMENT);
  let batch = examples <= MOST_AT_ONCE ? roundedUp(examples, unit) : roundedUp(MOST_AT_ONCE, aligned);
  while (batch > aligned && bytesOfParts(engine.plan(graphFor(batch))) > limit) batch = roundedUp(batch / 2, aligned);
  return batch;
}

/** The first rows of each value, not copied. */
export function firstRows(values: ValueBatch, rows: number): ValueBatch {
  return new Map(
    [...values].map(([name, { dtype, shape, data }]) => {
      const kept = data.subarray(0, (data.length / shape[0]!) * rows);
      return [name, { dtype, shape: [rows, ...shape.slice(1)], data: kept }];
    }),
  );
}

/** All batches as one, for what needs all rows at once. */
export async function gathered(batches: AsyncIterable<ValueBatch>): Promise<Map<string, HostTensor>> {
  const parts = new Map<string, HostTensor[]>();
  for await (const batch of batches)
    for (const [name, value] of batch) parts.set(name, [...(parts.get(name) ?? []), value]);
  return new Map([...parts].map(([name, values]) => [name, concatenated(values)]));
}

function concatenated(parts: readonly HostTensor[]): HostTensor {
  const [first] = parts as [HostTensor];
  if (parts.length === 1) return first;
  const rows = parts.reduce((sum, { shape }) => sum + shape[0]!, 0);
  const arrays = { float32: Float32Array, int32: Int32Array, bool: Uint8Array } as const;
  const data = new arrays[first.dtype](parts.reduce((sum, part) => sum + part.data.length, 0));
  let at = 0;
  for (const part of parts) {
    data.set(part.data, at);
    at += part.data.length;
  }
  return { dtype: first.dtype, shape: [rows, ...first.shape.slice(1)], data };
}
