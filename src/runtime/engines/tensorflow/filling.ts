/** The values that fill a newly loaded session: from the previous session if it has them, otherwise from the host. */
import { sizeOf, type Graph, type TensorType } from '../../../compiler/graph/graph.ts';
import type { HostTensor } from '../engine.ts';
import { hostArrays, requireType } from '../requirements.ts';
import type { Module } from './module.ts';
import type { Filling } from './worker-thread.ts';

export interface Held {
  /** Null if there is no session yet. */
  readonly module: Module | null;
  /** Variables that `module` does not have. */
  readonly onHost: ReadonlyMap<string, HostTensor>;
  /** Data set fields that the session holds. */
  readonly resident: readonly string[];
  /** The graph whose new values are to be committed or discarded. */
  readonly waiting: Graph | null;
}

/** @param graphs the graphs of `module` */
export function fillings(module: Module, graphs: readonly Graph[], held: Held): Filling[] {
  return [values(module, graphs, held), replaced(module, held)].filter(({ fetches }) => fetches.length > 0);
}

/** All variables, and the data sets that are resident. */
function values(module: Module, graphs: readonly Graph[], { module: before, onHost, resident }: Held): Filling {
  const types = variableTypes(graphs);
  const names = [...module.variables.keys()];
  const moved = names.filter((name) => before?.variables.has(name));
  const given = names.filter((name) => !before?.variables.has(name));
  const stored = [
    ...moved.map((name) => [before!.variables.get(name)!, module.variables.get(name)!] as const),
    ...resident.map((field) => [before!.data.get(field)!, module.data.get(field)!] as const),
  ];
  const fed = given.map((name) => module.variables.get(name)!);
  const feeds = fed.map(({ value: node, type }, i) => {
    const name = given[i]!;
    const value = onHost.get(name);
    if (value && type) requireType(`variable \`${name}\``, value, type);
    // A step keeps the values that it replaces, so every variable needs one.
    return { node, value: value ?? zeros(types.get(name)!) };
  });
  return {
    feeds,
    moves: stored.map(([from, to]) => ({ from: from.read, to: to.value })),
    fetches: [...new Set([...fed, ...stored.map(([, to]) => to)].map(({ written }) => written))],
  };
}

/** The values replaced by the run that is not yet committed. */
function replaced(module: Module, { module: before, waiting }: Held): Filling {
  const changed = waiting?.outputs.flatMap(({ kind, name }) => (kind === 'variable' ? [name] : [])) ?? [];
  return {
    feeds: [],
    moves: changed.map((name) => ({
      from: before!.variables.get(name)!.previous.read,
      to: module.variables.get(name)!.value,
    })),
    fetches: [...new Set(changed.map((name) => module.variables.get(name)!.previous.written))],
  };
}

function variableTypes(graphs: readonly Graph[]): Map<string, TensorType> {
  return new Map(
    graphs.flatMap(({ nodes, inputs, outputs }) => [
      ...inputs.flatMap(({ node, source }) =>
        source.kind === 'variable' ? [[source.variable, nodes[node]!.output] as const] : [],
      ),
      ...outputs.flatMap(({ kind, name, node }) => (kind === 'variable' ? [[name, nodes[node]!.output] as const] : [])),
    ]),
  );
}

const zeros = ({ dtype, shape }: TensorType): HostTensor => ({
  dtype,
  shape,
  data: new hostArrays[dtype](sizeOf(shape)),
});
