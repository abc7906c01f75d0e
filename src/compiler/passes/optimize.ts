/** Runs the rewriting passes until none of them finds anything more to do. */
import type { Graph } from '../graph/graph.ts';
import { fold } from './fold.ts';
import { inBodies, loops } from './loops.ts';
import { passNames, type PassName } from './names.ts';
import { prune } from './prune.ts';
import { reshape } from './reshape.ts';
import { results } from './results.ts';
import { share } from './share.ts';
import { simplify } from './simplify.ts';

/** The other passes run in the engine: `fuse`, for one, depends on its kernels. */
export const rewrites: Readonly<Partial<Record<PassName, (graph: Graph) => Graph>>> = {
  prune,
  simplify,
  reshape,
  results,
  fold,
  share,
  loops,
};

/**
 * Each round may enable more rewrites in the next; none of our specs takes half this many. A graph is correct after any
 * round.
 */
const MOST_ROUNDS = 12;

/** @param on the passes to run, in any order; all by default */
export function optimize(graph: Graph, on: readonly PassName[] = passNames): Graph {
  const chosen = passNames.flatMap((name) => (on.includes(name) && rewrites[name]) || []);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const before = graph;
    for (const pass of chosen) graph = pass(graph);
    graph = inBodies(graph, (body) => optimize(body, on));
    if (graph === before) break;
  }
  return graph;
}
