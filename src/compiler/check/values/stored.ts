/** `weight k: tensor[3, 3, c, 8] init normal(0.02)` and `state u: tensor[8] init normal(1)`: values that are kept. */
import { isReported, type OrReported } from '../../../diagnostics/reported.ts';
import type { Span } from '../../../diagnostics/source.ts';
import type * as Tree from '../../../parser/tree.ts';
import type { Weight } from '../../program/program.ts';
import { isKnown } from '../../types/size.ts';
import { isConcreteTensor, tensor, type AnyTensorType } from '../../types/type.ts';
import { initializer } from '../../words/initializers.ts';
import type { Initializer } from '../../words/settings.ts';
import { evaluateInitializer } from '../calls/settings.ts';
import { report, type Context } from '../context.ts';
import type { Module } from '../names/module.ts';
import { resolveType } from '../types/type-nodes.ts';
import { evaluateNumber } from './numbers.ts';
import { claim } from './place.ts';
import { usersPlace, type Scope } from './scope.ts';
import { errorValue, tensorValue, typedValue, type Value } from './value.ts';

type Declared = Tree.WeightBinding | Tree.StateBinding | Tree.StateDeclaration;

export interface Kept {
  readonly type: AnyTensorType;
  readonly initializer: Initializer;
}

/** What is declared: a shape, the same for all examples, and how it begins. */
export function readKept(context: Context, d: Declared, scope: Scope): OrReported<Kept> {
  const type = d.type ? readType(context, d.type, scope) : tensor([], false);
  const start = readStart(context, d, scope);
  if (isReported(type)) return type;
  return isReported(start) ? start : { type, initializer: start };
}

function readType(context: Context, node: Tree.TypeNode, scope: Scope): OrReported<AnyTensorType> {
  const type = resolveType(context, node, scope);
  if (isReported(type)) return type;
  if (type.kind === 'tensor' && type.meaning !== 'class') return { ...type, batched: false };
  const texts = { expected: 'one type of numbers, such as `tensor[8]`,', found: 'another type' };
  return report(context, 'wrong-kind', texts, node.span);
}

function readStart(context: Context, d: Declared, scope: Scope): OrReported<Initializer> {
  if (d.initializer) return evaluateInitializer(context, d.initializer, scope);
  if (d.kind === 'weight-binding') return initializer('glorot_uniform');
  if (!d.value) return initializer('zeros');
  const value = evaluateNumber(context, d.value, scope, `the start of \`${d.name.name}\``);
  return isReported(value) ? value : initializer('constant', isKnown(value) ? value : 0);
}

/** The value of a weight or state in the body of a network or block. */
export function keptValue(context: Context, d: Tree.WeightBinding | Tree.StateBinding, scope: Scope): Value {
  const isWeight = d.kind === 'weight-binding';
  const { construction, place } = scope;
  const kept = readKept(context, d, scope);
  if (!construction) {
    return errorValue(report(context, 'layer-outside-network', { name: isWeight ? 'weight' : 'state' }, d.name.span));
  }
  if (isReported(kept)) return errorValue(kept);
  const refused = isWeight ? null : requireUpdate(context, d, scope.module, 'body');
  if (refused) return errorValue(refused);
  const { type, initializer: start } = kept;
  const path = claim(place, d.name.name, d.span);
  if (!isConcreteTensor(type)) return typedValue(type);
  const weight: Weight = {
    path: `${construction.network}/${path}`,
    shape: type.shape,
    initializer: start,
    trainable: isWeight && !construction.frozen,
  };
  construction.weights.push(weight);
  const span: Span = usersPlace(d.span, scope.expansion);
  construction.layers.push({
    name: path,
    function: isWeight ? 'weight' : 'state',
    output: type,
    weights: [weight],
    span,
  });
  return tensorValue({ kind: 'weight', weight, type, span: d.name.span });
}

/** Reports a state that no `update` changes. */
export function requireUpdate(
  context: Context,
  { name: identifier }: Declared,
  { referents, updated }: Module,
  where: 'body' | 'train',
): OrReported<null> {
  const referent = referents.get(identifier);
  if (!referent || !('references' in referent) || updated.has(referent)) return null;
  return report(context, 'never-updated', { name: identifier.name, where }, identifier.span);
}
