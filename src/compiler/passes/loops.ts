/**
 * Makes loops smaller: drops the results that nobody reads, the carried values and inputs on which then nothing
 * depends, and what is a single number for all steps becomes a constant of the body, where the other passes find it.
 * A gradient asks for everything that it might need; this is what makes it cost only what it uses.
 *
 * Exact: what remains is computed from the same numbers in the same order.
 */
import type { Attributes, Graph, Node, NodeId } from '../graph/graph.ts';
import { sizeOf } from '../graph/graph.ts';
import { isLoop, loopOf, type Loop, type LoopResult } from '../ops/scan.ts';
import { keep, prune } from './prune.ts';

export function loops(graph: Graph): Graph {
  if (!graph.nodes.some(isLoop)) return graph;
  const read = resultsRead(graph);
  const moved = new Map<NodeId, ReadonlyMap<number, LoopResult>>();
  let changed = false;
  const nodes = graph.nodes.map((node): Node => {
    if (isLoop(node)) {
      const smaller = narrowed(node, read.get(node.id) ?? new Set(), (id) => fillOf(graph.nodes[id]!));
      if (!smaller) return node;
      changed = true;
      moved.set(node.id, smaller.results);
      return smaller.node;
    }
    const results = node.op === 'ScanResult' && moved.get(node.inputs[0]!);
    if (!results) return node;
    return {
      ...node,
      attributes: { ...node.attributes, start: results.get(node.attributes['start'] as number)!.start },
    };
  });
  return changed ? prune({ ...graph, nodes }) : graph;
}

/** For each loop, where the results begin that are read. */
function resultsRead(graph: Graph): Map<NodeId, Set<number>> {
  const read = new Map<NodeId, Set<number>>();
  for (const { op, inputs, attributes } of graph.nodes) {
    if (op !== 'ScanResult') continue;
    const starts = read.get(inputs[0]!) ?? new Set();
    read.set(inputs[0]!, starts.add(attributes['start'] as number));
  }
  return read;
}

/** The number that fills a constant; undefined for any other value. */
const fillOf = ({ op, attributes }: Node): number | undefined =>
  op === 'Const' && typeof attributes['value'] === 'number' ? attributes['value'] : undefined;

interface Narrowed {
  readonly node: Node;
  /** Keyed by where they began. */
  readonly results: ReadonlyMap<number, LoopResult>;
}

/** @returns null if there is nothing to drop */
function narrowed(node: Node, read: ReadonlySet<number>, fill: (input: NodeId) => number | undefined): Narrowed | null {
  const loop = loopOf(node.attributes);
  const { carried, scanned, results } = loop;
  const keptCarried = neededCarried(loop, read);
  const keptResults = results.filter(({ start }, i) => (i < carried ? keptCarried.has(i) : read.has(start)));
  const reached = reachedInputs(
    loop.body,
    keptResults.map((result) => result.node),
  );
  const isNumber = (i: number) => i >= carried && fill(node.inputs[i]!) !== undefined;
  const kept = node.inputs.flatMap((_, i) => {
    const isKept = i < carried ? keptCarried.has(i) : reached.has(loop.body.inputs[i]!.node) && !isNumber(i);
    return isKept ? [i] : [];
  });
  if (kept.length === node.inputs.length && keptResults.length === results.length) return null;
  // A loop that reads nothing would have no inputs; leave it as it is.
  if (kept.length === 0 || keptResults.length === 0) return null;

  const numbers = new Map(
    loop.body.inputs.flatMap(({ node: at }, i) => (isNumber(i) ? [[at, fill(node.inputs[i]!)!] as const] : [])),
  );
  const attributes: Attributes = {
    ...node.attributes,
    carried: keptCarried.size,
    scanned: kept.filter((i) => i >= carried && i < carried + scanned).length,
    body: narrowedBody(loop, kept, keptResults, numbers),
  };
  const after = loopOf(attributes).results;
  const last = after.at(-1)!;
  return {
    node: {
      ...node,
      inputs: kept.map((i) => node.inputs[i]!),
      attributes,
      output: { dtype: 'float32', shape: [last.start + sizeOf(last.shape)] },
    },
    results: new Map(keptResults.map(({ start }, i) => [start, after[i]!])),
  };
}

/** The carried values that are read after the loop, or on which something depends that is. */
function neededCarried({ body, carried, results }: Loop, read: ReadonlySet<number>): Set<number> {
  const needed = new Set<number>();
  for (;;) {
    const roots = results.flatMap(({ start, node }, i) =>
      (i < carried && needed.has(i)) || read.has(start) ? [node] : [],
    );
    const reached = reachedInputs(body, roots);
    const more = results
      .slice(0, carried)
      .flatMap(({ start }, i) => (read.has(start) || reached.has(body.inputs[i]!.node) ? [i] : []));
    if (more.length === needed.size) return needed;
    for (const i of more) needed.add(i);
  }
}

/** The nodes that the roots are computed from. */
function reachedInputs({ nodes }: Graph, roots: readonly NodeId[]): Set<NodeId> {
  const reached = new Set(roots);
  for (let id = nodes.length - 1; id >= 0; id--) {
    if (reached.has(id)) for (const input of nodes[id]!.inputs) reached.add(input);
  }
  return reached;
}

function narrowedBody(
  { body, carried }: Loop,
  kept: readonly number[],
  results: readonly LoopResult[],
  numbers: ReadonlyMap<NodeId, number>,
): Graph {
  const nodes = body.nodes.map((node): Node => {
    const value = numbers.get(node.id);
    if (value === undefined) return node;
    const attributes = { value, shape: node.output.shape, dtype: node.output.dtype };
    return { ...node, op: 'Const', attributes };
  });
  const inputs = kept.map((i) => body.inputs[i]!);
  const outputs = results.map(({ node, name }) => ({ node, name, kind: 'value' as const }));
  // Carried values that nothing reads any more but their own next value stay inputs of the body.
  const carriedInputs = inputs.slice(0, kept.filter((i) => i < carried).length).map(({ node }) => node);
  return keep({ ...body, nodes, inputs, outputs }, carriedInputs);
}

/** Applies a rewriting to the bodies of loops; it keeps their inputs, which are the loop's. */
export function inBodies(graph: Graph, change: (body: Graph) => Graph): Graph {
  let changed = false;
  const nodes = graph.nodes.map((node): Node => {
    if (!isLoop(node)) return node;
    const body = node.attributes['body'] as Graph;
    // What is an output is kept.
    const inputs = body.inputs.map((input) => ({
      node: input.node,
      name: `input ${input.name}`,
      kind: 'value' as const,
    }));
    const whole = { ...body, outputs: [...body.outputs, ...inputs] };
    const found = change(whole);
    if (found === whole) return node;
    changed = true;
    const outputs = found.outputs.slice(0, body.outputs.length);
    return { ...node, attributes: { ...node.attributes, body: { ...found, outputs } } };
  });
  return changed ? { ...graph, nodes } : graph;
}
