/** Fully connected layers and embeddings. */
import { isLess } from '../../types/size.ts';
import { formatType, tensor } from '../../types/type.ts';
import { sizeOf } from '../../graph/graph.ts';
import { initializer } from '../initializers.ts';
import type { Initializer } from '../settings.ts';
import type { Parameter } from '../signature.ts';
import { defineFunction, type FunctionDefinition } from './function.ts';
import { amount, requireLabels, reshape, value, wholeShape } from './idioms.ts';

export const biasParameter: Parameter = { name: 'bias', kind: 'boolean', default: true, doc: 'whether to add a bias' };
export const initParameter: Parameter = {
  name: 'init',
  kind: 'initializer',
  default: initializer('glorot_uniform'),
  doc: 'how the kernel starts; biases start at 0',
};

export const parametrizeParameter: Parameter = {
  name: 'parametrize',
  kind: 'block',
  default: null,
  doc: 'a block or function that makes the kernel from the weight: spectral norm, an equalised learning rate',
};

export const denseFunctions: readonly FunctionDefinition[] = [
  defineFunction({
    name: 'dense',
    doc: 'x · kernel + bias over the last axis.',
    layer: true,
    linear: true,
    parameters: [
      value('x', 'features on the last axis'),
      { name: 'units', kind: 'integer', min: 1, doc: 'how many features come out' },
      biasParameter,
      initParameter,
      parametrizeParameter,
    ],
    type(call) {
      const type = call.inputs[0]!;
      if (type.meaning === 'class') {
        const why = 'a label is a name: its number is not a quantity';
        const help = 'use `embedding(label, 16)` or `one_hot(label)` before it';
        call.fail(
          'meaning-mismatch',
          { what: '`dense`', expected: 'numbers', found: formatType(type), why, help },
          'x',
        );
      }
      if (type.shape.length === 0) {
        call.fail('wrong-rank', {
          callee: 'dense',
          expected: 'at least one axis of features',
          found: formatType(type),
        });
      }
      return tensor([...type.shape.slice(0, -1), call.number('units')], type.batched);
    },
    weights(call) {
      const units = call.number('units');
      return {
        kernel: { shape: [call.inputs[0]!.shape.at(-1)!, units], initializer: call.settings['init'] as Initializer },
        ...(call.settings['bias'] === true && { bias: { shape: [units], initializer: initializer('zeros') } }),
      };
    },
    lower(l, [x]) {
      const whole = l.builder.shape(x!);
      const rows = reshape(l, x!, [sizeOf(whole.slice(0, -1)), whole.at(-1)!]);
      const product = l.builder.add('MatMul', [rows, l.weight('kernel')], { transpose_a: false, transpose_b: false });
      const sum = l.hasWeight('bias') ? l.builder.add('AddV2', [product, l.weight('bias')]) : product;
      return reshape(l, sum, wholeShape(l));
    },
  }),
  defineFunction({
    name: 'embedding',
    doc: 'One learned vector for each label.',
    layer: true,
    parameters: [
      value('label', 'labels, class(n)'),
      { name: 'features', kind: 'integer', min: 1, doc: 'the length of a vector' },
      {
        name: 'classes',
        kind: 'integer',
        min: 1,
        default: null,
        doc: 'the size of the table; by default, the number of labels',
      },
      { ...initParameter, default: initializer('normal', 1), doc: 'how the table starts' },
    ],
    type(call) {
      requireLabels(call, 'embedding', 'use `dense` for numbers');
      const { classes, shape, batched } = call.inputs[0]!;
      if (call.has('classes') && isLess(call.number('classes'), classes!)) {
        call.fail(
          'class-count',
          { callee: 'embedding', found: amount(classes!), expected: amount(call.number('classes')) },
          'classes',
        );
      }
      return tensor([...shape, call.number('features')], batched);
    },
    weights(call) {
      const classes = call.has('classes') ? call.number('classes') : call.inputs[0]!.classes!;
      return {
        table: { shape: [classes, call.number('features')], initializer: call.settings['init'] as Initializer },
      };
    },
    lower: (l, [label]) => l.builder.add('GatherV2', [l.weight('table'), label!], { axis: 0 }),
  }),
  defineFunction({
    name: 'one_hot',
    doc: '1 at the label, 0 elsewhere.',
    parameters: [value('label', 'labels, class(n)')],
    type(call) {
      requireLabels(call, 'one_hot', 'declare the value `class(n)` if it is a label');
      const { classes, shape, batched } = call.inputs[0]!;
      return tensor([...shape, classes!], batched, [0, 1]);
    },
    lower: (l, [label]) => l.builder.add('OneHot', [label!], { depth: l.inputs[0]!.classes! }),
  }),
];
