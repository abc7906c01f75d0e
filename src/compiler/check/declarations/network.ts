/** Builds networks from a declaration: types the parameters, expands the body, names weights and layers. */
import { isReported, Reported, type OrReported } from '../../../diagnostics/reported.ts';
import type { Span } from '../../../diagnostics/source.ts';
import type * as Tree from '../../../parser/tree.ts';
import { sameShape } from '../../graph/graph.ts';
import { renamed, weightsOf } from '../../program/networks.ts';
import type { Expression, Network, NetworkParameter } from '../../program/program.ts';
import { dependsOn } from '../../program/walk.ts';
import { numberVariable } from '../../types/size.ts';
import { formatType, isConcreteType, type AnyType, type Type } from '../../types/type.ts';
import { functions } from '../../words/functions/table.ts';
import { suggestedNames } from '../../words/other-names.ts';
import { renameFix, report, type Context, type Statics } from '../context.ts';
import { evaluateBody, placeOfResult } from '../values/body.ts';
import { decide } from '../values/stages/choice.ts';
import { conformValue, flatFields, nested } from '../types/conform-value.ts';
import { formatValue } from '../values/format.ts';
import { nameOfRound } from '../values/stages/pipe.ts';
import { rootPlace } from '../values/place.ts';
import { bind, childScope, rootScope, type Construction, type Scope } from '../values/scope.ts';
import { resolveType } from '../types/type-nodes.ts';
import { requireUsedUpdates } from '../values/update.ts';
import {
  constantTensor,
  tensorValue,
  toExpression,
  typedValue,
  type NetworkFamily,
  type NetworkInstance,
  type TensorValue,
  type TupleValue,
  type Value,
} from '../values/value.ts';
import { requireStatic, staticsOf } from '../calls/network-call.ts';

// ── families ────────────────────────────────────────────────────────────────────────────────────────────────────────

export function hasStatics({ parameters }: Tree.NetworkDeclaration): boolean {
  return parameters.some((p) => !p.type);
}

/** `(stage: 2)`: tells the instances of a network apart; '' without static parameters. */
export function staticKey(statics: Statics): string {
  if (statics.size === 0) return '';
  return `(${[...statics].map(([name, value]) => `${name}: ${textOfStatic(value)}`).join(', ')})`;
}

function textOfStatic(value: Value): string {
  if (value.kind === 'number' || value.kind === 'boolean') return String(value.value);
  if (value.kind === 'text') return JSON.stringify(value.value);
  if (value.kind === 'list') return `[${value.items.map(textOfStatic).join(', ')}]`;
  // Two files may have blocks of the same name.
  if (value.kind === 'template') return `${value.module.prefix}${value.declaration.name.name}`;
  if (value.kind === 'word') return value.word.definition.name;
  return value.kind === 'network' ? value.family.name : formatValue(value);
}

/** The networks of a family that were built without errors. */
export const builtNetworks = (family: NetworkFamily): Network[] => builtInstances(family).map((i) => i.network);

const builtInstances = ({ instances }: NetworkFamily): NetworkInstance[] =>
  [...instances.values()].flatMap((instance) => (isReported(instance) ? [] : [instance]));

/** A family as one network with all its weights: what `minimize … over G` trains, and `clip` and `average` refer to. */
export function wholeFamily(context: Context, family: NetworkFamily, at: Span): OrReported<Network> {
  // An average has a network for each that the original has, so that each weight has its average.
  if (family.like?.average)
    for (const { statics } of builtInstances(family.like.family)) context.instanceOf(family, statics, at);
  if (family.instances.size === 0) {
    const open = family.declaration.parameters.find((p) => !p.type && !p.default);
    if (open) return reportOpen(context, family, open, at);
    const statics = staticsOf(context, family, () => undefined);
    if (isReported(statics)) return statics;
    const instance = context.instanceOf(family, statics, family.span);
    if (isReported(instance)) return instance;
  }
  const wrong = [...family.instances.values()].find(isReported);
  if (wrong) return wrong;
  const networks = builtNetworks(family);
  const [first] = networks;
  return networks.length === 1 ? first! : { ...first!, label: family.name, weights: weightsOf(networks) };
}

