/**
 * Everything that can be named in a spec has a signature: a name, a sentence, parameters. Layers, formulas, optimizers,
 * schedules, initialisers, distributions, data sources, measurements and pictures differ in what they do, not in how
 * they are called; one binder reads the arguments of all of them (`check/calls`). Completion, hovers and
 * `docs/functions.md` are generated from signatures.
 */
import type { Settings, SettingValue } from './settings.ts';

export interface Signature {
  readonly name: string;
  /** What it is or computes, in a sentence or two, with the paper that it comes from. */
  readonly doc: string;
  /** In order; unnamed arguments are taken by position. */
  readonly parameters: readonly Parameter[];
}

export interface Parameter {
  readonly name: string;
  readonly kind: ParameterKind;
  readonly doc: string;
  /** Absent: the argument is required. `null`: it is optional, and if left out is not among the settings. */
  readonly default?: SettingValue | null;
  /** For choices: the words allowed. */
  readonly choices?: readonly string[];
  /** For numbers: the least and the greatest value that make sense. */
  readonly min?: number;
  readonly max?: number;
}

/** The kinds of parameters. All arguments except values and networks are known at check time. */
export type ParameterKind =
  /** A tensor; a number counts as one. */
  | 'value'
  /** Any number of values, `concat(a, b, c)`; the first one may arrive through a pipe. */
  | 'values'
  | 'network'
  | 'number'
  | 'integer'
  /** A list of integers, or several consecutive integer arguments: `reshape(7, 7, 256)`. */
  | 'integers'
  /** The same of numbers, whole or not: `blur(1, 3, 3, 1)`. */
  | 'numbers'
  | 'boolean'
  | 'text'
  | 'choice'
  /** `same`, `valid`, or a number of cells on each side. */
  | 'padding'
  /** `normal(0.02)` */
  | 'initializer'
  /** A number, or one that changes during training: `linear(2e-4 -> 0)`. */
  | 'schedule'
  /** `2e-4 -> 0` */
  | 'transition'
  /** `100 epochs` */
  | 'duration';

/** `conv2d(x, filters, kernel, stride: 1, padding: same)`, for messages and hovers. */
export function formatSignature({ name, parameters }: Pick<Signature, 'name' | 'parameters'>): string {
  const texts = parameters.map((p) => {
    if (p.kind === 'values') return `${p.name}…`;
    if (p.default === undefined) return p.name;
    return p.default === null ? `${p.name}?` : `${p.name}: ${formatSetting(p.default)}`;
  });
  return `${name}(${texts.join(', ')})`;
}

export function formatSetting(value: SettingValue): string {
  if (Array.isArray(value)) return `[${value.join(', ')}]`;
  if (typeof value !== 'object') return String(value);
  if ('definition' in value) {
    return value.settings.length > 0 ? `${value.definition}(${value.settings.join(', ')})` : value.definition;
  }
  if ('unit' in value) return `${value.count} ${value.unit}`;
  if ('kind' in value) return value.kind === 'constant' ? String(value.value) : value.kind;
  return 'from' in value ? `${value.from} -> ${value.to}` : String(value);
}

const defaults = new WeakMap<readonly Parameter[], Settings>();

/** The settings of a call without arguments. */
export function defaultsOf({ parameters }: Pick<Signature, 'parameters'>): Settings {
  const known = defaults.get(parameters);
  if (known) return known;
  const made = Object.fromEntries(
    parameters.flatMap((p) => (p.default === undefined || p.default === null ? [] : [[p.name, p.default]])),
  ) as Settings;
  defaults.set(parameters, made);
  return made;
}

/** A table of rows, keyed by name. */
export function defineSignatures<T extends Signature>(rows: readonly T[]): ReadonlyMap<string, T> {
  return new Map(rows.map((row) => [row.name, row]));
}
