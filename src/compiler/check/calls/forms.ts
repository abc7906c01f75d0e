/** The few calls that are not functions of values: they inspect an expression or a network itself. */
import { isReported } from '../../../diagnostics/reported.ts';
import { textOf, type Span } from '../../../diagnostics/source.ts';
import { sizeOf } from '../../graph/graph.ts';
import { dependsOn } from '../../program/walk.ts';
import { parameterCount, weightsOf } from '../../program/networks.ts';
import type { Network } from '../../program/program.ts';
import { isKnown, numberVariable } from '../../types/size.ts';
import { elementsOf, isConcreteTensor, formatType, tensor } from '../../types/type.ts';
import { functions } from '../../words/functions/table.ts';
import { defaultsOf, type Parameter, type Signature } from '../../words/signature.ts';
import { report, type Context } from '../context.ts';
import type { FormName } from '../names/language.ts';
import { evaluateInteger } from '../values/numbers.ts';
import { toTensor } from '../values/to-tensor.ts';
import {
  describe,
  errorValue,
  numberValue,
  tensorValue,
  typedValue,
  unknownValue,
  type TensorExpression,
  type Value,
} from '../values/value.ts';
import { bindTo, calleeOf } from './bind.ts';
import type { WrittenCall } from './written-call.ts';

export interface Form extends Signature {
  evaluate(context: Context, written: WrittenCall): Value;
}

const given = (name: string, kind: Parameter['kind'], doc: string): Parameter => ({ name, kind, doc });

const grad: Form = {
  name: 'grad',
  doc: 'The gradient of a scalar with respect to a value that it was computed from; an expression like any other, so it nests to any order.',
  parameters: [
    given('scalar', 'value', 'what is differentiated'),
    given('wrt', 'value', 'the value it is differentiated by'),
  ],
  evaluate(context, { callee, arguments: args, scope, piped, span }) {
    const bound = bindTo(context, calleeOf(grad), callee, args, piped ? 1 : 0);
    if (isReported(bound)) return errorValue(bound);
    const scalar = bound.get('scalar')?.[0]?.value;
    const by = bound.get('wrt')![0]!.value;
    const scalarSpan = scalar?.span ?? callee.span;
    const of = toTensor(
      context,
      scalar ? context.evaluate(scalar, scope) : piped!.value,
      scalarSpan,
      '`scalar` of `grad`',
    );
    const wrt = toTensor(context, context.evaluate(by, scope), by.span, '`wrt` of `grad`');
    if (isReported(of)) return errorValue(of);
    if (isReported(wrt)) return errorValue(wrt);
    if (of.kind === 'tensor' && (of.type.batched || of.type.shape.length > 0)) {
      return errorValue(report(context, 'gradient-of-batch', { type: formatType(of.type) }, scalarSpan));
    }
    if (wrt.kind === 'unknown') return unknownValue;
    if (wrt.type.meaning === 'class') {
      const texts = {
        what: '`grad`',
        expected: 'numbers to differentiate by',
        found: formatType(wrt.type),
        why: 'a label is a name: it cannot be changed by a small amount',
        help: 'differentiate by `one_hot(label)` or `embedding(label, 16)`, named with `let`',
      };
      return errorValue(report(context, 'meaning-mismatch', texts, by.span));
    }
    const type = tensor(wrt.type.shape, wrt.type.batched);
    const [y, x] = [of.kind === 'tensor' ? of.expression : null, wrt.expression];
    if (!y || !x || !isConcreteTensor(type)) return typedValue(type);
    if (!dependsOn(y, (e) => e === x)) {
      const labels = [{ span: scalarSpan, text: 'computed without it' }];
      return errorValue(report(context, 'gradient-independent', {}, by.span, { labels }));
    }
    return tensorValue({ kind: 'gradient', of: y, wrt: x, type, span });
  },
};