/** A network that nothing calls has no architecture while a static parameter has no value. */
function reportOpen(context: Context, { name, declaration }: NetworkFamily, open: Tree.Parameter, at: Span): Reported {
  const parameters = declaration.parameters.map((p) => (p.type ? p.name.name : `${p.name.name}: …`));
  const texts = {
    callee: name,
    parameter: open.name.name,
    doc: `a static parameter of \`${name}\`, which nothing calls`,
    signature: `${name}(${parameters.join(', ')})`,
  };
  return report(context, 'missing-argument', texts, at, { labels: [{ span: open.span, text: 'declared here' }] });
}

// ── instances ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** Builds the network of a family for given values of its static parameters. */
export function buildInstance(context: Context, family: NetworkFamily, statics: Statics): OrReported<NetworkInstance> {
  const key = staticKey(statics);
  if (family.like) {
    const original = originalOf(context, family.like, statics, family.span);
    if (isReported(original)) return original;
    const copy = renamed(original.network, family.name, family.span);
    return { ...original, network: family.like.average ? { ...copy, averageOf: original.network.name } : copy };
  }
  const built = build(context, family, statics, key, false);
  if (isReported(built)) return built;
  return requireSharedShapes(context, family, built!) ?? built!;
}

/**
 * The instance that a copy (`like`, `average`) is made from. An average needs the network that it follows; `like` needs
 * only the architecture, perhaps with values of static parameters that the original is never used with.
 */
function originalOf(
  context: Context,
  { family, average }: NonNullable<NetworkFamily['like']>,
  statics: Statics,
  at: Span,
): OrReported<NetworkInstance> {
  if (average || statics.size === 0) return context.instanceOf(family, statics, at);
  const known = family.instances.get(staticKey(statics));
  return known ?? buildInstance(context, { ...family, instances: new Map(family.instances) }, statics);
}

/** Checks a network at its declaration, before the values of its static parameters are known. Null if it is correct. */
export function checkOpen(context: Context, family: NetworkFamily): Reported | null {
  const { declaration } = family;
  const statics = new Map<string, Value>();
  const before = context.diagnostics.length;
  const scope = rootScope(family.module);
  for (const p of declaration.parameters) {
    if (p.type) continue;
    if (p.default) requireStatic(context, p, context.evaluate(p.default, scope), p.span, family.name);
    const value: Value = { kind: 'unknown', size: numberVariable(p.name.name) };
    bind(scope, p.name, value);
    statics.set(p.name.name, value);
  }
  const checked = build(context, family, statics, '', true);
  if (isReported(checked)) return checked;
  const wrong = context.diagnostics.slice(before).find((d) => d.severity === 'error');
  return wrong ? Reported.as(wrong) : null;
}

function build(
  context: Context,
  family: NetworkFamily,
  statics: Statics,
  key: string,
  open: boolean,
): OrReported<NetworkInstance | null> {
  const { declaration, name, module, span } = family;
  const outer: Scope = { ...rootScope(module), expansion: { of: `${name}${key}`, at: span, within: null } };
  for (const p of declaration.parameters) {
    if (p.type) continue;
    context.facts.record(p.name, statics.get(p.name.name)!, outer.expansion);
    bind(outer, p.name, statics.get(p.name.name)!);
  }
  const [first] = declaration.parameters;
  if (first && !declaration.parameters.some((p) => p.type)) {
    return report(context, 'missing-type', { name: first.name.name, network: name }, first.span);
  }
  const inputs = readInputs(context, declaration, outer);
  const result = declaration.result ? resolveType(context, declaration.result, outer) : missing(declaration);
  if (isReported(inputs)) return inputs;
  if (isReported(result)) return result;
  if (!declaration.body) return missing(declaration);
  const frozen = isFrozen(context, declaration, outer);
  if (isReported(frozen)) return frozen;
  const construction: Construction = {
    network: name,
    frozen,
    weights: [],
    layers: [],
    updates: [],
    updated: new Map(),
    // Names in `with` are resolved in the network's scope, wherever its layers are written.
    defaults: layerOptions(context, declaration).map((argument) => ({ argument, scope: outer })),
  };
  const parameters = bindInputs(context, declaration, inputs, outer, open);
  const scope = childScope({ ...outer, construction }, rootPlace('', family.written));
  const value = evaluateBody(context, declaration.body, scope);
  const body =
    value.kind === 'error' ? value.reported : conformResult(context, declaration, declaration.body, value, result);
  if (open || !isConcreteType(result)) return isReported(body) && open ? body : null;
  const known = isReported(body) ? null : expressionOf(body, result, span);
  const network: Network = {
    name,
    label: `${name}${key}`,
    parameters,
    result: known ? keepRange(result, known.type) : result,
    body: known ?? unknownBody(result, span),
    weights: construction.weights,
    layers: construction.layers,
    updates: construction.updates,
    frozen,
    span,
  };
  if (known) requireUsedUpdates(context, construction, network);
  const contradiction = value.kind !== 'error' && isReported(body) ? { contradiction: body } : {};
  return { network, inputs: inputs as NetworkInstance['inputs'], statics, ...contradiction };
}

