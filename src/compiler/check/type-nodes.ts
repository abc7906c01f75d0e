/** From types as written to types. */
import { textOf } from '../../diagnostics/source.ts';
import type * as Tree from '../../parser/tree.ts';
import { evaluateInteger, evaluateNumber } from './arithmetic.ts';
import { report, reportUnknown, type Context } from './context.ts';
import type { MessageOptions } from '../../diagnostics/report.ts';
import { lookup, type Scope } from './scope.ts';
import type { Interval, Meaning, TensorType, Type } from '../types/type.ts';
import { numberValue } from './values.ts';

const meanings: readonly Meaning[] = ['tensor', 'image', 'logit', 'prob', 'score', 'class'];

/** Null after a report. */
export function resolveType(context: Context, node: Tree.TypeNode, scope: Scope): Type | null {
  if (node.kind === 'tensor-type') return resolveTensorType(context, node, scope);
  const fields = node.fields.map((f) => ({ name: f.name.name, type: resolveType(context, f.type, scope) }));
  if (fields.some((f) => f.type?.kind !== 'tensor')) return null;
  return { kind: 'tuple', fields: fields as { name: string; type: TensorType }[] };
}

export function resolveTensorType(context: Context, node: Tree.TensorTypeNode, scope: Scope): TensorType | null {
  const meaning = checkMeaning(context, node);
  const shape = node.shape.map((size) => evaluateInteger(context, size, scope, 'a size'));
  if (!meaning || shape.includes(null)) return null;
  return completeType(context, node, scope, meaning, shape as number[]);
}

/**
 * A block's parameter: sizes that are plain names not yet known become the sizes of the argument
 * (`block down(x: tensor[h, w, c])`). Null if the argument has another number of axes (`onMismatch` reports it) or the
 * type is wrong in itself.
 */
export function matchParameterType(
  context: Context,
  node: Tree.TensorTypeNode,
  scope: Scope,
  argument: TensorType,
  onMismatch: (expected: string) => void,
): TensorType | null {
  const meaning = checkMeaning(context, node);
  if (!meaning) return null;
  if (node.shape.length !== argument.shape.length) {
    onMismatch(`${node.name.name}[${node.shape.map((s) => textOf(s.span)).join(', ')}]`);
    return null;
  }
  const shape = node.shape.map((size, i) => {
    // Only a number can be meant by a size: a latent that happens to have the name of an axis is no matter.
    const known = size.kind === 'name' ? (lookup(scope, size.name) ?? context.top(size.name)) : undefined;
    if (size.kind !== 'name' || known?.kind === 'number' || known?.kind === 'error') {
      return evaluateInteger(context, size, scope, 'a size');
    }
    scope.bindings.set(size.name, numberValue(argument.shape[i]!));
    return argument.shape[i]!;
  });
  return shape.includes(null) ? null : completeType(context, node, scope, meaning, shape as number[]);
}

function checkMeaning(context: Context, node: Tree.TensorTypeNode): Meaning | null {
  const name = node.name.name as Meaning;
  if (meanings.includes(name)) return name;
  reportUnknown(context, node.name, 'type', meanings);
  return null;
}

function completeType(
  context: Context,
  node: Tree.TensorTypeNode,
  scope: Scope,
  meaning: Meaning,
  shape: number[],
): TensorType | null {
  const base = { kind: 'tensor', shape, batched: true, meaning } as const;
  if (meaning === 'class') {
    const [count] = node.arguments;
    if (!count) {
      report(
        context,
        'missing-argument',
        { callee: 'class', parameter: 'n', doc: 'how many labels there are', signature: 'class(10)' },
        node.span,
      );
      return null;
    }
    const classes = evaluateInteger(context, count, scope, 'the number of classes', 2);
    return classes === null ? null : { ...base, classes };
  }
  if (node.arguments.length > 0) {
    const signature = `${meaning}[${node.arguments.map((a) => textOf(a.span)).join(', ')}]`;
    report(context, 'too-many-arguments', { callee: meaning, most: 0, signature }, node.arguments[0]!.span);
    return null;
  }
  if (meaning === 'prob') return { ...base, range: [0, 1] };
  if (!node.range) return base;
  const range = evaluateRange(context, node.range, scope);
  return range && { ...base, range };
}

function swapFix({ low, high }: Tree.RangeExpression): MessageOptions {
  const edits = [
    { span: low.span, replacement: textOf(high.span) },
    { span: high.span, replacement: textOf(low.span) },
  ];
  return { fix: { title: 'Swap the ends', edits, safe: false } };
}

/** Null after a report. */
export function evaluateRange(context: Context, e: Tree.RangeExpression, scope: Scope): Interval | null {
  const low = evaluateNumber(context, e.low, scope, 'the low end of a range');
  const high = evaluateNumber(context, e.high, scope, 'the high end of a range');
  if (low === null || high === null) return null;
  if (low > high) {
    report(
      context,
      'bad-range',
      { low, high, written: `${textOf(e.high.span)}..${textOf(e.low.span)}` },
      e.span,
      swapFix(e),
    );
    return null;
  }
  return [low, high];
}
