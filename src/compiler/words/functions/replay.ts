/** Functions that remember what they have seen in earlier steps. */
import { sizeOf, type NodeId } from '../../graph/graph.ts';
import { formatType, isConcreteTensor, withRange } from '../../types/type.ts';
import { initializer } from '../initializers.ts';
import { defineFunction, type FunctionDefinition, type Lowering } from './function.ts';
import { reshape, value } from './idioms.ts';

/** How often a stored value is handed out, once the pool is full. */
const SHARE = 0.5;

/**
 * Where each example goes in the pool, and which stored one it is exchanged for; −1 where there is none. The pool is
 * filled first; then every second example, at random, takes a random place.
 */
function places(l: Lowering, filled: NodeId, size: number): { readonly goesTo: NodeId; readonly exchanged: NodeId } {
  const b = l.builder;
  const { batch } = l;
  const float = (x: NodeId): NodeId => b.add('Cast', [x], { dtype: 'float32' });
  const slot = float(l.draw('slot', { kind: 'categorical', classes: size }, [batch]));
  const coin = l.draw('coin', { kind: 'bernoulli', p: SHARE }, [batch]);
  const order = b.constant(
    Array.from({ length: batch }, (_, i) => i),
    [batch],
  );
  const next = b.add('AddV2', [filled, order]);
  const isFree = b.add('Less', [next, b.constant(size)]);
  // A place that this step is the first to fill has nothing to hand out yet.
  const isUsed = b.add('Less', [slot, filled]);
  const isChosen = b.add('LogicalAnd', [b.add('Greater', [coin, b.constant(0.5)]), isUsed]);
  const none = b.constant(-1);
  const exchanged = b.add('SelectV2', [isFree, none, b.add('SelectV2', [isChosen, slot, none])]);
  return { goesTo: b.add('SelectV2', [isFree, next, exchanged]), exchanged };
}

/** [batch, size]: 1 where an example goes, unless a later one of the batch goes there, too. */
function written(l: Lowering, goesTo: NodeId, size: number): NodeId {
  const b = l.builder;
  const wanted = b.add('OneHot', [b.add('Cast', [goesTo], { dtype: 'int32' })], { depth: size });
  const later = b.add('Cumsum', [wanted], { axis: 0, exclusive: true, reverse: true });
  const isLast = b.add('Cast', [b.add('Less', [later, b.constant(0.5)])], { dtype: 'float32' });
  return b.add('Mul', [wanted, isLast]);
}

export const replayFunctions: readonly FunctionDefinition[] = [
  defineFunction({
    name: 'pool',
    doc:
      'A replay buffer (Shrivastava et al. 2017, section 2.3; CycleGAN): keeps `size` earlier values, and hands out every second value in exchange for one of them. ' +
      'The first ones fill it, and are handed out as they are. No gradient flows to what was stored. In sampling it is its input.',
    draws: true,
    parameters: [
      value('x', 'a value of each example, such as generated images'),
      { name: 'size', kind: 'integer', min: 1, default: 50, doc: 'how many are kept' },
    ],
    type(call) {
      const type = call.inputs[0]!;
      if (!type.batched || type.meaning === 'class') {
        const expected = 'numbers of each example';
        call.fail('wrong-rank', { callee: 'pool', expected, found: formatType(type) });
      }
      // It begins with zeros, which nobody sees: the first values are handed out as they come.
      return withRange(type, type.range);
    },
    states(call) {
      const type = call.inputs[0]!;
      const shape = isConcreteTensor(type) ? type.shape : [];
      return {
        kept: { shape: [call.number('size'), ...shape], initializer: initializer('zeros') },
        filled: { shape: [], initializer: initializer('zeros') },
      };
    },
    lower(l, [x]) {
      if (l.mode === 'inference') return x!;
      const b = l.builder;
      const size = l.number('size');
      const width = sizeOf(b.shape(x!).slice(1));
      const [kept, filled] = [l.weight('kept'), l.weight('filled')];
      const { goesTo, exchanged } = places(l, filled, size);
      const rows = reshape(l, kept, [size, width]);
      const fresh = reshape(l, x!, [l.batch, width]);
      const where = reshape(l, b.add('GreaterEqual', [exchanged, b.constant(0)]), [l.batch, 1]);
      const index = b.add('Cast', [b.add('Maximum', [exchanged, b.constant(0)])], { dtype: 'int32' });
      const stored = b.add('GatherV2', [rows, index], { axis: 0 });
      const result = b.add('SelectV2', [where, stored, fresh]);

      const moved = written(l, goesTo, size);
      const taken = b.add('Sum', [moved], { axes: [0], keep_dims: false });
      const left = b.add('Mul', [rows, reshape(l, b.add('Sub', [b.constant(1), taken]), [size, 1])]);
      const come = b.add('MatMul', [moved, b.add('StopGradient', [fresh])], { transpose_a: true, transpose_b: false });
      l.update('kept', reshape(l, b.add('AddV2', [left, come]), b.shape(kept)));
      l.update('filled', b.add('Minimum', [b.add('AddV2', [filled, b.constant(l.batch)]), b.constant(size)]));
      return reshape(l, result, b.shape(x!));
    },
  }),
];
