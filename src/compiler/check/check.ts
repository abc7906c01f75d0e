/**
 * The checker: from the syntax tree to the checked program. Names are resolved on first use, so declarations may stand
 * in any order; one mistake gives one message, and everything that depends on it stays silent.
 */
import { hasErrors, type Diagnostic } from '../../diagnostics/diagnostic.ts';
import { textOf, type Span } from '../../diagnostics/source.ts';
import type * as Tree from '../../parser/tree.ts';
import { functions } from '../words/functions/table.ts';
import { libraryFunction, libraryNames } from '../library/library.ts';
import { comparisons } from './arithmetic.ts';
import { doubtfulNames, outside, unsound } from './broken-text.ts';
import { report, type Context } from './context.ts';
import { buildDataSet } from './data.ts';
import { drawExpression } from './draws.ts';
import { evaluate } from './expressions.ts';
import { buildNetwork, renamed } from './networks.ts';
import { oncePerMistake } from './once-per-mistake.ts';
import type { DataSet, DrawExpression, Expression, Loss, Network, Program, Report } from '../program/program.ts';
import { buildReports } from './reports.ts';
import { rules } from './rules/rules.ts';
import { rootScope } from './scope.ts';
import { specialForms } from './special-forms.ts';
import { buildTraining, scalarLoss } from './training.ts';
import { describe, errorValue, numberValue, tensorValue, type Value } from './values.ts';

export interface CheckOptions {
  /** Values for `const`s, in place of those in the file (`--set width=32`). */
  readonly constants?: ReadonlyMap<string, number | boolean | string> | undefined;
}

export interface Checked {
  /** Null if there are errors. */
  readonly program: Program | null;
  /** In the order of the text. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Checks a syntax tree. Pure: reads no files, and needs no engine. */
export function check(spec: Tree.Spec, options: CheckOptions = {}): Checked {
  const checker = new Checker(spec, options);
  const program = checker.run();
  const diagnostics = oncePerMistake(
    outside(
      checker.diagnostics,
      spec.declarations.filter((d) => d.broken),
    ),
  );
  return { program: hasErrors(diagnostics) ? null : program, diagnostics };
}

/** A name at the top of the file, and how its value is found. */
interface TopName {
  readonly identifier: Tree.Identifier;
  readonly kind: Tree.Declaration['kind'];
  readonly resolve: () => Value;
}

class Checker implements Context {
  readonly diagnostics: Diagnostic[] = [];
  private readonly spec: Tree.Spec;
  private readonly options: CheckOptions;
  private readonly names = new Map<string, TopName>();
  private readonly resolved = new Map<string, Value>();
  /** Names being resolved now, outermost first. */
  private readonly resolving: string[] = [];
  private readonly dataSets = new Map<Tree.DataDeclaration, DataSet | null>();
  private readonly losses = new Map<string, Loss>();
  /** Names that may have been declared where the text could not be read. */
  private readonly doubtful: (name: string) => boolean;

  constructor(spec: Tree.Spec, options: CheckOptions) {
    this.spec = spec;
    this.options = options;
    this.doubtful = doubtfulNames(spec.declarations);
  }

  evaluate(e: Tree.Expression, scope: Parameters<Context['evaluate']>[1]): Value {
    return evaluate(this, e, scope);
  }

  topNames(...kinds: Tree.Declaration['kind'][]): string[] {
    const own = [...this.names].filter(([, n]) => kinds.includes(n.kind)).map(([name]) => name);
    return kinds.includes('fn') ? [...own, ...libraryNames] : own;
  }

  top(name: string): Value | undefined {
    const known = this.resolved.get(name);
    if (known) return known;
    const declared = this.names.get(name);
    if (!declared) {
      const declaration = libraryFunction(name);
      if (declaration) return { kind: 'fn', declaration };
      return this.doubtful(name) ? errorValue : undefined;
    }
    if (this.resolving.includes(name)) {
      const path = [...this.resolving.slice(this.resolving.indexOf(name)), name];
      report(this, 'circular-definition', { name, path }, declared.identifier.span);
      this.resolved.set(name, errorValue);
      return errorValue;
    }
    this.resolving.push(name);
    const value = declared.resolve();
    this.resolving.pop();
    // A circle found on the way has already been told.
    if (!this.resolved.has(name)) this.resolved.set(name, value);
    return this.resolved.get(name)!;
  }

