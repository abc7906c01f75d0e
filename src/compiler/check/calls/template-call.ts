/** Uses of blocks and functions: each is expanded in place in the scope of its file, with its own weights and draws. */
import type { Diagnostic, Label } from '../../../diagnostics/diagnostic.ts';
import { isReported, type OrReported } from '../../../diagnostics/reported.ts';
import { textOf, type Span } from '../../../diagnostics/source.ts';
import type * as Tree from '../../../parser/tree.ts';
import { formatType, type AnyType } from '../../types/type.ts';
import { mapOf } from '../../words/functions/idioms.ts';
import { report, type Context } from '../context.ts';
import type { Module } from '../names/module.ts';
import { evaluateBody, placeOfResult } from '../values/body.ts';
import { conformValue, typedAs } from '../types/conform-value.ts';
import { claimAs, inside, sizedName } from '../values/place.ts';
import { bind, isLibrary, rootScope, usersPlace, type Expansion, type Scope } from '../values/scope.ts';
import { toTensor } from '../values/to-tensor.ts';
import { matchTensorType, resolveType } from '../types/type-nodes.ts';
import { describe, errorValue, unknownValue, type TemplateValue, type Value } from '../values/value.ts';
import { bindTo, type Bound, type Callee } from './bind.ts';
import { calledAs, type WrittenCall } from './written-call.ts';

type Declaration = TemplateValue['declaration'];

/** The declaration of a template, or of a network with static parameters. */
type Declared = Pick<Tree.BlockDeclaration, 'name' | 'span'>;

export function expandTemplate(context: Context, template: TemplateValue, written: WrittenCall): Value {
  const { declaration } = template;
  const { scope, callee, span } = written;
  if (declaration.kind === 'block' && !scope.construction) {
    return errorValue(report(context, 'layer-outside-network', { name: callee.name }, callee.span));
  }
  const bound = bindTo(context, calleeOf(declaration, written), callee, written.arguments, written.piped ? 1 : 0);
  if (isReported(bound)) return errorValue(bound);
  const unsound = context.soundness(template, callee);
  if (unsound) {
    for (const argument of written.arguments) context.evaluate(argument.value, scope);
    return errorValue(unsound);
  }
  return context.budget.within(span, () => {
    const inner = enter(context, template, bound, written);
    if (isReported(inner)) return errorValue(inner);
    return seenFromUse(context, declaration, span, () =>
      declaration.kind === 'block'
        ? blockResult(context, declaration, inner)
        : formulaResult(context, declaration, inner, span),
    );
  });
}

/** Evaluates a formula, which is one line in a network's summary, like a built-in function. */
function formulaResult(context: Context, fn: Tree.FunctionDeclaration, inner: Scope, span: Span): Value {
  const { construction, place } = inner;
  if (!construction) return evaluateBody(context, fn.body, inner);
  const { layers } = construction;
  const before = layers.length;
  const value = evaluateBody(context, fn.body, inner);
  if (value.kind !== 'tensor' || !value.expression || layers.slice(before).some((l) => l.weights.length > 0))
    return value;
  layers.length = before;
  // `identity` returns its input: it computes nothing that could be listed.
  if (!isWithin(value.expression.span, fn.span)) return value;
  const name = place.prefix.slice(0, -1);
  const at = usersPlace(span, inner.expansion);
  layers.push({ name, function: fn.name.name, output: value.expression.type, weights: [], span: at });
  return value;
}

function calleeOf(declaration: Declaration, written: WrittenCall): Callee {
  const formals = declaration.parameters.map((p) => ({
    name: p.name.name,
    doc: '',
    optional: p.default !== undefined,
  }));
  const shown = declaration.parameters.map((p) =>
    p.default ? `${p.name.name}: ${textOf(p.default.span)}` : p.name.name,
  );
  return { formals, signature: `${calledAs(written)}(${shown.join(', ')})`, declaration: declaration.name.span };
}

