/** Text → syntax tree, and what is wrong with the text. */
export { parse, type Parsed } from './parse.ts';
export type * from './tree.ts';
