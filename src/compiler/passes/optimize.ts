/** Runs the passes that rewrite graphs, until none finds anything more to do. */
import type { Graph } from '../graph/graph.ts';
import { fold } from './fold.ts';
import { passNames, type PassName } from './names.ts';
import { prune } from './prune.ts';
import { reshape } from './reshape.ts';
import { results } from './results.ts';
import { share } from './share.ts';
import { simplify } from './simplify.ts';

/** The others are the engine's: `fuse` depends on what its kernels can. */
export const rewrites: Readonly<Partial<Record<PassName, (graph: Graph) => Graph>>> = {
  prune,
  simplify,
  reshape,
  results,
  fold,
  share,
};

/** What one round makes possible is there for the next; none of ours takes half as many. A graph is right after any. */
const MOST_ROUNDS = 12;

/** @param on the passes to run, in whatever order they are named; all by default */
export function optimize(graph: Graph, on: readonly PassName[] = passNames): Graph {
  const chosen = passNames.flatMap((name) => (on.includes(name) && rewrites[name]) || []);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const before = graph;
    for (const pass of chosen) graph = pass(graph);
    if (graph === before) break;
  }
  return graph;
}
