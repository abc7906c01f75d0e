/**
 * Lowers a scan to a loop of the graph. What does not depend on the step is computed once, outside; weights and data
 * are handed in, and draws are made for all steps at once, so that each step has its own.
 */
import { startGraph } from '../graph-semantics/build.ts';
import type { GraphBuilder } from '../graph/builder.ts';
import { type NodeId, type TensorType as GraphTensorType } from '../graph/graph.ts';
import { addLoop, type Passed } from '../ops/scan.ts';
import type { Expression, ScanExpression } from '../program/program.ts';
import { dependsOn, operands, reach } from '../program/walk.ts';
import { graphType, type TensorType } from '../types/type.ts';
import { at, stretched, type LoopInputs, type Lowered, type LoweringSite, type Variables } from './site.ts';

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
  const members = membersOf(e);
  const body = new LoopBody(site, e);
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
  const roots = [...e.carried.map(({ next }) => next), ...e.results.map(({ value }) => value)];
  const made = lowering.inside(inner, variables, outside, roots);

  return at(b, e.span, scope + e.path, () => {
    at(body.builder, e.span, scope + e.path, () => {
      e.carried.forEach(({ variable }, i) => {
        const whole = stretched(body.builder, made[i]!, graphType(variable.type, batch));
        body.builder.output(variable.name, asFloat(body.builder, whole));
      });
      e.results.forEach(({ name }, i) => {
        body.builder.output(`result ${name}`, asFloat(body.builder, made[e.carried.length + i]!));
      });
    });
    const stacked = addLoop(b, { length: e.length, ...body.passed, body: body.builder }).slice(e.carried.length);
    const results = e.results.map(({ name, value }, i) => {
      const type = value.type as TensorType;
      const whole = type.batched ? swapped(b, stacked[i]!) : stacked[i]!;
      return [name, as(b, whole, graphType(type, batch).dtype)] as const;
    });
    return e.type.kind === 'tensor' ? results[0]![1] : new Map(results);
  });
}

/** The graph of one step, and what is handed to it. */
class LoopBody implements LoopInputs {
  readonly builder: GraphBuilder;
  readonly variables: Variables;
  readonly passed: { readonly carried: Passed[]; readonly scanned: Passed[]; readonly shared: Passed[] } = {
    carried: [],
    scanned: [],
    shared: [],
  };
  private readonly outer: LoweringSite;
  private readonly steps: number;
  private readonly captured = new Map<NodeId, NodeId>();

  constructor(outer: LoweringSite, { path, length }: ScanExpression) {
    this.outer = outer;
    this.steps = length;
    this.builder = startGraph(path);
    this.variables = {
      read: (name, shape) => this.capture(outer.variables.read(name, shape)),
      write: (name) => {
        throw new Error(`${name} changes in the body of a scan`);
      },
    };
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

/** What has another value in each step: what depends on the scan's variables, and what its body draws. */
function membersOf(scan: ScanExpression): ReadonlySet<Expression> {
  const variables = new Set<Expression>([scan.variable, ...scan.carried.map(({ variable }) => variable)]);
  const decided = new Map<Expression, boolean>();
  const path = [...scan.carried.map(({ next }) => next), ...scan.results.map(({ value }) => value)];
  for (let e = path.at(-1); e; e = path.at(-1)) {
    const waiting = decided.has(e) ? [] : operands(e).filter((operand) => !decided.has(operand));
    if (waiting.length > 0) path.push(...waiting);
    else {
      const isMember = variables.has(e) || operands(e).some((operand) => decided.get(operand)) || drawsIn(scan, e);
      if (!decided.has(e)) decided.set(e, isMember);
      path.pop();
    }
  }
  return new Set([...decided].flatMap(([e, isMember]) => (isMember ? [e] : [])));
}

/** Whether the expression is written in the scan's body and draws. */
function drawsIn(scan: ScanExpression, e: Expression): boolean {
  if (e.kind !== 'draw' && e.kind !== 'call' && e.kind !== 'apply') return false;
  if (!e.path.startsWith(`${scan.path}/`)) return false;
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
