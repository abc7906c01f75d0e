/** A stretch of training; epochs become steps once the size of the data set is known. */
export interface Duration {
  readonly count: number;
  readonly unit: 'steps' | 'epochs';
}

/** As far as counters of steps and of updates go: they are int32. */
export const MOST_COUNTED = 2 ** 31 - 1;
