/** Feeds a graph's inputs: minibatches by the data cursor, draws by stream and step. */
import { sizeOf, type Graph } from '../../compiler/graph/graph.ts';
import { Minibatches, type DrawOrder } from '../data/batches.ts';
import type { DataSource } from '../data/source.ts';
import type { Feed, RowsFeed } from '../engines/engine.ts';
import type { StoredTensor } from '../host-tensor.ts';

export interface FeedSources {
  readonly seed: number;
  /** Keyed by the name of the data set. */
  readonly data: ReadonlyMap<string, DataSource>;
  /** From the name of a field to that of its data set. */
  readonly dataSetOf: ReadonlyMap<string, string>;
  /** Those used so far, keyed by seed and name: each data set and each kind of stream has its own. */
  readonly minibatches: Map<string, Minibatches>;
  readonly drawOrder: DrawOrder;
  /** The fields that the engine does not keep: their rows are fetched at once, before it asks for them. */
  readonly notKept: ReadonlySet<string>;
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

/** Feeds for all inputs that are not variables. Rows that have to be fetched may still be on their way. */
export async function feedsFor(graph: Graph, sources: FeedSources, position: FeedPosition): Promise<Map<string, Feed>> {
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
        minibatch = new Minibatch(from, await all.indices(at, shape[0]!), sources.notKept);
        minibatches.set(key, minibatch);
      }
      feeds.set(name, minibatch.field(source.field));
    }
  }
  return feeds;
}

function minibatchesOf({ seed, minibatches, drawOrder }: FeedSources, size: number, name: string): Minibatches {
  const key = `${seed}/${name}`;
  const known = minibatches.get(key);
  if (known) return known;
  const made = new Minibatches({ size, seed, name }, drawOrder);
  minibatches.set(key, made);
  return made;
}

/** An engine that keeps the data set needs only the numbers of its rows; they are fetched if it asks nevertheless. */
class Minibatch {
  private readonly source: DataSource;
  private readonly indices: Int32Array;
  private readonly notKept: ReadonlySet<string>;
  private rows: Promise<Map<string, StoredTensor>> | undefined;

  constructor(source: DataSource, indices: Int32Array, notKept: ReadonlySet<string>) {
    this.source = source;
    this.indices = indices;
    this.notKept = notKept;
  }

  field(name: string): RowsFeed {
    const { source, indices, notKept } = this;
    // A failure is for the engine to hear, when it asks.
    if (notKept.has(name)) this.fetched().catch(() => undefined);
    const rows = async (): Promise<StoredTensor> => (await this.fetched()).get(name)!;
    return { kind: 'rows', source, field: name, indices, rows };
  }

  private fetched(): Promise<Map<string, StoredTensor>> {
    if (this.rows) return this.rows;
    const rows = this.source.fetch(this.indices);
    // What failed in advance is tried again when it is needed.
    rows.catch(() => (this.rows = undefined));
    return (this.rows = rows);
  }
}
