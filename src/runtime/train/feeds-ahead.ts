/** Makes the feeds of coming steps while others run, so that no step waits for data that could have been fetched. */
import type { Feeds } from '../engines/engine.ts';

/** At least so many steps are ahead, and as many as are made in one go. */
const STEPS_AHEAD = 2;

export class FeedsAhead {
  private readonly make: (step: number) => Promise<Feeds>;
  private readonly made = new Map<number, Promise<Feeds>>();

  constructor(make: (step: number) => Promise<Feeds>) {
    this.make = make;
  }

  /**
   * The feeds of `count` steps from `first` on, to be run now. Requests for the data of those after them are on their
   * way when it resolves, because an engine may leave this thread no time for them while it runs.
   */
  async take(first: number, count: number): Promise<Feeds[]> {
    const taken = await Promise.all(Array.from({ length: count }, (_, i) => this.of(first + i)));
    const next = first + count;
    const end = next + Math.max(STEPS_AHEAD, count);
    for (const step of this.made.keys()) if (step < next || step >= end) this.made.delete(step);
    const ahead = Array.from({ length: end - next }, (_, i) => this.of(next + i));
    // A failure concerns the step that it is made for.
    await Promise.allSettled(ahead);
    return taken;
  }

  private of(step: number): Promise<Feeds> {
    const known = this.made.get(step);
    if (known) return known;
    const feeds = this.make(step);
    this.made.set(step, feeds);
    // What fails is asked for once more.
    feeds.catch(() => this.made.delete(step));
    return feeds;
  }
}
