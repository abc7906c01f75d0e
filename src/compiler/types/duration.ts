/** A length of training; epochs become steps once the size of the data set is known. */
export interface Duration {
  readonly count: number;
  readonly unit: 'steps' | 'epochs';
}
