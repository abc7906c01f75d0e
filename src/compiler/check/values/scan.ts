/** `scan x in xs from h = zeros(8) { update h <- f(h, x)  h }`: a loop in training, one step after the other. */
import { isReported, type OrReported } from '../../../diagnostics/reported.ts';
import type { Span } from '../../../diagnostics/source.ts';
import { textOf } from '../../../diagnostics/source.ts';
import type * as Tree from '../../../parser/tree.ts';
import { withoutParentheses } from '../../../parser/walk.ts';
import type { LoopVariableExpression, ScanExpression } from '../../program/program.ts';
import { add, isKnown, mayBeSameShape, subtract, type Size } from '../../types/size.ts';
import { formatType, isConcreteTensor, tensor, withRange, type AnyTensorType, type Type } from '../../types/type.ts';
import { report, type Context } from '../context.ts';
import { evaluateBody } from './body.ts';
import { evaluateRange } from './numbers.ts';
import { claimAs, inside } from './place.ts';
import { bind, childScope, withPlace, type Scope } from './scope.ts';
import { toTensor } from './to-tensor.ts';
import {
  describe,
  errorValue,
  tensorValue,
  typedValue,
  unknownValue,
  type TensorValue,
  type TupleValue,
  type Value,
} from './value.ts';

/** What a scan goes through. */
interface Sequence {
  readonly length: Size;
  readonly step: AnyTensorType;
  /** Null if not known, in a template checked on its own. */
  readonly over: ScanExpression['over'] | null;
}

/** A carried value while the body is checked. */
interface Carried {
  readonly written: Tree.CarriedValue;
  readonly type: AnyTensorType;
  readonly initial: TensorValue;
  readonly variable: TensorValue;
}

export function scan(context: Context, e: Tree.ScanExpression, scope: Scope): Value {
  const { name, path } = claimAs(scope.place, 'scan', e.span);
  const place = inside(scope.place, name);
  const sequence = readSequence(context, e.over, scope);
  const initials = e.carried.map((written) =>
    readInitial(context, written, withPlace(scope, inside(place, written.name.name))),
  );
  if (isReported(sequence)) return errorValue(sequence);
  const wrong = initials.find(isReported);
  if (wrong) return errorValue(wrong);
  const known = initials.filter((initial): initial is TensorValue => !isReported(initial) && initial.kind === 'tensor');
  if (sequence === null || known.length < initials.length) return unknownScan(context, e, scope, place);

  const batched = sequence.step.batched || known.some(({ type }) => type.batched);
  const step = variableOf(e.variable.name, sequence.step, e.variable.span);
  const carried = e.carried.map((written, i): Carried => {
    const initial = known[i]!;
    const type = carriedType(initial.type, batched);
    return { written, type, initial, variable: variableOf(written.name.name, type, written.name.span) };
  });
  const inner = bodyScope(scope, place);
  set(context, e.variable, step, inner);
  for (const { written, variable } of carried) set(context, written.name, variable, inner);
  const result = stackable(context, evaluateBody(context, e.body, inner), e.body.result.span);
  const nexts = carried.map((one) => nextOf(context, one, inner));
  if (isReported(result)) return errorValue(result);
  const refused = nexts.find(isReported);
  if (refused) return errorValue(refused);
  if (result === null || nexts.includes(null)) return unknownValue;

  const parts = [result, ...(nexts as TensorValue[]), ...carried.map(({ initial }) => initial)];
  const whole = parts.every(isComplete) && isKnown(sequence.length) && sequence.over !== null;
  if (!whole || !isComplete(step)) return stackedTypes(result, sequence.length);
  const expression: Omit<ScanExpression, 'type'> = {
    kind: 'scan',
    over: sequence.over!,
    length: sequence.length as number,
    variable: step.expression as LoopVariableExpression,
    carried: carried.map(({ initial, variable }, i) => ({
      variable: variable.expression as LoopVariableExpression,
      initial: initial.expression!,
      next: (nexts[i] as TensorValue).expression!,
    })),
    results: fieldsOf(result).map(({ name: part, value }) => ({ name: part, value: value.expression! })),
    updates: inner.construction?.updates ?? [],
    path,
    span: e.span,
  };
  return stackedValue(result, expression);
}

/** A scope whose updates are those of each step. */
function bodyScope(scope: Scope, place: Scope['place']): Scope {
  const { construction } = scope;
  return {
    ...childScope(scope, place),
    construction: construction && { ...construction, updates: [] },
    updates: new Map(),
  };
}

/** Checks what can be checked when what the loop goes through, or starts from, depends on each use. */
function unknownScan(context: Context, e: Tree.ScanExpression, scope: Scope, place: Scope['place']): Value {
  const inner = bodyScope(scope, place);
  set(context, e.variable, unknownValue, inner);
  for (const { name } of e.carried) set(context, name, unknownValue, inner);
  const value = evaluateBody(context, e.body, inner);
  return value.kind === 'error' ? value : unknownValue;
}

function set(context: Context, name: Tree.Identifier, value: Value, scope: Scope): void {
  context.facts.record(name, value, scope.expansion);
  bind(scope, name, value);
}

function variableOf(name: string, type: AnyTensorType, span: Span): TensorValue {
  return isConcreteTensor(type) ? tensorValue({ kind: 'loop-variable', name, type, span }) : typedValue(type);
}

