/** The value of what is missing from the text. */
import { Reported } from '../../../diagnostics/reported.ts';
import type * as Tree from '../../../parser/tree.ts';
import { errorValue, type ErrorValue } from './value.ts';

/** An error value for a place where the parser found nothing and reported it. */
export function errorValueOf(missing: Tree.MissingExpression | Tree.Identifier): ErrorValue {
  return errorValue(Reported.bySyntax(missing.span));
}
