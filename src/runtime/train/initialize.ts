/** The first values of all variables: each drawn from a stream of its own name, so that one more layer moves no other. */
import { startOf } from '../../compiler/words/initializers.ts';
import { sizeOf } from '../../compiler/graph/graph.ts';
import type { VariableSpec } from '../../compiler/lower/variables.ts';
import type { HostTensor } from '../engines/engine.ts';
import { draw } from '../random.ts';

export function initialVariables(variables: readonly VariableSpec[], seed: number): Map<string, HostTensor> {
  const values = new Map<string, HostTensor>();
  for (const { path, shape, start } of variables) {
    if (start.kind === 'copy') {
      const { dtype, data } = values.get(start.of)!;
      values.set(path, { dtype, shape, data: data.slice() });
      continue;
    }
    const from = startOf(start.initializer, shape);
    const value: HostTensor =
      typeof from === 'number'
        ? { dtype: 'float32', shape, data: new Float32Array(sizeOf(shape)).fill(from) }
        : draw(from, shape, { seed, stream: `initial/${path}`, step: 0 });
    values.set(path, value);
  }
  return values;
}
