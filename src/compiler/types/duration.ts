/** A length of training; epochs become steps once the size of the data set is known. */
export interface Duration {
  readonly count: number;
  readonly unit: 'steps' | 'epochs';
}

/** The largest value of the counters of steps and updates, which are int32. */
export const MOST_COUNTED = 2 ** 31 - 1;
