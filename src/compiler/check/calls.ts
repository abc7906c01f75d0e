/** Calls: of built-in functions, networks, blocks and functions of the spec or the library. */
import type { Span } from '../../diagnostics/source.ts';
import { signatureOf, type FunctionDefinition } from '../words/functions/function.ts';
import { functions } from '../words/functions/table.ts';
import { bindArguments, type Formal } from './arguments.ts';
import { conform } from './conform.ts';
import { report, reportUnknown, type Context } from './context.ts';
import { expandBlock, expandFunction } from './expand.ts';
import { invoke } from './invoke.ts';
import { toTensor } from './lift.ts';
import { meant } from '../words/other-names.ts';
import type { Network } from '../program/program.ts';
import { lookup, namesIn, uniquePath } from './scope.ts';
import { readSettings } from './settings.ts';
import { specialForms } from './special-forms.ts';
import { formatType } from '../types/type.ts';
import {
  describe,
  errorValue,
  expressionValue,
  type TensorExpression,
  type Value,
  type WrittenCall,
} from './values.ts';

/** What a call comes to. */
export function call(context: Context, written: WrittenCall): Value {
  const { callee, scope } = written;
  if (callee.name === '') return errorValue;
  const special = specialForms.get(callee.name);
  if (special) return special.evaluate(context, written);
  const value = lookup(scope, callee.name) ?? context.top(callee.name);
  switch (value?.kind) {
    case 'network':
      return applyNetwork(context, value.network, written);
    case 'block':
      return expandBlock(context, value.declaration, written);
    case 'fn':
      return expandFunction(context, value.declaration, written);
    case 'error':
      return errorValue;
  }
  const definition = functions.get(callee.name);
  if (definition) return callFunction(context, definition, written);
  if (value) {
    report(
      context,
      'not-a-function',
      { name: callee.name, is: value.kind === 'tensor' ? `a value, ${describe(value)}` : describe(value) },
      callee.span,
    );
    return errorValue;
  }
  const near = meant(callee.name, [
    ...namesIn(scope),
    ...context.topNames('network', 'block', 'fn'),
    ...functions.keys(),
    ...specialForms.keys(),
  ]);
  reportUnknown(
    context,
    callee,
    'function, layer, network or block',
    near,
    'declare it with `fn`, `block` or `network`; those of the language are listed in docs/functions.md',
  );
  return errorValue;
}

function callFunction(
  context: Context,
  definition: FunctionDefinition,
  { callee, arguments: args, scope, piped, span }: WrittenCall,
): Value {
  if (piped?.value.kind === 'error') return errorValue;
  const variadic = definition.parameters[0]?.kind === 'values';
  const formals: Formal[] = definition.parameters.map((p) => ({
    name: p.name,
    doc: p.doc,
    optional: p.default !== undefined || (p.kind === 'values' && piped !== null),
    rest: p.kind === 'values' || p.kind === 'integers',
  }));
  const bound = bindArguments(context, callee, formals, args, signatureOf(definition), piped && !variadic ? 1 : 0);
  if (!bound) return errorValue;
  const inputs: (TensorExpression | null)[] = [];
  const places: Span[] = [];
  if (piped) {
    inputs.push(toTensor(context, piped.value, callee.span, `the input of \`${callee.name}\``));
    places.push(piped.span);
  }
  for (const parameter of definition.parameters) {
    if (parameter.kind !== 'value' && parameter.kind !== 'values') continue;
    for (const { value } of bound.get(parameter.name) ?? []) {
      inputs.push(
        toTensor(context, context.evaluate(value, scope), value.span, `\`${parameter.name}\` of \`${callee.name}\``),
      );
      places.push(value.span);
    }
  }
  const settings = readSettings(context, definition, callee, bound, scope);
  if (inputs.includes(null) || !settings) return errorValue;
  const spans = new Map([...bound].map(([name, list]) => [name, list[0]!.value.span]));
  // In a pipe the stage alone is the call; what came before has spans of its own.
  return invoke(context, definition, inputs as TensorExpression[], settings, scope, span, {
    callee: piped ? callee.span : span,
    arguments: spans,
    inputs: places,
  });
}

function applyNetwork(
  context: Context,
  network: Network,
  { callee, arguments: args, scope, piped, span }: WrittenCall,
): Value {
  const formals: Formal[] = network.parameters.map((p) => ({
    name: p.name,
    doc: `an input of \`${network.name}\`, ${formatType(p.type)}`,
    optional: false,
  }));
  const bound = bindArguments(context, callee, formals, args, undefined, piped ? 1 : 0, network.span);
  if (!bound) return errorValue;
  const inputs = network.parameters.map((parameter) => {
    const argument = bound.get(parameter.name)?.[0];
    const at = argument?.value.span ?? callee.span;
    const what = `the input \`${parameter.name}\` of \`${network.name}\``;
    const given = toTensor(context, argument ? context.evaluate(argument.value, scope) : piped!.value, at, what);
    const labels = [{ span: parameter.span, text: 'declared here' }];
    return given && conform(context, given, parameter.type, { what, promise: false, span: at, labels });
  });
  if (inputs.includes(null) || network.contradictory) return errorValue;
  const path = uniquePath(scope, network.name);
  return expressionValue({
    kind: 'apply',
    network,
    arguments: inputs as TensorExpression[],
    path,
    type: network.result,
    span,
  });
}
