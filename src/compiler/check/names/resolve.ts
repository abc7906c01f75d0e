/**
 * Resolves the names of a file. Scope is lexical: what a name means depends on where it is written, not on what uses
 * the block or function around it. So each name is resolved once, before anything is evaluated, whether used or not.
 */
import { Reported } from '../../../diagnostics/reported.ts';
import { constantKinds, namesGivenBy } from '../../../parser/given-names.ts';
import type * as Tree from '../../../parser/tree.ts';
import { forEachChild } from '../../../parser/walk.ts';
import type { Parameter } from '../../words/signature.ts';
import { words } from '../../words/vocabulary.ts';
import type { Module } from './module.ts';
import {
  NameTable,
  oneOf,
  withArticle,
  type ModuleParts,
  type NameScope,
  type Surroundings,
  type Wanted,
} from './name-table.ts';

/** Reports names that are not declared, declared twice, or reserved. */
export function resolveNames(parts: ModuleParts, surroundings: Surroundings): Module {
  const names = new NameTable(parts, surroundings);
  new Resolver(names).run();
  return names.module;
}

class Resolver {
  private readonly names: NameTable;

  constructor(names: NameTable) {
    this.names = names;
  }

  run(): void {
    const { declarations } = this.names.module.spec;
    for (const declaration of declarations) for (const given of namesGivenBy(declaration)) this.names.declareTop(given);
    const root: NameScope = { names: this.names.top, parent: null };
    for (const declaration of declarations) this.visit(declaration, root);
  }

  // ── walking the tree ──────────────────────────────────────────────────────────────────────────────────────────────

  private visit(node: Tree.Node, scope: NameScope): void {
    const own = this.visitors[node.kind] as ((node: never, scope: NameScope) => void) | undefined;
    if (own) own(node as never, scope);
    else forEachChild(node, (child) => this.visit(child, scope));
  }

  private visitAll(nodes: readonly Tree.Node[], scope: NameScope): void {
    for (const node of nodes) this.visit(node, scope);
  }

  private readonly visitors: {
    readonly [K in Tree.Node['kind']]?: (node: Tree.NodeOfKind<K>, scope: NameScope) => void;
  } = {
    // Identifiers are declarations, or are resolved by the node that contains them.
    identifier: () => {},
    import: (d) => this.visitImport(d),
    'tuple-type': (type, scope) => {
      this.requireDistinct(type.fields);
      this.visitAll(type.fields, scope);
    },
    name: (e, scope) => {
      // The `h` in a signature that declares it is not a use.
      if (!this.names.referents.has(e)) this.names.refer(e, scope, this.names.wantedValue);
    },
    'name-reference': (r, scope) => {
      if (r.namespace) this.names.referInto(r.namespace, r.name, scope);
      else this.names.refer(r.name, scope, this.names.wantedNetwork);
    },
    member: (e, scope) => {
      const { object } = e;
      const isNamespace = object.kind === 'name' && this.names.lookup(object.name, scope)?.kind === 'namespace';
      if (isNamespace) this.names.referInto(object, e.member, scope);
      else this.visit(object, scope);
    },
    call: (e, scope) => this.visitCall(e, 0, scope, this.names.wantedCallable),
    'call-stage': (e, scope) => this.visitCall(e, 1, scope, this.names.wantedCallable),
    data: (d, scope) => {
      this.visitAll(d.fields, scope);
      this.visitOwnCall(d.source, scope);
    },
    evaluate: (d, scope) => this.visitObservations(d, scope),
    show: (d, scope) => this.visitObservations(d, scope),
    minimize: (a, scope) => {
      this.visitNamed(a.loss, scope, this.names.wantedLoss);
      this.visitAll(a.over, scope);
      if (a.using) this.visitNamed(a.using, scope, this.names.wantedOptimizer);
    },
    network: (d, scope) => this.visitNetwork(d, scope),
    block: (d, scope) => this.visitTemplate(d, scope),
    fn: (d, scope) => this.visitTemplate(d, scope),
    body: (body, scope) => this.visitBody(body, { names: new Map(), parent: scope }),
    'for-stage': (stage, scope) => {
      this.visit(stage.over, scope);
      const inner: NameScope = { names: new Map(), parent: scope };
      this.names.declareIn(inner, stage.variable, 'loop', stage);
      this.visitAll(stage.stages, inner);
    },
  };

