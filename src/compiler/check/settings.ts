/** Reads the arguments of a call that are known while checking, each by its parameter's kind. */
import { textOf, type Span } from '../../diagnostics/source.ts';
import type * as Tree from '../../parser/tree.ts';
import type { FunctionDefinition, Parameter, Settings, SettingValue } from '../words/functions/function.ts';
import { initializers, type Initializer, type InitializerName } from '../words/initializers.ts';
import { bindArguments, type Bound } from './arguments.ts';
import { evaluateInteger, evaluateNumber } from './arithmetic.ts';
import { asCall, renameFix, report, reportUnknown, type Context } from './context.ts';
import { meant } from '../words/other-names.ts';
import { lookup, type Scope } from './scope.ts';
import { describe } from './values.ts';

type Reader = (
  context: Context,
  e: Tree.Expression,
  parameter: Parameter,
  callee: string,
  scope: Scope,
) => SettingValue | null;

const phrase = (p: Parameter, callee: string): string => `\`${p.name}\` of \`${callee}\``;

const readInteger: Reader = (context, e, p, callee, scope) =>
  bounded(context, evaluateInteger(context, e, scope, phrase(p, callee), -Infinity), e.span, p, callee);

const readChoice: Reader = (context, e, p, callee) => {
  const choices = p.choices ?? [];
  const given = e.kind === 'name' ? e.name : e.kind === 'string' ? e.value : null;
  if (given !== null && choices.includes(given)) return given;
  const near = given === null ? [] : meant(given, choices);
  const name = given ?? textOf(e.span);
  report(
    context,
    'unknown-choice',
    { callee, parameter: p.name, doc: p.doc, name, near, choices },
    e.span,
    renameFix(e.span, near),
  );
  return null;
};

/** One reader a kind; null after a report. `value`s are no settings, and `integers` take several arguments. */
const readers: Partial<Record<Parameter['kind'], Reader>> = {
  number: (context, e, p, callee, scope) =>
    bounded(context, evaluateNumber(context, e, scope, phrase(p, callee)), e.span, p, callee),
  integer: readInteger,
  boolean: (context, e, p, callee, scope) => {
    const value = context.evaluate(e, scope);
    if (value.kind === 'boolean') return value.value;
    if (value.kind !== 'error') {
      report(
        context,
        'wrong-argument',
        { callee, parameter: p.name, expected: '`true` or `false`', found: describe(value) },
        e.span,
      );
    }
    return null;
  },
  choice: readChoice,
  padding: (context, e, p, callee, scope) => {
    const named = e.kind === 'name' && !lookup(scope, e.name) && !context.top(e.name);
    if (named) return readChoice(context, e, { ...p, choices: ['same', 'valid'] }, callee, scope);
    return readInteger(context, e, { ...p, min: 0 }, callee, scope);
  },
  initializer: (context, e, _p, _callee, scope) => readInitializer(context, e, scope),
};

/** All settings of a call with the defaults filled in, or null after a report. */
export function readSettings(
  context: Context,
  definition: FunctionDefinition,
  callee: Tree.Identifier,
  bound: Bound,
  scope: Scope,
): Settings | null {
  const settings: Record<string, SettingValue> = {};
  let complete = true;
  for (const parameter of definition.parameters) {
    if (parameter.kind === 'value' || parameter.kind === 'values') continue;
    const args = bound.get(parameter.name) ?? networkDefaults(scope, parameter, definition);
    if (args.length === 0) {
      if (parameter.default !== undefined && parameter.default !== null) settings[parameter.name] = parameter.default;
      continue;
    }
    const value =
      parameter.kind === 'integers'
        ? readIntegers(context, args, parameter, callee.name, scope)
        : readers[parameter.kind]!(context, args[0]!.value, parameter, callee.name, scope);
    if (value === null) complete = false;
    else settings[parameter.name] = value;
  }
  return complete ? settings : null;
}

/** `network D(…) -> … with init: normal(0.02)` gives every layer that has such a parameter its value. */
function networkDefaults(scope: Scope, parameter: Parameter, definition: FunctionDefinition): readonly Tree.Argument[] {
  const given = definition.layer && scope.construction?.defaults.find((d) => d.name?.name === parameter.name);
  return given ? [given] : [];
}

function readIntegers(
  context: Context,
  args: readonly Tree.Argument[],
  p: Parameter,
  callee: string,
  scope: Scope,
): number[] | null {
  const first = args[0]!.value;
  const items = args.length === 1 && first.kind === 'list' ? first.items : args.map((a) => a.value);
  const values = items.map((item) => evaluateInteger(context, item, scope, phrase(p, callee), p.min ?? -Infinity));
  return values.includes(null) ? null : (values as number[]);
}

function bounded(context: Context, value: number | null, span: Span, p: Parameter, callee: string): number | null {
  if (value === null) return null;
  if ((p.min === undefined || value >= p.min) && (p.max === undefined || value <= p.max)) return value;
  report(
    context,
    'argument-out-of-range',
    { callee, parameter: p.name, value, low: p.min, high: p.max, doc: p.doc },
    span,
  );
  return null;
}

/** `normal(0.02)`, `glorot_uniform` */
function readInitializer(context: Context, e: Tree.Expression, scope: Scope): Initializer | null {
  const call = asCall(e);
  if (!call) {
    report(
      context,
      'wrong-kind',
      { expected: 'an initialiser such as `normal(0.02)`', found: `\`${textOf(e.span)}\`` },
      e.span,
    );
    return null;
  }
  const { callee } = call;
  if (!Object.hasOwn(initializers, callee.name)) {
    reportUnknown(context, callee, 'initialiser', Object.keys(initializers));
    return null;
  }
  const definition = initializers[callee.name as InitializerName];
  const formals = definition.parameters.map((p) => ({ name: p.name, doc: p.doc, optional: p.default !== undefined }));
  const bound = bindArguments(context, callee, formals, call.arguments);
  if (!bound) return null;
  const settings = definition.parameters.map((p) => {
    const argument = bound.get(p.name)?.[0];
    return argument
      ? evaluateNumber(context, argument.value, scope, `\`${p.name}\` of \`${callee.name}\``)
      : p.default!;
  });
  return settings.includes(null)
    ? null
    : { definition: callee.name as InitializerName, settings: settings as number[] };
}
