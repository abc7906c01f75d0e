/** Calls: of built-in functions and layers, networks, blocks and functions of a file, other words, and forms. */
import { isReported, type OrReported } from '../../../diagnostics/reported.ts';
import type { Span } from '../../../diagnostics/source.ts';
import type * as Tree from '../../../parser/tree.ts';
import type { FunctionDefinition } from '../../words/functions/function.ts';
import { suggestedNames } from '../../words/other-names.ts';
import { namesOf, words } from '../../words/vocabulary.ts';
import { renameFix, report, type Context } from '../context.ts';
import { isForm } from '../names/language.ts';
import { declaredIn } from '../names/module.ts';
import { errorValueOf } from '../values/errors.ts';
import { withPlace, type Scope } from '../values/scope.ts';
import { toTensor } from '../values/to-tensor.ts';
import {
  describe,
  errorValue,
  unknownValue,
  type TensorValue,
  type UnknownValue,
  type Value,
} from '../values/value.ts';
import { bindTo, calleeOf, type Bound } from './bind.ts';
import { forms } from './forms.ts';
import { invoke } from './invoke.ts';
import { applyNetwork } from './network-call.ts';
import { readSettings } from './settings.ts';
import { expandTemplate } from './template-call.ts';
import { makeOf } from './words.ts';
import type { WrittenCall } from './written-call.ts';

type Callable = Extract<Value['kind'], 'network' | 'template' | 'word' | 'unknown' | 'error'>;

/** How to call a value of each kind. */
const calls: {
  readonly [K in Callable]: (context: Context, value: Extract<Value, { kind: K }>, written: WrittenCall) => Value;
} = {
  network: (context, { family }, written) => applyNetwork(context, family, written),
  template: (context, value, written) => expandTemplate(context, value, written),
  word(context, { word }, written) {
    const { callee, arguments: args, scope, piped, span } = written;
    if (word.kind === 'function') return callFunction(context, word.definition, written);
    if (!piped) return makeOf(context, word, callee, args, scope, span);
    if (callee.name !== word.definition.name) return notAFunction(context, { kind: 'word', word }, written);
    // `z |> linear(128)`: here `linear` is a schedule; in other frameworks it is a layer.
    const near = suggestedNames(
      callee.name,
      namesOf('function').filter((name) => name !== callee.name),
    );
    const texts = { name: callee.name, what: 'function, layer, network or block', near, choices: [] };
    return errorValue(report(context, 'unknown-name', texts, callee.span, renameFix(callee.span, near)));
  },
  unknown(context, _, written) {
    evaluateArguments(context, written);
    return written.piped?.value.kind === 'error' ? written.piped.value : unknownValue;
  },
  error(context, value, written) {
    evaluateArguments(context, written);
    return value;
  },
};

/** The value of a call. */
export function call(context: Context, written: WrittenCall): Value {
  const { callee, scope } = written;
  if (callee.name === '') return errorValueOf(callee);
  const referent = scope.module.referents.get(callee);
  if (referent && !isReported(referent) && referent.kind === 'word' && isForm(referent.name)) {
    return forms[referent.name].evaluate(context, written);
  }
  const value = referent ? context.valueOfReferent(referent, callee, scope) : errorValueOf(callee);
  context.facts.record(callee, value, scope.expansion);
  if (value.kind in calls) return calls[value.kind as Callable](context, value as never, written);
  // After `let mean = mean(x)`, `mean(…)` still calls the function, since the value cannot be called.
  const word = written.namespace ? undefined : words.get(callee.name);
  if (word) return calls.word(context, { kind: 'word', word }, written);
  evaluateArguments(context, written);
  return notAFunction(context, value, written);
}

function notAFunction(context: Context, value: Value, { callee, piped }: WrittenCall): Value {
  const is = value.kind === 'tensor' ? `a value, ${describe(value)}` : describe(value);
  const texts = {
    name: callee.name,
    is,
    piped: piped !== null,
    number: value.kind === 'number' || value.kind === 'tensor',
    members: value.kind === 'namespace' ? declaredIn(value.module) : [],
  };
  return errorValue(report(context, 'not-a-function', texts, callee.span));
}

/** The argument for the required size of a layer: the units of a dense layer, the filters of a convolution. */
function sizeOf({ parameters }: FunctionDefinition, bound: Bound): Tree.Expression | undefined {
  const size = parameters.find((p) => p.kind === 'integer' && p.default === undefined);
  return size && bound.get(size.name)?.[0]?.value;
}

