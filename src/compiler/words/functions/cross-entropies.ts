/** Losses that need numerical care and therefore are not formulas in the library. Each gives one number per example. */
import { formatInterval } from '../../types/interval.ts';
import { isLess, mayBeSameShape } from '../../types/size.ts';
import { broadcast, formatType, tensor } from '../../types/type.ts';
import type { NodeId } from '../../graph/graph.ts';
import { defineFunction, type CallSite, type FunctionDefinition, type Lowering } from './function.ts';
import { align, amount, elementwise, perExampleAxes, reduce, value, wholeAxis } from './idioms.ts';

/** Keras' margin: probabilities are kept this far from 0 and 1 before their logarithm is taken. */
const margin = 1e-7;

function fromLogit({ builder: b }: Lowering, x: NodeId, target: NodeId): NodeId {
  return b.add('Sub', [b.add('Softplus', [x]), b.add('Mul', [x, target])]);
}

function fromProbability({ builder: b }: Lowering, x: NodeId, target: NodeId): NodeId {
  const p = b.add('Minimum', [b.add('Maximum', [x, b.constant(margin)]), b.constant(1 - margin)]);
  const hit = b.add('Mul', [target, b.add('Log', [p])]);
  const miss = b.add('Mul', [b.add('Sub', [b.constant(1), target]), b.add('Log1p', [b.add('Neg', [p])])]);
  return b.add('Neg', [b.add('AddV2', [hit, miss])]);
}

function requireTarget(call: CallSite): void {
  const [prediction, target] = call.inputs;
  if (target!.meaning === 'logit' || target!.meaning === 'score') {
    const texts = {
      what: 'the target of `binary_cross_entropy`',
      expected: 'a probability: a number within 0..1',
      found: formatType(target!),
      why: 'it takes a prediction and what that should be, not real and generated',
      help: 'use two of them: one with the target 1 for real examples, one with 0 for generated ones',
    };
    call.fail('meaning-mismatch', texts, 'target');
  }
  if (target!.range && (target!.range[0] < 0 || target!.range[1] > 1)) {
    const found = formatInterval(target!.range);
    call.fail(
      'range-mismatch',
      {
        what: 'the target of `binary_cross_entropy`',
        expected: '0..1',
        found,
        why: 'the target is a probability: 1 for real, 0 for fake',
        help: 'use a number within 0..1, such as 0.9 for smoothed labels',
      },
      'target',
    );
  }
  const whole = broadcast(prediction!.shape, target!.shape);
  if (whole && !mayBeSameShape(whole, prediction!.shape)) {
    call.fail(
      'shape-mismatch',
      {
        message: 'the target is larger than the prediction',
        here: `${formatType(target!)} for ${formatType(prediction!)}`,
      },
      'target',
    );
  }
}

export const crossEntropyFunctions: readonly FunctionDefinition[] = [
  defineFunction({
    name: 'cross_entropy',
    doc: '−log softmax(logits) at the true label, per example.',
    parameters: [value('logits', 'logit[n]'), value('label', 'class(n)')],
    type(call) {
      const [logits, label] = call.inputs;
      if (logits!.meaning === 'prob') call.fail('loss-wants-logit', { callee: 'cross_entropy' }, 'logits');
      if (logits!.meaning === 'class') {
        const texts = { what: '`cross_entropy`', expected: 'logits as its first argument', found: formatType(logits!) };
        call.fail(
          'meaning-mismatch',
          { ...texts, help: 'the label comes second: `cross_entropy(logits, label)`' },
          'logits',
        );
      }
      if (label!.meaning !== 'class') {
        const expected = 'labels, `class(n)`, as its second argument';
        call.fail(
          'meaning-mismatch',
          {
            what: '`cross_entropy`',
            expected,
            found: formatType(label!),
            help: 'give it the label itself, not its one-hot code',
          },
          'label',
        );
      }
      if (logits!.shape.length !== 1 || label!.shape.length !== 0) {
        const found = `${formatType(logits!)} and ${formatType(label!)}`;
        call.fail('wrong-rank', {
          callee: 'cross_entropy',
          expected: 'one row of logits and one label for each example',
          found,
        });
      }
      if (isLess(logits!.shape[0]!, label!.classes!)) {
        call.fail(
          'class-count',
          { callee: 'cross_entropy', found: amount(label!.classes!), expected: amount(logits!.shape[0]!) },
          'logits',
        );
      }
      return tensor([], logits!.batched || label!.batched, [0, Infinity]);
    },
    lower(l, [logits, label]) {
      const b = l.builder;
      const oneHot = b.add('OneHot', [label!], { depth: l.inputs[0]!.shape[0]! });
      const picked = b.add('Mul', [b.add('LogSoftmax', [logits!]), oneHot]);
      return b.add('Neg', [reduce(l, 'Sum', picked, [wholeAxis(l.inputs[0]!, 0)])]);
    },
  }),
  defineFunction({
    name: 'binary_cross_entropy',
    doc:
      '−t · log p − (1 − t) · log(1 − p), the mean over an example. Given a logit it is computed as softplus(x) − t · x, which ' +
      'is exact everywhere; given a probability, p is held 1e-7 away from 0 and 1, as Keras does.',
    parameters: [
      value('prediction', 'logit[n] or prob[n]'),
      value('target', 'what it should be: a number, or values of the same shape, in 0..1'),
    ],
    type(call) {
      const prediction = call.inputs[0]!;
      if (prediction.meaning !== 'logit' && prediction.meaning !== 'prob') {
        call.fail(
          'meaning-mismatch',
          {
            what: '`binary_cross_entropy`',
            expected: 'a logit or a probability',
            found: formatType(prediction),
            why: 'the formula depends on which of the two it is',
            help: 'declare the network that makes it `-> logit[1]` (nothing at its end) or `-> prob[1]` (a sigmoid at its end)',
          },
          'prediction',
        );
      }
      const { batched } = elementwise(call, 'binary_cross_entropy');
      requireTarget(call);
      return tensor([], batched, [0, Infinity]);
    },
    lower(l, inputs) {
      const [x, target] = align(l, inputs) as [NodeId, NodeId];
      const loss = l.inputs[0]!.meaning === 'logit' ? fromLogit(l, x, target) : fromProbability(l, x, target);
      return reduce(l, 'Mean', loss, perExampleAxes(l.inputs[0]!));
    },
  }),
];
