/** Values that change with the steps of training and with nothing else: schedules, and what is computed from them. */
import { dependsOn } from '../../program/walk.ts';
import type { ScheduleValue, TensorValue, Value } from './value.ts';

/** A plain number, a schedule, or one number that is computed from these alone; false if that is not known yet. */
export function changesWithSteps(value: Value): value is ScheduleValue | TensorValue {
  if (value.kind !== 'tensor') return value.kind === 'schedule';
  const { type, expression } = value;
  if (!expression || type.batched || type.shape.length > 0) return false;
  return !dependsOn(expression, (e) => {
    if (e.kind === 'call') return e.function.draws === true || e.function.layer === true;
    return e.kind === 'data' || e.kind === 'draw' || e.kind === 'parameter' || e.kind === 'apply';
  });
}
