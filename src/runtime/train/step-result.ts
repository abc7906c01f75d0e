/** What a step gives back. */
export interface StepResult {
  /** Steps made, this one included. */
  readonly step: number;
  /** Losses by name, and the lengths of their gradients as `NAME.gradient_norm`. */
  readonly values: ReadonlyMap<string, number>;
}
