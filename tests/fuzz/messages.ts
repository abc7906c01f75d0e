/** What is said between the process that examines and the one that asks it to. */
import type { Examined } from './properties.ts';

export type Request =
  /** The texts of these numbers, `to` left out. */
  | { readonly kind: 'range'; readonly seed: number; readonly from: number; readonly to: number }
  | { readonly kind: 'text'; readonly text: string };

export type Answer =
  /** Said before it is done, so that one that hangs is known. */
  | { readonly kind: 'begun'; readonly number: number; readonly stage: Stage }
  | ({ readonly kind: 'examined'; readonly number: number } & Examined)
  | { readonly kind: 'finished' };

export type Stage = 'check' | 'compile';
