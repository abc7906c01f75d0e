/**
 * Lowers a scan to a loop of the graph. What does not depend on the step is computed once, outside; weights and data
 * are handed in, and draws are made for all steps at once, so that each step has its own. States that the body changes
 * are carried from step to step.
 */
import { startGraph } from '../graph-semantics/build.ts';
import type { GraphBuilder } from '../graph/builder.ts';
import { type NodeId, type TensorType as GraphTensorType } from '../graph/graph.ts';
import { addLoop, type Passed } from '../ops/scan.ts';
import type { Expression, ScanExpression, Weight } from '../program/program.ts';
import { dependsOn, operands, reach, visit } from '../program/walk.ts';
import { graphType, type TensorType } from '../types/type.ts';
import { CurrentVariables } from './current-variables.ts';
import { at, stretched, type LoopInputs, type Lowered, type LoweringSite } from './site.ts';
import { changedBy, isTrained } from './states.ts';

/** How expressions around the scan, and in its body, are lowered. */
export interface ScanLowering {
  outside(e: Expression): Lowered;
  /**
   * @param variables the values of the scan's own variables
   * @param outside the value of an expression that does not belong to the body; undefined for one that does
   */
  inside(
    site: LoweringSite,
    variables: ReadonlyMap<Expression, NodeId>,
    outside: (e: Expression) => Lowered | undefined,
    roots: readonly Expression[],
  ): NodeId[];
}

/** @param scope of the layer or formula that the scan is in */
export function lowerScan(site: LoweringSite, e: ScanExpression, scope: string, lowering: ScanLowering): Lowered {
  const { builder: b, batch } = site;
  const updates = e.updates.filter(({ state }) => isTrained(site, state.weight));
  const roots = [...e.carried.map(({ next }) => next), ...[...e.results, ...updates].map(({ value }) => value)];
  const { members, states } = membersOf(site, e, roots);
  const body = new LoopBody(site, e, states);
  const outsideNode = (x: Expression) => lowering.outside(x) as NodeId;

  const variables = new Map<Expression, NodeId>();
  at(b, e.span, scope + e.path, () => {
    variables.set(e.variable, body.scan(stepsOf(site, e, outsideNode)));
    for (const { variable, initial } of e.carried) {
      const type = graphType(variable.type, batch);
      const start = asFloat(b, stretched(b, outsideNode(initial), type));
      const inside = body.carry(start);
      variables.set(variable, as(body.builder, inside, type.dtype));
    }
  });
  const inner: LoweringSite = {
    ...site,
    builder: body.builder,
    variables: body.variables,
    schedule: (x) => body.capture(site.schedule(x)),
    loop: body,
  };
  const outside = (x: Expression): Lowered | undefined => {
    if (members.has(x)) return undefined;
    const made = lowering.outside(x);
    if (typeof made === 'number') return body.capture(made);
    return new Map([...made].map(([name, id]) => [name, body.capture(id)]));
  };
  for (const x of neededBefore(site, e, roots, members)) lowering.outside(x);
  const made = lowering.inside(inner, variables, outside, roots);
  const results = made.slice(e.carried.length);
  updates.forEach(({ state }, i) => body.variables.write(state.weight.path, results[e.results.length + i]!));

  return at(b, e.span, scope + e.path, () => {
    const kept = at(body.builder, e.span, scope + e.path, () => {
      e.carried.forEach(({ variable }, i) => {
        const whole = stretched(body.builder, made[i]!, graphType(variable.type, batch));
        body.builder.output(variable.name, asFloat(body.builder, whole));
      });
      const written = body.carryStates();
      e.results.forEach(({ name }, i) => {
        body.builder.output(`result ${name}`, asFloat(body.builder, results[i]!));
      });
      return written;
    });
    const values = addLoop(b, { length: e.length, ...body.passed, body: body.builder }).slice(e.carried.length);
    for (const path of kept) site.variables.write(path, values.shift()!);
    const stacked = e.results.map(({ name, value }, i) => {
      const type = value.type as TensorType;
      const whole = type.batched ? swapped(b, values[i]!) : values[i]!;
      return [name, as(b, whole, graphType(type, batch).dtype)] as const;
    });
    return e.type.kind === 'tensor' ? stacked[0]![1] : new Map(stacked);
  });
}

