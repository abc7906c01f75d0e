/**
 * The gradient of a loop is a loop that runs the other way: each of its steps computes the forward step again, from the
 * carried values as they were before it, and pulls the gradient back through it. Nothing else of the forward steps is
 * kept. It is made of ops of the table, and of a loop, so it can be differentiated again.
 */
import { startGraph } from '../graph-semantics/build.ts';
import type { GraphBuilder } from '../graph/builder.ts';
import type { Graph, Node, NodeId } from '../graph/graph.ts';
import { sizeOf } from '../graph/graph.ts';
import type { GradientRule } from '../ops/op.ts';
import { addLoop, addResult, before, loopOf, type Loop, type LoopResult, type Passed } from '../ops/scan.ts';

/** A node, and the gradient of some scalar with respect to it; of the same type. */
export interface Incoming {
  readonly node: NodeId;
  readonly gradient: NodeId;
}

/** The vector–Jacobian product of a whole graph: from the gradients of some nodes to those of others. */
export type PullBack = (builder: GraphBuilder, incoming: readonly Incoming[], wrt: readonly NodeId[]) => NodeId[];

/** The rule for loops. Its last argument is the gradient of the loop's whole value. */
export const scanGradient =
  (pullBack: PullBack): GradientRule =>
  (builder, node, gradient) => {
    const loop = loopOf(node.attributes);
    const { length, reverse, carried, scanned, results } = loop;
    const gradientOf = (result: LoopResult) => addResult(builder, gradient, result);
    const entering = node.inputs.slice(0, carried).map((_, i) => {
      const result = results.find(({ name }) => name === before(i));
      if (!result) throw new Error(`the loop does not keep what it carries (${before(i)}), so it has no gradient`);
      return addResult(builder, node.id, result);
    });
    const sequences = node.inputs.slice(carried, carried + scanned);
    const shared = node.inputs.slice(carried + scanned);
    const isFloat = (id: NodeId) => builder.type(id).dtype === 'float32';
    const learned = shared.filter(isFloat);
    const step = backwardStep(pullBack, loop, shared.map(isFloat));
    const pair = (inside: readonly NodeId[], outside: readonly NodeId[]): Passed[] =>
      inside.map((id, i) => ({ inside: id, outside: outside[i]! }));
    const made = addLoop(builder, {
      length,
      reverse: !reverse,
      carried: pair(step.carried, [
        ...results.slice(0, carried).map(gradientOf),
        ...learned.map((id) => builder.constant(0, builder.shape(id))),
      ]),
      scanned: pair(step.scanned, [...entering, ...sequences, ...results.slice(carried).map(gradientOf)]),
      shared: pair(step.shared, shared),
      body: step.body,
    });
    const toCarried = made.slice(0, carried);
    const toLearned = made.slice(carried, carried + learned.length);
    const toSequences = made.slice(carried + learned.length);
    return [
      ...toCarried,
      ...sequences.map((id) => (isFloat(id) ? toSequences.shift()! : null)),
      ...shared.map((id) => (isFloat(id) ? toLearned.shift()! : null)),
    ];
  };

/** A step, and its inputs. */
interface BackwardStep {
  readonly body: GraphBuilder;
  readonly carried: readonly NodeId[];
  readonly scanned: readonly NodeId[];
  readonly shared: readonly NodeId[];
}

/**
 * One step of the backward loop. It carries the gradients of the carried values and, for each shared float, the sum of
 * the gradients so far.
 */
function backwardStep(
  pullBack: PullBack,
  { body, carried, scanned, results }: Loop,
  isLearned: readonly boolean[],
): BackwardStep {
  const step = startGraph(`${body.name} (backward)`);
  const types = body.inputs.map(({ node }) => body.nodes[node]!.output);
  const argument = (name: string, type: Node['output']) => step.input(name, type, { kind: 'argument', argument: name });
  const sharedTypes = types.slice(carried + scanned);

  const arriving = types.slice(0, carried).map((type, i) => argument(`gradient ${i}`, type));
  const sums = sharedTypes.flatMap((type, i) => (isLearned[i] ? [argument(`sum ${i}`, type)] : []));
  const given = types.slice(0, carried + scanned).map((type, i) => argument(`forward ${i}`, type));
  const stacked = results.slice(carried).map(({ node }, i) => argument(`stacked ${i}`, body.nodes[node]!.output));
  const shared = sharedTypes.map((type, i) => argument(`shared ${i}`, type));

  const inputs = [...given, ...shared];
  const forward = copyInto(step, body, inputs);
  const incoming = results.map(({ node }, i) => ({
    node: forward[node]!,
    gradient: i < carried ? arriving[i]! : stacked[i - carried]!,
  }));
  const wanted = inputs.filter((id) => step.type(id).dtype === 'float32');
  const found = new Map(pullBack(step, incoming, wanted).map((id, i) => [wanted[i]!, id]));

  given.slice(0, carried).forEach((id, i) => step.output(`gradient ${i}`, found.get(id)!));
  const learned = shared.filter((_, i) => isLearned[i]);
  learned.forEach((id, i) => step.output(`sum ${i}`, step.add('AddV2', [sums[i]!, found.get(id)!])));
  given.slice(carried).forEach((id, i) => {
    if (found.has(id)) step.output(`scanned ${i}`, found.get(id)!);
  });
  return { body: step, carried: [...arriving, ...sums], scanned: [...given, ...stacked], shared };
}

/** Writes the nodes of a graph into another, with its inputs replaced; returns what each of them has become. */
function copyInto(builder: GraphBuilder, graph: Graph, inputs: readonly NodeId[]): NodeId[] {
  const made: NodeId[] = [];
  graph.inputs.forEach(({ node }, i) => {
    made[node] = inputs[i]!;
  });
  for (const { id, op, inputs: read, attributes, origin, scope } of graph.nodes) {
    if (op === 'Placeholder') continue;
    builder.origin = origin;
    builder.scope = scope;
    made[id] = builder.add(
      op,
      read.map((input) => made[input]!),
      attributes,
    );
  }
  builder.origin = undefined;
  builder.scope = undefined;
  return made;
}

/**
 * Collects the gradients of a loop's results, to join them once into the gradient of its value; a sum of one padded
 * value for each would be as long as all of them each time.
 */
export class LoopGradients {
  private readonly builder: GraphBuilder;
  private readonly kept = new Map<NodeId, Map<number, NodeId>>();

  constructor(builder: GraphBuilder) {
    this.builder = builder;
  }

  /** Whether the node is a result of a loop, whose gradient is now kept. */
  keep(node: Node, gradient: NodeId): boolean {
    const { builder } = this;
    const scan = node.inputs[0];
    if (node.op !== 'ScanResult' || builder.node(scan!).op !== 'Scan') return false;
    const parts = this.kept.get(scan!) ?? new Map<number, NodeId>();
    parts.set(node.attributes['start'] as number, gradient);
    this.kept.set(scan!, parts);
    return true;
  }

  /** Hands on the gradient of the loop's value, if any of its results has one. */
  whole(node: Node, add: (gradient: NodeId) => void): void {
    const { builder } = this;
    const parts = this.kept.get(node.id);
    if (!parts) return;
    const flat = loopOf(node.attributes).results.map(({ start, shape }) => {
      const size = [sizeOf(shape)];
      const part = parts.get(start);
      return part === undefined ? builder.constant(0, size) : builder.add('Reshape', [part], { shape: size });
    });
    add(flat.length === 1 ? flat[0]! : builder.add('ConcatV2', flat, { axis: 0 }));
  }
}