/** The networks of the declaration that a form is given, one for each choice of static parameters; or what it comes to. */
function networksGiven(
  context: Context,
  form: Form,
  { callee, arguments: args, scope, piped }: WrittenCall,
): readonly Network[] | Extract<Value, { kind: 'unknown' | 'error' }> {
  const bound = bindTo(context, calleeOf(form), callee, args, piped ? 1 : 0);
  if (isReported(bound)) return errorValue(bound);
  const argument = bound.get('network')?.[0]?.value;
  const value = argument ? context.evaluate(argument, scope) : piped!.value;
  if (value.kind === 'network') return context.networksOf(value.family);
  if (value.kind === 'unknown') return unknownValue;
  if (value.kind === 'error') return value;
  const texts = { callee: form.name, parameter: 'network', expected: 'a network', found: describe(value) };
  return errorValue(report(context, 'wrong-argument', texts, argument?.span ?? callee.span));
}

const parameters: Form = {
  name: 'parameters',
  doc: 'How many trainable weights a network has: a number known while checking.',
  parameters: [given('network', 'network', 'a network')],
  evaluate(context, written) {
    const networks = networksGiven(context, parameters, written);
    return 'kind' in networks ? networks : numberValue(parameterCount(networks));
  },
};

/** A value that is made from others, without a place among the layers of a network. */
const combined = (name: string, inputs: readonly TensorExpression[], count: number, span: Span): TensorExpression => ({
  kind: 'call',
  function: functions.get(name)!,
  inputs,
  settings: defaultsOf(functions.get(name)!),
  weights: {},
  path: 'weights',
  type: tensor([count], false),
  span,
});

const weights: Form = {
  name: 'weights',
  doc: 'All trainable weights of a network in a row, the same for every example: for penalties on them, such as weight decay or a distance from earlier ones.',
  parameters: [given('network', 'network', 'a network')],
  evaluate(context, written) {
    const networks = networksGiven(context, weights, written);
    if ('kind' in networks) return networks;
    const { span, callee } = written;
    const rows = weightsOf(networks)
      .filter(({ trainable }) => trainable)
      .map((weight) => {
        const whole = { kind: 'weight', weight, type: tensor(weight.shape, false), span } as const;
        return combined('flatten', [whole], sizeOf(weight.shape), span);
      });
    if (rows.length === 0) {
      const texts = {
        callee: 'weights',
        parameter: 'network',
        expected: 'a network with weights',
        found: 'one without',
      };
      return errorValue(report(context, 'wrong-argument', texts, callee.span));
    }
    const row = combined('concat', rows, parameterCount(networks), span);
    return tensorValue(row);
  },
};

const size: Form = {
  name: 'size',
  doc: 'How many numbers an example of a value has, or how long it is along an axis: a number known while checking. It measures a kernel, `size(k, -1)`, or a parameter that may have any number of axes.',
  parameters: [
    given('x', 'value', 'any value'),
    { ...given('axis', 'integer', 'an axis of an example; by default all numbers are counted'), default: null },
  ],
  evaluate(context, { callee, arguments: args, scope, piped, span }) {
    const bound = bindTo(context, calleeOf(size, piped !== null), callee, args, piped ? 1 : 0);
    if (isReported(bound)) return errorValue(bound);
    const argument = bound.get('x')?.[0]?.value;
    const measured = argument ? context.evaluate(argument, scope) : piped!.value;
    const x = toTensor(context, measured, argument?.span ?? callee.span, '`x` of `size`');
    const along = bound.get('axis')?.[0]?.value;
    const axis = along && evaluateInteger(context, along, scope, '`axis` of `size`', -Infinity);
    if (isReported(x)) return errorValue(x);
    if (isReported(axis)) return errorValue(axis);
    if (x.kind === 'unknown') return { kind: 'unknown', size: numberVariable(textOf(span), `size@${span.start}`) };
    const { shape } = x.type;
    if (axis === undefined) return numberValue(elementsOf(shape));
    if (!isKnown(axis)) return { kind: 'unknown', size: numberVariable(textOf(span), `size@${span.start}`) };
    const side = shape.at(axis);
    if (side !== undefined && axis < shape.length) return numberValue(side);
    const [low, high] = [-shape.length, shape.length - 1];
    const texts = { callee: 'size', parameter: 'axis', value: axis, low, high, doc: `axes of ${formatType(x.type)}` };
    return errorValue(report(context, 'argument-out-of-range', texts, along!.span));
  },
};

export const forms: Readonly<Record<FormName, Form>> = { grad, parameters, weights, size };
