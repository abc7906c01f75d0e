/**
 * The checker turns the syntax tree into three products. *Symbols*: what is declared where, and every reference to it.
 * *Facts*: what is known about each expression. And the *program*, or null if there are errors. An error in one place
 * does not hide what is known about another; one mistake gives one message, and what depends on it stays silent.
 */
import { hasErrors, type Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { SourceFile, Span } from '../../diagnostics/source.ts';
import type * as Tree from '../../parser/tree.ts';
import type { Program } from '../program/program.ts';
import { BudgetSpent, mostWork } from './budget.ts';
import { Checker } from './checker.ts';
import { report, type CheckOptions } from './context.ts';
import type { DeclarationCheck } from './declarations/declaration.ts';
import { declarationChecks, kinds, type KnownKind } from './declarations/index.ts';
import { outsideBrokenText } from './names/broken-text.ts';
import { loadSpec, type LoadedSpec, type ReadModule } from './names/load.ts';
import type { Module } from './names/module.ts';
import { Symbols } from './names/symbols.ts';
import { oncePerMistake } from './once-per-mistake.ts';
import { programOf } from './program.ts';
import { networkRules, programRules } from './rules/rules.ts';
import { stepIsTooLarge } from './training/step-size.ts';
import type { Facts } from './values/facts.ts';

export type { CheckOptions } from './context.ts';

export interface CheckInput extends CheckOptions {
  /** Reads the files that `import` names; without it, only the library can be imported. */
  readonly readModule?: ReadModule | undefined;
}

export interface Checked {
  readonly symbols: Symbols;
  readonly facts: Facts;
  /** Null if there are errors, and for a module: a file of blocks, functions and networks for others. */
  readonly program: Program | null;
  /** Not a model but a file for others to import from. */
  readonly isModule: boolean;
  /** In text order, those of the spec first. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Checks a syntax tree. Pure: reads files only through `readModule`, and needs no engine. */
export function check(source: SourceFile, spec: Tree.Spec, options: CheckInput = {}): Checked {
  const diagnostics: Diagnostic[] = [];
  const loaded = loadSpec(source, spec, options.readModule, diagnostics);
  const checker = new Checker(diagnostics, options);
  const program = withinBudget(checker, () => checkAll(checker, loaded));
  const broken = loaded.modules.flatMap((m) => m.spec.declarations.filter((d) => d.broken));
  // `loaded.syntax` is about imported files only: the caller, who parsed the spec, has the syntax errors of the spec.
  const told = oncePerMistake([...loaded.syntax, ...outsideBrokenText(diagnostics, broken)], source);
  return {
    symbols: new Symbols(loaded),
    facts: checker.facts,
    program: hasErrors(told) ? null : program,
    isModule: isModule(spec),
    diagnostics: told,
  };
}

/** If the work exceeds the budget, reports that instead of what was found before it. */
function withinBudget(checker: Checker, work: () => Program | null): Program | null {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof BudgetSpent)) throw cause;
    checker.diagnostics.length = 0;
    report(checker, 'too-much-work', { most: mostWork }, cause.at);
    return null;
  }
}

function checkAll(checker: Checker, loaded: LoadedSpec): Program | null {
  checkModel(checker, loaded.main);
  checkImports(checker, loaded);
  for (const module of loaded.modules) checkNames(checker, module);
  const { main } = loaded;
  for (const kind of kinds) checkDeclarations(checker, loaded, kind);
  if (isModule(main.spec)) return null;
  const program = programOf(checker, loaded);
  const sound = isSound(checker, loaded);
  if (sound && stepIsTooLarge(checker, program)) return program;
  const inForce = [...(isParsed(loaded) ? networkRules : []), ...(sound ? programRules : [])];
  for (const rule of inForce) rule(program, (d) => checker.diagnostics.push(d));
  return program;
}

/** Checks the declarations of one kind, as their row in the table says. */
function checkDeclarations(checker: Checker, loaded: LoadedSpec, kind: KnownKind): void {
  const { check, mainOnly, once } = declarationChecks[kind] as DeclarationCheck<Tree.Declaration>;
  if (!check) return;
  for (const module of mainOnly ? [loaded.main] : loaded.modules) {
    const all = module.spec.declarations.filter((d) => d.kind === kind);
    const sound = isSound(checker, loaded);
    for (const d of once ? all.slice(0, 1) : all) check(checker, d, module, sound);
  }
}

const isOfModel = (d: Tree.Declaration): boolean =>
  d.kind !== 'unknown' && (declarationChecks[d.kind].ofModel ?? false);

/** Whether a file is for others to import from: it has no `model`, `train`, loss or other part of a model. */
export function isModule({ declarations }: Tree.Spec): boolean {
  return declarations.length > 0 && !declarations.some((d) => d.broken || d.kind === 'unknown' || isOfModel(d));
}

const isParsed = ({ modules }: LoadedSpec): boolean =>
  modules.every((m) => !m.spec.declarations.some((d) => d.broken || d.kind === 'unknown'));

/** Whether everything could be parsed, and there are no errors so far. */
const isSound = ({ diagnostics }: Checker, loaded: LoadedSpec): boolean =>
  !hasErrors(diagnostics) && isParsed(loaded);

/** Evaluates every name, and checks every template and network, whether used or not. */
function checkNames(checker: Checker, module: Module): void {
  for (const name of module.names.values()) {
    const value = checker.valueOf(name);
    if (name.kind === 'import' || name.kind === 'namespace') continue;
    // A template with a syntax error cannot be used, but what could be parsed is still checked.
    const { node } = name;
    if (node.kind === 'block' || node.kind === 'fn') {
      checker.checkTemplate({ kind: 'template', declaration: node, module });
    }
    if (value.kind === 'network' && value.family.module === module) checker.checkNetwork(value.family);
  }
}

/** An imported file must be a module; if it is not, that is reported where it is first imported. */
function checkImports(checker: Checker, { modules }: LoadedSpec): void {
  const told = new Set<Module>();
  for (const [{ module: reference }, imported] of modules.flatMap((m) => [...m.imports])) {
    const what = imported.spec.declarations.find(isOfModel);
    if (!what || told.has(imported)) continue;
    told.add(imported);
    const labels = [{ span: headOf(what, what.kind.length), text: 'here' }];
    report(checker, 'not-a-module', { path: reference.text, what: what.kind }, reference.span, { labels });
  }
}

function checkModel(checker: Checker, { spec }: Module): void {
  const { declarations } = spec;
  for (const kind of kinds) {
    const [first, ...more] = declarations.filter((d) => d.kind === kind);
    if (declarationChecks[kind].once) for (const d of more) reportSecond(checker, kind, first!, d);
  }
  // `mdel gan` has already been reported.
  const begun = declarations[0];
  if (declarations.some((d) => d.kind === 'model') || isModule(spec) || begun?.kind === 'unknown' || begun?.broken)
    return;
  const what = declarations.find(isOfModel);
  report(checker, 'missing-model', what ? { what: what.kind } : {}, headOf(begun ?? spec, 1));
}

function reportSecond(checker: Checker, what: string, first: Tree.Declaration, second: Tree.Declaration): void {
  const labels = [{ span: headOf(first, what.length), text: 'the first is here' }];
  report(checker, 'duplicate-declaration', { what }, headOf(second, what.length), { labels });
}

const headOf = ({ span }: Tree.Node, length: number): Span => ({
  ...span,
  end: Math.min(span.end, span.start + length),
});
