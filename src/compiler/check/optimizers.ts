/** Optimizers as written: `adam(1e-4, beta1: 0.5)`. */
import { textOf } from '../../diagnostics/source.ts';
import type * as Tree from '../../parser/tree.ts';
import { optimizers, type OptimizerDefinition, type OptimizerParameter } from '../words/optimizers.ts';
import { bindArguments, type Formal } from './arguments.ts';
import { asCall, report, reportUnknown, type Context } from './context.ts';
import type { Optimizer } from '../program/program.ts';
import { readSchedule } from './schedules.ts';
import type { Scope } from './scope.ts';
import { describe } from './values.ts';

/** Null after a report. `name` is asked for once the optimizer is known to be right. */
export function readOptimizer(
  context: Context,
  e: Tree.Expression,
  scope: Scope,
  name: () => string,
): Optimizer | null {
  const call = asCall(e);
  const definition = call && optimizers.get(call.callee.name);
  if (definition) return complete(context, definition, call, scope, name);
  if (call) reportUnknown(context, call.callee, 'optimizer', [...optimizers.keys()]);
  else if (e.kind !== 'missing')
    report(
      context,
      'wrong-kind',
      { expected: 'an optimizer such as `adam(1e-4)`', found: `\`${textOf(e.span)}\`` },
      e.span,
    );
  return null;
}

function complete(
  context: Context,
  definition: OptimizerDefinition,
  call: NonNullable<ReturnType<typeof asCall>>,
  scope: Scope,
  name: () => string,
): Optimizer | null {
  const formals: Formal[] = [
    { name: 'learning_rate', doc: 'the learning rate, or a schedule', optional: true },
    ...definition.parameters.map((p) => ({ name: p.name, doc: p.doc, optional: true })),
  ];
  const bound = bindArguments(context, call.callee, formals, call.arguments);
  if (!bound) return null;
  const rate = bound.get('learning_rate')?.[0]?.value;
  const learningRate = rate
    ? readSchedule(context, rate, scope, definition.name)
    : ({ kind: 'constant', value: definition.learningRate } as const);
  const settings: Record<string, number | boolean> = {};
  for (const p of definition.parameters) {
    const given = bound.get(p.name)?.[0]?.value;
    const value = given ? readParameter(context, given, p, definition.name, scope) : p.default;
    if (value !== null) settings[p.name] = value;
  }
  if (!learningRate || Object.keys(settings).length < definition.parameters.length) return null;
  return { name: name(), definition, learningRate, settings };
}

function readParameter(
  context: Context,
  e: Tree.Expression,
  p: OptimizerParameter,
  callee: string,
  scope: Scope,
): number | boolean | null {
  const value = context.evaluate(e, scope);
  if (value.kind === 'error') return null;
  if ((value.kind !== 'number' && value.kind !== 'boolean') || value.kind !== typeof p.default) {
    const expected = typeof p.default === 'number' ? 'a number' : '`true` or `false`';
    report(context, 'wrong-argument', { callee, parameter: p.name, expected, found: describe(value) }, e.span);
    return null;
  }
  if (
    value.kind === 'number' &&
    ((p.min !== undefined && value.value < p.min) || (p.max !== undefined && value.value > p.max))
  ) {
    report(
      context,
      'argument-out-of-range',
      { callee, parameter: p.name, value: value.value, low: p.min, high: p.max, doc: p.doc },
      e.span,
    );
    return null;
  }
  return value.value;
}
