/** Performs `evaluate` and `show` during a run: numbers for the log, pictures for the samples folder. */
import type { Expression, Observation } from '../../compiler/program/program.ts';
import type { Timeline } from '../../compiler/program/timeline.ts';
import type { TensorType } from '../../compiler/types/type.ts';
import type { HostTensor } from '../host-tensor.ts';
import { metrics } from '../metrics/index.ts';
import { imageGrid, scatterPlot } from '../output/png.ts';
import type { Session } from './session.ts';

export interface ObservationResult {
  readonly observation: Observation;
  /** For metrics, by name: `modes`, `highQuality`. */
  readonly numbers?: Readonly<Record<string, number>>;
  /** For pictures: a complete PNG file. */
  readonly picture?: Uint8Array;
}

/** The first step after `step` when an observation is due; infinite if there is one only at the end. */
export function nextObservation({ every }: Observation, step: number, timeline: Timeline): number {
  return every ? timeline.nextDue(step, every) : Infinity;
}

export async function observe(observation: Observation, session: Session): Promise<ObservationResult> {
  return { observation, ...(await makers[observation.definition.name](observation, session)) };
}

type Maker = (observation: Observation, session: Session) => Promise<Omit<ObservationResult, 'observation'>>;

const makers: Readonly<Record<Observation['definition']['name'], Maker>> = {
  async modes(observation, session) {
    const [samples, data] = observation.inputs as [Expression, Expression];
    const found = await compute(observation, session, [samples], observation.settings['n'] as number, 'evaluate/');
    if (data.kind !== 'data') throw new RangeError('the second argument of `modes` is a field of a data set');
    return { numbers: metrics.get('modes')!.measure(found[0]!, session.dataSetOf(data.field)) };
  },
  async grid(observation, session) {
    const { rows, columns } = observation.settings as { rows: number; columns: number };
    const [images] = await compute(observation, session, observation.inputs, rows * columns, 'sample/');
    const range = (observation.inputs[0]!.type as TensorType).range;
    return { picture: imageGrid(images!, { range, columns }) };
  },
  async scatter(observation, session) {
    const [fake, real] = await compute(
      observation,
      session,
      observation.inputs,
      observation.settings['n'] as number,
      'sample/',
    );
    return { picture: scatterPlot(real!, fake!) };
  },
};

async function compute(
  observation: Observation,
  session: Session,
  inputs: readonly Expression[],
  n: number,
  streams: 'sample/' | 'evaluate/',
): Promise<HostTensor[]> {
  const named = new Map(inputs.map((input, i) => [`${observation.text}[${i}]`, input]));
  const step = streams === 'evaluate/' ? session.step : 0;
  return [...(await session.values(named, n, { using: observation.using, streams, step })).values()];
}
