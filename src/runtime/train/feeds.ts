/** What goes into a graph's inputs: minibatches by the data cursor, draws by stream and step. */
import type { Graph } from '../../compiler/graph/graph.ts';
import { minibatchIndices } from '../data/batches.ts';
import type { DataSource } from '../data/source.ts';
import type { HostTensor } from '../engines/engine.ts';
import { draw } from '../random.ts';

export interface FeedSources {
  readonly seed: number;
  /** By data set. */
  readonly data: ReadonlyMap<string, DataSource>;
  /** From a field to its data set. */
  readonly dataSetOf: ReadonlyMap<string, string>;
}

export interface FeedPosition {
  /** Which pass this is: the counter of every draw. */
  readonly step: number;
  /** Set in front of every stream: samples and evaluations draw apart from training. */
  readonly streams: '' | 'sample/' | 'evaluate/';
  /** How many examples were taken before this round's minibatch. */
  examplesBefore(round: number): number;
}

/** Feeds for all inputs that are no variables. */
export function feedsFor(graph: Graph, sources: FeedSources, position: FeedPosition): Map<string, HostTensor> {
  const feeds = new Map<string, HostTensor>();
  const minibatches = new Map<string, Map<string, HostTensor>>();
  for (const { node, name, source } of graph.inputs) {
    const { shape } = graph.nodes[node]!.output;
    if (source.kind === 'random') {
      const stream = position.streams + source.stream;
      feeds.set(name, draw(source.distribution, shape, { seed: sources.seed, stream, step: position.step }));
    } else if (source.kind === 'data') {
      const dataSet = sources.dataSetOf.get(source.field)!;
      const key = `${dataSet}@${source.round}`;
      let minibatch = minibatches.get(key);
      if (!minibatch) {
        const from = sources.data.get(dataSet)!;
        const at = position.examplesBefore(source.round);
        minibatch = from.batch(
          minibatchIndices(from.size, shape[0]!, at, sources.seed, true, position.streams + dataSet),
        );
        minibatches.set(key, minibatch);
      }
      feeds.set(name, minibatch.get(source.field)!);
    }
  }
  return feeds;
}
