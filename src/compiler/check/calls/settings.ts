/** Reads the arguments of a call that are known at check time, each according to its parameter's kind. */
import { isReported, type OrReported, type Reported } from '../../../diagnostics/reported.ts';
import { textOf } from '../../../diagnostics/source.ts';
import type * as Tree from '../../../parser/tree.ts';
import type { Duration } from '../../types/duration.ts';
import { isKnown, type Size } from '../../types/size.ts';
import { initializer } from '../../words/initializers.ts';
import type { Initializer } from '../../words/settings.ts';
import { suggestedNames } from '../../words/other-names.ts';
import type { Schedule } from '../../words/settings.ts';
import { defaultsOf, type Parameter, type ParameterKind, type Signature } from '../../words/signature.ts';
import {
  undecidedNumbers,
  undecidedText,
  type Settings,
  type SettingValue,
  type Transition,
} from '../../words/settings.ts';
import { renameFix, report, type Context } from '../context.ts';
import { evaluateInteger, evaluateNumber, requireNumber } from '../values/numbers.ts';
import type { Scope } from '../values/scope.ts';
import { describe, type Value } from '../values/value.ts';
import type { Bound } from './bind.ts';

/** An argument that is being read. */
interface Reading {
  readonly context: Context;
  readonly e: Tree.Expression;
  readonly parameter: Parameter;
  readonly callee: string;
  readonly scope: Scope;
}

type Read = (reading: Reading) => OrReported<SettingValue>;
type SettingKind = Exclude<ParameterKind, 'value' | 'values' | 'network' | 'integers' | 'numbers'>;

const phrase = ({ parameter, callee }: Reading): string => `\`${parameter.name}\` of \`${callee}\``;

/** One reader per kind. */
const readers: { readonly [K in SettingKind]: Read } = {
  number: (r) => bounded(r, evaluateNumber(r.context, r.e, r.scope, phrase(r))),
  integer: (r) => bounded(r, evaluateInteger(r.context, r.e, r.scope, phrase(r), -Infinity)),
  boolean: (r) => plain(r, 'boolean', '`true` or `false`', true),
  text: (r) => plain(r, 'text', 'a text in double quotes', undecidedText),
  choice: (r) => readChoice(r, r.parameter.choices ?? []),
  padding: readPadding,
  initializer: readInitializer,
  schedule: readSchedule,
  transition: readTransition,
  duration: readDuration,
};

/** All settings of a call, with the defaults filled in. */
export function readSettings(
  context: Context,
  signature: Signature,
  callee: Tree.Identifier,
  bound: Bound,
  scope: Scope,
  standingFor: (parameter: Parameter) => { readonly argument: Tree.Argument; readonly scope: Scope } | undefined = () =>
    undefined,
): OrReported<Settings<Size>> {
  const standard = defaultsOf(signature);
  let settings: Record<string, SettingValue> | null = null;
  let refused: Reported | null = null;
  for (const parameter of signature.parameters) {
    const { kind, name } = parameter;
    if (kind === 'value' || kind === 'values' || kind === 'network') continue;
    const given = bound.get(name);
    const standing = given ? undefined : standingFor(parameter);
    const args = given ?? (standing ? [standing.argument] : []);
    if (args.length === 0) continue;
    const where = standing?.scope ?? scope;
    const reading = { context, parameter, callee: callee.name, scope: where };
    const value =
      kind === 'integers' || kind === 'numbers'
        ? readList(reading, args, kind)
        : readers[kind]({ ...reading, e: args[0]!.value });
    if (isReported(value)) refused = value;
    else (settings ??= { ...standard })[name] = value;
  }
  return refused ?? settings ?? standard;
}

/** A list, a name of one, or several arguments in a row. */
function readList(
  reading: Omit<Reading, 'e'>,
  args: readonly Tree.Argument[],
  kind: 'integers' | 'numbers',
): OrReported<readonly Size[]> {
  const { context, parameter, callee, scope } = reading;
  const what = `\`${parameter.name}\` of \`${callee}\``;
  const first = args[0]!.value;
  const values: Size[] = [];
  let refused: Reported | null = null;
  const take = (e: Tree.Expression): void => {
    const value =
      kind === 'numbers'
        ? evaluateNumber(context, e, scope, what)
        : evaluateInteger(context, e, scope, what, parameter.min ?? -Infinity);
    if (isReported(value)) refused = value;
    else values.push(value);
  };
  if (args.length === 1 && first.kind === 'list') first.items.forEach(take);
  else if (args.length === 1 && first.kind === 'name') {
    // The name may be that of a list.
    const named = context.evaluate(first, scope);
    if (named.kind === 'unknown' && kind === 'numbers') return undecidedNumbers;
    if (named.kind !== 'list') take(first);
    for (const item of named.kind === 'list' ? named.items : []) {
      const value = requireNumber(context, item, first, what);
      if (isReported(value)) return value;
      if (kind === 'integers' && isKnown(value) && !Number.isInteger(value))
        return report(context, 'not-an-integer', { what, value }, first.span);
      values.push(value);
    }
  } else for (const { value } of args) take(value);
  return refused ?? values;
}

