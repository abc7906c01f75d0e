/** All state that is kept from step to step: names, shapes, initial values. */
import type { Action, Optimizer, Program, Weight } from '../program/program.ts';
import { originalOf } from '../program/networks.ts';
import { startOf } from '../words/initializers.ts';
import type { Distribution } from '../graph/graph.ts';

export interface VariableSpec {
  /** `G/dense(128)/kernel`, `optimizer/d/D/dense(1)/kernel/m`, `step` */
  readonly path: string;
  readonly shape: readonly number[];
  readonly start:
    | { readonly kind: 'constant'; readonly value: number }
    | { readonly kind: 'draw'; readonly distribution: Distribution }
    | { readonly kind: 'copy'; readonly of: string };
}

/** How many passes through the training program have been completed. */
export const stepPath = 'step';

export function iterationsPath(optimizer: Optimizer): string {
  return `optimizer/${optimizer.name}/iterations`;
}

export function slotPath(optimizer: Optimizer, weight: string, slot: string): string {
  return `optimizer/${optimizer.name}/${weight}/${slot}`;
}

const zero = { kind: 'constant', value: 0 } as const;

function startOfWeight({ initializer, shape }: Weight): VariableSpec['start'] {
  const start = startOf(initializer, shape);
  return typeof start === 'number' ? { kind: 'constant', value: start } : { kind: 'draw', distribution: start };
}

/** All variables of a program: weights, averages and, if it trains, optimizer slots and counters. */
export function variablesOf(program: Program): readonly VariableSpec[] {
  const variables = new Map<string, VariableSpec>();
  const add = (path: string, shape: readonly number[], start: VariableSpec['start']): void => {
    if (!variables.has(path)) variables.set(path, { path, shape, start });
  };
  for (const network of program.networks.values()) {
    const original = originalOf(network);
    const originals = original === undefined ? undefined : program.networks.get(original)?.weights;
    for (const [i, weight] of network.weights.entries()) {
      const copy = originals?.[i];
      add(weight.path, weight.shape, copy ? { kind: 'copy', of: copy.path } : startOfWeight(weight));
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
