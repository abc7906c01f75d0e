/** From what stands in the parentheses to parameters: by position, then by name. The same for everything callable. */
import { didYouMean } from '../../parser/did-you-mean.ts';
import type * as Tree from '../../parser/tree.ts';
import { renameFix, report, type Context } from './context.ts';

export interface Formal {
  readonly name: string;
  readonly doc: string;
  /** Whether it may be left out. */
  readonly optional: boolean;
  /** Takes all arguments without a name that are left. */
  readonly rest?: boolean;
}

/** By parameter: the arguments that it got, several only for `rest`. */
export type Bound = ReadonlyMap<string, readonly Tree.Argument[]>;

/** `linear(rate, from, to)` */
export function signatureOfFormals(callee: string, formals: readonly Formal[]): string {
  return `${callee}(${formals.map((f) => f.name).join(', ')})`;
}

/**
 * Binds arguments to parameters; the first `given` parameters are filled already (by a pipe). Reports every mistake, so
 * that one call shows all of them; null if there was any.
 */
export function bindArguments(
  context: Context,
  callee: Tree.Identifier,
  formals: readonly Formal[],
  args: readonly Tree.Argument[],
  signature: string = signatureOfFormals(callee.name, formals),
  given = 0,
): Bound | null {
  const bound = new Map<string, Tree.Argument[]>();
  let complete = true;
  const refuse = (...reported: Parameters<typeof report>): void => {
    report(...reported);
    complete = false;
  };
  let next = given;
  let named = false;
  let tooMany = false;
  for (const argument of args) {
    let formal: Formal | undefined;
    if (argument.name) {
      named = true;
      const { name, span } = argument.name;
      formal = formals.find((f) => f.name === name);
      if (!formal) {
        const choices = formals.map((f) => f.name);
        const near = didYouMean(name, choices);
        refuse(context, 'unknown-argument', { callee: callee.name, name, near, choices } as never, span, renameFix(span, near));
        continue;
      }
      if (bound.has(name) || formals.indexOf(formal) < given) {
        refuse(context, 'duplicate-argument', { callee: callee.name, name } as never, span);
        continue;
      }
    } else {
      if (named) {
        refuse(context, 'positional-after-named', {} as never, argument.span);
        continue;
      }
      formal = formals[next];
      if (!formal) {
        if (!tooMany) refuse(context, 'too-many-arguments', { callee: callee.name, most: formals.length - given, signature } as never, argument.span);
        tooMany = true;
        continue;
      }
      if (!formal.rest) next++;
    }
    const list = bound.get(formal.name);
    if (list) list.push(argument);
    else bound.set(formal.name, [argument]);
  }
  // A wrong name, or one too many, often is the one that is missing: one mistake, one message.
  if (!complete) return null;
  const missing = formals.find((formal, i) => i >= given && !formal.optional && !bound.has(formal.name));
  if (missing) {
    report(context, 'missing-argument', { callee: callee.name, parameter: missing.name, doc: missing.doc, signature }, callee.span);
    return null;
  }
  return bound;
}
