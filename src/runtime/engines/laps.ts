/** How long a device takes from one lap to the next. */

/** Ends a lap: what was called since the one before. */
export type Lap = () => Promise<void>;

/** Runs something that ends laps; gives the milliseconds of each. */
export type TimeLaps = (run: (lap: Lap) => Promise<void>) => Promise<number[]>;

/**
 * By the host's clock.
 *
 * @param settled resolves when the device has nothing left to do, which ends a lap; left out where calls compute
 */
export const timeOnHost =
  (settled?: () => Promise<void>): TimeLaps =>
  async (run) => {
    const laps: number[] = [];
    let start = performance.now();
    await run(async () => {
      await settled?.();
      laps.push(performance.now() - start);
      start = performance.now();
    });
    return laps;
  };