/** A scope in the template's own file, with its parameters bound. */
function enter(
  context: Context,
  { declaration, module }: TemplateValue,
  bound: Bound,
  { scope: caller, piped, callee, span, onNamed }: WrittenCall,
): OrReported<Scope> {
  const values = declaration.parameters.map((p, i) => {
    const argument = bound.get(p.name.name)?.[0];
    if (argument) return { value: context.evaluate(argument.value, caller), at: argument.value.span };
    return piped && i === 0 ? { value: piped.value, at: callee.span } : null;
  });
  const { path, name } = claimAs(caller.place, nameOf(declaration, bound, values, caller.module), span);
  // Blocks have weights, so what follows them may be named after them; a formula only adds a prefix to the draws in it.
  if (declaration.kind === 'block') onNamed?.(name);
  const expansion: Expansion = { of: declaration.name.name, at: span, within: caller.expansion };
  const place = { ...inside(caller.place, name), prefix: `${path}/` };
  const { construction } = caller;
  const inner: Scope = { ...rootScope(module), place, construction, expansion };
  let refused: Value | null = null;
  for (const [i, parameter] of declaration.parameters.entries()) {
    // A default is evaluated in the scope of the template, where it is written.
    const given = values[i] ?? { value: context.evaluate(parameter.default!, inner), at: callee.span };
    const value = parameter.type
      ? typedArgument(context, declaration, parameter, given.value, given.at, inner)
      : given.value;
    context.facts.record(parameter.name, value, expansion);
    bind(inner, parameter.name, value);
    if (value.kind === 'error') refused = value;
  }
  return refused ? (refused as Extract<Value, { kind: 'error' }>).reported : inner;
}

/** `up(64)`: the block's name, with the first argument that is known at check time, as written. */
function nameOf(
  { kind, name, parameters }: Declaration,
  bound: Bound,
  values: readonly ({ readonly value: Value } | null)[],
  module: Module,
): string {
  if (kind === 'fn') return name.name;
  const first = parameters.findIndex(
    (p, i) => !p.type && bound.has(p.name.name) && ['number', 'boolean', 'text'].includes(values[i]?.value.kind ?? ''),
  );
  return first < 0 ? name.name : sizedName(name.name, bound.get(parameters[first]!.name.name)![0]!.value, module);
}

function typedArgument(
  context: Context,
  declaration: Declaration,
  parameter: Tree.Parameter,
  value: Value,
  at: Span,
  inner: Scope,
): Value {
  if (value.kind === 'error') return value;
  const what = `\`${parameter.name.name}\` of \`${declaration.name.name}\``;
  const labels = [{ span: parameter.span, text: 'declared here' }];
  const declared = matchType(context, declaration.name.name, parameter.type!, value, at, inner, what, labels);
  if (isReported(declared)) return errorValue(declared);
  if (!declared) return unknownValue;
  const fitting = conformValue(context, value, declared, { what, promise: false, span: at, labels });
  return isReported(fitting) ? errorValue(fitting) : fitting;
}

/** The declared type, its size names bound to the argument's sizes; null if nothing is known about the argument. */
function matchType(
  context: Context,
  callee: string,
  node: Tree.TypeNode,
  value: Value,
  at: Span,
  inner: Scope,
  what: string,
  labels: readonly Label[],
): OrReported<AnyType | null> {
  if (value.kind === 'unknown') {
    bindOpenSizes(node, inner);
    return null;
  }
  if (node.kind === 'tensor-type') {
    const given = toTensor(context, value, at, what);
    if (isReported(given)) return given;
    if (given.kind === 'unknown') return null;
    return matchTensorType(context, node, inner, given.type, (expected) => {
      const [count, ...more] = given.type.shape;
      const isRow = node.shape.length === 3 && count !== undefined && more.length === 0;
      const help = isRow ? { help: `put \`${mapOf(count)}\` before it` } : {};
      const texts = { callee, expected, found: formatType(given.type), ...help };
      return report(context, 'wrong-rank', texts, at, { labels });
    });
  }
  const fields: { name: string; type: AnyType & { kind: 'tensor' } }[] = [];
  for (const field of node.fields) {
    const part = value.kind === 'tuple' ? value.fields.find((f) => f.name === field.name.name)?.value : undefined;
    if (!part) {
      const expected = `several values, \`${textOf(node.span)}\`, for ${what},`;
      return report(context, 'wrong-kind', { expected, found: describe(value) }, at, { labels });
    }
    const type = matchType(context, callee, field.type, part, at, inner, `\`${field.name.name}\` of ${what}`, labels);
    if (isReported(type) || type === null) return type;
    if (type.kind === 'tensor') fields.push({ name: field.name.name, type });
    else fields.push(...type.fields.map((f) => ({ name: `${field.name.name}.${f.name}`, type: f.type })));
  }
  return { kind: 'tuple', fields };
}

