import type { OrReported } from '../../../diagnostics/reported.ts';
import type * as Tree from '../../../parser/tree.ts';
import type { Loss, Optimizer } from '../../program/program.ts';
import type { Context } from '../context.ts';
import type { Module } from '../names/module.ts';
import type { Scope } from '../values/scope.ts';

/** What the actions of one training share. */
export interface Plan {
  readonly context: Context;
  readonly module: Module;
  readonly scope: Scope;
  readonly losses: ReadonlyMap<Tree.MinimizeAction, OrReported<Loss>>;
  /** How often each name of an optimizer was given. */
  readonly optimizerNames: Map<string, number>;
  /** By the networks that it steps, for `minimize`s that share one. */
  readonly byNetworks: Map<string, OrReported<Optimizer>>;
}
