import type { Diagnostic } from './diagnostic.ts';
import type { Span } from './source.ts';

/**
 * Proof that an error was reported. Code that gives up on a value must return one, so no error can go unreported: the
 * only way to get one is to report an error, or to refer to one that is reported elsewhere.
 */
export class Reported {
  /** To TypeScript, two classes of the same shape are one type; this member makes ours distinct. */
  protected readonly proof = true;

  private constructor() {}

  private static readonly proof = new Reported();

  static by(diagnostics: Diagnostic[], diagnostic: Diagnostic): Reported {
    diagnostics.push(diagnostic);
    return Reported.proof;
  }

  /** For text that is missing or broken at a place: the parser has reported it. */
  static bySyntax(_at: Span): Reported {
    return Reported.proof;
  }

  /** For a diagnostic that was made elsewhere, or that its holder will report later. */
  static as(_diagnostic: Diagnostic): Reported {
    return Reported.proof;
  }
}

/** A result, or proof that there is none because of a reported error. */
export type OrReported<T> = T | Reported;

export function isReported(value: unknown): value is Reported {
  return value instanceof Reported;
}

/** All results, or the first proof that one is missing. */
export function allOf<T>(results: readonly OrReported<T>[]): OrReported<T[]> {
  const proof = results.find(isReported);
  return proof ?? (results as T[]);
}
