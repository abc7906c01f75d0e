/** Functions that see the minibatch itself. Functions work per example, so what looks across examples says so. */
import { reshaped, tensor } from '../../types/type.ts';
import { defineFunction, type FunctionDefinition, type Lowering } from './function.ts';
import { reshape, value, wholeShape } from './idioms.ts';

/** Each group once for each of its examples. */
function grouped(l: Lowering, x: number, size: number): number {
  const { shape } = l.inputs[0]!;
  // In training a rule has seen to it (`check/rules/groups-of-batch.ts`), and elsewhere the choice of the batch.
  if (l.batch % size !== 0) throw new Error(`${l.batch} examples cannot be cut into groups of ${size}`);
  const groups = l.batch / size;
  const together = reshape(l, x, [groups, 1, size, ...shape]);
  const each = l.builder.add('BroadcastTo', [together], { shape: [groups, size, size, ...shape] });
  return reshape(l, each, wholeShape(l));
}

export const minibatchFunctions: readonly FunctionDefinition[] = [
  defineFunction({
    name: 'batch_size',
    doc: 'How many examples the minibatch has, as a value: sums over pairs of examples are divided by it.',
    notation: true,
    parameters: [],
    type: () => tensor([], false, [1, Infinity]),
    lower: (l) => l.builder.constant(l.batch),
  }),
  defineFunction({
    name: 'group',
    doc: 'All examples of its group for each example, along a new first axis: the minibatch in groups of `size` neighbours, as for a pack (Lin et al. 2018, PacGAN) or for statistics of a few examples (Karras et al. 2018). A group of the whole batch holds every pair of examples.',
    transparent: true,
    parameters: [
      value('x', 'a value of each example'),
      { name: 'size', kind: 'integer', min: 1, doc: 'how many examples a group has; it must divide the batch' },
    ],
    type(call) {
      const type = call.inputs[0]!;
      return reshaped(type, [call.number('size'), ...type.shape]);
    },
    lower(l, [v]) {
      const size = l.number('size');
      return l.inputs[0]!.batched ? grouped(l, v!, size) : sameForAll(l, v!);
    },
  }),
];

/** What is the same for all examples is so in every group. */
function sameForAll(l: Lowering, x: number): number {
  const { shape } = l.inputs[0]!;
  return l.builder.add('BroadcastTo', [reshape(l, x, [1, ...shape])], { shape: wholeShape(l) });
}
