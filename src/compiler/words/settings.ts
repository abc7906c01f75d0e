/** The values of arguments once they are known: numbers, texts, initialisers, schedules. */
import type { Duration } from '../types/duration.ts';
import type { Size } from '../types/size.ts';

/** An initialiser as written: `normal(0.02)`. */
export interface Initializer {
  readonly definition: string;
  readonly settings: readonly number[];
}

/** A number that changes during training; lengths are in steps or epochs until the size of the data set is known. */
export type Schedule =
  | { readonly kind: 'constant'; readonly value: number }
  | {
      readonly kind: 'linear' | 'cosine';
      readonly from: number;
      readonly to: number;
      readonly start: Stretch;
      readonly end: Stretch;
    }
  | { readonly kind: 'step'; readonly from: number; readonly every: Stretch; readonly factor: number }
  | { readonly kind: 'warmup'; readonly over: Stretch; readonly peak: Schedule };

/** A length of training; `whole` is that of the training itself. */
export type Stretch = Duration | 'whole';

export interface Transition {
  readonly from: number;
  readonly to: number;
}

export type SettingValue<S extends Size = Size> =
  S | boolean | string | readonly S[] | Initializer | Schedule | Transition | Duration;

/** The arguments that are known at check time, keyed by parameter, with defaults filled in. */
export type Settings<S extends Size = number> = Readonly<Record<string, SettingValue<S>>>;

/**
 * These stand for a text and for a list of numbers that a template will be given: it is checked on its own before. The
 * text is one that nobody writes; the list is told from others by its identity.
 */
export const undecidedText = '\0';
export const undecidedNumbers: readonly number[] = [];