  run(): Program {
    this.declareAll();
    this.checkModel();
    for (const name of this.names.keys()) this.top(name);
    for (const declaration of this.spec.declarations) if (declaration.kind === 'data') this.dataSet(declaration);
    const training = this.training();
    const reports = this.reports();
    this.expectations();
    const program: Program = {
      ...this.modelName(),
      constants: this.constants(),
      data: [...this.dataSets.values()].filter((d) => d !== null),
      networks: this.collect('network', (v) => (v.kind === 'network' ? v.network : undefined)),
      latents: this.collect('latent', (v) =>
        v.kind === 'tensor' ? (v.expression as unknown as DrawExpression) : undefined,
      ),
      values: this.collect(
        'let',
        (v) => (v.kind === 'tensor' || v.kind === 'tuple' ? v.expression : undefined) as Expression | undefined,
      ),
      losses: this.losses,
      ...(training && { training }),
      reports,
    };
    // What training does is worth a look only once everything is what it should be.
    if (this.isSound()) for (const rule of rules) rule(program, (d) => this.diagnostics.push(d));
    return program;
  }

  // ── names ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  private declareAll(): void {
    for (const d of this.spec.declarations) {
      if (d.broken && unsound(d)) continue;
      switch (d.kind) {
        case 'const':
          this.declare(d.name, d.kind, () => this.constant(d));
          break;
        case 'data':
          for (const [i, field] of d.fields.entries()) this.declare(field.name, d.kind, () => this.field(d, i));
          break;
        case 'latent':
          this.declare(d.draw.name, d.kind, () => this.latent(d));
          break;
        case 'network':
          this.declare(d.name, d.kind, () => this.network(d));
          break;
        case 'block':
          this.declare(d.name, d.kind, () => ({ kind: 'block', declaration: d }));
          break;
        case 'fn':
          this.declare(d.name, d.kind, () => ({ kind: 'fn', declaration: d }));
          break;
        case 'let':
          this.declare(d.name, d.kind, () => this.evaluate(d.value, rootScope(`${d.name.name}/`)));
          break;
        case 'loss':
          this.declare(d.name, d.kind, () => this.loss(d));
          break;
        case 'train':
          this.declareAverages(d.actions);
      }
    }
  }

  private declare(identifier: Tree.Identifier, kind: Tree.Declaration['kind'], resolve: () => Value): void {
    const { name, span } = identifier;
    if (name === '') return;
    const first = this.names.get(name);
    const callable = kind === 'network' || kind === 'block' || kind === 'fn';
    if (first) {
      const labels = [{ span: first.identifier.span, text: 'declared here first' }];
      report(this, 'duplicate-name', { name, first: article(first.kind) }, span, { labels });
    } else if (callable && (functions.has(name) || specialForms.has(name))) {
      report(this, 'reserved-name', { name, what: 'a function' }, span);
      // Which of the two its uses mean is open.
      this.names.set(name, { identifier, kind, resolve: () => errorValue });
    } else {
      this.names.set(name, { identifier, kind, resolve });
    }
  }

  /** `average G as G_ema` declares a network. */
  private declareAverages(actions: readonly Tree.Action[]): void {
    for (const action of actions) {
      if (action.kind === 'repeat' || action.kind === 'every') this.declareAverages(action.actions);
      if (action.kind !== 'average') continue;
      this.declare(action.as, 'network', () => {
        const value = this.top(action.network.name);
        if (value?.kind !== 'network') return errorValue;
        const network: Network = {
          ...renamed(value.network, action.as.name, action.as.span),
          averageOf: value.network.name,
        };
        return { kind: 'network', network };
      });
    }
  }

  // ── declarations ──────────────────────────────────────────────────────────────────────────────────────────────────

  private constant(d: Tree.ConstDeclaration): Value {
    const override = this.options.constants?.get(d.name.name);
    if (typeof override === 'number') return numberValue(override);
    if (typeof override === 'boolean') return { kind: 'boolean', value: override };
    if (typeof override === 'string') return { kind: 'string', value: override };
    const value = this.evaluate(d.value, rootScope(''));
    if (value.kind !== 'tensor' && value.kind !== 'tuple' && value.kind !== 'network') return value;
    report(this, 'not-a-constant', { what: 'a `const`' }, d.value.span);
    return errorValue;
  }

  private dataSet(d: Tree.DataDeclaration): DataSet | null {
    if (!this.dataSets.has(d)) this.dataSets.set(d, buildDataSet(this, d));
    return this.dataSets.get(d)!;
  }

  sourceOf(field: string): DataSet['source'] | undefined {
    return [...this.dataSets.values()].find((set) => set?.fields.some((f) => f.name === field))?.source;
  }

  private field(d: Tree.DataDeclaration, index: number): Value {
    const field = this.dataSet(d)?.fields[index];
    return field ? tensorValue({ kind: 'data', field: field.name, type: field.type, span: field.span }) : errorValue;
  }

