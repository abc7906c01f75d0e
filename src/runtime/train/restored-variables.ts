/** The variables of a checkpoint, in the form that this version uses. */
import { stepPath, type VariableSpec } from '../../compiler/compile.ts';
import type { HostTensor } from '../host-tensor.ts';
import type { Checkpoint } from '../output/checkpoint.ts';

/**
 * Counters used to be float32, which stops counting at 16,777,216. They are converted as they are, except for the
 * number of steps, which the manifest has always had right. What is not a counter, or not a whole number, is left as it
 * is.
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
