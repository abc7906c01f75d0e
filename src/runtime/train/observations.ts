/** Performs `evaluate` and `show` during a run: numbers for the log, pictures for the samples folder. */
import type { Expression, Observation } from '../../compiler/program/program.ts';
import type { TensorType } from '../../compiler/types/type.ts';
import type { HostTensor } from '../host-tensor.ts';
import { metrics } from '../metrics/index.ts';
import { extentFor, largestCoordinate, startImageGrid, startScatterPlot } from '../output/png.ts';
import type { Session } from './session.ts';

export interface ObservationResult {
  readonly observation: Observation;
  /** For metrics, by name: `modes`, `highQuality`. */
  readonly numbers?: Readonly<Record<string, number>>;
  /** For pictures: a complete PNG file. */
  readonly picture?: Uint8Array;
}

/** The number of steps between observations; infinite if there is one only at the end. */
export function periodOf({ every }: Observation, stepsPerEpoch: number): number {
  if (!every) return Infinity;
  return every.unit === 'steps' ? every.count : every.count * stepsPerEpoch;
}

export async function observe(observation: Observation, session: Session): Promise<ObservationResult> {
  return { observation, ...(await makers[observation.definition.name](observation, session)) };
}

type Maker = (observation: Observation, session: Session) => Promise<Omit<ObservationResult, 'observation'>>;

const makers: Readonly<Record<Observation['definition']['name'], Maker>> = {
  async modes(observation, session) {
    const [samples, data] = observation.inputs as [Expression, Expression];
    if (data.kind !== 'data') throw new RangeError('the second argument of `modes` is a field of a data set');
    const measurement = metrics.get('modes')!.start(session.dataSetOf(data.field));
    const n = observation.settings['n'] as number;
    for await (const [batch] of computed(observation, session, [samples], n, 'evaluate/')) measurement.add(batch!);
    return { numbers: measurement.finish() };
  },
  async grid(observation, session) {
    const { rows, columns } = observation.settings as { rows: number; columns: number };
    const { shape, range } = observation.inputs[0]!.type as TensorType;
    const picture = startImageGrid([rows * columns, ...shape], { range, columns });
    for await (const [images] of computed(observation, session, observation.inputs, rows * columns, 'sample/'))
      picture.add(images!);
    return { picture: picture.encode() };
  },
  async scatter(observation, session) {
    const [fake, real] = observation.inputs as [Expression, Expression];
    const n = observation.settings['n'] as number;
    const of = (input: Expression) => computed(observation, session, [input], n, 'sample/');
    // The real points say how far the plot reaches; they are computed again, to be drawn.
    let largest = 0;
    for await (const [points] of of(real)) largest = Math.max(largest, largestCoordinate(points!));
    const plot = startScatterPlot(extentFor(largest));
    for await (const [points] of of(real)) plot.add(points!, 'real');
    for await (const [points] of of(fake)) plot.add(points!, 'fake');
    return { picture: plot.encode() };
  },
};

/** The values of the inputs, in their order, a batch at a time. */
async function* computed(
  observation: Observation,
  session: Session,
  inputs: readonly Expression[],
  n: number,
  streams: 'sample/' | 'evaluate/',
): AsyncGenerator<HostTensor[]> {
  const named = new Map(inputs.map((input) => [`${observation.text}[${observation.inputs.indexOf(input)}]`, input]));
  const step = streams === 'evaluate/' ? session.step : 0;
  for await (const batch of session.values(named, n, { using: observation.using, streams, step }))
    yield [...batch.values()];
}
