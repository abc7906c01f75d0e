/** Measures how long a device takes for each lap. */

/** Ends a lap, which consists of everything called since the previous one ended. */
export type Lap = () => Promise<void>;

/** Runs a function that ends laps, and returns the milliseconds of each. */
export type TimeLaps = (run: (lap: Lap) => Promise<void>) => Promise<number[]>;

/**
 * Times laps by the host's clock.
 *
 * @param settled resolves when the device has nothing left to do, which ends a lap; omitted if calls are synchronous
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
