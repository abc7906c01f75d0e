/** What arguments are once they are known: numbers, texts, initialisers, schedules. */
import type { Duration } from '../types/duration.ts';
import type { Size } from '../types/size.ts';

/** An initialiser as written: `normal(0.02)`. */
export interface Initializer {
  readonly definition: string;
  readonly settings: readonly number[];
}

/** A number that changes as training goes on; stretches are in steps or epochs until the data set's size is known. */
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

/** A stretch of training; `whole` is the length of the training itself. */
export type Stretch = Duration | 'whole';

export interface Transition {
  readonly from: number;
  readonly to: number;
}

export type SettingValue<S extends Size = Size> =
  S | boolean | string | readonly S[] | Initializer | Schedule | Transition | Duration;

/** Arguments that are known while checking, by parameter, with the defaults filled in. */
export type Settings<S extends Size = number> = Readonly<Record<string, SettingValue<S>>>;
