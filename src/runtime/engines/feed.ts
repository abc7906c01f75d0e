/** Makes values on the host from feeds that are recipes. */
import { draw } from '../random.ts';
import type { Feed, HostTensor } from './engine.ts';

export function hostValue(feed: Feed): HostTensor {
  if (!('kind' in feed)) return feed;
  return feed.kind === 'random' ? draw(feed.distribution, feed.shape, feed.key) : feed.rows();
}

/** Whether another step may follow the one with these outputs. */
export function allFinite(outputs: ReadonlyMap<string, HostTensor>): boolean {
  return [...outputs.values()].every(({ data }) => data.every(Number.isFinite));
}