/** Binds the size names of the declared type to unknown values. */
function bindOpenSizes(node: Tree.TypeNode, inner: Scope): void {
  if (node.kind === 'tuple-type') {
    for (const field of node.fields) bindOpenSizes(field.type, inner);
    return;
  }
  for (const size of [...node.arguments, ...node.shape]) {
    const name = size.kind === 'name' ? inner.module.referents.get(size) : undefined;
    if (size.kind === 'name' && name && 'references' in name && name.identifier === size)
      bind(inner, size, unknownValue);
  }
}

function blockResult(context: Context, block: Tree.BlockDeclaration, inner: Scope): Value {
  const value = evaluateBody(context, block.body, inner);
  if (!block.result || value.kind === 'error') return value;
  const declared = resolveType(context, block.result, inner);
  if (isReported(declared)) return errorValue(declared);
  // The type of the body is not known, but the promised type is.
  if (value.kind === 'unknown') return typedAs(declared);
  const fitting = conformValue(context, value, declared, {
    what: `the result of \`${block.name.name}\``,
    promise: true,
    span: placeOfResult(context, block.body.result),
    within: block.body.span,
    labels: [{ span: block.result.span, text: 'declared here' }],
  });
  return isReported(fitting) ? errorValue(fitting) : fitting;
}

/**
 * Makes errors inside a template also show where it was used. The user cannot fix a library function, so there the use
 * becomes the main place, and the line in the library a label.
 */
export function seenFromUse<T>(context: Context, declaration: Declared, at: Span, expand: () => T): T {
  const first = context.diagnostics.length;
  try {
    return expand();
  } finally {
    const added = context.diagnostics.splice(first);
    const told = isLibrary(declaration.span) ? firstOfItsOwn(added, declaration) : added;
    context.diagnostics.push(...told.map((d) => withUse(d, declaration, at)));
  }
}

/** Keeps only the first error inside a library function: one bad argument may cause several. */
function firstOfItsOwn(diagnostics: readonly Diagnostic[], { span }: Declared): Diagnostic[] {
  const first = diagnostics.find((d) => isWithin(d.span, span));
  return diagnostics.filter((d) => d === first || !isWithin(d.span, span));
}

function withUse(d: Diagnostic, { span, name }: Declared, at: Span): Diagnostic {
  if (!isWithin(d.span, span) && !leadsFromElsewhere(d, span, at)) return d;
  const use: Label = { span: at, text: `in this use of \`${name.name}\`` };
  if (!isLibrary(span)) return { ...d, labels: [...(d.labels ?? []), use] };
  const { label, ...rest } = d;
  return { ...rest, span: at, label: use.text, labels: [...(d.labels ?? []), { span: d.span, text: label ?? 'here' }] };
}

/** Whether the last label is in the template, and the message shows nothing yet in the file of this use. */
function leadsFromElsewhere({ span, labels = [] }: Diagnostic, within: Span, at: Span): boolean {
  const last = labels.at(-1);
  const shown = [span, ...labels.map((l) => l.span)].some(({ source }) => source === at.source);
  return last !== undefined && isWithin(last.span, within) && !shown;
}

const isWithin = ({ source, start, end }: Span, outer: Span): boolean =>
  source === outer.source && start >= outer.start && end <= outer.end;