  private visitImport(d: Tree.ImportDeclaration): void {
    const other = this.names.module.imports.get(d);
    for (const name of d.names) {
      if (name.name.name === '') continue;
      const target = other?.names.get(name.name.name);
      const given = name.as ?? name.name;
      if (this.names.referents.get(given) instanceof Reported) continue;
      if (target) {
        target.references.push(name.name);
        if (name.as) this.names.referents.set(name.name, target);
        continue;
      }
      const proof = this.names.unknownImport(name.name, d, other);
      this.names.referents.set(given, proof);
      this.names.referents.set(name.name, proof);
    }
  }

  /** A bare name, or the callee of a call, is looked up as `wanted`; anything else as usual. */
  private visitNamed(e: Tree.Expression, scope: NameScope, wanted: Wanted): void {
    if (e.kind === 'name') this.names.refer(e, scope, wanted);
    else if (e.kind === 'call' && !e.namespace) this.visitCall(e, 0, scope, wanted);
    else this.visit(e, scope);
  }

  private visitCall(e: Tree.CallExpression | Tree.CallStage, piped: 0 | 1, scope: NameScope, wanted: Wanted): void {
    if (e.namespace) this.names.referInto(e.namespace, e.callee, scope);
    else this.names.refer(e.callee, scope, wanted);
    const referent = this.names.referents.get(e.callee);
    const word = referent && 'name' in referent && referent.kind === 'word' ? words.get(referent.name) : undefined;
    this.visitArguments(e.arguments, word?.definition.parameters, piped, scope);
  }

  /** A bare name as an argument of a word is looked up as what the parameter expects. */
  private visitArguments(
    args: readonly Tree.Argument[],
    parameters: readonly Parameter[] | undefined,
    piped: number,
    scope: NameScope,
  ): void {
    const variadic = parameters?.findIndex((p) => p.kind === 'values') ?? -1;
    for (const [i, argument] of args.entries()) {
      const parameter = argument.name
        ? parameters?.find((p) => p.name === argument.name!.name)
        : parameters?.[variadic < 0 ? i + piped : Math.min(i, variadic)];
      if (parameters && !parameter && argument.value.kind === 'name') this.useIfKnown(argument.value, scope);
      else this.visitArgument(argument, parameter, scope);
    }
  }

  /** A use if the name is declared, and not reported otherwise: `same` in `padding: same` or `pading: same`. */
  private useIfKnown(e: Tree.NameExpression, scope: NameScope): void {
    const found = this.names.lookup(e.name, scope);
    if (found) this.names.use(e, found);
  }

  private visitArgument({ value }: Tree.Argument, parameter: Parameter | undefined, scope: NameScope): void {
    // `same` in `padding: same` is a choice, unless something has that name.
    const choice = parameter?.kind === 'choice' || parameter?.kind === 'padding';
    if (choice && value.kind === 'name') this.useIfKnown(value, scope);
    else if (parameter?.kind === 'initializer') this.visitNamed(value, scope, this.names.wantedInitializer);
    else if (parameter?.kind === 'schedule' && value.kind === 'call')
      this.visitNamed(value, scope, this.names.wantedSchedule);
    else this.visit(value, scope);
  }

  /** A call of a data source, measurement or picture; these have their own tables, so only arguments are resolved. */
  private visitOwnCall(e: Tree.Expression, scope: NameScope): void {
    if (e.kind === 'call') this.visitAll(e.arguments, scope);
    else if (e.kind !== 'name') this.visit(e, scope);
  }

  private visitObservations(d: Tree.EvaluateDeclaration | Tree.ShowDeclaration, scope: NameScope): void {
    if (d.every) this.visit(d.every, scope);
    this.visitAll(d.using, scope);
    for (const item of d.items) this.visitOwnCall(item, scope);
  }

  // ── networks and templates ────────────────────────────────────────────────────────────────────────────────────────

  private visitNetwork(d: Tree.NetworkDeclaration, scope: NameScope): void {
    if (d.like) this.visit(d.like, scope);
    const inner: NameScope = { names: new Map(), parent: scope };
    this.visitParameters(d.parameters, inner, false);
    if (d.result) this.visit(d.result, inner);
    for (const argument of d.defaults) this.visitArgument(argument, layerOption(argument.name?.name), inner);
    if (d.body) this.visitBody(d.body, inner);
  }

