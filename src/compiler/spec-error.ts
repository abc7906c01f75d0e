import type { Diagnostic } from '../diagnostics/diagnostic.ts';

/** A spec that cannot be used: it has errors, or it is a module where a program is needed. */
export class SpecError extends Error {
  override readonly name = 'SpecError';
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[], otherwise = 'the spec has errors') {
    super(diagnostics.find((d) => d.severity === 'error')?.message ?? otherwise);
    this.diagnostics = diagnostics;
  }
}
