/** Text → syntax tree and diagnostics. */
export { parse, type Parsed } from './parse.ts';
export { childKeys, children, nodeAt, walk, withoutParentheses } from './walk.ts';
export type * from './tree.ts';
