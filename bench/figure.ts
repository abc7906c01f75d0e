/** What `npm run bench` prints, a line each. */
export interface Result {
  readonly figure: string;
  /** Null for figures reported for information only. */
  readonly target: string | null;
  readonly measured: string;
  /** The number behind it, in SI units; null for what could not be measured. */
  readonly value: number | null;
  readonly ok: boolean | null;
  readonly note?: string;
}

export interface Figure {
  readonly name: string;
  readonly what: string;
  /** Whether it is measured where it was not asked for by name, too; always if left out. */
  applies?(): Promise<boolean>;
  measure(): Promise<Result[]>;
}

/** A result held against a bound. */
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

/** What should have been measured but broke off; the others are still reported. */
export const failed = (figure: string, why: string): Result => ({
  figure,
  target: null,
  measured: 'failed',
  value: null,
  ok: false,
  note: why,
});

/** What cannot be measured here, and why. */
export const leftOut = (figure: string, why: string): Result => ({
  figure,
  target: null,
  measured: 'left out',
  value: null,
  ok: null,
  note: why,
});
