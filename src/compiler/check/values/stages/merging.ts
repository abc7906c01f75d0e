/** What is known about a value that may be either of two, in a template checked on its own. */
import { compare } from '../../../types/size.ts';
import { sameInterval } from '../../../types/interval.ts';
import type { AnyTensorType } from '../../../types/type.ts';
import { typedValue, unknownValue, type Value } from '../value.ts';

export function merged(a: Value, b: Value): Value {
  if (a.kind === 'error') return a;
  if (b.kind === 'error') return b;
  if (a === b) return a;
  if (a.kind === 'tensor' && b.kind === 'tensor' && sameType(a.type, b.type)) return typedValue(a.type);
  if (a.kind === 'number' && b.kind === 'number' && compare(a.value, b.value) === 'equal') return a;
  return unknownValue;
}

function sameType(a: AnyTensorType, b: AnyTensorType): boolean {
  const sameShape =
    a.shape.length === b.shape.length && a.shape.every((size, i) => compare(size, b.shape[i]!) === 'equal');
  const sameRange = a.range && b.range ? sameInterval(a.range, b.range) : a.range === b.range;
  return sameShape && sameRange && a.meaning === b.meaning && a.batched === b.batched && a.classes === b.classes;
}
