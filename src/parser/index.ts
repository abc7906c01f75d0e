/** Text → syntax tree, and what is wrong with the text. */
export { parse, type Parsed } from './parse.ts';
export { childKeys, children, nodeAt, walk, withoutParentheses } from './walk.ts';
export type * from './tree.ts';
