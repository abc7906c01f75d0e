/** Data sets in the session's memory: which fields it holds, and how rows of them are fed. */
import type { DataSource } from '../../data/source.ts';
import { decoded, type ByteTensor, type StoredTensor } from '../../host-tensor.ts';
import type { Feeds, HostTensor, RowsFeed } from '../engine.ts';
import { isRows } from '../feed.ts';
import { residentBytes } from '../resident-data.ts';
import type { EmittedRows } from './module.ts';
import type { Bytes, Fed } from './worker-thread.ts';

interface Held {
  readonly source: DataSource;
  /** What the bytes stand for, if it is held in bytes. */
  readonly numbers: HostTensor | null;
}

export class DataSets {
  /** By field. */
  private readonly held = new Map<string, Held>();
  /** Whether a field comes in bytes. */
  private readonly storage = new Map<string, boolean>();

  /** The fields that the session holds. */
  get fields(): readonly string[] {
    return [...this.held.keys()];
  }

  get inBytes(): ReadonlySet<string> {
    return new Set([...this.storage].flatMap(([field, bytes]) => (bytes ? [field] : [])));
  }

  /** @returns whether a field comes in another storage than before, for which a session with other nodes is needed */
  learn(feeds: Feeds): boolean {
    let changed = false;
    for (const feed of feeds.values()) {
      if (!isRows(feed)) continue;
      const { bytes = false } = typeOf(feed);
      if (this.storage.get(feed.field) === bytes) continue;
      changed ||= this.storage.has(feed.field) || bytes;
      this.storage.set(feed.field, bytes);
      this.held.delete(feed.field);
    }
    return changed;
  }

  /** The whole field, if the session is to hold it and does not yet. */
  async missing(feed: RowsFeed): Promise<HostTensor | Bytes | null> {
    const { source, field } = feed;
    if (this.held.get(field)?.source === source || residentBytes(typeOf(feed), source.size) === 0) return null;
    const rows = await source.fetch(Int32Array.from({ length: source.size }, (_, i) => i));
    const all = rows.get(field)!;
    this.held.set(field, { source, numbers: this.isInBytes(field, all) ? numbersOf(all) : null });
    return this.isInBytes(field, all) ? bytesOf(all) : decoded(all);
  }

  /** The session does not hold it after all. */
  forget({ field }: RowsFeed): void {
    this.held.delete(field);
  }

  /**
   * Rows that the session holds are fed by their indices, others as they come.
   *
   * @param whole the node to feed with the rows in numbers
   */
  async feedsOf(feed: RowsFeed, { indices, bytes }: EmittedRows, whole: string): Promise<Fed[]> {
    const held = this.held.get(feed.field);
    if (held?.source === feed.source) {
      const at = { dtype: 'int32', shape: [feed.indices.length], data: feed.indices } as const;
      const numbers = bytes && held.numbers ? [{ node: bytes.numbers, value: held.numbers }] : [];
      return [{ node: indices, value: at }, ...numbers];
    }
    const rows = await feed.rows();
    if (!bytes || !this.isInBytes(feed.field, rows)) return [{ node: whole, value: decoded(rows) }];
    return [
      { node: bytes.rows, value: bytesOf(rows) },
      { node: bytes.numbers, value: numbersOf(rows) },
    ];
  }

  private isInBytes(field: string, rows: StoredTensor): rows is ByteTensor {
    return this.storage.get(field) === true && 'bytes' in rows;
  }
}

const typeOf = ({ source, field }: RowsFeed) => source.fields.find(({ name }) => name === field)!.type;

const bytesOf = ({ shape, bytes }: ByteTensor): Bytes => ({ dtype: 'uint8', shape, data: bytes });

const numbersOf = ({ dtype, values }: ByteTensor): HostTensor => ({ dtype, shape: [values.length], data: values });
