/** Binds arguments to parameters: by position, then by name. The same for everything callable. */
import { Reported, type OrReported } from '../../../diagnostics/reported.ts';
import type { Span } from '../../../diagnostics/source.ts';
import type * as Tree from '../../../parser/tree.ts';
import { suggestedNames } from '../../words/other-names.ts';
import { formatSignature, type Signature } from '../../words/signature.ts';
import { renameFix, report, type Context } from '../context.ts';

/** What binding needs to know about a parameter. */
export interface Formal {
  readonly name: string;
  readonly doc: string;
  /** Whether it may be left out. */
  readonly optional: boolean;
  /** Takes all remaining unnamed arguments. */
  readonly rest?: boolean;
}

export interface Callee {
  readonly formals: readonly Formal[];
  /** As shown in messages: `conv2d(x, filters, kernel)`. */
  readonly signature: string;
  /** Where the user declared it; absent for words of the language. */
  readonly declaration?: Span;
}

/** The arguments of each parameter, by its name; more than one only for `rest`. */
export type Bound = ReadonlyMap<string, readonly Tree.Argument[]>;

/** The same signature, written as a pipe: `x |> conv2d(filters, kernel, …)`. */
function inPipe(signature: string): string {
  const [, callee, first, rest] = /^([\w.]+)\((\w+)[^,)]*(?:, )?(.*)\)$/.exec(signature) ?? [];
  return callee === undefined ? signature : `${first} |> ${callee}${rest ? `(${rest})` : ''}`;
}

const callees = [new WeakMap<Signature, Callee>(), new WeakMap<Signature, Callee>()] as const;

/** The callee for a word of the language; cached. */
export function calleeOf(signature: Signature, piped = false): Callee {
  const known = callees[piped ? 1 : 0].get(signature);
  if (known) return known;
  const made = newCallee(signature, piped);
  callees[piped ? 1 : 0].set(signature, made);
  return made;
}

function newCallee(signature: Signature, piped: boolean): Callee {
  const formals = signature.parameters.map((p) => ({
    name: p.name,
    doc: p.doc,
    optional: p.default !== undefined || (p.kind === 'values' && piped),
    rest: p.kind === 'values' || p.kind === 'integers' || p.kind === 'numbers',
  }));
  return { formals, signature: formatSignature(signature) };
}

export function bindArguments(
  context: Context,
  signature: Signature,
  callee: Tree.Identifier,
  args: readonly Tree.Argument[],
): OrReported<Bound> {
  return bindTo(context, calleeOf(signature), callee, args, 0);
}

/**
 * Binds arguments to parameters; the first `given` parameters have already been filled by a pipe. Goes on after a
 * mistake, so that all mistakes of a call are reported at once.
 */
export function bindTo(
  context: Context,
  { formals, signature: whole, declaration }: Callee,
  callee: Tree.Identifier,
  args: readonly Tree.Argument[],
  given: number,
): OrReported<Bound> {
  const written = (): string => (given > 0 ? inPipe(whole) : whole);
  const labels = declaration ? [{ span: declaration, text: 'declared here' }] : [];
  const bound = new Map<string, Tree.Argument[]>();
  let refused: Reported | null = null;
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
        if (name === '') {
          refused = Reported.bySyntax(span);
          continue;
        }
        const choices = formals.map((f) => f.name);
        const near = suggestedNames(name, choices);
        refused = report(
          context,
          'unknown-argument',
          { callee: callee.name, name, near, choices },
          span,
          renameFix(span, near),
        );
        continue;
      }
      if (bound.has(name) || formals.indexOf(formal) < given) {
        const first = bound.get(name)?.[0];
        const note = first ? { labels: [{ span: first.span, text: `this is already \`${name}\`` }] } : {};
        refused = report(context, 'duplicate-argument', { callee: callee.name, name }, span, note);
        continue;
      }
    } else {
      if (named) {
        refused = report(context, 'positional-after-named', {}, argument.span);
        continue;
      }
      formal = formals[next];
      if (!formal) {
        const texts = { callee: callee.name, most: formals.length - given, signature: written() };
        if (!tooMany) refused = report(context, 'too-many-arguments', texts, argument.span, { labels });
        tooMany = true;
        continue;
      }
      if (!formal.rest) next++;
    }
    const list = bound.get(formal.name);
    if (list) list.push(argument);
    else bound.set(formal.name, [argument]);
  }
  // An argument with a wrong name, or one too many, is often the one that is missing: one mistake, one message.
  if (refused) return refused;
  const missing = formals.find((formal, i) => i >= given && !formal.optional && !bound.has(formal.name));
  if (!missing) return bound;
  const texts = { callee: callee.name, parameter: missing.name, doc: missing.doc, signature: written() };
  return report(context, 'missing-argument', texts, callee.span, { labels });
}
