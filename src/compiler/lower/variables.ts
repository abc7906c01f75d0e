/** Everything that lives from step to step, by name, and how it starts. */
import type { Action, Optimizer, Program, Weight } from '../program/program.ts';
import { initializer, type Initializer } from '../words/initializers.ts';

export interface VariableSpec {
  /** `G/dense_1/kernel`, `optimizer/d/D/dense/kernel/m`, `step` */
  readonly path: string;
  readonly shape: readonly number[];
  readonly start:
    | { readonly kind: 'initializer'; readonly initializer: Initializer }
    | { readonly kind: 'copy'; readonly of: string };
}

/** How many passes through the training program have been made. */
export const stepPath = 'step';

export function iterationsPath(optimizer: Optimizer): string {
  return `optimizer/${optimizer.name}/iterations`;
}

export function slotPath(optimizer: Optimizer, weight: string, slot: string): string {
  return `optimizer/${optimizer.name}/${weight}/${slot}`;
}

const zero = { kind: 'initializer', initializer: initializer('zeros') } as const;

/** All variables of a program: weights, averages, and if it trains, optimizer slots and counters. */
export function variablesOf(program: Program): readonly VariableSpec[] {
  const variables = new Map<string, VariableSpec>();
  const add = (path: string, shape: readonly number[], start: VariableSpec['start']): void => {
    if (!variables.has(path)) variables.set(path, { path, shape, start });
  };
  for (const network of program.networks.values()) {
    const original = network.averageOf === undefined ? undefined : program.networks.get(network.averageOf);
    for (const [i, weight] of network.weights.entries()) {
      const copy = original?.weights[i];
      add(
        weight.path,
        weight.shape,
        copy ? { kind: 'copy', of: copy.path } : { kind: 'initializer', initializer: weight.initializer },
      );
    }
  }
  const addOptimizers = (actions: readonly Action[]): void => {
    for (const action of actions) {
      if (action.kind === 'repeat' || action.kind === 'every') addOptimizers(action.actions);
      if (action.kind !== 'minimize') continue;
      const { optimizer } = action;
      add(iterationsPath(optimizer), [], zero);
      const weights: Weight[] = action.networks.flatMap((n) => n.weights.filter((w) => w.trainable));
      for (const weight of weights) {
        for (const slot of optimizer.definition.slots(optimizer.settings))
          add(slotPath(optimizer, weight.path, slot), weight.shape, zero);
      }
    }
  };
  if (program.training) {
    addOptimizers(program.training.actions);
    add(stepPath, [], zero);
  }
  return [...variables.values()];
}
