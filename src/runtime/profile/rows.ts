/**
 * The measurements arranged in rows, by layer, network, line or op. In each case, the rows add up to the whole step.
 */
import { networkNames } from '../../compiler/program/networks.ts';
import { lineText, type SourceFile } from '../../diagnostics/source.ts';
import { groupBy, sum, type Cost, type Line, type NodeCost, type Part, type Phase } from './attribution.ts';
import type { Profile } from './profile.ts';

export interface Row {
  readonly name: string;
  readonly total: Cost;
  /** Milliseconds. */
  readonly phases: Readonly<Record<Phase, number>>;
}

export interface NetworkRow extends Row {
  /** In the order of computation. */
  readonly layers: readonly Row[];
}

export interface LineRow extends Row {
  readonly place: Line;
  /** As written in the spec; empty for lines of other files. */
  readonly text: string;
}

export interface OpRow extends Row {
  /** The number of nodes. */
  readonly count: number;
}

export interface Rows {
  readonly networks: readonly NetworkRow[];
  /** Losses, `let`s, and what an optimizer does for all its weights at once. */
  readonly values: readonly Row[];
  /** Lines of the spec in order, then those of other files. */
  readonly lines: readonly LineRow[];
  /** Most expensive first; includes the kernels in `outside`. */
  readonly ops: readonly OpRow[];
  /** What comes from no line: draws, data, counters, overhead. */
  readonly outside: readonly Row[];
  /** The part of `outside` that is not kernels. */
  readonly onHost: readonly Row[];
  readonly kernels: Cost;
  /** The kernels and `onHost`, in milliseconds. */
  readonly step: number;
}

/** The step is the sum of `networks`, `values` and `outside`, or of `lines` and `outside`, or of `ops` and `onHost`. */
export function rowsOf(profile: Profile, source: SourceFile): Rows {
  const { program, costs } = profile;
  const kernels = sum(costs);
  const onHost = (['draws', 'data', 'overhead'] as const).map((name) => hostRow(name, profile[name]));
  const ofKind = (kind: Part['kind']): Map<string, NodeCost[]> =>
    groupBy(
      costs.filter(({ part }) => part.kind === kind),
      ({ part }) => part.name,
    );
  const networks = ofKind('network');
  const outside = [...ofKind('outside')].map(([name, found]) => rowOf(name, found));
  return {
    networks: [...networkNames(program)].flatMap((name) => networkRow(name, networks.get(name) ?? [])),
    values: [...ofKind('value')].map(([name, found]) => rowOf(name, found)),
    lines: lineRows(costs, source),
    ops: [...groupBy(costs, ({ op }) => op)]
      .map(([op, found]) => ({ ...rowOf(op, found), count: found.length }))
      .sort((a, b) => b.total.milliseconds - a.total.milliseconds),
    outside: [
      ...onHost.map((row) => joined(row, outside)),
      ...outside.filter(({ name }) => onHost.every((row) => row.name !== name)),
    ],
    onHost,
    kernels,
    step: kernels.milliseconds + onHost.reduce((total, row) => total + row.total.milliseconds, 0),
  };
}

function rowOf(name: string, costs: readonly NodeCost[]): Row {
  const inPhase = (phase: Phase): number => sum(costs.filter((cost) => cost.phase === phase)).milliseconds;
  return {
    name,
    total: sum(costs),
    phases: { forward: inPhase('forward'), backward: inPhase('backward'), update: inPhase('update') },
  };
}

function hostRow(name: string, milliseconds: number): Row {
  return { name, total: { milliseconds, flops: 0, bytes: 0 }, phases: { forward: 0, backward: 0, update: 0 } };
}

/** Puts draws, or data, in one row, no matter where they are made. */
function joined(row: Row, others: readonly Row[]): Row {
  const same = others.find(({ name }) => name === row.name);
  return same ? { ...same, total: sum([row.total, same.total]) } : row;
}

/** Empty if the network takes no part in a step. */
function networkRow(name: string, costs: readonly NodeCost[]): NetworkRow[] {
  if (costs.length === 0) return [];
  const layers = groupBy(costs, ({ part }) => part.layer ?? 'all layers');
  return [{ ...rowOf(name, costs), layers: [...layers].map(([layer, found]) => rowOf(layer, found)) }];
}

function lineRows(costs: readonly NodeCost[], source: SourceFile): LineRow[] {
  const onLines = costs.filter((cost): cost is NodeCost & { readonly line: Line } => cost.line !== null);
  const rows = [...groupBy(onLines, ({ line }) => `${line.file}:${line.line}`).values()].map((found): LineRow => {
    const place = found[0]!.line;
    const own = place.file === source.name;
    const name = own ? String(place.line) : `${place.file}:${place.line}`;
    return { ...rowOf(name, found), place, text: own ? lineText(source, place.line).trim() : '' };
  });
  const rank = ({ place }: LineRow): number => (place.file === source.name ? 0 : 1);
  return rows.sort(
    (a, b) => rank(a) - rank(b) || a.place.file.localeCompare(b.place.file) || a.place.line - b.place.line,
  );
}
