/** The memory that training holds at the peak of a step, by purpose. */
import type { MemoryParts } from './passes/plan-memory.ts';
import type { VariableSpec } from './lower/variables.ts';
import { bytesOf } from './graph/graph.ts';

/** In bytes. */
export interface StepMemory {
  /** Including moving statistics and states. */
  readonly weights: number;
  readonly averages: number;
  /** Moments and counters. */
  readonly optimizers: number;
  /** Whole data sets, if they are kept on the device. */
  readonly data: number;
  /** The minibatch, draws and constants. */
  readonly inputs: number;
  /** Activations, gradients and other intermediate values. */
  readonly values: number;
  /** New weights, averages and moments, which are held until the step is known to be good. */
  readonly updates: number;
  /** What kernels need for themselves. */
  readonly workspace: number;
}

const names: Readonly<Record<keyof StepMemory, string>> = {
  weights: 'weights',
  averages: 'averages',
  optimizers: 'optimizer state',
  data: 'data set',
  inputs: 'minibatch',
  values: 'activations and gradients',
  updates: 'new weights and optimizer state',
  workspace: 'workspace',
};

/**
 * @param variables all variables of the program, whether or not the step reads them
 * @param atPeak from the memory plan of the step
 * @param data size in bytes of the data sets that are kept
 */
export function stepMemory(variables: readonly VariableSpec[], atPeak: MemoryParts, data: number): StepMemory {
  const bytesWithRole = (role: VariableSpec['role']): number =>
    variables.filter((variable) => variable.role === role).reduce((sum, variable) => sum + bytesOf(variable), 0);
  const { inputs, values, updates, workspace } = atPeak;
  return {
    weights: bytesWithRole('weight') + bytesWithRole('state'),
    averages: bytesWithRole('average'),
    optimizers: bytesWithRole('optimizer'),
    data,
    inputs,
    values,
    updates,
    workspace,
  };
}

export const totalBytes = (memory: StepMemory): number => Object.values(memory).reduce((sum, bytes) => sum + bytes, 0);

/** The parts that are not empty, largest first. */
export function namedParts(memory: StepMemory): { readonly name: string; readonly bytes: number }[] {
  return (Object.keys(names) as (keyof StepMemory)[])
    .map((part) => ({ name: names[part], bytes: memory[part] }))
    .filter(({ bytes }) => bytes > 0)
    .sort((a, b) => b.bytes - a.bytes);
}
