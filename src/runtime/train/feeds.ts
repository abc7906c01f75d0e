/** Feeds a graph's inputs: minibatches by the data cursor, draws by stream and step. */
import { sizeOf, type Graph } from '../../compiler/graph/graph.ts';
import { Minibatches } from '../data/batches.ts';
import type { DataSource } from '../data/source.ts';
import type { Feed, RowsFeed } from '../engines/engine.ts';
import type { HostTensor } from '../host-tensor.ts';

export interface FeedSources {
  readonly seed: number;
  /** Keyed by the name of the data set. */
  readonly data: ReadonlyMap<string, DataSource>;
  /** From the name of a field to that of its data set. */
  readonly dataSetOf: ReadonlyMap<string, string>;
  /** Those used so far, keyed by seed and name: each data set and each kind of stream has its own. */
  readonly minibatches: Map<string, Minibatches>;
}

export interface FeedPosition {
  /** The number of the pass, which is the counter of every draw. */
  readonly step: number;
  /** Prefix of every stream, so that samples and evaluations draw independently of training. */
  readonly streams: '' | 'sample/' | 'evaluate/';
  /** The number of the first example, for values that are computed a batch at a time; 0 if omitted. */
  readonly firstExample?: number;
  /** How many examples were drawn before this round's minibatch. */
  examplesBefore(round: number): number;
}

/** Feeds for all inputs that are not variables. */
export function feedsFor(graph: Graph, sources: FeedSources, position: FeedPosition): Map<string, Feed> {
  const feeds = new Map<string, Feed>();
  const minibatches = new Map<string, Minibatch>();
  for (const { node, name, source } of graph.inputs) {
    const { shape } = graph.nodes[node]!.output;
    if (source.kind === 'random') {
      const stream = position.streams + source.stream;
      // A draw is made for each example.
      const first = ((position.firstExample ?? 0) * sizeOf(shape)) / shape[0]!;
      const key = { seed: sources.seed, stream, step: position.step, first };
      feeds.set(name, { kind: 'random', distribution: source.distribution, shape, key });
    } else if (source.kind === 'data') {
      const dataSet = sources.dataSetOf.get(source.field)!;
      const key = `${dataSet}@${source.round}`;
      let minibatch = minibatches.get(key);
      if (!minibatch) {
        const from = sources.data.get(dataSet)!;
        const at = position.examplesBefore(source.round);
        const all = minibatchesOf(sources, from.size, position.streams + dataSet);
        minibatch = new Minibatch(from, all.indices(at, shape[0]!));
        minibatches.set(key, minibatch);
      }
      feeds.set(name, minibatch.field(source.field));
    }
  }
  return feeds;
}

function minibatchesOf({ seed, minibatches }: FeedSources, size: number, name: string): Minibatches {
  const key = `${seed}/${name}`;
  const known = minibatches.get(key);
  if (known) return known;
  const made = new Minibatches({ size, seed, name });
  minibatches.set(key, made);
  return made;
}

/** Its rows are computed lazily: an engine that has the data set needs only their numbers. */
class Minibatch {
  private readonly source: DataSource;
  private readonly indices: Int32Array;
  private rows: Map<string, HostTensor> | undefined;

  constructor(source: DataSource, indices: Int32Array) {
    this.source = source;
    this.indices = indices;
  }

  field(name: string): RowsFeed {
    const rows = (): HostTensor => (this.rows ??= this.source.batch(this.indices)).get(name)!;
    return { kind: 'rows', source: this.source, field: name, indices: this.indices, rows };
  }
}
