/**
 * The initial values of all variables, each drawn from a stream of its own name, so that adding a layer changes no
 * other.
 */
import type { VariableSpec } from '../../compiler/compile.ts';
import { sizeOf } from '../../compiler/graph/graph.ts';
import type { HostTensor } from '../host-tensor.ts';
import { draw } from '../random.ts';

export function initialVariables(variables: readonly VariableSpec[], seed: number): Map<string, HostTensor> {
  const values = new Map<string, HostTensor>();
  for (const variable of variables) values.set(variable.path, firstValue(variable, values, seed));
  return values;
}

const arrays = { float32: Float32Array, int32: Int32Array } as const;

function firstValue(
  { path, dtype, shape, start }: VariableSpec,
  before: ReadonlyMap<string, HostTensor>,
  seed: number,
): HostTensor {
  switch (start.kind) {
    case 'constant':
      return { dtype, shape, data: new arrays[dtype](sizeOf(shape)).fill(start.value) };
    case 'draw':
      return draw(start.distribution, shape, { seed, stream: `initial/${path}`, step: 0 });
    case 'copy': {
      return { dtype, shape, data: before.get(start.of)!.data.slice() };
    }
  }
}