/** A declaration lacks a part only after a syntax error. */
const missing = (declaration: Tree.NetworkDeclaration): Reported => Reported.bySyntax(declaration.span);

/** All networks of a family share their weights, so a weight must have the same shape in each of them. */
function requireSharedShapes(context: Context, family: NetworkFamily, built: NetworkInstance): Reported | null {
  const known = new Map(
    builtInstances(family).flatMap((instance) =>
      instance.network.weights.map(({ path, shape }) => [path, { shape, instance }]),
    ),
  );
  for (const layer of built.network.layers) {
    for (const weight of layer.weights) {
      const other = known.get(weight.path);
      if (!other || sameShape(other.shape, weight.shape)) continue;
      const { network, statics } = other.instance;
      const [parameter, value] = [...built.statics].find(
        ([p, v]) => textOfStatic(v) !== textOfStatic(statics.get(p)!),
      )!;
      const texts = {
        weight: weight.path,
        shape: weight.shape,
        network: built.network.label,
        otherShape: other.shape,
        otherNetwork: network.label,
        parameter,
        namesRounds: nameOfRound(value) !== null,
      };
      return report(context, 'weight-conflict', texts, layer.span);
    }
  }
  return null;
}

// ── inputs ──────────────────────────────────────────────────────────────────────────────────────────────────────────

interface Input {
  readonly name: string;
  readonly type: AnyType;
  readonly span: Span;
}

function readInputs(context: Context, declaration: Tree.NetworkDeclaration, scope: Scope): OrReported<Input[]> {
  const inputs: Input[] = [];
  let refused: Reported | null = null;
  for (const p of declaration.parameters) {
    if (!p.type) continue;
    const type = resolveType(context, p.type, scope);
    if (isReported(type)) refused = type;
    else inputs.push({ name: p.name.name, type, span: p.span });
  }
  return refused ?? inputs;
}

/** Binds each input to its value, and returns the parameters, with tuples flattened. */
function bindInputs(
  context: Context,
  declaration: Tree.NetworkDeclaration,
  inputs: readonly Input[],
  scope: Scope,
  open: boolean,
): NetworkParameter[] {
  const parameters: NetworkParameter[] = [];
  const parameter = (name: string, type: AnyType, span: Span): TensorValue => {
    if (open || !isConcreteType(type) || type.kind === 'tuple') return typedValue(type as never);
    parameters.push({ name, type, span });
    return tensorValue({ kind: 'parameter', index: parameters.length - 1, name, type, span });
  };
  for (const { name, type, span } of inputs) {
    const value: TensorValue | TupleValue =
      type.kind === 'tensor'
        ? parameter(name, type, span)
        : nested(type.fields.map((f) => ({ name: f.name, value: parameter(`${name}.${f.name}`, f.type, span) })));
    const declared = declaration.parameters.find((p) => p.name.name === name)!;
    context.facts.record(declared.name, value, scope.expansion);
    bind(scope, declared.name, value);
  }
  return parameters;
}

