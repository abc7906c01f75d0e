/** What an expression can be while a spec is checked: known now, or computed in training. */
import type { Span } from '../../diagnostics/source.ts';
import type * as Tree from '../../parser/tree.ts';
import type { Duration, Expression, Network } from '../program/program.ts';
import type { Scope } from './scope.ts';
import { formatType, tensor, type TensorType } from '../types/type.ts';

export type Value =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'list'; readonly items: readonly Value[] }
  | { readonly kind: 'range'; readonly low: number; readonly high: number }
  | { readonly kind: 'duration'; readonly duration: Duration }
  | { readonly kind: 'transition'; readonly from: number; readonly to: number }
  | { readonly kind: 'tensor'; readonly expression: TensorExpression }
  | { readonly kind: 'tuple'; readonly expression: Expression }
  | { readonly kind: 'network'; readonly network: Network }
  | { readonly kind: 'block'; readonly declaration: Tree.BlockDeclaration }
  | { readonly kind: 'fn'; readonly declaration: Tree.FunctionDeclaration }
  /** Something was wrong and has been reported; whatever depends on it stays silent. */
  | { readonly kind: 'error' };

/** An expression that is one tensor. */
export type TensorExpression = Expression & { readonly type: TensorType };

/** The value that a pipe puts in front of a call's arguments. */
export interface Piped {
  readonly value: Value;
  readonly span: Span;
}

/** A call as it was written, and where it stands. */
export interface WrittenCall {
  readonly callee: Tree.Identifier;
  readonly arguments: readonly Tree.Argument[];
  readonly scope: Scope;
  /** What a pipe hands it as its first argument. */
  readonly piped: Piped | null;
  readonly span: Span;
}

export const errorValue: Value = { kind: 'error' };
export const numberValue = (value: number): Value => ({ kind: 'number', value });
export const tensorValue = (expression: Expression): Value => ({
  kind: 'tensor',
  expression: expression as TensorExpression,
});

export function expressionValue(expression: Expression): Value {
  return expression.type.kind === 'tuple' ? { kind: 'tuple', expression } : tensorValue(expression);
}

/** Numbers known now take part in computations as constants. */
export function constantExpression(value: number, span: Span): TensorExpression {
  return { kind: 'constant', value, type: tensor([], false, [value, value]), span };
}

/** For messages: `the number 3`, `tensor[2]`, `the network G`. */
export function describe(value: Value): string {
  switch (value.kind) {
    case 'number':
      return `the number ${value.value}`;
    case 'boolean':
      return String(value.value);
    case 'string':
      return `the text "${value.value}"`;
    case 'list':
      return 'a list';
    case 'range':
      return `the range ${value.low}..${value.high}`;
    case 'duration':
      return `${value.duration.count} ${value.duration.unit}`;
    case 'transition':
      return `${value.from} -> ${value.to}`;
    case 'tensor':
    case 'tuple':
      return formatType(value.expression.type);
    case 'network':
      return `the network ${value.network.name}`;
    case 'block':
      return `the block ${value.declaration.name.name}`;
    case 'fn':
      return `the function ${value.declaration.name.name}`;
    case 'error':
      return 'a mistake';
  }
}