  private visitTemplate(d: Tree.BlockDeclaration | Tree.FunctionDeclaration, scope: NameScope): void {
    const inner: NameScope = { names: new Map(), parent: scope };
    this.visitParameters(d.parameters, inner, true);
    if (d.kind === 'block' && d.result) this.visit(d.result, inner);
    this.visitBody(d.body, inner);
  }

  /**
   * Each parameter sees those before it; the types of a network's inputs see all of its static parameters, and no
   * default sees an input. In a template, size names that do not mean a number yet are declared.
   */
  private visitParameters(parameters: readonly Tree.Parameter[], scope: NameScope, template: boolean): void {
    const inOrder = template ? parameters : [...parameters.filter((p) => !p.type), ...parameters.filter((p) => p.type)];
    for (const p of inOrder) {
      if (p.type && template) this.declareSizes(p.type, scope);
      if (p.type) this.visit(p.type, scope);
      if (p.default) this.visit(p.default, scope);
      this.declareParameter(p, parameters, scope);
    }
  }

  private declareParameter(p: Tree.Parameter, parameters: readonly Tree.Parameter[], scope: NameScope): void {
    const { name, span } = p.name;
    const first = parameters.find((other) => other.name.name === name)!;
    if (first === p || name === '') {
      this.names.declareIn(scope, p.name, 'parameter', p);
      return;
    }
    const labels = [{ span: first.name.span, text: 'declared here first' }];
    const proof = this.names.report('duplicate-name', { name, first: withArticle('parameter') }, span, { labels });
    this.names.referents.set(p.name, proof);
  }

  /** Reports fields of a tuple type that have the same name. */
  private requireDistinct(fields: readonly Tree.Field[]): void {
    for (const [i, { name }] of fields.entries()) {
      const first = fields.findIndex((f) => f.name.name === name.name);
      if (first === i || name.name === '') continue;
      const labels = [{ span: fields[first]!.name.span, text: 'declared here first' }];
      this.names.report('duplicate-name', { name: name.name, first: 'a part of this value' }, name.span, { labels });
    }
  }

  private declareSizes(type: Tree.TypeNode, scope: NameScope): void {
    if (type.kind === 'tuple-type') {
      for (const field of type.fields) this.declareSizes(field.type, scope);
      return;
    }
    // In `class(k)[n]`, the number of labels is a size, too.
    const sizes = type.name.name === 'class' ? [...type.arguments, ...type.shape] : type.shape;
    for (const size of sizes)
      if (size.kind === 'name' && !this.isNumber(size.name, scope)) this.names.declareIn(scope, size, 'size', type);
  }

  /** Whether a name means a number already; a size may share its name with anything else, such as a latent. */
  private isNumber(name: string, scope: NameScope): boolean {
    const found = this.names.lookup(name, scope);
    if (found?.kind === 'let') return found.node.kind === 'let' && found.node.value.kind === 'number';
    if (found?.kind === 'import') return constantKinds.has(this.names.importedKind(found.node));
    return found !== undefined && (constantKinds.has(found.kind) || oneOf('size', 'parameter')(found.kind));
  }

  /** Each binding sees those before it; the result sees all of them. */
  private visitBody(body: Tree.Body, outer: NameScope): void {
    const scope: NameScope = { names: new Map(), parent: outer };
    for (const binding of body.bindings) {
      if (binding.kind === 'let-binding') {
        this.visit(binding.value, scope);
        this.names.declareIn(scope, binding.name, 'binding', binding);
      } else {
        this.visitAll(binding.draw.arguments, scope);
        this.visitAll(binding.draw.shape, scope);
        this.names.declareIn(scope, binding.draw.name, 'draw', binding);
      }
    }
    this.visit(body.result, scope);
  }
}

/** The first parameter of that name that a layer has. */
function layerOption(name: string | undefined): Parameter | undefined {
  if (name === undefined) return undefined;
  for (const word of words.values()) {
    if (word.kind !== 'function' || !word.definition.layer) continue;
    const found = word.definition.parameters.find((p) => p.name === name);
    if (found) return found;
  }
  return undefined;
}
