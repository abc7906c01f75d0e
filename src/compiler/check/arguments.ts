/** From what stands in the parentheses to parameters: by position, then by name. The same for everything callable. */
import type { Span } from '../../diagnostics/source.ts';
import type * as Tree from '../../parser/tree.ts';
import { renameFix, report, type Context } from './context.ts';
import { meant } from '../words/other-names.ts';

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

/** How the call is written in a pipe: `x |> conv2d(filters, kernel, …)`. */
function inPipe(signature: string): string {
  const [, callee, first, rest] = /^(\w+)\((\w+)[^,)]*(?:, )?(.*)\)$/.exec(signature) ?? [];
  return callee === undefined ? signature : `${first} |> ${callee}${rest ? `(${rest})` : ''}`;
}

/** `linear(rate, from, to)` */
export function signatureOfFormals(callee: string, formals: readonly Formal[]): string {
  return `${callee}(${formals.map((f) => f.name).join(', ')})`;
}

/**
 * Binds arguments to parameters; the first `given` parameters are filled already (by a pipe). Reports every mistake, so
 * that one call shows all of them; null if there was any. `declaration` is where the writer declared the callee.
 */
export function bindArguments(
  context: Context,
  callee: Tree.Identifier,
  formals: readonly Formal[],
  args: readonly Tree.Argument[],
  whole: string = signatureOfFormals(callee.name, formals),
  given = 0,
  declaration?: Span,
): Bound | null {
  const signature = given > 0 ? inPipe(whole) : whole;
  const labels = declaration ? [{ span: declaration, text: 'declared here' }] : [];
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
        const near = meant(name, choices);
        refuse(
          context,
          'unknown-argument',
          { callee: callee.name, name, near, choices } as never,
          span,
          renameFix(span, near),
        );
        continue;
      }
      if (bound.has(name) || formals.indexOf(formal) < given) {
        const first = bound.get(name)?.[0];
        const note = first ? { labels: [{ span: first.span, text: `\`${name}\` is this already` }] } : {};
        refuse(context, 'duplicate-argument', { callee: callee.name, name } as never, span, note);
        continue;
      }
    } else {
      if (named) {
        refuse(context, 'positional-after-named', {} as never, argument.span);
        continue;
      }
      formal = formals[next];
      if (!formal) {
        if (!tooMany)
          refuse(
            context,
            'too-many-arguments',
            { callee: callee.name, most: formals.length - given, signature } as never,
            argument.span,
            { labels },
          );
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
    report(
      context,
      'missing-argument',
      { callee: callee.name, parameter: missing.name, doc: missing.doc, signature },
      callee.span,
      { labels },
    );
    return null;
  }
  return bound;
}
