/** The first half of the pipeline: text → tree → checked program. */
import { hasErrors, type Diagnostic } from '../diagnostics/diagnostic.ts';
import { parse } from '../parser/parse.ts';
import type { SourceFile } from '../diagnostics/source.ts';
import { check, type CheckOptions } from './check/check.ts';
import type { Program } from './program/program.ts';
import { SpecError } from './spec-error.ts';

export interface Analysis {
  /** Null if the text has errors. */
  readonly program: Program | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Text → checked program. What the parser could not read is not checked, so that one mistake gives one message. */
export function analyze(source: SourceFile, options: CheckOptions = {}): Analysis {
  const { spec, diagnostics: syntax } = parse(source);
  const { program, diagnostics } = check(spec, options);
  // Warnings look at the whole program; with parts of it unread they would be echoes of that.
  const shown = hasErrors(syntax) ? diagnostics.filter((d) => d.severity === 'error') : diagnostics;
  const all = [...syntax, ...shown].sort((a, b) => a.span.start - b.span.start);
  return { program: hasErrors(all) ? null : program, diagnostics: all };
}

/** Throws a `SpecError` if the text has errors. */
export function requireProgram({ program, diagnostics }: Analysis): Program {
  if (!program) throw new SpecError(diagnostics);
  return program;
}
