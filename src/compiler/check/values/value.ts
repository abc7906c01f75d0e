/** The values of expressions at check time: known now, or computed in training. */
import type { OrReported, Reported } from '../../../diagnostics/reported.ts';
import type { Span } from '../../../diagnostics/source.ts';
import type * as Tree from '../../../parser/tree.ts';
import type { Duration } from '../../types/duration.ts';
import type { Expression, Network, OptimizerSettings } from '../../program/program.ts';
import { formatSize, isKnown, type Size } from '../../types/size.ts';
import { formatType, tensor, type AnyTensorType, type TensorType, type Type } from '../../types/type.ts';
import type { Initializer } from '../../words/settings.ts';
import { formatSetting } from '../../words/signature.ts';
import type { OptimizerDefinition } from '../../words/optimizers.ts';
import type { Schedule } from '../../words/settings.ts';
import { rangeOf } from '../../words/schedules.ts';
import type { Word } from '../../words/vocabulary.ts';
import type { Module } from '../names/module.ts';
import type { WrittenNames } from './place.ts';

export type Value =
  | NumberValue
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'list'; readonly items: readonly Value[] }
  | { readonly kind: 'range'; readonly low: Size; readonly high: Size }
  | { readonly kind: 'duration'; readonly duration: Duration }
  | { readonly kind: 'transition'; readonly from: Size; readonly to: Size }
  | TensorValue
  | TupleValue
  | NetworkValue
  | TemplateValue
  | { readonly kind: 'word'; readonly word: Word }
  | { readonly kind: 'initializer'; readonly initializer: Initializer }
  | { readonly kind: 'optimizer'; readonly definition: OptimizerDefinition; readonly settings: OptimizerSettings }
  | ScheduleValue
  | NamespaceValue
  | UnknownValue
  | ErrorValue;

export interface NumberValue {
  readonly kind: 'number';
  readonly value: Size;
}

/** A number that changes with the steps of training; a tensor where it is computed with. */
export interface ScheduleValue {
  readonly kind: 'schedule';
  readonly schedule: Schedule;
  /** Where it is written. */
  readonly span: Span;
}

export interface TensorValue {
  readonly kind: 'tensor';
  readonly type: AnyTensorType;
  /** Null in a template checked on its own, where sizes are not known yet. */
  readonly expression: TensorExpression | null;
}

/** Several named values, each a tensor or a tuple itself. */
export interface TupleValue {
  readonly kind: 'tuple';
  readonly fields: readonly { readonly name: string; readonly value: TensorValue | TupleValue }[];
}

/** `layers` of `import "layers.gan" as layers`. */
export interface NamespaceValue {
  readonly kind: 'namespace';
  readonly module: Module;
}

export interface NetworkValue {
  readonly kind: 'network';
  readonly family: NetworkFamily;
}

/**
 * What one `network` declares. With static parameters, `G(z, stage: 2)` and `G(z, stage: 3)` are two networks that
 * share the weights of every layer that both have.
 */
export interface NetworkFamily {
  readonly name: string;
  /** Its own declaration, or that of the network that it is `like` or an `average` of. */
  readonly declaration: Tree.NetworkDeclaration;
  readonly module: Module;
  /** By the values of the static parameters ('' if there are none), in order of first use. */
  readonly instances: Map<string, OrReported<NetworkInstance>>;
  /** Shared by all instances, so that a layer has the same name in each. */
  readonly written: WrittenNames;
  /** `network B like A`, `average G as G_ema`: the same architecture with its own weights. */
  readonly like?: { readonly family: NetworkFamily; readonly average: boolean };
  /** Where its name is declared. */
  readonly span: Span;
}

export interface NetworkInstance {
  readonly network: Network;
  /** As declared: a tuple is one input here. */
  readonly inputs: readonly { readonly name: string; readonly type: Type; readonly span: Span }[];
  /** Set if the body does not fit the declared result; either may be what is meant, so uses stay silent. */
  readonly contradiction?: Reported;
  /** The values of its static parameters, by name. */
  readonly statics: ReadonlyMap<string, Value>;
}

/** A block or a function: its body is expanded at each use, with the names of its own file. */
export interface TemplateValue {
  readonly kind: 'template';
  readonly declaration: Tree.BlockDeclaration | Tree.FunctionDeclaration;
  readonly module: Module;
}

/** A parameter of a template checked on its own, or a value computed from one: it may be anything. */
export interface UnknownValue {
  readonly kind: 'unknown';
  /** Its symbolic value where a number is expected. */
  readonly size?: Size;
}

