/** What `gan profile` prints: tables of the measurements, or the same as JSON. */
import type { Cost } from '../../runtime/profile/attribution.ts';
import type { Timing } from '../../runtime/engines/index.ts';
import type { Profile } from '../../runtime/profile/profile.ts';
import type { LineRow, Row, Rows } from '../../runtime/profile/rows.ts';
import { totalBytes } from '../../compiler/step-memory.ts';
import { memoryText, scaled } from './overview.ts';
import type { Grouping } from './profile-groupings.ts';
import { table, type Column } from './table.ts';

/** Styles the titles. */
type Paint = (text: string) => string;

const timeColumns = ['ms', '% of step'];
const costColumns = [...timeColumns, 'forward', 'backward', 'update', 'FLOP', 'GFLOP/s', 'bytes'];
const columnsOf = (titles: readonly string[]): Column[] => titles.map((title) => ({ title, align: 'right' }));

export function reportText(profile: Profile, rows: Rows, by: Grouping | undefined, paint: Paint): string {
  const { step } = rows;
  const block = (title: string, list: readonly Row[]): string =>
    lined(
      [{ title, align: 'left' }, ...columnsOf(costColumns)],
      list.map((row) => [row.name, ...costCells(row, step)]),
    );
  const lined = (columns: readonly Column[], cells: readonly string[][]): string =>
    table(columns, cells, paint).join('\n');
  const layers = rows.networks.map((network) =>
    block(network.name, [...network.layers.map(indented), { ...network, name: '  in all' }]),
  );
  const values = rows.values.length > 0 ? [block('losses and values', rows.values.map(indented))] : [];
  const networks = block('network', rows.networks);
  const ops = block(
    'op',
    rows.ops.map((row) => ({ ...row, name: `${row.name} × ${row.count}` })),
  );
  const lines = lined(
    [{ title: 'line', align: 'right' }, { title: '', align: 'left' }, ...columnsOf(costColumns)],
    rows.lines.map((row) => [row.name, shortened(row), ...costCells(row, step)]),
  );
  const outside = (list: readonly Row[]): string =>
    lined(
      [{ title: 'outside', align: 'left' }, ...columnsOf(timeColumns)],
      list.map((row) => [`  ${row.name}`, ...timeCells(row, step)]),
    );
  const tables: Readonly<Record<Grouping | 'all', readonly string[]>> = {
    all: [...layers, ...values, lines, outside(rows.outside)],
    layer: [...layers, ...values, outside(rows.outside)],
    network: [networks, ...values, outside(rows.outside)],
    line: [lines, outside(rows.outside)],
    op: [ops, outside(rows.onHost)],
  };
  return [heading(profile, rows), ...tables[by ?? 'all']].join('\n\n');
}

const timings: Readonly<Record<Timing, string>> = {
  device: "kernels are timed by the device's own clock",
  finished: 'kernels are timed on the host, one by one, each until it is finished',
  called: 'kernels are timed on the host until their call returns: the GPU may compute on after that',
};

function heading(
  { program, engine, timing, steps, trained, memory, notDue }: Profile,
  { step, kernels }: Rows,
): string {
  const { batch } = program.training!.phases[0]!;
  const often = steps === 1 ? 'one step' : `median of ${steps} steps`;
  const lines = [
    `${program.name}: batch ${batch} on ${engine.engine} (${engine.device}), ${often}`,
    `step ${milliseconds(step)} ms, of which kernels ${milliseconds(kernels.milliseconds)} ms: ` +
      `${scaled(kernels.flops, 'FLOP')} at ${rateText(kernels)} GFLOP/s; unwatched ${milliseconds(trained)} ms`,
    timings[timing],
    `memory ${scaled(totalBytes(memory), 'B')}: ${memoryText(memory)}`,
  ];
  if (notDue.length > 0)
    lines.push(`not included, because not due in every step: \`every\` on line ${notDue.join(', ')}`);
  return lines.join('\n');
}

/** Down to the microsecond, with no more digits than are significant; empty for 0. */
export function milliseconds(value: number): string {
  if (value === 0) return '';
  return value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3);
}

/** In GFLOP/s: FLOPs per millisecond, divided by 10⁶. */
const rate = ({ flops, milliseconds: time }: Cost): number => flops / time / 1e6;

const rateText = (cost: Cost): string => (rate(cost) < 0.01 ? '< 0.01' : rate(cost).toPrecision(3));

const timeCells = ({ total }: Row, step: number): string[] => [
  milliseconds(total.milliseconds),
  total.milliseconds === 0 ? '' : ((100 * total.milliseconds) / step).toFixed(1),
];

function costCells(row: Row, step: number): string[] {
  const { total, phases } = row;
  const { flops, bytes } = total;
  return [
    ...timeCells(row, step),
    milliseconds(phases.forward),
    milliseconds(phases.backward),
    milliseconds(phases.update),
    flops === 0 ? '' : scaled(flops, '').trim(),
    // Work done within a neighbour's kernel has no time of its own to divide by.
    flops === 0 || total.milliseconds === 0 ? '' : rateText(total),
    bytes === 0 ? '' : scaled(bytes, 'B'),
  ];
}

const indented = (row: Row): Row => ({ ...row, name: `  ${row.name}` });

/** Longer lines of a spec are cut off. */
const WIDEST_TEXT = 32;

function shortened({ text }: LineRow): string {
  const characters = [...text];
  return characters.length <= WIDEST_TEXT ? text : `${characters.slice(0, WIDEST_TEXT - 1).join('')}…`;
}

/** Format version 1: times in milliseconds, `bytes` of stored values; documented in docs/profiling.md. */
export function reportJson(profile: Profile, rows: Rows, by: Grouping | undefined) {
  const { program, engine, timing, steps, graph, trained, memory, notDue } = profile;
  const wanted = (...groupings: readonly Grouping[]): boolean => by === undefined || groupings.includes(by);
  const plain = ({ name, total, phases }: Row) => ({ name, ...total, ...phases });
  return {
    version: 1,
    model: program.name,
    batch: program.training!.phases[0]!.batch,
    engine,
    timing,
    steps,
    step: { milliseconds: rows.step, unwatched: trained, nodes: graph.nodes.length, notDue },
    kernels: rows.kernels,
    memory: { peakBytes: totalBytes(memory), ...memory },
    ...(wanted('layer', 'network') && {
      networks: rows.networks.map(({ layers, ...network }) => ({
        ...plain(network),
        ...(wanted('layer') && { layers: layers.map(plain) }),
      })),
      values: rows.values.map(plain),
    }),
    ...(wanted('line') && {
      lines: rows.lines.map(({ place, text, total, phases }) => ({ ...place, text, ...total, ...phases })),
    }),
    ...(wanted('op') && { ops: rows.ops.map((row) => ({ ...plain(row), count: row.count })) }),
    outside: (by === 'op' ? rows.onHost : rows.outside).map(({ name, total }) => ({ name, ...total })),
  };
}
