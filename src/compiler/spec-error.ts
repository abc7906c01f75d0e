import type { Diagnostic } from '../diagnostics/diagnostic.ts';

/** A spec that has errors, where only one without can be used. */
export class SpecError extends Error {
  override readonly name = 'SpecError';
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.find((d) => d.severity === 'error')?.message ?? 'the spec has errors');
    this.diagnostics = diagnostics;
  }
}
