/** All state that is kept from step to step: names, shapes, initial values. */
import { actionsOf, minimizationsIn } from '../program/actions.ts';
import type { Optimizer, Program, State, Weight } from '../program/program.ts';
import { originalOf } from '../program/networks.ts';
import { startOf } from '../words/initializers.ts';
import type { Distribution, TensorType } from '../graph/graph.ts';

export interface VariableSpec {
  /** `G/dense(128)/kernel`, `optimizer/d/D/dense(1)/kernel/m`, `step` */
  readonly path: string;
  /** What it is for: moving statistics and the states of networks count as weights, the counters of updates and steps as optimizer state. */
  readonly role: 'weight' | 'average' | 'optimizer' | 'state';
  readonly dtype: 'float32' | 'int32';
  readonly shape: readonly number[];
  readonly start:
    | { readonly kind: 'constant'; readonly value: number }
    | { readonly kind: 'draw'; readonly distribution: Distribution }
    | { readonly kind: 'copy'; readonly of: string };
}

/** How many passes through the training program have been completed. */
export const stepPath = 'step';

/** Counters are integers: a float32 cannot count beyond 16,777,216. */
export const counterType: TensorType & { readonly dtype: 'int32' } = { dtype: 'int32', shape: [] };

export function iterationsPath(optimizer: Optimizer): string {
  return `optimizer/${optimizer.name}/iterations`;
}

export function slotPath(optimizer: Optimizer, weight: string, slot: string): string {
  return `optimizer/${optimizer.name}/${weight}/${slot}`;
}

export const statePath = ({ name }: State): string => `state/${name}`;

const zero = { kind: 'constant', value: 0 } as const;

function startOfWeight({ initializer, shape }: Pick<Weight, 'initializer' | 'shape'>): VariableSpec['start'] {
  const start = startOf(initializer, shape);
  return typeof start === 'number' ? { kind: 'constant', value: start } : { kind: 'draw', distribution: start };
}

/** All variables of a program: weights, averages and, if it trains, optimizer slots and counters. */
export function variablesOf(program: Program): readonly VariableSpec[] {
  const variables = new Map<string, VariableSpec>();
  const add = (variable: VariableSpec): void => {
    if (!variables.has(variable.path)) variables.set(variable.path, variable);
  };
  const addCounter = (path: string): void => add({ path, role: 'optimizer', ...counterType, start: zero });
  for (const network of program.networks.values()) {
    const original = originalOf(network);
    const originals = original === undefined ? undefined : program.networks.get(original)?.weights;
    for (const [i, weight] of network.weights.entries()) {
      const copy = originals?.[i];
      const { path, shape } = weight;
      const [role, start] = copy
        ? (['average', { kind: 'copy', of: copy.path }] as const)
        : (['weight', startOfWeight(weight)] as const);
      add({ path, role, dtype: 'float32', shape, start });
    }
  }
  for (const state of program.states.values()) {
    const { shape } = state;
    add({ path: statePath(state), role: 'state', dtype: 'float32', shape, start: startOfWeight(state) });
  }
  if (!program.training) return [...variables.values()];
  for (const { optimizer, networks } of minimizationsIn(actionsOf(program.training))) {
    addCounter(iterationsPath(optimizer));
    const weights: Weight[] = networks.flatMap((n) => n.weights.filter((w) => w.trainable));
    for (const { path, shape } of weights) {
      for (const slot of optimizer.definition.slots(optimizer.settings))
        add({ path: slotPath(optimizer, path, slot), role: 'optimizer', dtype: 'float32', shape, start: zero });
    }
  }
  addCounter(stepPath);
  return [...variables.values()];
}
