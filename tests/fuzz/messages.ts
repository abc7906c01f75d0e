/** The messages between the examining process and its parent. */
import type { Examined } from './properties.ts';

export type Request =
  /** The texts with these numbers; `to` is excluded. */
  | { readonly kind: 'range'; readonly seed: number; readonly from: number; readonly to: number }
  | { readonly kind: 'text'; readonly text: string };

export type Answer =
  /** Sent before the stage begins, so that the parent knows which text hangs. */
  | { readonly kind: 'begun'; readonly number: number; readonly stage: Stage }
  | ({ readonly kind: 'examined'; readonly number: number } & Examined)
  | { readonly kind: 'finished' };

export type Stage = 'check' | 'compile';