  private latent(d: Tree.LatentDeclaration): Value {
    const draw = drawExpression(this, d.draw, rootScope(''), d.draw.name.name);
    return draw ? tensorValue(draw) : errorValue;
  }

  private network(d: Tree.NetworkDeclaration): Value {
    const network = buildNetwork(this, d);
    return network ? { kind: 'network', network } : errorValue;
  }

  private loss(d: Tree.LossDeclaration): Value {
    const value = this.evaluate(d.value, rootScope(`${d.name.name}/`));
    if (value.kind === 'error') return errorValue;
    if (value.kind !== 'tensor') {
      report(this, 'wrong-kind', { expected: 'a loss', found: describe(value) }, d.value.span);
      return errorValue;
    }
    const loss = scalarLoss(this, d.name.name, value.expression, d.value.span);
    if (!loss) return errorValue;
    this.losses.set(d.name.name, { ...loss, span: d.name.span });
    return value;
  }

  private training(): Program['training'] | null {
    const [first, ...more] = this.spec.declarations.filter((d) => d.kind === 'train');
    for (const d of more) this.reportSecond('train', first!, d);
    return first ? buildTraining(this, first, this.losses) : null;
  }

  private reports(): Report[] {
    return this.spec.declarations.flatMap((d) =>
      d.kind === 'evaluate' || d.kind === 'show' ? buildReports(this, d) : [],
    );
  }

  /** Everything could be read, and nothing is wrong so far. */
  private isSound(): boolean {
    return !hasErrors(this.diagnostics) && !this.spec.declarations.some((d) => d.broken || d.kind === 'unknown');
  }

  /** Whether they hold is worth saying only of what is right in itself; in themselves they are checked in any case. */
  private expectations(): void {
    const sound = this.isSound();
    const failed: Diagnostic[] = [];
    for (const d of this.spec.declarations) if (d.kind === 'expect') this.expect(d, failed);
    if (sound) this.diagnostics.push(...failed);
  }

  private expect(d: Tree.ExpectDeclaration, failed: Diagnostic[]): void {
    const e = d.condition;
    const value = this.evaluate(e, rootScope(''));
    if (value.kind === 'error' || (value.kind === 'boolean' && value.value)) return;
    if (value.kind !== 'boolean' || e.kind !== 'binary' || !comparisons[e.operator]) {
      report(this, 'expectation-form', {}, e.span);
      return;
    }
    const side = (part: Tree.Expression): string => {
      const known = this.evaluate(part, rootScope(''));
      return known.kind === 'number' ? known.value.toLocaleString('en-US') : textOf(part.span);
    };
    const texts = {
      left: `\`${textOf(e.left.span)}\``,
      found: side(e.left),
      relation: e.operator,
      expected: side(e.right),
    };
    report({ diagnostics: failed }, 'expectation-failed', texts, e.span);
  }

  private checkModel(): void {
    const models = this.spec.declarations.filter((d) => d.kind === 'model');
    const [first, ...more] = models;
    for (const d of more) this.reportSecond('model', first!, d);
    // `mdel gan` has been told already.
    const begun = this.spec.declarations[0];
    if (first || begun?.kind === 'unknown' || begun?.broken) return;
    const start = this.spec.declarations[0]?.span ?? this.spec.span;
    report(this, 'missing-model', {}, { ...start, end: Math.min(start.end, start.start + 1) });
  }

  private reportSecond(what: 'model' | 'train', first: Tree.Declaration, second: Tree.Declaration): void {
    const head = (d: Tree.Declaration): Span => ({ ...d.span, end: d.span.start + what.length });
    report(this, 'duplicate-declaration', { what }, head(second), {
      labels: [{ span: head(first), text: 'the first is here' }],
    });
  }

  private modelName(): Pick<Program, 'name' | 'documentation'> {
    const model = this.spec.declarations.find((d) => d.kind === 'model');
    return { name: model?.name.name ?? '', ...(model?.documentation && { documentation: model.documentation }) };
  }

  private constants(): Program['constants'] {
    return this.collect('const', (v) =>
      v.kind === 'number' || v.kind === 'boolean' || v.kind === 'string' ? v.value : undefined,
    );
  }

  private collect<T>(kind: Tree.Declaration['kind'], take: (value: Value) => T | undefined): Map<string, T> {
    const found = new Map<string, T>();
    for (const [name, declared] of this.names) {
      const value = declared.kind === kind ? take(this.top(name)!) : undefined;
      if (value !== undefined) found.set(name, value);
    }
    return found;
  }
}

function article(kind: Tree.Declaration['kind']): string {
  return `${kind === 'data' ? '' : 'a '}${kind}`;
}
