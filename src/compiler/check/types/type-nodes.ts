/** Resolves types as written. */
import { allOf, isReported, type OrReported } from '../../../diagnostics/reported.ts';
import { textOf, type Span } from '../../../diagnostics/source.ts';
import type * as Tree from '../../../parser/tree.ts';
import { suggestedNames } from '../../words/other-names.ts';
import { sizeVariable, type Size } from '../../types/size.ts';
import { formatType, type AnyTensorType, type AnyType, type Meaning } from '../../types/type.ts';
import { renameFix, report, type Context } from '../context.ts';
import { errorValueOf } from '../values/errors.ts';
import { evaluateInteger, evaluateRange, intervalOf } from '../values/numbers.ts';
import { bind, type Scope } from '../values/scope.ts';
import { numberValue, typedValue } from '../values/value.ts';

const meanings: readonly Meaning[] = ['tensor', 'image', 'logit', 'prob', 'score', 'class'];

/** Nested tuples are flattened: their fields get dotted names. */
export function resolveType(context: Context, node: Tree.TypeNode, scope: Scope): OrReported<AnyType> {
  if (node.kind === 'tensor-type') return resolveTensorType(context, node, scope);
  const fields = allOf(node.fields.map((field) => resolveField(context, field, scope)));
  return isReported(fields) ? fields : { kind: 'tuple', fields: fields.flat() };
}

type Field = { readonly name: string; readonly type: AnyTensorType };

function resolveField(context: Context, { name, type: node }: Tree.Field, scope: Scope): OrReported<Field[]> {
  const type = resolveType(context, node, scope);
  if (isReported(type)) return type;
  if (type.kind === 'tensor') return [{ name: name.name, type }];
  return type.fields.map((f) => ({ name: `${name.name}.${f.name}`, type: f.type }));
}

export function resolveTensorType(
  context: Context,
  node: Tree.TensorTypeNode,
  scope: Scope,
): OrReported<AnyTensorType> {
  return readTensorType(context, node, scope, (size, what, least) =>
    evaluateInteger(context, size, scope, what, least),
  );
}

/**
 * The type of a template's parameter: size names that the type declares are bound to the sizes of the argument
 * (`block down(x: tensor[h, w, c])`). If the argument has another number of axes, `onMismatch` reports it.
 */
export function matchTensorType(
  context: Context,
  node: Tree.TensorTypeNode,
  scope: Scope,
  argument: AnyTensorType,
  onMismatch: (expected: string) => OrReported<never>,
): OrReported<AnyTensorType> {
  if (isMeaning(node.name.name) && node.shape.length !== argument.shape.length) {
    return onMismatch(`${node.name.name}[${node.shape.map((s) => textOf(s.span)).join(', ')}]`);
  }
  const sizes = new Map(node.shape.map((size, axis) => [size, argument.shape[axis]!]));
  // An argument that is not a label has no number of labels; the caller will report that it is not a label.
  for (const count of node.arguments) sizes.set(count, argument.classes ?? sizeVariable(textOf(count.span)));
  return readTensorType(context, node, scope, (size, what, least) =>
    sizeOrVariable(context, size, sizes.get(size)!, scope, what, least),
  );
}

/** The type of a parameter in a template checked on its own: the sizes that it declares stay symbolic. */
export function declareTensorType(
  context: Context,
  node: Tree.TensorTypeNode,
  scope: Scope,
): OrReported<AnyTensorType> {
  return readTensorType(context, node, scope, (size, what, least) =>
    sizeOrVariable(context, size, sizeVariable(size.kind === 'name' ? size.name : ''), scope, what, least),
  );
}

/** Reads a size or the number of classes; `what` names it in messages, and `least` is the smallest allowed value. */
type ReadSize = (size: Tree.Expression, what: string, least: number) => OrReported<Size>;

/** Binds a name that the type itself declares to `value`; evaluates any other size. */
function sizeOrVariable(
  context: Context,
  size: Tree.Expression,
  value: Size,
  scope: Scope,
  what: string,
  least: number,
): OrReported<Size> {
  const name = size.kind === 'name' ? scope.module.referents.get(size) : undefined;
  const given = name && 'references' in name && name.identifier === size;
  if (!given || size.kind !== 'name') return evaluateInteger(context, size, scope, what, least);
  bind(scope, size, numberValue(value));
  context.facts.record(size, numberValue(value), scope.expansion);
  return value;
}

const isMeaning = (name: string): name is Meaning => (meanings as readonly string[]).includes(name);

function readTensorType(
  context: Context,
  node: Tree.TensorTypeNode,
  scope: Scope,
  readSize: ReadSize,
): OrReported<AnyTensorType> {
  const { name, span } = node.name;
  if (!isMeaning(name)) {
    if (name === '') return errorValueOf(node.name).reported;
    const near = suggestedNames(name, meanings);
    return report(
      context,
      'unknown-name',
      { name, what: 'type', near, choices: meanings },
      span,
      renameFix(span, near),
    );
  }
  const shape = allOf(node.shape.map((size) => readSize(size, 'a size', 1)));
  if (isReported(shape)) return shape;
  const type = completeType(context, node, scope, name, shape, readSize);
  if (!isReported(type)) context.facts.record(node, typedValue(type), scope.expansion);
  return type;
}

function completeType(
  context: Context,
  node: Tree.TensorTypeNode,
  scope: Scope,
  meaning: Meaning,
  shape: readonly Size[],
  readSize: ReadSize,
): OrReported<AnyTensorType> {
  const base = { kind: 'tensor', shape, batched: true, meaning } as const;
  if (meaning === 'class') {
    const [count, ...more] = node.arguments;
    if (!count) {
      const texts = { callee: 'class', parameter: 'n', doc: 'how many labels there are', signature: 'class(10)' };
      return report(context, 'missing-argument', texts, node.span);
    }
    if (more.length > 0) {
      const texts = { callee: 'class', most: 1, signature: `class(${textOf(count.span)})` };
      return report(context, 'too-many-arguments', texts, more[0]!.span);
    }
    const classes = readSize(count, 'the number of classes', 2);
    if (!isReported(classes) && node.range) return refuseRange(context, { ...base, classes }, node.range.span);
    return isReported(classes) ? classes : { ...base, classes };
  }
  if (node.arguments.length > 0) {
    const signature = `${meaning}[${node.arguments.map((a) => textOf(a.span)).join(', ')}]`;
    return report(context, 'too-many-arguments', { callee: meaning, most: 0, signature }, node.arguments[0]!.span);
  }
  const range = node.range ? evaluateRange(context, node.range, scope) : undefined;
  if (isReported(range)) return range;
  if (meaning === 'prob') return { ...base, range: [0, 1] };
  const interval = range && intervalOf(range);
  return { ...base, ...(interval && { range: interval }) };
}

/** Reports a range on a type of labels. */
function refuseRange(context: Context, type: AnyTensorType, at: Span): OrReported<never> {
  const texts = {
    expected: `the end of \`${formatType(type)}\``,
    found: 'a range',
    why: 'labels are names, not numbers, so they have no range',
    help: 'leave the range out',
  };
  return report(context, 'wrong-kind', texts, at);
}
