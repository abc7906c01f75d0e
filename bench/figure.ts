/** One line of what `npm run bench` prints. */
export interface Result {
  readonly figure: string;
  /** Null for figures reported for information only. */
  readonly target: string | null;
  readonly measured: string;
  /** The measured number, in SI units; null if it could not be measured. */
  readonly value: number | null;
  readonly ok: boolean | null;
  readonly note?: string;
}

export interface Figure {
  readonly name: string;
  readonly what: string;
  /** Whether to measure it when it was not asked for by name; if omitted, it always is. */
  applies?(): Promise<boolean>;
  measure(): Promise<Result[]>;
}

/** A result compared with a bound. */
export function held(
  figure: string,
  bound: '≤' | '≥' | '<' | '=',
  target: number,
  value: number,
  format: (value: number) => string,
): Result {
  const ok = { '≤': value <= target, '≥': value >= target, '<': value < target, '=': value === target }[bound];
  return { figure, target: `${bound} ${format(target)}`, measured: format(value), value, ok };
}

export const told = (figure: string, value: number, format: (value: number) => string): Result => ({
  figure,
  target: null,
  measured: format(value),
  value,
  ok: null,
});

/** A figure whose measurement broke off; the others are still reported. */
export const failed = (figure: string, why: string): Result => ({
  figure,
  target: null,
  measured: 'failed',
  value: null,
  ok: false,
  note: why,
});

/** A figure that cannot be measured here, and why. */
export const leftOut = (figure: string, why: string): Result => ({
  figure,
  target: null,
  measured: 'left out',
  value: null,
  ok: null,
  note: why,
});
