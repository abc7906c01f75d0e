/** The variables that a checkpoint holds, as this version keeps them. */
import { stepPath, type VariableSpec } from '../../compiler/compile.ts';
import type { HostTensor } from '../host-tensor.ts';
import type { Checkpoint } from '../output/checkpoint.ts';

/**
 * Counters were float32 once, which stop at 16,777,216: up to there they are converted as they are, and how many steps
 * were really made the manifest has always known. What is not a counter, or not a whole number, stays as it is.
 */
export function restoredVariables(
  { manifest, tensors }: Checkpoint,
  variables: readonly VariableSpec[],
): Map<string, HostTensor> {
  const counters = new Set(variables.filter(({ dtype }) => dtype === 'int32').map(({ path }) => path));
  const restored = ([path, tensor]: [string, HostTensor]): [string, HostTensor] => {
    const isOldCounter = counters.has(path) && tensor.dtype === 'float32' && tensor.data.every(Number.isInteger);
    if (!isOldCounter) return [path, tensor];
    const data = path === stepPath ? Int32Array.of(manifest.step) : Int32Array.from(tensor.data);
    return [path, { dtype: 'int32', shape: tensor.shape, data }];
  };
  return new Map([...tensors].map(restored));
}
