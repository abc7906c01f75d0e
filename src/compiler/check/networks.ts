/** From a network's declaration to a network: parameters typed, body expanded, weights and layers named. */
import type { Span } from '../../diagnostics/source.ts';
import type * as Tree from '../../parser/tree.ts';
import { functions } from '../words/functions/table.ts';
import { conform } from './conform.ts';
import { report, reportUnknown, type Context } from './context.ts';
import { dependsOn } from '../program/walk.ts';
import { evaluateBody, placeOfResult } from './expand.ts';
import { toTensor } from './lift.ts';
import { meant } from '../words/other-names.ts';
import type { Expression, Layer, Network, NetworkParameter, Weight } from '../program/program.ts';
import { rootScope, type Construction } from './scope.ts';
import { resolveType } from './type-nodes.ts';
import { formatType, type TupleType, type Type } from '../types/type.ts';
import { constantExpression, tensorValue, type TensorExpression, type Value } from './values.ts';

/** A network, or null if its signature is wrong. With mistakes in its body it still has its type, so uses can be checked. */
export function buildNetwork(context: Context, declaration: Tree.NetworkDeclaration): Network | null {
  if (declaration.like) return likeAnother(context, declaration, declaration.like);
  const { name, span } = declaration.name;
  const parameters = declaration.parameters.map((p) => readParameter(context, p));
  const result = declaration.result ? resolveType(context, declaration.result, rootScope('')) : null;
  if (parameters.includes(null) || !result || !declaration.body) return null;
  const construction: Construction = {
    network: name,
    weights: [],
    layers: [],
    defaults: checkDefaults(context, declaration),
  };
  const scope = rootScope('', construction);
  for (const [index, p] of (parameters as NetworkParameter[]).entries()) {
    scope.bindings.set(p.name, tensorValue({ kind: 'parameter', index, ...p }));
  }
  const value = evaluateBody(context, declaration.body, scope);
  const body = value.kind === 'error' ? null : conformResult(context, declaration, declaration.body, value, result);
  return {
    name,
    parameters: parameters as NetworkParameter[],
    result: body ? keepRange(result, body.type) : result,
    body: body ?? unknownBody(result, span),
    weights: construction.weights,
    layers: construction.layers,
    ...(value.kind !== 'error' && !body && { contradictory: true as const }),
    span,
  };
}

/** The body of a network that has mistakes: never computed, since a program with errors is not compiled. */
function unknownBody(type: Type, span: Span): Expression {
  return { ...constantExpression(0, span), type } as Expression;
}

/** What is known of the values beyond the declaration is known to the caller, too. */
function keepRange(declared: Type, found: Type): Type {
  return declared.kind === 'tensor' && found.kind === 'tensor' && found.range
    ? { ...declared, range: found.range }
    : declared;
}

function readParameter(context: Context, p: Tree.Parameter): NetworkParameter | null {
  if (!p.type) {
    report(context, 'missing-type', { name: p.name.name }, p.span);
    return null;
  }
  const type = resolveType(context, p.type, rootScope(''));
  if (type?.kind === 'tuple') {
    report(
      context,
      'wrong-place',
      {
        name: formatType(type),
        is: 'several values',
        expected: 'the type of one input',
        help: 'declare one parameter for each of them',
      },
      p.type.span,
    );
    return null;
  }
  return type && { name: p.name.name, type, span: p.span };
}

/** What makes a layer the layer it is, and so is said at each. */
const perLayer: ReadonlySet<string> = new Set(['stride', 'dilation', 'classes']);

/** Options that at least one kind of layer has, and that a whole network can have. */
function checkDefaults(context: Context, declaration: Tree.NetworkDeclaration): readonly Tree.Argument[] {
  const options = [...functions.values()]
    .filter((f) => f.layer)
    .flatMap((f) => f.parameters.filter((p) => p.default !== undefined));
  const known = [...new Set(options.map((p) => p.name))].filter((name) => !perLayer.has(name));
  return declaration.defaults.filter((d) => {
    if (d.name && known.includes(d.name.name)) return true;
    if (d.name) reportUnknown(context, d.name, 'layer option', known);
    else
      report(
        context,
        'wrong-kind',
        { expected: 'an option with its name, such as `init: normal(0.02)`', found: 'a bare value' },
        d.span,
      );
    return false;
  });
}

function conformResult(
  context: Context,
  declaration: Tree.NetworkDeclaration,
  body: Tree.Body,
  value: Value,
  result: Type,
): Expression | null {
  const what = `the result of \`${declaration.name.name}\``;
  const labels = [{ span: declaration.result!.span, text: 'declared here' }];
  const span = placeOfResult(body.result);
  if (result.kind === 'tuple') return conformTuple(context, value, result, what, span, labels);
  const given = toTensor(context, value, span, what);
  if (!given || !requirePerExample(context, given, span, declaration.name.name)) return null;
  return conform(context, given, result, { what, promise: true, span, within: body.span, labels });
}