/** Options that define a single layer and so cannot be set for a whole network. */
const perLayer: ReadonlySet<string> = new Set(['stride', 'dilation', 'classes']);

const optionNames: ReadonlySet<string> = new Set([
  'trainable',
  ...[...functions.values()]
    .filter((f) => f.layer)
    .flatMap((f) => f.parameters.flatMap((p) => (p.default === undefined || perLayer.has(p.name) ? [] : [p.name]))),
]);

/** `with trainable: false` */
function isFrozen(context: Context, { defaults }: Tree.NetworkDeclaration, scope: Scope): OrReported<boolean> {
  const option = defaults.find((d) => d.name?.name === 'trainable');
  const decided = option ? decide(context, option.value, scope) : true;
  if (decided !== null && typeof decided !== 'boolean') return decided.kind === 'error' ? decided.reported : false;
  return decided === false;
}

/** The options of `with` that some layer has and that may be set for a whole network; reports the others. */
function layerOptions(context: Context, { defaults }: Tree.NetworkDeclaration): readonly Tree.Argument[] {
  if (defaults.length === 0) return [];
  const known = [...optionNames];
  return defaults.filter((d) => {
    if (!d.name) {
      const texts = { expected: 'an option with its name, such as `init: normal(0.02)`', found: 'a bare value' };
      report(context, 'wrong-kind', texts, d.span);
      return false;
    }
    const { name, span } = d.name;
    if (known.includes(name) || name === '') return name !== '';
    const near = suggestedNames(name, known);
    report(context, 'unknown-name', { name, what: 'layer option', near, choices: known }, span, renameFix(span, near));
    return false;
  });
}

// ── results ─────────────────────────────────────────────────────────────────────────────────────────────────────────

function conformResult(
  context: Context,
  declaration: Tree.NetworkDeclaration,
  body: Tree.Body,
  value: Value,
  declared: AnyType,
): OrReported<TensorValue | TupleValue | null> {
  const span = placeOfResult(context, body.result);
  const fitting = conformValue(context, value, declared, {
    what: `the result of \`${declaration.name.name}\``,
    promise: true,
    span,
    within: body.span,
    labels: [{ span: declaration.result!.span, text: 'declared here' }],
  });
  if (isReported(fitting)) return fitting;
  if (fitting.kind === 'unknown') return null;
  const parts = fitting.kind === 'tensor' ? [fitting] : flatFields(fitting).map((f) => f.value);
  for (const part of parts) {
    const refused = requirePerExample(
      context,
      part,
      declared.kind === 'tuple' ? (part.expression?.span ?? span) : span,
      declaration.name.name,
    );
    if (refused) return refused;
  }
  return fitting;
}

/** Requires one result per example, not one for the whole batch. */
function requirePerExample(
  context: Context,
  { type, expression }: TensorValue,
  span: Span,
  name: string,
): Reported | null {
  if (type.batched) return null;
  const fromInputs = !expression || dependsOn(expression, (e) => e.kind === 'parameter');
  const texts = fromInputs
    ? {
        message: `\`${name}\` makes one value for the whole batch`,
        here: `${type.shape.length === 0 ? 'one number' : formatType(type)} for all examples together`,
        why: 'a network maps each example to a result of its own',
        help: 'reduce over the axes of an example: `mean(x, axes: [0])`',
      }
    : {
        message: `the result of \`${name}\` does not depend on its input`,
        here: 'this is the same for every example',
        help: 'compute it from the parameters',
      };
  return report(context, 'shape-mismatch', texts, span);
}

/** The value as one expression; null if there is no value. */
function expressionOf(value: TensorValue | TupleValue | null, declared: Type, span: Span): Expression | null {
  return value && toExpression(value, declared, span);
}

/** The body of a network with errors: never computed, since a program with errors is not compiled. */
function unknownBody(type: Type, span: Span): Expression {
  return { ...constantTensor(0, span).expression!, type } as Expression;
}

/** The declared type, with the range that was found for the body, so that callers know it, too. */
function keepRange(declared: Type, found: Type): Type {
  return declared.kind === 'tensor' && found.kind === 'tensor' && found.range
    ? { ...declared, range: found.range }
    : declared;
}
