/** Convolutions whose kernel is a value: one that was computed, and may differ from example to example. */
import { convolve, convolveTransposed } from '../../ops/composites/convolution.ts';
import { compare, formatSize, multiply, type Size } from '../../types/size.ts';
import { formatType, tensor } from '../../types/type.ts';
import { along, groupsParameter, requireGroups, slidingParameters, transposed, windowsOf } from './convolution.ts';
import { defineFunction, type CallSite, type FunctionDefinition, type Lowering } from './function.ts';
import { inBatches, refuseLabels, requireSpatial, shapeNotes, spatial, together, value } from './idioms.ts';
import { requireTransposed, requireWindows } from './window-sizes.ts';

const parameters = (axes: string) => [
  value('x', spatial[2]),
  value('kernel', `a kernel ${axes}; if it has a batch, each example is convolved with its own`),
  ...slidingParameters,
  groupsParameter,
];

/** The kernel's sides and its two counts of channels; refuses one that does not fit the channels of the map. */
function requireKernel(call: CallSite, callee: string, axes: string, place: 'first' | 'second') {
  refuseLabels(call, callee);
  const shape = requireSpatial(call, callee, 2);
  const kernel = call.inputs[1]!;
  if (kernel.shape.length !== 4) {
    call.fail('wrong-rank', { callee, expected: `a kernel ${axes}`, found: formatType(kernel) }, 'kernel');
  }
  const [high, wide, first, second] = kernel.shape as [Size, Size, Size, Size];
  const wanted = place === 'first' ? multiply(first, call.number('groups')) : second;
  if (compare(wanted, shape[2]!) === 'different') {
    const texts = {
      message: `\`${callee}\` needs a kernel for as many channels as the map has`,
      here: together(call),
      why: `the kernel takes ${formatSize(wanted)} channels, and the map has ${formatSize(shape[2]!)}`,
      help: `make the kernel ${axes}`,
    };
    call.fail('shape-mismatch', texts, undefined, shapeNotes(call));
  }
  const results = place === 'first' ? second : multiply(first, call.number('groups'));
  requireGroups(call, shape[2]!, results);
  return { sides: shape.slice(0, 2), kernels: [high, wide], results };
}

const batched = ({ inputs }: CallSite): boolean => inputs.some((type) => type.batched);

const kernelSides = (l: Lowering): readonly number[] => l.inputs[1]!.shape.slice(0, 2);

const axes = '[height, width, channels / groups, filters]';
const transposedAxes = '[height, width, filters / groups, channels]';

export const convolutionWithFunctions: readonly FunctionDefinition[] = [
  defineFunction({
    name: 'conv2d_with',
    doc: 'Convolution with a kernel that is a value, such as a modulated weight (Karras et al. 2020).',
    parameters: parameters(axes),
    type(call) {
      const { sides, kernels, results } = requireKernel(call, 'conv2d_with', axes, 'first');
      const counts = requireWindows(call, 'conv2d_with', 'kernel', sides, windowsOf(call, kernels));
      return tensor([...counts, results], batched(call));
    },
    lower(l, inputs) {
      const how = { windows: along(l, kernelSides(l)), groups: l.number('groups') };
      return inBatches(l, inputs, (x) => convolve(l.builder, x, inputs[1]!, how));
    },
  }),
  defineFunction({
    name: 'conv2d_transpose_with',
    doc: 'Transposed convolution with a kernel that is a value.',
    parameters: parameters(transposedAxes),
    type(call) {
      const { sides, kernels, results } = requireKernel(call, 'conv2d_transpose_with', transposedAxes, 'second');
      const counts = requireTransposed(call, 'conv2d_transpose_with', sides, windowsOf(call, kernels));
      return tensor([...counts, results], batched(call));
    },
    lower(l, inputs) {
      const how = { ...transposed(l, kernelSides(l)), groups: l.number('groups') };
      return inBatches(l, inputs, (x) => convolveTransposed(l.builder, x, inputs[1]!, how));
    },
  }),
];
