/** What the parser has to know of a kind of declaration: one file each in this folder, one table in `index.ts`. */
import type { CstNode, TokenType } from 'chevrotain';
import type { Span } from '../../diagnostics/source.ts';
import type { Context } from '../build/context.ts';
import type { Grammar } from '../grammar/grammar.ts';
import type { Rule } from '../grammar/open-parser.ts';
import type { AnyNode, Children } from '../tree/children.ts';
import type { Identifier } from '../tree/names.ts';

/** What the nodes of all declarations have. */
export interface Declared {
  /** The `///` lines above, joined by line breaks, without slashes. */
  readonly documentation?: string;
  /** Its text has mistakes that have been reported; from this offset on, what it holds is guesswork. */
  readonly broken?: { readonly from: number };
  readonly span: Span;
}

export type AnyDeclaration = Declared & AnyNode;

/** A name that a declaration puts at the top of its file. */
export interface Given<Kind extends string = string> {
  readonly identifier: Identifier;
  /** `latent`, `network`, …: what the checker takes its value from. */
  readonly kind: Kind;
  /** What gives it: the declaration, or a part of it. */
  readonly node: AnyNode;
}

/** The syntax of declarations whose node is `D`, and which give names of these kinds. */
export interface DeclarationSyntax<D extends AnyDeclaration, Kind extends string = never> {
  /** The word that it begins with. */
  readonly head: TokenType;
  /** Words for the same thing elsewhere: a message suggests the head instead. */
  readonly otherNames?: readonly string[];
  /** Words of its own that stand between its parts. */
  readonly connectives?: readonly TokenType[];
  /** For messages: the names that its rules ask for, `the name of the block`. */
  readonly asksFor?: Readonly<Record<string, string>>;
  /** The name that it gives is of a number or choice known before any training: types may use it, `--set` may set it. */
  readonly constant?: true;
  readonly children: Children<D>;
  /** Its rule, from the head on, and the rules that only this one uses. */
  readonly grammar: (p: Grammar) => Rule;
  /** The node of the tree: from that of the rule, in which anything may be missing, and the span of the whole text. */
  readonly build: (context: Context, cst: CstNode | undefined, at: Span) => D;
  /** The names that it gives; left out, it gives none. */
  readonly names?: (declaration: D) => readonly Given<Kind>[];
}

/** A declaration whose head is not a keyword (`netwrk G(…) { … }`), skipped to its end; the parser has reported it. */
export interface UnknownDeclaration extends Declared {
  readonly kind: 'unknown';
  readonly head: Identifier;
}
