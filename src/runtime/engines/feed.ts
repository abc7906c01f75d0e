/** Feeds that are recipes, made into values on the host. */
import { draw } from '../random.ts';
import type { Feed, HostTensor } from './engine.ts';

export function hostValue(feed: Feed): HostTensor {
  if (!('kind' in feed)) return feed;
  return feed.kind === 'random' ? draw(feed.distribution, feed.shape, feed.key) : feed.rows();
}

/** Whether a step whose outputs these are may be followed by another. */
export function allFinite(outputs: ReadonlyMap<string, HostTensor>): boolean {
  return [...outputs.values()].every(({ data }) => data.every(Number.isFinite));
}
