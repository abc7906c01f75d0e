/** Assembles the program from the results of the check: what is trained, measured and drawn, and all that it needs. */
import { isReported } from '../../diagnostics/reported.ts';
import { libraryFiles } from '../library/sources.ts';
import { actionsOf, allActions } from '../program/actions.ts';
import type {
  DataSet,
  DrawExpression,
  Expression,
  Network,
  Program,
  State,
  StateExpression,
  Training,
} from '../program/program.ts';
import { reach } from '../program/walk.ts';
import type { Context } from './context.ts';
import { builtNetworks } from './declarations/network.ts';
import { constantKinds } from '../../parser/given-names.ts';
import type { DeclaredName } from './names/module.ts';
import type { LoadedSpec } from './names/load.ts';
import { toExpression, type Value } from './values/value.ts';

export function programOf(context: Context, { main, modules }: LoadedSpec): Program {
  const { training } = context;
  const observations = [...context.observations].sort((a, b) => a.span.start - b.span.start);
  const named = <T>(
    kinds: ReadonlySet<unknown>,
    take: (value: Value, name: DeclaredName) => T | null,
  ): Map<string, T> => {
    const found = new Map<string, T>();
    for (const name of main.names.values()) {
      const taken = kinds.has(name.kind) ? take(context.valueOf(name), name) : null;
      if (taken !== null) found.set(name.name, taken);
    }
    return found;
  };
  const model = main.spec.declarations.find((d) => d.kind === 'model');
  const values = named(new Set(['let']), (v, name) =>
    v.kind === 'tensor' || v.kind === 'tuple' ? toExpression(v, null, name.identifier.span) : null,
  );
  const losses = new Map(
    [...main.names.values()].flatMap((name) => {
      const loss = context.losses.get(name);
      return loss ? [[name.name, loss] as const] : [];
    }),
  );
  const declared = [...named(new Set(['network', 'average']), networksOf).values()].flat();
  const roots = [
    ...values.values(),
    ...[...losses.values()].map((l) => l.value),
    ...observations.flatMap((o) => o.inputs),
    ...computedIn(training),
  ];
  // Networks of other files are included if the spec uses or names them.
  const spoken = [...context.namedFamilies].flatMap(builtNetworks);
  const { networks, data, draws, states } = reach(roots, [...declared, ...spoken]);
  const latents = named(new Set(['latent']), drawOf);
  return {
    name: model?.name.name ?? '',
    ...(model?.documentation && { documentation: model.documentation }),
    sources: [...modules.map((m) => m.source), ...libraryFiles],
    constants: named(constantKinds, (v) =>
      v.kind === 'number' || v.kind === 'boolean' || v.kind === 'text' ? (v.value as number | boolean | string) : null,
    ),
    data: dataSets(context, main, data),
    networks: new Map(networks.map((n) => [n.label, n])),
    states: new Map(
      [...named(new Set(['state']), stateOf).values(), ...states].map((state) => [state.name, state] as const),
    ),
    latents: new Map([...latents, ...draws.filter((d) => isImported(d, main)).map((d) => [d.path, d] as const)]),
    values,
    losses,
    ...(training && { training }),
    observations,
  };
}

const networksOf = (value: Value): readonly Network[] | null =>
  value.kind === 'network' ? builtNetworks(value.family) : null;

const drawOf = (value: Value): DrawExpression | null =>
  value.kind === 'tensor' && value.expression?.kind === 'draw' ? (value.expression as unknown as DrawExpression) : null;

const stateOf = (value: Value): State | null =>
  value.kind === 'tensor' && value.expression?.kind === 'state'
    ? (value.expression as unknown as StateExpression).state
    : null;

/** The data sets of the spec, and those of modules that something is computed from. */
function dataSets(context: Context, main: LoadedSpec['main'], fields: ReadonlySet<string>): DataSet[] {
  const own = new Set(main.spec.declarations);
  return [...context.dataSets].flatMap(([declaration, set]) => {
    if (isReported(set)) return [];
    return own.has(declaration) || set.fields.some((f) => fields.has(f.name)) ? [set] : [];
  });
}

/** Whether a draw is a latent of another file. */
const isImported = (draw: DrawExpression, main: LoadedSpec['main']): boolean =>
  draw.span.source !== main.source && !draw.path.includes('/');

/** The losses that are minimised, and the values that states are given. */
function computedIn(training: Training | null): Expression[] {
  return allActions(actionsOf(training)).flatMap((action) => {
    if (action.kind === 'minimize') return [action.loss.value];
    return action.kind === 'update' ? [action.value] : [];
  });
}
