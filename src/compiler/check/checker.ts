/** One check of a spec: evaluates each name when it is first used, and caches the value. */
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { isReported, Reported, type OrReported } from '../../diagnostics/reported.ts';
import type { Span } from '../../diagnostics/source.ts';
import type * as Tree from '../../parser/tree.ts';
import type { DataSet, Loss, Network, Observation, Training } from '../program/program.ts';
import { words } from '../words/vocabulary.ts';
import { Budget } from './budget.ts';
import { seenFromUse } from './calls/template-call.ts';
import { completed } from './calls/words.ts';
import { report, type CheckOptions, type Context, type Statics } from './context.ts';
import { buildInstance, builtNetworks, checkOpen, hasStatics, staticKey } from './declarations/network.ts';
import { checkTemplate } from './declarations/template.ts';
import { topValue } from './declarations/index.ts';
import { isUnsound } from './names/broken-text.ts';
import type { DeclaredName, Module, Referent } from './names/module.ts';
import { isForm } from './names/language.ts';
import { evaluate } from './values/evaluate.ts';
import { Facts } from './values/facts.ts';
import { lookup, type Scope } from './values/scope.ts';
import {
  describe,
  errorValue,
  type NetworkFamily,
  type NetworkInstance,
  type TemplateValue,
  type Value,
} from './values/value.ts';

type Template = TemplateValue['declaration'];

export class Checker implements Context {
  readonly diagnostics: Diagnostic[];
  readonly options: CheckOptions;
  readonly facts = new Facts();
  readonly budget: Budget;
  readonly dataSets = new Map<Tree.DataDeclaration, OrReported<DataSet>>();
  readonly losses = new Map<DeclaredName, Loss>();
  readonly observations: Observation[] = [];
  training: Training | null = null;
  readonly namedFamilies = new Set<NetworkFamily>();
  private readonly values = new Map<DeclaredName, Value>();
  /** The names, templates and networks being evaluated now, outermost first. */
  private readonly pending: { readonly what: unknown; readonly name: string }[] = [];
  private readonly templates = new Map<Template, Reported | null>();
  private readonly openFamilies = new Map<Tree.NetworkDeclaration, Reported | null>();

  constructor(diagnostics: Diagnostic[], options: CheckOptions) {
    this.diagnostics = diagnostics;
    this.options = options;
    this.budget = new Budget(options.cancelled);
  }

  evaluate(e: Tree.Expression, scope: Scope): Value {
    this.budget.spend(e.span);
    const value = evaluate(this, e, scope);
    if (!isLiteral(e)) this.facts.record(e, value, scope.expansion);
    return value;
  }

  complete(value: Value, e: Tree.Expression, scope: Scope): Value {
    return completed(this, value, e, scope);
  }

