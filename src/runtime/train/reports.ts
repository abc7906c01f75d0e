/** `evaluate` and `show` while a run goes on: numbers for the log, pictures for the samples folder. */
import type { Expression, Report } from '../../compiler/program/program.ts';
import type { TensorType } from '../../compiler/types/type.ts';
import type { HostTensor } from '../engines/engine.ts';
import { metrics } from '../metrics/index.ts';
import { imageGrid, scatterPlot } from '../output/png.ts';
import type { Session } from './session.ts';

export interface ReportResult {
  readonly report: Report;
  /** For metrics, by name: `modes`, `highQuality`. */
  readonly numbers?: Readonly<Record<string, number>>;
  /** For pictures: a whole PNG file. */
  readonly picture?: Uint8Array;
}

/** Steps from one report to the next; infinite if it comes at the end only. */
export function periodOf({ every }: Report, stepsPerEpoch: number): number {
  if (!every) return Infinity;
  return every.unit === 'steps' ? every.count : every.count * stepsPerEpoch;
}

export async function makeReport(report: Report, session: Session): Promise<ReportResult> {
  return { report, ...(await makers[report.definition.name](report, session)) };
}

type Maker = (report: Report, session: Session) => Promise<Omit<ReportResult, 'report'>>;

const makers: Readonly<Record<Report['definition']['name'], Maker>> = {
  async modes(report, session) {
    const [samples, data] = report.inputs as [Expression, Expression];
    const found = await compute(report, session, [samples], report.settings['n']!, 'evaluate/');
    if (data.kind !== 'data') throw new RangeError('the second argument of `modes` is a field of a data set');
    return { numbers: metrics.get('modes')!.measure(found[0]!, session.dataSetOf(data.field)) };
  },
  async grid(report, session) {
    const { rows, columns } = report.settings as { rows: number; columns: number };
    const [images] = await compute(report, session, report.inputs, rows * columns, 'sample/');
    const range = (report.inputs[0]!.type as TensorType).range;
    return { picture: imageGrid(images!, { range, columns }) };
  },
  async scatter(report, session) {
    const [fake, real] = await compute(report, session, report.inputs, report.settings['n']!, 'sample/');
    return { picture: scatterPlot(real!, fake!) };
  },
};

async function compute(
  report: Report,
  session: Session,
  inputs: readonly Expression[],
  n: number,
  streams: 'sample/' | 'evaluate/',
): Promise<HostTensor[]> {
  const named = new Map(inputs.map((input, i) => [`${report.text}[${i}]`, input]));
  const step = streams === 'evaluate/' ? session.step : 0;
  return [...(await session.values(named, n, { using: report.using, streams, step })).values()];
}
