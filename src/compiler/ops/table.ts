/** THE op table, in the order of its families. */
import type { OpDefinition } from './op.ts';
import { sourceOps } from './source.ts';

const families: readonly (readonly OpDefinition[])[] = [sourceOps];

export const ops: ReadonlyMap<string, OpDefinition> = new Map(families.flat().map((op) => [op.name, op]));

export function opOf(name: string): OpDefinition {
  const op = ops.get(name);
  if (!op) throw new Error(`no op named ${name} in the table`);
  return op;
}
