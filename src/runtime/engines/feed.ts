/** Makes values on the host from feeds that are recipes. */
import { decoded, type StoredTensor } from '../host-tensor.ts';
import { draw } from '../random.ts';
import type { Feed, HostTensor, RandomFeed, RowsFeed } from './engine.ts';

/** A feed that does not have to be waited for. */
export type FetchedFeed = StoredTensor | RandomFeed;

export const isRows = (feed: Feed): feed is RowsFeed => 'kind' in feed && feed.kind === 'rows';

export const fetched = async (feed: Feed): Promise<FetchedFeed> => (isRows(feed) ? feed.rows() : feed);

/** Rows in bytes stay so: who takes them to the device knows how to make numbers of them. */
export const madeOnHost = (feed: FetchedFeed): StoredTensor =>
  'kind' in feed ? draw(feed.distribution, feed.shape, feed.key) : feed;

export const hostValue = async (feed: Feed): Promise<HostTensor> => decoded(madeOnHost(await fetched(feed)));

/** Whether another step may follow the one with these outputs. */
export function allFinite(outputs: ReadonlyMap<string, HostTensor>): boolean {
  return [...outputs.values()].every(({ data }) => data.every(Number.isFinite));
}
