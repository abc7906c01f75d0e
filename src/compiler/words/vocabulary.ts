/**
 * The words of the language that are values: what a name means where no declaration has it. A word may have several
 * senses, told apart by position: `constant` is only an initialiser, `normal` also a distribution after
 * `~`. Distributions, data sources, measurements and pictures are written in positions of their own.
 */
import { functions } from './functions/table.ts';
import type { FunctionDefinition } from './functions/function.ts';
import { initializers, type InitializerDefinition } from './initializers.ts';
import { optimizers, type OptimizerDefinition } from './optimizers.ts';
import { schedules, type ScheduleDefinition } from './schedules.ts';

export type Word =
  | { readonly kind: 'function'; readonly definition: FunctionDefinition }
  | { readonly kind: 'initializer'; readonly definition: InitializerDefinition }
  | { readonly kind: 'optimizer'; readonly definition: OptimizerDefinition }
  | { readonly kind: 'schedule'; readonly definition: ScheduleDefinition };

export type WordKind = Word['kind'];

/** Keyed by name. No two tables share a name, which a test ensures. */
export const words: ReadonlyMap<string, Word> = new Map<string, Word>([
  ...[...functions].map(([name, definition]) => [name, { kind: 'function', definition }] as const),
  ...[...initializers].map(([name, definition]) => [name, { kind: 'initializer', definition }] as const),
  ...[...optimizers].map(([name, definition]) => [name, { kind: 'optimizer', definition }] as const),
  ...[...schedules].map(([name, definition]) => [name, { kind: 'schedule', definition }] as const),
]);

/** The names of all words of a kind. */
export function namesOf(kind: WordKind): string[] {
  return [...words].flatMap(([name, word]) => (word.kind === kind ? [name] : []));
}