/** The graph of one step, and what is handed to it. */
class LoopBody implements LoopInputs {
  readonly builder: GraphBuilder;
  readonly variables: CurrentVariables;
  readonly passed: { readonly carried: Passed[]; readonly scanned: Passed[]; readonly shared: Passed[] } = {
    carried: [],
    scanned: [],
    shared: [],
  };
  private readonly outer: LoweringSite;
  private readonly steps: number;
  private readonly captured = new Map<NodeId, NodeId>();
  /** States that have been read. */
  private readonly states = new Map<string, Passed>();

  /** @param states paths of those that the body may change */
  constructor(outer: LoweringSite, { path: name, length }: ScanExpression, states: ReadonlySet<string>) {
    this.outer = outer;
    this.steps = length;
    this.builder = startGraph(name);
    this.variables = new CurrentVariables(this.builder, (path, { shape }) =>
      states.has(path) ? this.enter(path, shape) : this.capture(outer.variables.read(path, shape)),
    );
  }

  /** A state as the step before has left it, which is a constant, as an update is for what follows outside of a loop. */
  private enter(path: string, shape: readonly number[]): NodeId {
    const inside = this.builder.input(path, { dtype: 'float32', shape }, { kind: 'argument', argument: path });
    this.states.set(path, { inside, outside: this.outer.variables.read(path, shape) });
    return this.builder.add('StopGradient', [inside]);
  }

  /** Carries the states that have been written on to the next step; returns their paths. */
  carryStates(): string[] {
    const { written } = this.variables;
    for (const [path, value] of written) {
      if (!this.states.has(path)) this.enter(path, this.builder.shape(value));
      this.builder.output(path, value);
    }
    for (const path of written.keys()) this.passed.carried.push(this.states.get(path)!);
    for (const [path, passed] of this.states) if (!written.has(path)) this.passed.shared.push(passed);
    return [...written.keys()];
  }

  shared(make: (outer: LoweringSite) => NodeId): NodeId {
    return this.capture(make(this.outer));
  }

  each(make: (outer: LoweringSite, steps: number) => NodeId): NodeId {
    return this.scan(make(this.outer, this.steps));
  }

  /** The node in the body for a value that is the same in all steps. */
  capture(outside: NodeId): NodeId {
    const known = this.captured.get(outside);
    if (known !== undefined) return known;
    const inside = this.pass('shared', outside, this.outer.builder.type(outside));
    this.captured.set(outside, inside);
    return inside;
  }

  /** The node in the body for a value that is cut into steps along its first axis. */
  scan(outside: NodeId): NodeId {
    const { dtype, shape } = this.outer.builder.type(outside);
    const known = this.passed.scanned.find((passed) => passed.outside === outside);
    return known?.inside ?? this.pass('scanned', outside, { dtype, shape: shape.slice(1) });
  }

  /** The node in the body for a value that begins as `outside`. */
  carry(outside: NodeId): NodeId {
    return this.pass('carried', outside, this.outer.builder.type(outside));
  }

  private pass(kind: keyof LoopBody['passed'], outside: NodeId, type: GraphTensorType): NodeId {
    const list = this.passed[kind];
    const name = `${kind} ${list.length}`;
    const inside = this.builder.input(name, type, { kind: 'argument', argument: name });
    list.push({ inside, outside });
    return inside;
  }
}

/** What the scan goes through, with the steps along the first axis. */
function stepsOf(site: LoweringSite, { over }: ScanExpression, outside: (e: Expression) => NodeId): NodeId {
  const { builder: b } = site;
  if (!('kind' in over)) return b.constant(over, [over.length]);
  const whole = outside(over);
  return (over.type as TensorType).batched ? swapped(b, whole) : whole;
}

/** The value with its first two axes exchanged: batch and steps. */
function swapped(b: GraphBuilder, value: NodeId): NodeId {
  const perm = b.shape(value).map((_, axis) => (axis < 2 ? 1 - axis : axis));
  return b.add('Transpose', [value], { perm });
}

