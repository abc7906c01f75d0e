/** Uses of networks: the inputs must fit the declared types; all uses share the weights. */
import { isReported, type OrReported } from '../../../diagnostics/reported.ts';
import { textOf, type Span } from '../../../diagnostics/source.ts';
import type * as Tree from '../../../parser/tree.ts';
import type { Expression, Network } from '../../program/program.ts';
import { report, type Context, type Statics } from '../context.ts';
import { conformValue, flatFields, nested, typedAs } from '../types/conform-value.ts';
import { changesWithSteps } from '../values/changing.ts';
import { claim } from '../values/place.ts';
import { bind, rootScope } from '../values/scope.ts';
import {
  describe,
  errorValue,
  scheduleTensor,
  tensorValue,
  unknownValue,
  type NetworkFamily,
  type NetworkInstance,
  type TensorValue,
  type TupleValue,
  type Value,
} from '../values/value.ts';
import { bindTo, type Callee } from './bind.ts';
import { calledAs, type WrittenCall } from './written-call.ts';

export function applyNetwork(context: Context, family: NetworkFamily, written: WrittenCall): Value {
  const { callee, scope, piped, span } = written;
  const bound = bindTo(context, calleeOf(family, written), callee, written.arguments, piped ? 1 : 0);
  if (isReported(bound)) return errorValue(bound);
  const given = new Map(
    family.declaration.parameters.map((p, i) => {
      const argument = bound.get(p.name.name)?.[0];
      const value = argument ? context.evaluate(argument.value, scope) : piped && i === 0 ? piped.value : null;
      return [p.name.name, { value, at: argument?.value.span ?? callee.span }] as const;
    }),
  );
  const statics = staticsOf(context, family, (name) => given.get(name));
  if (isReported(statics)) return errorValue(statics);
  // In a template that is checked on its own, the network is not known yet.
  if ([...statics.values()].some((v) => v.kind === 'unknown')) {
    const circle = context.circularUse(family, callee.span);
    return circle ? errorValue(circle) : unknownValue;
  }
  const instance = context.instanceOf(family, statics, callee.span);
  if (isReported(instance)) return errorValue(instance);
  const inputs = conformInputs(context, family, instance, given);
  if (isReported(inputs)) return errorValue(inputs);
  const { network, contradiction } = instance;
  if (contradiction) return errorValue(contradiction);
  if (!inputs) return typedAs(network.result);
  const path = claim(scope.place, callee.name, span);
  return resultOf(network, inputs, path, span);
}

function calleeOf({ declaration, name, span }: NetworkFamily, written: WrittenCall): Callee {
  const formals = declaration.parameters.map((p) => ({
    name: p.name.name,
    doc: p.type ? `an input of \`${name}\`, ${textOf(p.type.span)}` : `a static parameter of \`${name}\``,
    optional: !p.type && p.default !== undefined,
  }));
  const shown = declaration.parameters.map((p) => {
    if (p.type?.kind === 'tuple-type') return `(${p.type.fields.map((f) => `${f.name.name}: …`).join(', ')})`;
    return p.default ? `${p.name.name}: ${textOf(p.default.span)}` : p.name.name;
  });
  return { formals, signature: `${calledAs(written)}(${shown.join(', ')})`, declaration: span };
}

/** The values of static parameters: as given, or their defaults, which may use the parameters before them. */
export function staticsOf(
  context: Context,
  { declaration, module, name }: NetworkFamily,
  given: (name: string) => { readonly value: Value | null; readonly at: Span } | undefined,
): OrReported<Statics> {
  const statics = new Map<string, Value>();
  const scope = rootScope(module);
  for (const p of declaration.parameters) {
    if (p.type) continue;
    const written = given(p.name.name);
    const found = written?.value ?? (p.default ? context.evaluate(p.default, scope) : unknownValue);
    const value = requireStatic(context, p, found, written?.value ? written.at : p.span, name);
    if (isReported(value)) return value;
    bind(scope, p.name, value);
    statics.set(p.name.name, value);
  }
  return statics;
}

/** Requires a value that is known before training: no tensor, tuple or schedule, nor a list that contains one. */
export function requireStatic(
  context: Context,
  parameter: Tree.Parameter,
  value: Value,
  at: Span,
  network: string,
): OrReported<Value> {
  if (value.kind === 'error') return value.reported;
  const computed = computedPart(value);
  if (!computed) return value;
  const input = computed.kind === 'tuple' || computed.type.batched || changesWithSteps(computed);
  const texts = { name: parameter.name.name, network, given: describe(computed), input };
  const labels = [{ span: parameter.span, text: 'declared here' }];
  const { span } = parameter.name;
  const edits = [{ span: { ...span, start: span.end }, replacement: `: ${texts.given}` }];
  const fix = { title: `Declare \`${parameter.name.name}: ${texts.given}\``, edits, safe: false };
  return report(context, 'missing-type', texts, at, { labels, fix: input && value.kind !== 'list' ? fix : undefined });
}

function computedPart(value: Value): TensorValue | TupleValue | undefined {
  if (value.kind === 'tensor' || value.kind === 'tuple') return value;
  if (value.kind === 'schedule') return scheduleTensor(value);
  return value.kind === 'list' ? value.items.map(computedPart).find((part) => part !== undefined) : undefined;
}

type Given = ReadonlyMap<string, { readonly value: Value | null; readonly at: Span }>;

/** The inputs, with tuples flattened; null in a template that is checked on its own. */
function conformInputs(
  context: Context,
  family: NetworkFamily,
  { inputs }: NetworkInstance,
  given: Given,
): OrReported<readonly Expression[] | null> {
  const values: (TensorValue | null)[] = [];
  let refused: OrReported<never> | null = null;
  for (const { name, type, span } of inputs) {
    const { value, at } = given.get(name)!;
    const what = `the input \`${name}\` of \`${family.name}\``;
    const labels = [{ span, text: 'declared here' }];
    const fitting = conformValue(context, value!, type, { what, promise: false, span: at, labels });
    if (isReported(fitting)) refused = fitting;
    else if (fitting.kind === 'unknown') values.push(null);
    else if (fitting.kind === 'tensor') values.push(fitting);
    else values.push(...flatFields(fitting).map((f) => f.value));
  }
  if (refused) return refused;
  const expressions = values.map((v) => v?.expression ?? null);
  return expressions.includes(null) ? null : (expressions as Expression[]);
}

function resultOf(network: Network, inputs: readonly Expression[], path: string, span: Span): Value {
  const { result } = network;
  const applied: Expression = { kind: 'apply', network, arguments: inputs, path, type: result, span };
  if (result.kind === 'tensor') return tensorValue(applied);
  return nested(
    result.fields.map(({ name, type }) => ({
      name,
      value: tensorValue({ kind: 'field', of: applied, name, type, span }),
    })),
  );
}
