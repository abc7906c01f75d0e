/** Whether a value, a tensor or a tuple, fits a declared type. */
import { isReported, type OrReported } from '../../../diagnostics/reported.ts';
import { suggestedNames } from '../../words/other-names.ts';
import { formatType, type AnyTensorType, type AnyType, type TupleType } from '../../types/type.ts';
import type { Size } from '../../types/size.ts';
import { report, type Context } from '../context.ts';
import { conform, type Place } from './conform.ts';
import { toTensor } from '../values/to-tensor.ts';
import {
  formatTuple,
  typedValue,
  type TensorValue,
  type TupleValue,
  type UnknownValue,
  type Value,
} from '../values/value.ts';

/** The value, retyped as declared; unknown values stay unknown. */
export function conformValue(
  context: Context,
  value: Value,
  declared: AnyType,
  place: Place,
): OrReported<TensorValue | TupleValue | UnknownValue> {
  if (value.kind === 'error') return value.reported;
  if (value.kind === 'unknown') return value;
  if (declared.kind === 'tuple') return conformTuple(context, value, declared, place);
  const given = toTensor(context, value, place.span, place.what);
  if (isReported(given) || given.kind === 'unknown') return given;
  return conform(context, given, declared, place);
}

/** The fields of a tuple, flattened: those of nested tuples get dotted names. */
export function flatFields(value: TupleValue, prefix = ''): { readonly name: string; readonly value: TensorValue }[] {
  return value.fields.flatMap((f) =>
    f.value.kind === 'tuple'
      ? flatFields(f.value, `${prefix}${f.name}.`)
      : [{ name: `${prefix}${f.name}`, value: f.value }],
  );
}

/** A value of which only the type is known. */
export function typedAs(type: AnyType): TensorValue | TupleValue {
  if (type.kind === 'tensor') return typedValue(type);
  return nested(type.fields.map((f) => ({ name: f.name, value: typedValue(f.type) })));
}

/** The inverse of `flatFields`: fields with dotted names become nested tuples. */
export function nested(fields: readonly { readonly name: string; readonly value: TensorValue }[]): TupleValue {
  const parts = new Map<string, { name: string; value: TensorValue }[]>();
  for (const { name, value } of fields) {
    const [head, ...rest] = name.split('.');
    const within = parts.get(head!) ?? [];
    parts.set(head!, [...within, { name: rest.join('.'), value }]);
  }
  return {
    kind: 'tuple',
    fields: [...parts].map(([name, within]) => ({
      name,
      value: within[0]!.name === '' ? within[0]!.value : nested(within),
    })),
  };
}

function conformTuple(context: Context, value: Value, declared: TupleType<Size>, place: Place): OrReported<TupleValue> {
  const { what, span, promise, labels } = place;
  const options = labels ? { labels } : {};
  if (value.kind !== 'tuple') {
    const fields = declared.fields.map((f) => `${f.name}: …`).join(', ');
    const texts = {
      message: `${what} is several values, ${formatType(declared)}`,
      here: 'this is one value',
      help: promise ? `end with \`(${fields})\`` : `give it \`(${fields})\``,
    };
    return report(context, 'shape-mismatch', texts, span, options);
  }
  const given = flatFields(value);
  const names = declared.fields.map((f) => f.name);
  const stranger = given.find((g) => !names.includes(g.name));
  if (stranger) {
    const at = stranger.value.expression && promise ? stranger.value.expression.span : span;
    const texts = { of: what, name: stranger.name, near: suggestedNames(stranger.name, names), choices: names };
    return report(context, 'unknown-member', texts, at, options);
  }
  const fields: { name: string; value: TensorValue }[] = [];
  let refused: OrReported<never> | null = null;
  for (const f of declared.fields) {
    const found = given.find((g) => g.name === f.name)?.value;
    const fitting = found
      ? conformField(context, found, f, place)
      : report(
          context,
          'shape-mismatch',
          { message: `${what} lacks \`${f.name}\``, here: `only ${formatTuple(value)}`, help: `add \`${f.name}: …\`` },
          span,
          options,
        );
    if (isReported(fitting)) refused = fitting;
    else fields.push({ name: f.name, value: fitting });
  }
  return refused ?? nested(fields);
}

function conformField(
  context: Context,
  found: TensorValue,
  { name, type }: { readonly name: string; readonly type: AnyTensorType },
  { what, promise, span, labels }: Place,
): OrReported<TensorValue> {
  const at = promise && found.expression ? found.expression.span : span;
  return conform(context, found, type, {
    what: `\`${name}\` of ${what}`,
    promise,
    span: at,
    ...(labels && { labels }),
  });
}