/** Loops carry and stack floats. Labels are exact in them. */
const asFloat = (b: GraphBuilder, value: NodeId): NodeId => as(b, value, 'float32');

function as(b: GraphBuilder, value: NodeId, dtype: GraphTensorType['dtype']): NodeId {
  return b.type(value).dtype === dtype ? value : b.add('Cast', [value], { dtype });
}

interface Members {
  /** What has another value in each step: what depends on the scan's variables, what its body draws, and what changes states. */
  readonly members: ReadonlySet<Expression>;
  /** The paths of the states that may change. */
  readonly states: ReadonlySet<string>;
}

function membersOf(site: LoweringSite, scan: ScanExpression, roots: readonly Expression[]): Members {
  const states = new Set<string>();
  visit(roots, (e) => {
    for (const { path } of changedIn(site, scan, e)) states.add(path);
  });
  for (const { path } of updatedIn(site, scan)) states.add(path);
  const variables = new Set<Expression>([scan.variable, ...scan.carried.map(({ variable }) => variable)]);
  const isOwn = (e: Expression): boolean =>
    variables.has(e) ||
    (e.kind === 'weight' && states.has(e.weight.path)) ||
    drawsIn(scan, e) ||
    changedIn(site, scan, e).length > 0;
  const decided = new Map<Expression, boolean>();
  const path = [...roots];
  for (let e = path.at(-1); e; e = path.at(-1)) {
    const waiting = decided.has(e) ? [] : operands(e).filter((operand) => !decided.has(operand));
    if (waiting.length > 0) path.push(...waiting);
    else {
      if (!decided.has(e)) decided.set(e, isOwn(e) || operands(e).some((operand) => decided.get(operand)!));
      path.pop();
    }
  }
  return { members: new Set([...decided].flatMap(([e, isMember]) => (isMember ? [e] : []))), states };
}

/**
 * What has to be computed before the loop, not while its body is lowered: other uses of what changes states, so that the
 * uses are in order; and the states themselves, which around the loop keep the value that they have before it.
 */
function neededBefore(
  site: LoweringSite,
  scan: ScanExpression,
  roots: readonly Expression[],
  members: ReadonlySet<Expression>,
): Expression[] {
  const found: Expression[] = [];
  visit(roots, (e) => {
    if (members.has(e)) {
      if (e.kind === 'weight') found.push(e);
      return true;
    }
    const changes = e.kind === 'scan' || ((e.kind === 'call' || e.kind === 'apply') && changedBy(site, e).length > 0);
    if (!changes || isWithin(scan, e)) return true;
    found.push(e);
    return false;
  });
  return found;
}

const isWithin = ({ path }: ScanExpression, e: { readonly path: string }): boolean => e.path.startsWith(`${path}/`);

/** The states that an expression which is written in the scan's body changes. */
function changedIn(site: LoweringSite, scan: ScanExpression, e: Expression): readonly Weight[] {
  if (e.kind === 'scan') return isWithin(scan, e) ? updatedIn(site, e) : [];
  return (e.kind === 'call' || e.kind === 'apply') && isWithin(scan, e) ? changedBy(site, e) : [];
}

const updatedIn = (site: LoweringSite, { updates }: ScanExpression): readonly Weight[] =>
  updates.map(({ state }) => state.weight).filter((weight) => isTrained(site, weight));

/** Whether the expression is written in the scan's body and draws. */
function drawsIn(scan: ScanExpression, e: Expression): boolean {
  if (e.kind !== 'draw' && e.kind !== 'call' && e.kind !== 'apply') return false;
  if (!isWithin(scan, e)) return false;
  if (e.kind === 'call') return e.function.draws === true;
  return e.kind === 'draw' || drawsAnything(e.network.body);
}

function drawsAnything(body: Expression): boolean {
  const { networks, draws } = reach([body], []);
  return draws.length > 0 || [body, ...networks.map((n) => n.body)].some(hasDrawingCall);
}

function hasDrawingCall(root: Expression): boolean {
  return dependsOn(root, (e) => e.kind === 'call' && e.function.draws === true);
}
