import type { Diagnostic } from './diagnostic.ts';
import type { Span } from './source.ts';

/**
 * Proof that the user was told. Code that gives up on a value has to show it, so nothing can be wrong in silence: there is no
 * other way to make one than to report, or to point at what the parser has reported.
 */
export class Reported {
  /** Two classes of the same shape are one type to TypeScript; this tells ours apart. */
  protected readonly proof = true;

  private constructor() {}

  private static readonly proof = new Reported();

  static by(diagnostics: Diagnostic[], diagnostic: Diagnostic): Reported {
    diagnostics.push(diagnostic);
    return Reported.proof;
  }

  /** For what is missing or broken in the text at a place: the parser has said so. */
  static bySyntax(_at: Span): Reported {
    return Reported.proof;
  }

  /** For a diagnostic that was made elsewhere, or is held back on purpose and reported by its holder. */
  static as(_diagnostic: Diagnostic): Reported {
    return Reported.proof;
  }
}

/** A result, or the proof that there is none because of something the user was told. */
export type OrReported<T> = T | Reported;

export function isReported(value: unknown): value is Reported {
  return value instanceof Reported;
}

/** All results, or the first proof that one is missing. */
export function allOf<T>(results: readonly OrReported<T>[]): OrReported<T[]> {
  const proof = results.find(isReported);
  return proof ?? (results as T[]);
}
