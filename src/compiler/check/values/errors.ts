/** Values of what is missing in the text. */
import { Reported } from '../../../diagnostics/reported.ts';
import type * as Tree from '../../../parser/tree.ts';
import { errorValue, type ErrorValue } from './value.ts';

/** What is missing is a place where the parser found nothing, and said so. */
export function errorValueOf(missing: Tree.MissingExpression | Tree.Identifier): ErrorValue {
  return errorValue(Reported.bySyntax(missing.span));
}
