/** What every part of the checker needs: a place to report, a way to evaluate, and what is known so far. */
import type { Code, Messages } from '../../diagnostics/catalogue/index.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { diagnostic, type MessageOptions } from '../../diagnostics/report.ts';
import { Reported, type OrReported } from '../../diagnostics/reported.ts';
import type { Span } from '../../diagnostics/source.ts';
import type * as Tree from '../../parser/tree.ts';
import type { DataSet, Loss, Network, Observation, Training } from '../program/program.ts';
import type { Budget } from './budget.ts';
import type { DeclaredName, Module, Referent } from './names/module.ts';
import type { Facts } from './values/facts.ts';
import type { Scope } from './values/scope.ts';
import type { NetworkFamily, NetworkInstance, TemplateValue, Value } from './values/value.ts';

export interface CheckOptions {
  /** Values for `const`s of the spec, in place of those in the file (`--set width=32`). */
  readonly constants?: ReadonlyMap<string, number | boolean | string> | undefined;
  /** Polled now and then: if it returns true, the check ends with a `CheckCancelled`. */
  readonly cancelled?: (() => boolean) | undefined;
}

/** Values of static parameters, by name. */
export type Statics = ReadonlyMap<string, Value>;

export interface Context {
  readonly diagnostics: Diagnostic[];
  readonly options: CheckOptions;
  readonly facts: Facts;
  readonly budget: Budget;
  evaluate(expression: Tree.Expression, scope: Scope): Value;
  /** A word by its name alone, `adam`, means the call without arguments. */
  complete(value: Value, e: Tree.Expression, scope: Scope): Value;
  /** The value of a name, local or at the top level of a file. */
  valueOfReferent(referent: Referent, node: Tree.Identifier | Tree.NameExpression, scope: Scope): Value;
  /** The value of a name at the top level of a file. Evaluated on first use, so declarations may come in any order. */
  valueOf(name: DeclaredName): Value;
  /** The networks that a declaration makes, built first if need be. */
  networksOf(family: NetworkFamily): readonly Network[];
  /** Networks that an action, a report or a `like` names. */
  readonly namedFamilies: ReadonlySet<NetworkFamily>;
  /** The network that an identifier declares. */
  familyOf(identifier: Tree.Identifier, module: Module): OrReported<NetworkFamily>;
  /** The network that a reference names. */
  networkOf(reference: Tree.NameReference, module: Module): OrReported<NetworkFamily>;
  /** The data sets built so far, by declaration. */
  readonly dataSets: Map<Tree.DataDeclaration, OrReported<DataSet>>;
  readonly losses: Map<DeclaredName, Loss>;
  readonly observations: Observation[];
  training: Training | null;
  /**
   * Null if a template is correct in itself, or else its error, reported at its declaration; its uses are then not
   * checked. `callee` is the use that asks.
   */
  soundness(template: TemplateValue, callee: Tree.Identifier): Reported | null;
  /** Reports a network that is used in its own body; null if it is not. */
  circularUse(family: NetworkFamily, at: Span): Reported | null;
  /** The network that a declaration makes for given values of its static parameters. */
  instanceOf(family: NetworkFamily, statics: Statics, at: Span): OrReported<NetworkInstance>;
}

export function report<C extends Code>(
  context: Pick<Context, 'diagnostics'>,
  code: C,
  parameters: Messages[C],
  span: Span,
  options?: MessageOptions,
): Reported {
  return Reported.by(context.diagnostics, diagnostic(code, parameters, span, options));
}

/** The edit from a misspelt name to the nearest one. */
export function renameFix(at: Span, near: readonly string[]): MessageOptions {
  const [best] = near;
  if (best === undefined) return {};
  return { fix: { title: `Change to \`${best}\``, edits: [{ span: at, replacement: best }], safe: false } };
}
