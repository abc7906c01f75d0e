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

function firstValue(
  { path, shape, start }: VariableSpec,
  before: ReadonlyMap<string, HostTensor>,
  seed: number,
): HostTensor {
  switch (start.kind) {
    case 'constant':
      return { dtype: 'float32', shape, data: new Float32Array(sizeOf(shape)).fill(start.value) };
    case 'draw':
      return draw(start.distribution, shape, { seed, stream: `initial/${path}`, step: 0 });
    case 'copy': {
      const { dtype, data } = before.get(start.of)!;
      return { dtype, shape, data: data.slice() };
    }
  }
}
