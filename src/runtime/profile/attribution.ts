/** Attributes costs: from a graph and the times of its nodes to costs by network, layer, phase, line and op. */
import type { Layer, Program } from '../../compiler/program/program.ts';
import { actionsOf } from '../../compiler/program/actions.ts';
import { scopesOfUpdates } from '../../compiler/program/scopes.ts';
import { flopsOf, storedBytes } from '../../compiler/cost.ts';
import type { Graph, InputSource, Node, NodeId } from '../../compiler/graph/graph.ts';
import { positionAt, type Span } from '../../diagnostics/source.ts';
import type { NodeTime } from '../engines/engine.ts';
import { layersOfUpdates, type LayerPlace } from './updates.ts';

export interface Cost {
  readonly milliseconds: number;
  /** Floating-point operations; a multiply-add counts as two. */
  readonly flops: number;
  /** Bytes of stored values; the intermediates of a fused kernel never are. */
  readonly bytes: number;
}

export type Phase = 'forward' | 'backward' | 'update';

/**
 * - `network`: a network by name, with the layer (null for what belongs to no single one);
 * - `value`: a loss, a `let`, or what an optimizer does for all its weights at once, as `adam (d)`;
 * - `outside`: what comes from no line: `draws` and `data` if the engine makes them, `counters` of steps.
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
  /** Null for the kind `outside`. */
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

/** Groups items by key, in order of first appearance. */
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
 * The cost of every node that computes, and of every input that took the engine time: the times add up to those given.
 *
 * @param program the program of which the graph is a step
 * @param times of the nodes that the engine ran; a fused kernel's time is listed under the node whose value it computes
 */
export function attribute(program: Program, graph: Graph, times: readonly NodeTime[]): NodeCost[] {
  const millisecondsOf = new Map<NodeId, number>();
  for (const { node, milliseconds } of times) {
    if (!graph.nodes[node]) throw new Error(`%${node} was timed, but is not a node of \`${graph.name}\``);
    millisecondsOf.set(node, (millisecondsOf.get(node) ?? 0) + milliseconds);
  }
  const sources = new Map(graph.inputs.map(({ node, source }) => [node, source]));
  const scopes = new Scopes(program);
  const updated = layersOfUpdates(
    program,
    graph,
    (node) => scopes.phaseOf(node) === 'update',
    (node) => scopes.layerOf(node),
  );
  const lineOf = lines(program, scopes);
  return graph.nodes.flatMap((node): NodeCost[] => {
    const { id, op } = node;
    const milliseconds = millisecondsOf.get(id);
    const isInput = op === 'Placeholder' || op === 'Const';
    if (isInput && milliseconds === undefined) return [];
    const part = scopes.partOf(node, sources.get(id), updated.get(id));
    return [
      {
        node: id,
        op,
        part,
        phase: scopes.phaseOf(node),
        line: part.kind === 'outside' ? null : lineOf(node),
        milliseconds: milliseconds ?? 0,
        flops: flopsOf(graph, node),
        bytes: milliseconds === undefined ? 0 : storedBytes(graph, node),
      },
    ];
  });
}

const backwardSuffix = ' (backward)';

/** Interprets the scopes of a program's nodes: which part of the program a node is in, and which phase. */
class Scopes {
  private readonly updates: ReadonlySet<string>;
  /** Keyed by network name: networks that differ only in static parameters are taken together. */
  private readonly layers: ReadonlyMap<string, readonly Layer[]>;

  constructor(program: Program) {
    this.updates = scopesOfUpdates(actionsOf(program.training));
    const grouped = groupBy([...program.networks.values()], ({ name }) => name);
    this.layers = new Map([...grouped].map(([name, networks]) => [name, networks.flatMap(({ layers }) => layers)]));
  }

  phaseOf({ scope = '' }: Node): Phase {
    if (this.updates.has(scope)) return 'update';
    return scope.endsWith(backwardSuffix) ? 'backward' : 'forward';
  }

  layerOf(node: Node): LayerPlace | null {
    if (this.phaseOf(node) === 'update') return null;
    const [network, path] = pathOf(node);
    return this.layers.has(network) && path !== '' ? { network, layer: this.layerName(network, path) } : null;
  }

  partOf(node: Node, source: InputSource | undefined, updated: LayerPlace | undefined): Part {
    if (source?.kind === 'random') return { kind: 'outside', name: 'draws', layer: null };
    if (source?.kind === 'data') return { kind: 'outside', name: 'data', layer: null };
    const { scope, origin } = node;
    if (scope === undefined || !origin) return { kind: 'outside', name: 'counters', layer: null };
    if (updated) return { kind: 'network', name: updated.network, layer: updated.layer };
    if (this.updates.has(scope)) return { kind: 'value', name: scope, layer: null };
    const [name, path] = pathOf(node);
    if (this.layers.has(name)) return { kind: 'network', name, layer: path === '' ? null : this.layerName(name, path) };
    return { kind: 'value', name: name === '' ? 'gradients' : name, layer: null };
  }

  /** Where a layer, or the block around it, is used in its network: layers inside other files are given that line. */
  useIn(network: string, path: string): Span | undefined {
    const layers = this.layers.get(network) ?? [];
    return nearest(path, (name) => layers.find((l) => l.name === name || l.name.startsWith(`${name}/`)))?.span;
  }

  /**
   * A formula such as `selu` is one layer of its network, whatever it consists of: `selu/expm1` is a part of `selu`.
   */
  private layerName(network: string, path: string): string {
    const layers = this.layers.get(network) ?? [];
    return nearest(path, (name) => layers.find((l) => l.name === name))?.name ?? path;
  }
}

/** The path without the phase: `G/seed/dense(64) (backward)` → `G`, `seed/dense(64)`. */
function pathOf({ scope = '' }: Node): readonly [name: string, rest: string] {
  const path = scope.endsWith(backwardSuffix) ? scope.slice(0, -backwardSuffix.length) : scope;
  const [name = '', ...rest] = path.split('/');
  return [name, rest.join('/')];
}

/** The result of `find` for the path itself, or else for the innermost enclosing one that has a result. */
function nearest<T>(path: string, find: (path: string) => T | undefined): T | undefined {
  for (let outer = path; outer !== ''; outer = outer.slice(0, Math.max(0, outer.lastIndexOf('/')))) {
    const found = find(outer);
    if (found) return found;
  }
  return undefined;
}

/**
 * Finds a node's line, in the spec if possible: lines of the library and of imported files count towards the loss, `let`
 * or layer that uses them.
 */
function lines(program: Program, scopes: Scopes): (node: Node) => Line {
  const declared = new Map<string, Span>([...program.values].map(([name, value]) => [name, value.span]));
  for (const [name, loss] of program.losses) declared.set(name, loss.span);
  const spec = program.training?.span.source.name;
  const lineOf = ({ source, start }: Span): Line => ({ file: source.name, line: positionAt(source, start).line });
  return (node) => {
    const { origin } = node;
    if (!origin) throw new Error(`node %${node.id} has a scope and no line`);
    if (origin.file !== spec) {
      const [name, path] = pathOf(node);
      const span = declared.get(name) ?? scopes.useIn(name, path);
      if (span && span.source.name === spec) return lineOf(span);
    }
    return { file: origin.file, line: origin.line };
  };
}