  // ── names ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  valueOfReferent(referent: Referent, node: Tree.Identifier | Tree.NameExpression, scope: Scope): Value {
    if (isReported(referent)) return errorValue(referent);
    if (referent.kind !== 'word') {
      const local = lookup(scope, referent);
      if (local) return local;
      return isLocal(referent) ? errorValue(Reported.bySyntax(node.span)) : this.valueOf(referent);
    }
    const { name } = referent;
    if (!isForm(name)) return { kind: 'word', word: words.get(name)! };
    const texts = { name, is: 'a function', expected: 'a value', help: `call it: \`${name}(…)\`` };
    return errorValue(report(this, 'wrong-place', texts, node.span));
  }

  valueOf(name: DeclaredName): Value {
    const known = this.values.get(name);
    if (known) return known;
    const proof = name.module.referents.get(name.identifier);
    const value = isReported(proof) ? errorValue(proof) : this.evaluateTop(name);
    // If the name depends on itself, it has its error value already.
    if (!this.values.has(name)) this.values.set(name, value);
    this.facts.record(name.identifier, this.values.get(name)!, null);
    return this.values.get(name)!;
  }

  private evaluateTop(name: DeclaredName): Value {
    const circle = this.circleTo(name);
    if (circle) {
      const value = errorValue(
        report(this, 'circular-definition', { name: name.name, path: circle }, name.identifier.span),
      );
      this.values.set(name, value);
      return value;
    }
    const value = this.during(name, name.name, () => topValue(this, name));
    const declaration = this.declarationOf(name);
    // A declaration with a syntax error is checked as far as it could be parsed; what uses it stays silent.
    return declaration && isUnsound(declaration) ? errorValue(Reported.bySyntax(declaration.span)) : value;
  }

  private declarationOf({ module, node }: DeclaredName): Tree.Declaration | undefined {
    return module.spec.declarations.find(
      (d) => d === node || (d.kind === 'data' && d.fields.includes(node as Tree.Field)),
    );
  }

  /** The names on the cycle that starts and ends at `what`; null if `what` is not being evaluated. */
  private circleTo(what: unknown): string[] | null {
    const from = this.pending.findIndex((p) => p.what === what);
    if (from < 0) return null;
    return [...this.pending.slice(from).map((p) => p.name), this.pending[from]!.name];
  }

  private during<T>(what: unknown, name: string, work: () => T): T {
    this.pending.push({ what, name });
    try {
      return work();
    } finally {
      this.pending.pop();
    }
  }

  // ── networks ──────────────────────────────────────────────────────────────────────────────────────────────────────

  networkOf({ name, namespace }: Tree.NameReference, module: Module): OrReported<NetworkFamily> {
    const referent = module.referents.get(name);
    if (namespace && !referent) return Reported.bySyntax(namespace.span);
    const family = this.familyOf(name, module);
    if (!isReported(family)) this.namedFamilies.add(family);
    return family;
  }

  familyOf(identifier: Tree.Identifier, module: Module): OrReported<NetworkFamily> {
    const { name, span } = identifier;
    const referent = module.referents.get(identifier);
    if (name === '' || !referent) return Reported.bySyntax(span);
    if (isReported(referent)) return referent;
    const value = referent.kind === 'word' ? null : this.valueOf(referent);
    if (value?.kind === 'network') {
      this.facts.record(identifier, value, null);
      return value.family;
    }
    if (value?.kind === 'error') return value.reported;
    const networks = [...module.names.values()].filter((n) => n.kind === 'network' || n.kind === 'average');
    const texts = { name, is: kindOf(value), expected: 'a network', choices: networks.map((n) => n.name) };
    return report(this, 'wrong-place', texts, span);
  }

  instanceOf(family: NetworkFamily, statics: Statics, at: Span): OrReported<NetworkInstance> {
    const key = staticKey(statics);
    const known = family.instances.get(key);
    if (known) return known;
    const circle = this.circularUse(family, at);
    if (circle) return circle;
    const unsound = this.openSoundness(family);
    const instance =
      unsound ??
      this.during(family.instances, family.name, () =>
        statics.size > 0 && at !== family.span
          ? seenFromUse(this, family.declaration, at, () => buildInstance(this, family, statics))
          : buildInstance(this, family, statics),
      );
    family.instances.set(key, instance);
    return instance;
  }

  circularUse(family: NetworkFamily, at: Span): Reported | null {
    const path = this.circleTo(family.instances);
    return path && report(this, 'circular-definition', { name: family.name, path }, at);
  }

  networksOf(family: NetworkFamily): readonly Network[] {
    this.checkNetwork(family);
    return builtNetworks(family);
  }

  /** Checks a network, used or not: builds it, or, if it has static parameters, checks it before they are known. */
  checkNetwork(family: NetworkFamily): void {
    if (!hasStatics(family.declaration)) this.instanceOf(family, new Map(), family.span);
    else this.openSoundness(family);
  }

  private openSoundness(family: NetworkFamily): Reported | null {
    const { declaration, like } = family;
    if (!hasStatics(declaration)) return null;
    if (like) return this.openSoundness(like.family);
    const known = this.openFamilies.get(declaration);
    if (known !== undefined) return known;
    this.openFamilies.set(declaration, null);
    const found = this.during(family.instances, family.name, () => checkOpen(this, family));
    this.openFamilies.set(declaration, found);
    return found;
  }

  // ── templates ─────────────────────────────────────────────────────────────────────────────────────────────────────

  soundness(template: TemplateValue, callee: Tree.Identifier): Reported | null {
    const circle = this.circleTo(template.declaration);
    if (circle)
      return report(this, 'circular-definition', { name: template.declaration.name.name, path: circle }, callee.span);
    return this.checkTemplate(template);
  }

  checkTemplate(template: TemplateValue): Reported | null {
    const { declaration, module } = template;
    // Tests check the library; checking it again at every start would take time.
    if (module.library) return null;
    const known = this.templates.get(declaration);
    if (known !== undefined) return known;
    const found = this.during(declaration, declaration.name.name, () => checkTemplate(this, template));
    this.templates.set(declaration, found);
    return found;
  }
}

/** Describes what a name means, for a message that another kind was expected; `value` is null for a word. */
function kindOf(value: Value | null): string {
  if (value?.kind === 'template') return value.declaration.kind === 'fn' ? 'a function' : 'a block';
  if (!value) return 'a function';
  return value.kind === 'tensor' ? `a value, ${describe(value)}` : describe(value);
}

const isLiteral = ({ kind }: Tree.Expression): boolean => kind === 'number' || kind === 'string' || kind === 'boolean';

const localKinds = new Set(['parameter', 'size', 'binding', 'draw', 'loop', 'carried', 'weight', 'local-state']);
const isLocal = (name: DeclaredName): boolean => localKinds.has(name.kind);
