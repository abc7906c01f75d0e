/** What every part of the checker needs: the spec's names, a place to report, and a way to evaluate. */
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Span } from '../../diagnostics/source.ts';
import type * as Tree from '../../parser/tree.ts';
import type { DataSourceDefinition } from '../words/data-sources.ts';
import type { Code, Messages } from '../../diagnostics/catalogue/index.ts';
import { diagnostic, type MessageOptions } from '../../diagnostics/report.ts';
import { meant } from '../words/other-names.ts';
import type { Scope } from './scope.ts';
import type { Value } from './values.ts';

export interface Context {
  readonly diagnostics: Diagnostic[];
  /** A name declared at the top of the file, or in the library. Resolved on first use, so order does not matter. */
  top(name: string): Value | undefined;
  /** Names declared at the top of the file, for suggestions. */
  topNames(...kinds: Tree.Declaration['kind'][]): string[];
  evaluate(expression: Tree.Expression, scope: Scope): Value;
  /** Where a field of the data comes from. */
  sourceOf(field: string): DataSourceDefinition | undefined;
}

export function report<C extends Code>(
  context: Pick<Context, 'diagnostics'>,
  code: C,
  parameters: Messages[C],
  span: Span,
  options?: MessageOptions,
): void {
  context.diagnostics.push(diagnostic(code, parameters, span, options));
}

/** Reports a name that is none, with those near it and a fix; says nothing of names that are missing altogether. */
export function reportUnknown(
  context: Context,
  name: Tree.Identifier,
  what: string,
  choices: readonly string[],
  otherwise?: string,
): void {
  if (name.name === '') return;
  const near = meant(name.name, choices);
  const texts = {
    name: name.name,
    what,
    near,
    choices: otherwise === undefined ? choices : [],
    ...(otherwise !== undefined && { otherwise }),
  };
  report(context, 'unknown-name', texts, name.span, renameFix(name.span, near));
}

/** The edit from a misspelt name to the nearest one. */
export function renameFix(at: Span, near: readonly string[]): MessageOptions {
  const [best] = near;
  if (best === undefined) return {};
  return { fix: { title: `Change to \`${best}\``, edits: [{ span: at, replacement: best }], safe: false } };
}

/** `adam` and `adam(1e-4)` are one: a name, and perhaps arguments. */
export function asCall(
  e: Tree.Expression,
): { readonly callee: Tree.Identifier; readonly arguments: readonly Tree.Argument[] } | null {
  if (e.kind === 'call') return e;
  if (e.kind === 'name') return { callee: { kind: 'identifier', name: e.name, span: e.span }, arguments: [] };
  return null;
}