export interface ErrorValue {
  readonly kind: 'error';
  readonly reported: Reported;
}

/** An expression that is one tensor. */
export type TensorExpression = Expression & { readonly type: TensorType };

export const errorValue = (reported: Reported): ErrorValue => ({ kind: 'error', reported });
export const numberValue = (value: Size): NumberValue => ({ kind: 'number', value });
export const booleanValue = (value: boolean): Value => ({ kind: 'boolean', value });
export const unknownValue: UnknownValue = { kind: 'unknown' };

export function tensorValue(expression: Expression): TensorValue {
  const tensorExpression = expression as TensorExpression;
  return { kind: 'tensor', type: tensorExpression.type, expression: tensorExpression };
}

/** A tensor of which only the type is known, in a template checked on its own. */
export const typedValue = (type: AnyTensorType): TensorValue => ({ kind: 'tensor', type, expression: null });

/** A number as an operand of tensor computations. */
export function constantTensor(value: Size, span: Span): TensorValue {
  if (!isKnown(value)) return typedValue(tensor<Size>([], false));
  return tensorValue({ kind: 'constant', value, type: tensor([], false, [value, value]), span });
}

/** A schedule as an operand of tensor computations. */
export function scheduleTensor({ schedule, span }: ScheduleValue): TensorValue {
  return tensorValue({ kind: 'schedule', schedule, type: tensor([], false, rangeOf(schedule)), span });
}

/** A value as one expression; null in a template checked on its own. `type` is the declared type, if any. */
export function toExpression(value: TensorValue | TupleValue, type: Type | null, span: Span): Expression | null {
  if (value.kind === 'tensor') return value.expression;
  const fields = fieldExpressions(value, '');
  if (!fields) return null;
  const whole = type ?? { kind: 'tuple', fields: fields.map((f) => ({ name: f.name, type: f.value.type })) };
  return { kind: 'tuple', fields, type: whole, span };
}

function fieldExpressions(value: TupleValue, prefix: string): { name: string; value: TensorExpression }[] | null {
  const fields: { name: string; value: TensorExpression }[] = [];
  for (const { name, value: part } of value.fields) {
    const inner = part.kind === 'tuple' ? fieldExpressions(part, `${prefix}${name}.`) : null;
    if (part.kind === 'tuple' && inner) fields.push(...inner);
    else if (part.kind === 'tensor' && part.expression)
      fields.push({ name: `${prefix}${name}`, value: part.expression });
    else return null;
  }
  return fields;
}

/** `(mean: tensor[2], log_variance: tensor[2])` */
export function formatTuple(value: TupleValue): string {
  const fields = value.fields.map((f) => {
    const type = f.value.kind === 'tuple' ? formatTuple(f.value) : formatType(f.value.type);
    return `${f.name}: ${type}`;
  });
  return `(${fields.join(', ')})`;
}

const descriptions: { readonly [K in Value['kind']]: (value: Extract<Value, { readonly kind: K }>) => string } = {
  number: (v) => `the number ${formatSize(v.value)}`,
  boolean: (v) => String(v.value),
  text: (v) => `the text "${v.value}"`,
  list: () => 'a list',
  range: (v) => `the range ${formatSize(v.low)}..${formatSize(v.high)}`,
  duration: (v) => `${v.duration.count} ${v.duration.unit}`,
  transition: (v) => `${formatSize(v.from)} -> ${formatSize(v.to)}`,
  tensor: (v) => formatType(v.type),
  tuple: formatTuple,
  network: (v) => `the network \`${v.family.name}\``,
  template: (v) => `the ${v.declaration.kind === 'fn' ? 'function' : 'block'} \`${v.declaration.name.name}\``,
  word: (v) => `the ${wordKinds[v.word.kind]} \`${v.word.definition.name}\``,
  initializer: (v) => `the initialiser \`${formatSetting(v.initializer)}\``,
  optimizer: (v) => `the optimizer \`${v.definition.name}\``,
  schedule: () => 'a schedule',
  namespace: (v) => `the module \`${v.module.source.name}\``,
  unknown: () => 'something that depends on each use',
  error: () => 'a mistake',
};

const wordKinds: Readonly<Record<Word['kind'], string>> = {
  function: 'function',
  initializer: 'initialiser',
  optimizer: 'optimizer',
  schedule: 'schedule',
};

/** For messages: `the number 3`, `tensor[2]`, `the network G`. */
export function describe<K extends Value['kind']>(value: Extract<Value, { readonly kind: K }>): string {
  return descriptions[value.kind as K](value);
}
