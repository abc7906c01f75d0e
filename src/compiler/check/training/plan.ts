import type { OrReported } from '../../../diagnostics/reported.ts';
import type * as Tree from '../../../parser/tree.ts';
import type { Loss, Optimizer } from '../../program/program.ts';
import type { Context } from '../context.ts';
import type { Module } from '../names/module.ts';
import type { Written } from './written.ts';

/** What the actions of a `train` share. */
export interface Plan {
  readonly context: Context;
  readonly module: Module;
  readonly losses: ReadonlyMap<Written<Tree.MinimizeAction>, OrReported<Loss>>;
  /** How many optimizers have been given each name. */
  readonly optimizerNames: Map<string, number>;
  /** The latest optimizer for each set of networks, for a `minimize` without `using`. */
  readonly byNetworks: Map<string, OrReported<Optimizer>>;
}
