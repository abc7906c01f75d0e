/** What the parser needs to know about a kind of declaration: one file each in this folder, one table in `index.ts`. */
import type { CstNode, TokenType } from 'chevrotain';
import type { Span } from '../../diagnostics/source.ts';
import type { Context } from '../build/context.ts';
import type { Grammar } from '../grammar/grammar.ts';
import type { Rule } from '../grammar/open-parser.ts';
import type { AnyNode, Children } from '../tree/children.ts';
import type { Identifier } from '../tree/names.ts';

/** What the nodes of all declarations have in common. */
export interface Declared {
  /** The `///` lines above, joined by line breaks, without slashes. */
  readonly documentation?: string;
  /** Set if its text has errors, which have been reported; from this offset on, the node is guesswork. */
  readonly broken?: { readonly from: number };
  readonly span: Span;
}

export type AnyDeclaration = Declared & AnyNode;

/** A name that a declaration adds to the top level of its file. */
export interface Given<Kind extends string = string> {
  readonly identifier: Identifier;
  /** `latent`, `network`, …: decides how the checker evaluates it. */
  readonly kind: Kind;
  /** The node that declares it: the declaration, or a part of it. */
  readonly node: AnyNode;
}

/** The syntax of declarations whose nodes are `D` and whose names are of the given kinds. */
export interface DeclarationSyntax<D extends AnyDeclaration, Kind extends string = never> {
  /** The word that the declaration begins with. */
  readonly head: TokenType;
  /** Words for the same thing in other languages, instead of which a message suggests the head. */
  readonly otherNames?: readonly string[];
  /** Its own words that come between its parts. */
  readonly connectives?: readonly TokenType[];
  /** For messages: the name that each of its rules expects, such as `the name of the block`. */
  readonly asksFor?: Readonly<Record<string, string>>;
  /** Its name is that of a value known before training: types may use it, and `--set` may set it. */
  readonly constant?: true;
  readonly children: Children<D>;
  /** Defines its rule, which includes the head, and any rules that only this one uses; returns the former. */
  readonly grammar: (p: Grammar) => Rule;
  /** Builds its node from that of the rule, in which anything may be missing, and the span of the declaration. */
  readonly build: (context: Context, cst: CstNode | undefined, at: Span) => D;
  /** The names that it declares; absent if there are none. */
  readonly names?: (declaration: D) => readonly Given<Kind>[];
}

/** A declaration whose head is not a keyword (`netwrk G(…) { … }`), skipped to its end; the parser has reported it. */
export interface UnknownDeclaration extends Declared {
  readonly kind: 'unknown';
  readonly head: Identifier;
}