function conformTuple(
  context: Context,
  value: Value,
  result: TupleType,
  what: string,
  span: Span,
  labels: { span: Span; text: string }[],
): Expression | null {
  if (value.kind !== 'tuple' || value.expression.kind !== 'tuple') {
    const help = `end with \`(${result.fields.map((f) => `${f.name}: …`).join(', ')})\``;
    report(
      context,
      'shape-mismatch',
      { message: `${what} is several values, ${formatType(result)}`, here: 'this is one value', help },
      span,
      { labels },
    );
    return null;
  }
  const given = value.expression.fields;
  const fields: { name: string; value: Expression }[] = [];
  const declared = result.fields.map((f) => f.name);
  const stranger = given.find((g) => !declared.includes(g.name));
  if (stranger) {
    report(
      context,
      'unknown-member',
      { of: what, name: stranger.name, near: meant(stranger.name, declared), choices: declared },
      stranger.value.span,
      { labels },
    );
    return null;
  }
  for (const f of result.fields) {
    const found = given.find((g) => g.name === f.name)?.value as TensorExpression | undefined;
    if (!found) {
      const here = `only ${given.map((g) => `\`${g.name}\``).join(', ')}`;
      report(
        context,
        'shape-mismatch',
        { message: `${what} lacks \`${f.name}\``, here, help: `add \`${f.name}: …\`` },
        span,
        { labels },
      );
      continue;
    }
    const fitting = conform(context, found, f.type, {
      what: `\`${f.name}\` of ${what}`,
      promise: true,
      span: found.span,
      labels,
    });
    if (fitting) fields.push({ name: f.name, value: fitting });
  }
  return fields.length === result.fields.length ? { kind: 'tuple', fields, type: result, span } : null;
}

/** A network maps each example to a result of its own. */
function requirePerExample(context: Context, given: TensorExpression, span: Span, name: string): boolean {
  if (given.type.batched) return true;
  if (dependsOn(given, (e) => e.kind === 'parameter')) {
    report(
      context,
      'shape-mismatch',
      {
        message: `\`${name}\` makes one value for the whole batch`,
        here: `${given.type.shape.length === 0 ? 'one number' : formatType(given.type)} for all examples together`,
        why: 'a network maps each example to a result of its own',
        help: 'reduce over the axes of an example: `mean(x, axes: [0])`',
      },
      span,
    );
  } else {
    const here = 'this is the same for every example';
    report(
      context,
      'shape-mismatch',
      {
        message: `the result of \`${name}\` does not depend on its input`,
        here,
        help: 'compute it from the parameters',
      },
      span,
    );
  }
  return false;
}

/** `network G_BA like G_AB`: the same architecture, weights of its own. */
function likeAnother(context: Context, declaration: Tree.NetworkDeclaration, like: Tree.Identifier): Network | null {
  const value = context.top(like.name);
  if (value?.kind === 'network') return renamed(value.network, declaration.name.name, declaration.name.span);
  if (value?.kind !== 'error') {
    const choices = context.topNames('network').filter((name) => name !== declaration.name.name);
    reportUnknown(context, like, 'network', choices);
  }
  return null;
}

/** The same network with its weights under another name. */
export function renamed(network: Network, name: string, span: Span): Network {
  const weights = new Map<Weight, Weight>(
    network.weights.map((w) => [w, { ...w, path: name + w.path.slice(network.name.length) }]),
  );
  const renameWeights = (l: Layer): Layer => ({ ...l, weights: l.weights.map((w) => weights.get(w)!) });
  const body = mapExpression(network.body, (e) =>
    e.kind === 'call'
      ? { ...e, weights: Object.fromEntries(Object.entries(e.weights).map(([key, w]) => [key, weights.get(w)!])) }
      : e,
  );
  return { ...network, name, span, body, weights: [...weights.values()], layers: network.layers.map(renameWeights) };
}

/** Copies an expression from its leaves up, sharing what was shared. */
function mapExpression(root: Expression, change: (e: Expression) => Expression): Expression {
  const copies = new Map<Expression, Expression>();
  const copy = (e: Expression): Expression => {
    const known = copies.get(e);
    if (known) return known;
    const made = change(withOperands(e, copy));
    copies.set(e, made);
    return made;
  };
  return copy(root);
}

function withOperands(e: Expression, copy: (e: Expression) => Expression): Expression {
  switch (e.kind) {
    case 'call':
      return { ...e, inputs: e.inputs.map(copy) };
    case 'apply':
      return { ...e, arguments: e.arguments.map(copy) };
    case 'tuple':
      return { ...e, fields: e.fields.map((f) => ({ ...f, value: copy(f.value) })) };
    case 'field':
    case 'retype':
      return { ...e, of: copy(e.of) };
    case 'gradient':
      return { ...e, of: copy(e.of), wrt: copy(e.wrt) };
    default:
      return e;
  }
}