/** Checks the arguments of a call whose callee is not known. */
function evaluateArguments(context: Context, { arguments: args, scope }: WrittenCall): void {
  for (const { value } of args) {
    if (value.kind !== 'name' || scope.module.referents.has(value)) context.evaluate(value, scope);
  }
}

const takesValues = ({ parameters }: FunctionDefinition): boolean =>
  parameters.some(({ kind }) => kind === 'value' || kind === 'values');

function callFunction(context: Context, definition: FunctionDefinition, written: WrittenCall): Value {
  const { callee, arguments: args, scope, piped, span } = written;
  if (piped && !takesValues(definition)) {
    evaluateArguments(context, written);
    if (piped.value.kind === 'error') return piped.value;
    const is = 'a function that takes no values';
    const texts = { name: callee.name, is, piped: true, number: false, members: [], source: true };
    return errorValue(report(context, 'not-a-function', texts, callee.span));
  }
  const variadic = definition.parameters.some(({ kind }) => kind === 'values');
  const bound = bindTo(context, calleeOf(definition, piped !== null), callee, args, piped && !variadic ? 1 : 0);
  if (isReported(bound)) {
    return errorValue(bound);
  }
  const inputs: (TensorValue | UnknownValue)[] = [];
  const places: Span[] = [];
  let refused: Value | null = piped?.value.kind === 'error' ? piped.value : null;
  const take = (value: Value, at: Span, place: Span, role: string): void => {
    const input = toTensor(context, value, at, role);
    if (isReported(input)) refused = errorValue(input);
    else inputs.push(input);
    places.push(place);
  };
  if (piped) take(piped.value, callee.span, piped.span, `the input of \`${callee.name}\``);
  for (const parameter of definition.parameters) {
    if (parameter.kind !== 'value' && parameter.kind !== 'values') continue;
    for (const { value } of bound.get(parameter.name) ?? []) {
      take(context.evaluate(value, scope), value.span, value.span, `\`${parameter.name}\` of \`${callee.name}\``);
    }
  }
  const standing: Standing = (name) =>
    definition.layer ? scope.construction?.defaults.find((d) => d.argument.name?.name === name) : undefined;
  const settings = readSettings(context, definition, callee, bound, scope, ({ name }) => standing(name));
  if (refused) return refused;
  if (isReported(settings)) return errorValue(settings);
  const parametrize = parametrization(context, definition, bound, standing, scope);
  if (isReported(parametrize)) return errorValue(parametrize);
  // In a pipe only the stage counts as the call; the earlier stages have their own spans.
  return invoke(context, definition, inputs, settings, scope, span, {
    callee: piped ? callee.span : span,
    arguments: bound,
    inputs: places,
    size: sizeOf(definition, bound),
    onNamed: written.onNamed,
    parametrize,
  });
}

type Standing = (name: string) => { readonly argument: Tree.Argument; readonly scope: Scope } | undefined;

/** What `parametrize: spectral_norm` does to the kernel of a layer; undefined if the layer has no such argument. */
function parametrization(
  context: Context,
  { name, parameters }: FunctionDefinition,
  bound: Bound,
  standing: Standing,
  scope: Scope,
): OrReported<((kernel: TensorValue, path: string) => Value) | undefined> {
  const parameter = parameters.find(({ kind }) => kind === 'block');
  if (!parameter) return undefined;
  const own = bound.get(parameter.name)?.[0];
  const given = own ? { argument: own, scope } : standing(parameter.name);
  if (!given) return undefined;
  const e = given.argument.value;
  const value = context.evaluate(e, given.scope);
  if (value.kind === 'error') return value.reported;
  if (value.kind === 'unknown') return undefined;
  if (value.kind !== 'template' && !(value.kind === 'word' && value.word.kind === 'function')) {
    const texts = {
      callee: name,
      parameter: parameter.name,
      expected: 'a block or a function',
      found: describe(value),
    };
    return report(context, 'wrong-argument', texts, e.span);
  }
  const called = value.kind === 'template' ? value.declaration.name.name : value.word.definition.name;
  const callee: Tree.Identifier = { kind: 'identifier', name: called, span: e.span };
  return (kernel, path) => {
    const place = { ...scope.place, prefix: `${path}/`, index: '', follows: null };
    const written: WrittenCall = {
      callee,
      arguments: [],
      scope: withPlace(scope, place),
      piped: { value: kernel, span: e.span },
      span: e.span,
    };
    return value.kind === 'template' ? expandTemplate(context, value, written) : calls.word(context, value, written);
  };
}