function bounded({ context, e, parameter, callee }: Reading, value: OrReported<Size>): OrReported<Size> {
  if (isReported(value) || !isKnown(value)) return value;
  const { min, max, name, doc } = parameter;
  if ((min === undefined || value >= min) && (max === undefined || value <= max)) return value;
  return report(context, 'argument-out-of-range', { callee, parameter: name, value, low: min, high: max, doc }, e.span);
}

/** A value of one kind; the placeholder in a template that is checked on its own. */
function plain(
  r: Reading,
  kind: 'boolean' | 'text',
  expected: string,
  placeholder: SettingValue,
): OrReported<SettingValue> {
  const value = r.context.evaluate(r.e, r.scope);
  if (value.kind === kind) return value.value as SettingValue;
  return value.kind === 'unknown' ? placeholder : wrong(r, value, expected);
}

function wrong({ context, e, parameter, callee }: Reading, value: Value, expected: string): Reported {
  if (value.kind === 'error') return value.reported;
  const texts = { callee, parameter: parameter.name, expected, found: describe(value) };
  return report(context, 'wrong-argument', texts, e.span);
}

function readChoice({ context, e, parameter, callee, scope }: Reading, choices: readonly string[]): OrReported<string> {
  const given = e.kind === 'name' ? e.name : e.kind === 'string' ? e.value : null;
  if (given !== null && choices.includes(given)) return given;
  // A parameter of a template may pass a choice on.
  const known = e.kind === 'name' && scope.module.referents.has(e) ? context.evaluate(e, scope) : null;
  if (known?.kind === 'unknown') return choices[0]!;
  if (known?.kind === 'error') return known.reported;
  if (known?.kind === 'text' && choices.includes(known.value)) return known.value;
  const near = given === null ? [] : suggestedNames(given, choices);
  const texts = { callee, parameter: parameter.name, doc: parameter.doc, name: given ?? textOf(e.span), near, choices };
  return report(context, 'unknown-choice', texts, e.span, renameFix(e.span, near));
}

const paddings = ['same', 'valid'];

function readPadding(r: Reading): OrReported<SettingValue> {
  if (r.e.kind === 'name' && !r.scope.module.referents.has(r.e)) return readChoice(r, paddings);
  const value = r.context.evaluate(r.e, r.scope);
  if (value.kind === 'text' || r.e.kind === 'string') return readChoice(r, paddings);
  if (value.kind === 'unknown') return 'same';
  return bounded(
    { ...r, parameter: { ...r.parameter, min: 0 } },
    evaluateInteger(r.context, r.e, r.scope, phrase(r), -Infinity),
  );
}

/** `normal(0.02)`, `glorot_uniform` */
function readInitializer(r: Reading): OrReported<Initializer> {
  const value = r.context.complete(r.context.evaluate(r.e, r.scope), r.e, r.scope);
  if (value.kind === 'initializer') return value.initializer;
  if (value.kind === 'unknown') return initializer('zeros');
  if (value.kind === 'error') return value.reported;
  const texts = { expected: 'an initialiser such as `normal(0.02)`', found: `\`${textOf(r.e.span)}\`` };
  return report(r.context, 'wrong-kind', texts, r.e.span);
}

/** A plain number is a constant schedule. */
function readSchedule(r: Reading): OrReported<Schedule> {
  const value = r.context.complete(r.context.evaluate(r.e, r.scope), r.e, r.scope);
  if (value.kind === 'schedule') return value.schedule;
  if (value.kind === 'unknown') return { kind: 'constant', value: 0 };
  if (value.kind === 'initializer' && value.initializer.definition === 'constant') {
    return { kind: 'constant', value: value.initializer.settings[0]! };
  }
  if (value.kind === 'error') return value.reported;
  const rate = requireNumber(r.context, value, r.e, 'a learning rate');
  if (isReported(rate)) return rate;
  const allowed = bounded(
    { ...r, parameter: { ...r.parameter, min: 0, doc: 'how far a step goes; its direction is always downhill' } },
    rate,
  );
  return isReported(allowed) ? allowed : { kind: 'constant', value: isKnown(allowed) ? allowed : 0 };
}

function readTransition(r: Reading): OrReported<Transition> {
  const value = r.context.evaluate(r.e, r.scope);
  if (value.kind === 'transition') {
    const low = Math.min(value.from, value.to);
    if (low >= 0) return { from: value.from, to: value.to };
    return report(
      r.context,
      'argument-out-of-range',
      { callee: r.callee, parameter: r.parameter.name, value: low, low: 0, high: undefined, doc: r.parameter.doc },
      r.e.span,
    );
  }
  return value.kind === 'unknown' ? { from: 0, to: 0 } : wrong(r, value, 'a transition such as `2e-4 -> 0`');
}

function readDuration({ context, e, scope }: Reading): OrReported<Duration> {
  return evaluateDuration(context, e, scope);
}

/** `1_000 steps`, `5 epochs` */
export function evaluateDuration(context: Context, e: Tree.Expression, scope: Scope): OrReported<Duration> {
  const value = context.evaluate(e, scope);
  if (value.kind === 'duration') return value.duration;
  if (value.kind === 'error') return value.reported;
  if (value.kind === 'unknown') return { count: 1, unit: 'steps' };
  const count = value.kind === 'number' && isKnown(value.value) ? { count: value.value } : {};
  return report(context, 'bad-duration', { found: describe(value), ...count }, e.span);
}
