/** Whose a node's cost is: from a graph and the times of its nodes to costs by network, layer, phase, line and op. */
import type { Program } from '../../compiler/program/program.ts';
import { bytesOf, type Graph, type InputSource, type Node, type NodeId } from '../../compiler/graph/graph.ts';
import { opOf } from '../../compiler/ops/table.ts';
import { aliasesInput } from '../../compiler/passes/plan-memory.ts';
import { positionAt, type Span } from '../../diagnostics/source.ts';
import type { NodeTime } from '../engines/engine.ts';
import { layersOfUpdates, type LayerPlace } from './updates.ts';

export interface Cost {
  readonly milliseconds: number;
  /** Floating-point operations, a multiply-add counting two. */
  readonly flops: number;
  /** Of the values that are stored; what a fused kernel has in between never is. */
  readonly bytes: number;
}

export type Phase = 'forward' | 'backward' | 'update';

/**
 * - `network`: by name, with its layer (null for what belongs to no single one);
 * - `value`: a loss, a `let`, or what an optimizer does for all its weights at once, as `adam (d)`;
 * - `outside`: what no line asks for: `draws` and `data` where the engine makes them, `counters` of steps.
 */
export interface Part {
  readonly kind: 'network' | 'value' | 'outside';
  readonly name: string;
  readonly layer: string | null;
}

export interface Line {
  readonly file: string;
  /** One-based. */
  readonly line: number;
}

export interface NodeCost extends Cost {
  readonly node: NodeId;
  readonly op: string;
  readonly part: Part;
  readonly phase: Phase;
  /** Null for what is outside. */
  readonly line: Line | null;
}

export const nothing: Cost = { milliseconds: 0, flops: 0, bytes: 0 };

export const sum = (costs: readonly Cost[]): Cost =>
  costs.reduce(
    (total, { milliseconds, flops, bytes }) => ({
      milliseconds: total.milliseconds + milliseconds,
      flops: total.flops + flops,
      bytes: total.bytes + bytes,
    }),
    nothing,
  );

/** Groups in the order in which they first appear. */
export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/**
 * Every node that computes, and every input that the engine took time for: the times add up to those given.
 *
 * @param program what the graph is a step of
 * @param times of the nodes that the engine ran; a fused kernel's time stands at the node whose value it makes
 */
export function attribute(program: Program, graph: Graph, times: readonly NodeTime[]): NodeCost[] {
  const millisecondsOf = new Map<NodeId, number>();
  for (const { node, milliseconds } of times) {
    if (!graph.nodes[node]) throw new Error(`%${node} was timed, and is no node of \`${graph.name}\``);
    millisecondsOf.set(node, (millisecondsOf.get(node) ?? 0) + milliseconds);
  }
  const sources = new Map(graph.inputs.map(({ node, source }) => [node, source]));
  const updated = layersOfUpdates(
    program,
    graph,
    (node) => phaseOf(node) === 'update',
    (node) => layerOf(program, node),
  );
  const lineOf = lines(program);
  return graph.nodes.flatMap((node): NodeCost[] => {
    const { id, op } = node;
    const milliseconds = millisecondsOf.get(id);
    const isInput = op === 'Placeholder' || op === 'Const';
    if (isInput && milliseconds === undefined) return [];
    const stored = milliseconds !== undefined && !aliasesInput(graph, node);
    const types = node.inputs.map((input) => graph.nodes[input]!.output);
    const part = partOf(program, node, sources.get(id), updated.get(id));
    return [
      {
        node: id,
        op,
        part,
        phase: phaseOf(node),
        line: part.kind === 'outside' ? null : lineOf(node),
        milliseconds: milliseconds ?? 0,
        flops: opOf(op).flops(types, node.attributes, node.output),
        bytes: stored ? bytesOf(node.output) : 0,
      },
    ];
  });
}

/** `adam (d)`, `clip D`, `average G_ema`; all other scopes are paths, as `d/mean` and `G/dense (backward)`. */
const updateScope = /^\w+ \([^/\s]+\)$|^(?:clip|average) \w+$/;
const backwardSuffix = ' (backward)';

function phaseOf({ scope = '' }: Node): Phase {
  if (updateScope.test(scope)) return 'update';
  return scope.endsWith(backwardSuffix) ? 'backward' : 'forward';
}

/** The path without its phase: `G/dense (backward)` → `G`, `dense`. */
function pathOf({ scope = '' }: Node): readonly [name: string, rest: string] {
  const path = scope.endsWith(backwardSuffix) ? scope.slice(0, -backwardSuffix.length) : scope;
  const [name = '', ...rest] = path.split('/');
  return [name, rest.join('/')];
}

function layerOf(program: Program, node: Node): LayerPlace | null {
  if (phaseOf(node) === 'update') return null;
  const [network, layer] = pathOf(node);
  return program.networks.has(network) && layer !== '' ? { network, layer } : null;
}

function partOf(program: Program, node: Node, source: InputSource | undefined, updated: LayerPlace | undefined): Part {
  if (source?.kind === 'random') return { kind: 'outside', name: 'draws', layer: null };
  if (source?.kind === 'data') return { kind: 'outside', name: 'data', layer: null };
  const { scope, origin } = node;
  if (scope === undefined || !origin) return { kind: 'outside', name: 'counters', layer: null };
  if (updated) return { kind: 'network', name: updated.network, layer: updated.layer };
  if (updateScope.test(scope)) return { kind: 'value', name: scope, layer: null };
  const [name, layer] = pathOf(node);
  if (program.networks.has(name)) return { kind: 'network', name, layer: layer === '' ? null : layer };
  return { kind: 'value', name: name === '' ? 'gradients' : name, layer: null };
}

/** The library's lines are those of the loss or `let` that calls it: nobody can change the others. */
function lines(program: Program): (node: Node) => Line {
  const declared = new Map<string, Span>([...program.values].map(([name, value]) => [name, value.span]));
  for (const [name, loss] of program.losses) declared.set(name, loss.span);
  const spec = program.training?.span.source.name;
  const lineOf = ({ source, start }: Span): Line => ({ file: source.name, line: positionAt(source, start).line });
  return (node) => {
    const { origin } = node;
    if (!origin) throw new Error(`node %${node.id} has a scope and no line`);
    if (origin.file !== spec) {
      const span = declared.get(pathOf(node)[0]);
      if (span && span.source.name === spec) return lineOf(span);
    }
    return { file: origin.file, line: origin.line };
  };
}
