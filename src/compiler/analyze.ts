/** The first half of the pipeline: text → tree → symbols, facts and the checked program. */
import { hasErrors, type Diagnostic } from '../diagnostics/diagnostic.ts';
import { parse } from '../parser/parse.ts';
import type { SourceFile } from '../diagnostics/source.ts';
import type { Spec } from '../parser/tree.ts';
import { check, type CheckInput } from './check/check.ts';
import type { ReadModule, ModuleText } from './check/names/load.ts';
import type { Symbols } from './check/names/symbols.ts';
import type { Facts } from './check/values/facts.ts';
import type { Program } from './program/program.ts';
import { SpecError } from './spec-error.ts';

export type { ModuleText, ReadModule };

/** The result of checking a text. Tree, symbols and facts are there however broken it is. */
export interface Analysis {
  readonly tree: Spec;
  readonly symbols: Symbols;
  readonly facts: Facts;
  /** Null if the text has errors, or is a module. */
  readonly program: Program | null;
  /** Whether the text is a file of blocks, functions and networks for others to import. */
  readonly isModule: boolean;
  /** In source order, those of imported files last. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Checks a text. What the parser could not read is not checked, so that one mistake gives one message.
 * Throws a `CheckCancelled` if `options.cancelled` says so.
 */
export function analyze(source: SourceFile, options: CheckInput = {}): Analysis {
  const { spec: tree, diagnostics: syntax } = parse(source);
  const { symbols, facts, program, isModule, diagnostics } = check(source, tree, options);
  // Warnings look at the whole program; if parts of it are unread, they would only echo the syntax errors.
  const shown = hasErrors(syntax) ? diagnostics.filter((d) => d.severity === 'error') : diagnostics;
  const foreign = (d: Diagnostic): number => Number(d.span.source !== source);
  const all = [...syntax, ...shown].sort((a, b) => foreign(a) - foreign(b) || a.span.start - b.span.start);
  return { tree, symbols, facts, program: hasErrors(all) ? null : program, isModule, diagnostics: all };
}

/** Throws a `SpecError` if the text has errors, or is a module. */
export function requireProgram({ program, diagnostics, isModule, tree }: Analysis): Program {
  if (program) return program;
  throw new SpecError(
    diagnostics,
    isModule ? `${tree.span.source.name} is a module: it has nothing to train or to show` : undefined,
  );
}
