/** The result of a step. */
export interface StepResult {
  /** The number of steps made, including this one. */
  readonly step: number;
  /** Losses by name, and the norms of their gradients as `NAME.gradient_norm`. */
  readonly values: ReadonlyMap<string, number>;
}
