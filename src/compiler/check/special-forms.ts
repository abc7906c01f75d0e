/** The few calls that are no functions of values: they look at expressions or networks themselves. */
import { sizeOf } from '../graph/graph.ts';
import { bindArguments, type Formal } from './arguments.ts';
import { report, type Context } from './context.ts';
import { dependsOn } from '../program/walk.ts';
import { toTensor } from './lift.ts';
import type { Network } from '../program/program.ts';
import { formatType, tensor } from '../types/type.ts';
import { describe, errorValue, numberValue, tensorValue, type Value, type WrittenCall } from './values.ts';

export interface SpecialForm {
  readonly doc: string;
  readonly signature: string;
  evaluate(context: Context, written: WrittenCall): Value;
}

const formal = (name: string, doc: string): Formal => ({ name, doc, optional: false });

const grad: SpecialForm = {
  doc: 'The gradient of a scalar with respect to a value that it was computed from; an expression like any other, so it nests to any order.',
  signature: 'grad(scalar, wrt)',
  evaluate(context, { callee, arguments: args, scope, piped, span }) {
    const formals = [formal('scalar', 'what is differentiated'), formal('wrt', 'the value it is differentiated by')];
    const bound = bindArguments(context, callee, formals, args, grad.signature, piped ? 1 : 0);
    if (!bound) return errorValue;
    const scalar = bound.get('scalar')?.[0]?.value;
    const by = bound.get('wrt')![0]!.value;
    const scalarSpan = scalar?.span ?? callee.span;
    const of = toTensor(context, scalar ? context.evaluate(scalar, scope) : piped!.value, scalarSpan, 'a scalar');
    const wrt = toTensor(context, context.evaluate(by, scope), by.span, 'a value');
    if (!of || !wrt) return errorValue;
    if (of.type.batched || of.type.shape.length > 0) {
      report(context, 'gradient-of-batch', { type: formatType(of.type) }, scalarSpan);
      return errorValue;
    }
    if (!dependsOn(of, (e) => e === wrt)) {
      report(context, 'gradient-independent', {}, by.span, {
        labels: [{ span: scalarSpan, text: 'computed without it' }],
      });
      return errorValue;
    }
    return tensorValue({ kind: 'gradient', of, wrt, type: tensor(wrt.type.shape, wrt.type.batched), span });
  },
};

/** Weights that training changes. */
export function parameterCount(network: Network): number {
  return network.weights.filter((w) => w.trainable).reduce((sum, w) => sum + sizeOf(w.shape), 0);
}

const parameters: SpecialForm = {
  doc: 'How many trainable weights a network has: a number known while checking.',
  signature: 'parameters(network)',
  evaluate(context, { callee, arguments: args, scope, piped }) {
    const bound = bindArguments(
      context,
      callee,
      [formal('network', 'a network')],
      args,
      parameters.signature,
      piped ? 1 : 0,
    );
    if (!bound) return errorValue;
    const argument = bound.get('network')?.[0]?.value;
    const value = argument ? context.evaluate(argument, scope) : piped!.value;
    if (value.kind === 'network') return numberValue(parameterCount(value.network));
    if (value.kind !== 'error') {
      const texts = { callee: 'parameters', parameter: 'network', expected: 'a network', found: describe(value) };
      report(context, 'wrong-argument', texts, argument?.span ?? callee.span);
    }
    return errorValue;
  },
};

export const specialForms: ReadonlyMap<string, SpecialForm> = new Map([
  ['grad', grad],
  ['parameters', parameters],
]);
