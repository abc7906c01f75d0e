/** Networks: counting their weights, and giving a network another name. */
import { sizeOf } from '../graph/graph.ts';
import type { Span } from '../../diagnostics/source.ts';
import { operands } from './walk.ts';
import type { Expression, Layer, Network, Program, StateUpdate, Weight, WeightExpression } from './program.ts';

/** The label of the network whose moving average this is. */
export function originalOf({ averageOf, name, label }: Network): string | undefined {
  return averageOf === undefined ? undefined : averageOf + label.slice(name.length);
}

/** Every weight once, in the order of the networks. */
export function weightsOf(networks: readonly Network[]): readonly Weight[] {
  return [...new Map(networks.flatMap((n) => n.weights).map((w) => [w.path, w])).values()];
}

/** The number of trainable parameters; weights shared by several networks count once. */
export function parameterCount(networks: readonly Network[]): number {
  return weightsOf(networks)
    .filter((w) => w.trainable)
    .reduce((sum, w) => sum + sizeOf(w.shape), 0);
}

/** The networks of each declaration: one, or several if it has static parameters. Averages are left out. */
export function networksByName(program: Program): ReadonlyMap<string, readonly Network[]> {
  const families = new Map<string, Network[]>();
  for (const network of program.networks.values()) {
    if (network.averageOf !== undefined) continue;
    const family = families.get(network.name);
    if (family) family.push(network);
    else families.set(network.name, [network]);
  }
  return families;
}

/** The same network, with its weights under another name. */
export function renamed(network: Network, name: string, span: Span): Network {
  const weights = new Map<Weight, Weight>(
    network.weights.map((w) => [w, { ...w, path: name + w.path.slice(network.name.length) }]),
  );
  const renameWeights = (l: Layer): Layer => ({ ...l, weights: l.weights.map((w) => weights.get(w)!) });
  const rename = (e: Expression): Expression => {
    if (e.kind === 'weight') return { ...e, weight: weights.get(e.weight)! };
    if (e.kind !== 'call') return e;
    return { ...e, weights: Object.fromEntries(Object.entries(e.weights).map(([key, w]) => [key, weights.get(w)!])) };
  };
  const parts = network.updates.flatMap(({ state, value }) => [state, value]);
  const copies = mapExpressions([network.body, ...parts], rename);
  const copy = (e: Expression): Expression => copies.get(e)!;
  const label = name + network.label.slice(network.name.length);
  return {
    ...network,
    name,
    label,
    span,
    body: copy(network.body),
    weights: [...weights.values()],
    layers: network.layers.map(renameWeights),
    updates: network.updates.map((update) => updateOf(update, copy)),
  };
}

/** Copies expressions from their leaves up; subexpressions that were shared stay shared. */
function mapExpressions(
  roots: readonly Expression[],
  change: (e: Expression) => Expression,
): ReadonlyMap<Expression, Expression> {
  const copies = new Map<Expression, Expression>();
  // Deep networks are long chains, so the path is kept in an array rather than on the call stack.
  const path = [...roots];
  for (let e = path.at(-1); e; e = path.at(-1)) {
    const waiting = copies.has(e) ? [] : operands(e).filter((operand) => !copies.has(operand));
    if (waiting.length > 0) path.push(...waiting);
    else {
      copies.set(e, change(withOperands(e, (operand) => copies.get(operand)!)));
      path.pop();
    }
  }
  return copies;
}

const updateOf = ({ state, value, span }: StateUpdate, copy: (e: Expression) => Expression): StateUpdate => ({
  state: copy(state) as WeightExpression,
  value: copy(value),
  span,
});

function withOperands(e: Expression, copy: (e: Expression) => Expression): Expression {
  switch (e.kind) {
    case 'call':
      return {
        ...e,
        inputs: e.inputs.map(copy),
        ...(e.parametrized && {
          parametrized: Object.fromEntries(Object.entries(e.parametrized).map(([name, value]) => [name, copy(value)])),
        }),
      };
    case 'apply':
      return { ...e, arguments: e.arguments.map(copy) };
    case 'tuple':
      return { ...e, fields: e.fields.map((f) => ({ ...f, value: copy(f.value) })) };
    case 'field':
    case 'retype':
      return { ...e, of: copy(e.of) };
    case 'gradient':
      return { ...e, of: copy(e.of), wrt: copy(e.wrt) };
    case 'scan':
      return {
        ...e,
        over: 'kind' in e.over ? copy(e.over) : e.over,
        carried: e.carried.map(({ variable, initial, next }) => ({
          variable,
          initial: copy(initial),
          next: copy(next),
        })),
        updates: e.updates.map((update) => updateOf(update, copy)),
        results: e.results.map(({ name, value }) => ({ name, value: copy(value) })),
      };
    case 'loop-variable':
    case 'weight':
    case 'state':
    case 'constant':
    case 'data':
    case 'draw':
    case 'parameter':
    case 'schedule':
      return e;
  }
}

/** The prefixes of weight names; networks that differ only in static parameters share one. */
export function networkNames({ networks }: Program): ReadonlySet<string> {
  return new Set([...networks.values()].map(({ name }) => name));
}
