/** Packs of variables as vectors on the host. */
import type { Member, Pack } from '../../../compiler/passes/pack.ts';
import { sizeOf } from '../../../compiler/graph/graph.ts';
import type { HostTensor } from '../engine.ts';

/** @param before supplies the values that are not given; may be omitted if all are */
export function packed(pack: Pack, values: ReadonlyMap<string, HostTensor>, before?: HostTensor): HostTensor {
  const data = new Float32Array(pack.size);
  if (before) data.set(before.data);
  for (const { variable, start } of pack.members) {
    const value = values.get(variable);
    if (value) data.set(value.data, start);
  }
  return { dtype: 'float32', shape: [pack.size], data };
}

export function partOf(vector: HostTensor, { start, shape }: Member): HostTensor {
  return { dtype: 'float32', shape, data: vector.data.slice(start, start + sizeOf(shape)) };
}