/** The steps of a range, or those along the first axis of a value; null if they depend on each use. */
function readSequence(context: Context, over: Tree.Expression, scope: Scope): OrReported<Sequence | null> {
  const e = withoutParentheses(over);
  if (e.kind === 'range') {
    const range = evaluateRange(context, e, scope);
    if (isReported(range)) return range;
    const { low, high } = range;
    context.facts.record(over, { kind: 'range', low, high }, scope.expansion);
    const length = add(subtract(high, low), 1);
    if (!isKnown(low) || !isKnown(high)) return { length, step: tensor<Size>([], false), over: null };
    if (Number.isInteger(low) && Number.isInteger(length)) {
      const steps = Array.from({ length: length as number }, (_, i) => low + i);
      return { length, step: tensor<Size>([], false, [low, high]), over: steps };
    }
  }
  const value = context.evaluate(over, scope);
  if (value.kind === 'unknown') return null;
  if (value.kind === 'error') return value.reported;
  if (value.kind === 'tensor' && value.type.shape.length > 0) {
    const [length, ...shape] = value.type.shape as [Size, ...Size[]];
    return { length, step: { ...value.type, shape }, over: value.expression };
  }
  const help =
    value.kind === 'number'
      ? `write \`1..${textOf(over.span)}\` for that many steps`
      : 'its first axis, without the batch, is time: a tensor[time, features], for example';
  const expected = 'a value with at least one axis, or a range such as `1..16`,';
  return report(context, 'wrong-kind', { expected, found: describe(value), help }, over.span);
}

function readInitial(
  context: Context,
  { name, value: written }: Tree.CarriedValue,
  scope: Scope,
): OrReported<Value & { kind: 'tensor' | 'unknown' }> {
  return toTensor(context, context.evaluate(written, scope), written.span, `the start of \`${name.name}\``);
}

/** Its values may be others in later steps, so what is known of the first ones, other than that they are labels, is not. */
function carriedType({ shape, meaning, classes }: AnyTensorType, batched: boolean): AnyTensorType {
  const plain = tensor(shape, batched);
  return meaning === 'class' ? { ...plain, meaning, ...(classes !== undefined && { classes }) } : plain;
}

/** The value of the next step; null if it is not known. */
function nextOf(context: Context, { written, type }: Carried, scope: Scope): OrReported<TensorValue | null> {
  const { name, span } = written.name;
  const referent = scope.module.referents.get(written.name);
  const found = referent && 'references' in referent ? scope.updates!.get(referent) : undefined;
  if (isReported(referent)) return referent;
  if (!found) return report(context, 'never-updated', { name, where: 'scan' }, span);
  const value = toTensor(context, found.value, found.span, `the next \`${name}\``);
  if (isReported(value)) return value;
  if (value.kind === 'unknown') return null;
  const begins = [{ span: written.value.span, text: `it begins as ${formatType(type)}` }];
  const refuse = (message: string, help: string) =>
    report(context, 'shape-mismatch', { message, here: `this is ${formatType(value.type)}`, help }, found.span, {
      labels: begins,
    });
  const mixed = (value.type.meaning === 'class') !== (type.meaning === 'class');
  if (mixed || !mayBeSameShape(value.type.shape, type.shape)) {
    const help = 'each step hands the next one a value of the same kind: change the start or the update';
    return refuse(`\`${name}\` changes from ${formatType(type)} to ${formatType(value.type)} in a step`, help);
  }
  // What a template is given may be the same for all examples.
  if (value.type.batched && !type.batched && value.expression) {
    const help = 'begin with a value that each example has of its own, such as one computed from an input';
    return refuse(`\`${name}\` begins as one value for all examples, but each has its own after a step`, help);
  }
  return value;
}

/** The result of a step; null if it is not known. */
function stackable(context: Context, value: Value, at: Span): OrReported<TensorValue | TupleValue | null> {
  if (value.kind === 'tuple') return value;
  const one = toTensor(context, value, at, 'the result of a step');
  if (isReported(one)) return one;
  return one.kind === 'unknown' ? null : one;
}

interface Field {
  readonly name: string;
  readonly value: TensorValue;
}

function fieldsOf(value: TensorValue | TupleValue, prefix = ''): Field[] {
  if (value.kind === 'tensor') return [{ name: prefix, value }];
  return value.fields.flatMap(({ name, value: part }) => fieldsOf(part, prefix === '' ? name : `${prefix}.${name}`));
}

const isComplete = (value: TensorValue | TupleValue): boolean =>
  fieldsOf(value).every(({ value: part }) => part.expression !== null);

const stackedType = (type: AnyTensorType, length: Size): AnyTensorType => ({ ...type, shape: [length, ...type.shape] });

function stackedTypes(value: TensorValue | TupleValue, length: Size): TensorValue | TupleValue {
  if (value.kind === 'tensor') return typedValue(withRange(stackedType(value.type, length), value.type.range));
  return { kind: 'tuple', fields: value.fields.map((f) => ({ name: f.name, value: stackedTypes(f.value, length) })) };
}

/** The results of all steps, as parts of one scan. */
function stackedValue(result: TensorValue | TupleValue, parts: Omit<ScanExpression, 'type'>): TensorValue | TupleValue {
  const typeOf = ({ type }: TensorValue) => stackedType(type, parts.length) as Type & { kind: 'tensor' };
  if (result.kind === 'tensor') return tensorValue({ ...parts, type: typeOf(result) });
  const fields = fieldsOf(result).map(({ name, value }) => ({ name, type: typeOf(value) }));
  const of: ScanExpression = { ...parts, type: { kind: 'tuple', fields } };
  const place = (value: TensorValue | TupleValue, name: string): TensorValue | TupleValue =>
    value.kind === 'tensor'
      ? tensorValue({ kind: 'field', of, name, type: typeOf(value), span: parts.span })
      : {
          kind: 'tuple',
          fields: value.fields.map((f) => ({
            name: f.name,
            value: place(f.value, name === '' ? f.name : `${name}.${f.name}`),
          })),
        };
  return place(result, '');
}
