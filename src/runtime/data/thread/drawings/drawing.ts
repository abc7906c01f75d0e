/** What a drawing is: an example from its number and from random numbers of its own. */
import type { RandomSequence } from '../../../random.ts';

/** One field of some examples, one after the other. Bytes go from the least to the greatest value of the field. */
export type Column = Uint8Array | Int32Array | Float32Array;

/** The fields of one example, in the order of the row of `dataSources`. */
export type Example = readonly Column[];

export type Draw = (index: number, random: RandomSequence) => Example;
