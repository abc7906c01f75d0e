/** How a row of the exporter sees a node, and what it returns. */
import type { Attributes, TensorType } from '../graph/graph.ts';
import type { GraphDefBuilder } from './graph-def.ts';

/** A node as its row sees it. */
export interface EmittedNode {
  readonly op: string;
  readonly attributes: Attributes;
  readonly inputs: readonly TensorType[];
  readonly output: TensorType;
}

/** Adds nodes that compute the node's value and returns the name of the result. */
export type Emit = (b: GraphDefBuilder, node: EmittedNode, inputs: readonly string[]) => string;

export const integers = (node: EmittedNode, name: string) => node.attributes[name] as readonly number[];
export const type = (of: TensorType) => ({ type: of.dtype }) as const;
export const int32 = { type: 'int32' } as const;

/** An attribute of an image's four axes, of which only the sides have something to say. */
export const inWindows = (values: readonly number[]) => ({ ints: [1, ...values, 1] });
