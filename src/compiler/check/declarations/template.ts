/** Checks blocks and functions at their declaration, whether used or not, before their arguments are known. */
import { isReported, Reported } from '../../../diagnostics/reported.ts';
import type { Span } from '../../../diagnostics/source.ts';
import type * as Tree from '../../../parser/tree.ts';
import { numberVariable } from '../../types/size.ts';
import type { Context } from '../context.ts';
import { evaluateBody, placeOfResult } from '../values/body.ts';
import { conformValue } from '../types/conform-value.ts';
import { rootPlace } from '../values/place.ts';
import { bind, rootScope, type Scope } from '../values/scope.ts';
import { declareTensorType, resolveType } from '../types/type-nodes.ts';
import {
  errorValue,
  typedValue,
  type TemplateValue,
  type TensorValue,
  type TupleValue,
  type Value,
} from '../values/value.ts';
import { givenBy, type DeclarationCheck } from './declaration.ts';

/** There is no `check` here: `checkNames` checks every template along with its name. */
export const block: DeclarationCheck<Tree.BlockDeclaration, 'block'> = {
  values: { block: givenBy('block', (_, { module }, declaration) => ({ kind: 'template', declaration, module })) },
};

export const fn: DeclarationCheck<Tree.FunctionDeclaration, 'fn'> = {
  values: { fn: givenBy('fn', (_, { module }, declaration) => ({ kind: 'template', declaration, module })) },
};

/** Null if the template is correct. */
export function checkTemplate(context: Context, { declaration, module }: TemplateValue): Reported | null {
  const { name } = declaration;
  const before = context.diagnostics.length;
  const scope: Scope = {
    ...rootScope(module),
    place: rootPlace(''),
    // A function may be used inside a network or outside, so layers are allowed here.
    construction: {
      network: '',
      frozen: false,
      weights: [],
      layers: [],
      updates: [],
      updated: new Map(),
      defaults: [],
    },
    expansion: { of: name.name, at: name.span, within: null },
  };
  for (const parameter of declaration.parameters) declareParameter(context, parameter, scope);
  const value = evaluateBody(context, declaration.body, scope);
  if (declaration.kind === 'block' && declaration.result)
    checkResult(context, declaration, declaration.result, value, scope);
  const wrong = context.diagnostics.slice(before).find((d) => d.severity === 'error');
  if (wrong) return Reported.as(wrong);
  return value.kind === 'error' ? value.reported : null;
}

function declareParameter(context: Context, parameter: Tree.Parameter, scope: Scope): void {
  if (parameter.default) context.evaluate(parameter.default, scope);
  const { name, span } = parameter.name;
  const value = parameter.type
    ? typed(context, parameter.type, scope)
    : ({ kind: 'unknown', size: numberVariable(name, `${name}@${span.start}`) } as const);
  context.facts.record(parameter.name, value, scope.expansion);
  bind(scope, parameter.name, value);
}

function typed(context: Context, node: Tree.TypeNode, scope: Scope): Value {
  if (node.kind === 'tensor-type') {
    const type = declareTensorType(context, node, scope);
    return isReported(type) ? errorValue(type) : typedValue(type);
  }
  const fields: { name: string; value: TensorValue | TupleValue }[] = [];
  for (const field of node.fields) {
    const value = typed(context, field.type, scope);
    if (value.kind === 'error') return value;
    if (value.kind === 'tensor' || value.kind === 'tuple') fields.push({ name: field.name.name, value });
  }
  return { kind: 'tuple', fields };
}

function checkResult(
  context: Context,
  { name, body }: Tree.BlockDeclaration,
  node: Tree.TypeNode,
  value: Value,
  scope: Scope,
): void {
  const declared = resolveType(context, node, scope);
  if (isReported(declared)) return;
  const span: Span = placeOfResult(context, body.result);
  const labels = [{ span: node.span, text: 'declared here' }];
  conformValue(context, value, declared, {
    what: `the result of \`${name.name}\``,
    promise: true,
    span,
    within: body.span,
    labels,
  });
}
