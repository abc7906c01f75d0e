/** Whether the time of a check grows in proportion to the spec. */
import { checkInProcess } from '../check-process.ts';
import { failed, held, told, type Figure, type Result } from '../figure.ts';
import { manyLayers, oneDeepNetwork } from '../generated/many-layers.ts';
import { median, milliseconds, times } from '../statistics.ts';

const SIZES = [1250, 2500, 5000, 10_000] as const;
const MEASURED = 5000;
const LIMIT = 60_000;

/** The milliseconds of a check in a process that has just begun, and in one that is warm. */
function timesOf(text: string): { readonly first: number; readonly warm: number } | string {
  const checks = [1, 2, 3].map(() => checkInProcess(text, LIMIT, 4));
  const broken = checks.find((check) => typeof check === 'string');
  if (broken !== undefined) return broken;
  const done = checks.flatMap((check) => (typeof check === 'string' ? [] : [check]));
  if (done[0]!.messages > 0) return `the generated spec is not right: ${done[0]!.codes.join(', ')}`;
  return {
    first: median(done.map(({ milliseconds: [first] }) => first!)),
    warm: Math.min(...done.flatMap(({ milliseconds: all }) => all.slice(1))),
  };
}

function growth(what: string, spec: (layers: number) => string): Result[] {
  const results: Result[] = [];
  const warm = new Map<number, number>();
  for (const size of SIZES) {
    const figure = `${size.toLocaleString('en-US')} layers ${what}`;
    const took = timesOf(spec(size));
    if (typeof took === 'string') results.push(failed(figure, took));
    else {
      warm.set(size, took.warm);
      results.push(
        size === MEASURED ? held(figure, '≤', 1000, took.first, milliseconds) : told(figure, took.first, milliseconds),
      );
    }
  }
  const [least, most] = [SIZES[0], SIZES.at(-1)!];
  const [small, large] = [warm.get(least), warm.get(most)];
  const figure = `… time per layer ${what}, ${most.toLocaleString('en-US')} to ${least.toLocaleString('en-US')}, warm`;
  results.push(
    small === undefined || large === undefined
      ? failed(figure, 'not all could be checked')
      : held(figure, '≤', 1.5, large / most / (small / least), times),
  );
  return results;
}

export const layers: Figure = {
  name: 'layers',
  what: 'specs of up to 10,000 layers, each checked in a process of its own',
  async measure() {
    return [...growth('in networks of 25', manyLayers), ...growth('in one network', oneDeepNetwork)];
  },
};
