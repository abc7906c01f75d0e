/** Text → syntax tree, and what is wrong with the text. */
export { hasErrors, type Diagnostic, type Fix, type Label, type Severity } from '../diagnostics/diagnostic.ts';
export { didYouMean } from '../diagnostics/did-you-mean.ts';
export { messages, type Code } from '../diagnostics/catalogue/syntax.ts';
export { parse, type Parsed } from './parse.ts';
export { render, summary, type RenderOptions } from '../diagnostics/render.ts';
export {
  cover,
  lineText,
  positionAt,
  span,
  textOf,
  type Position,
  type SourceFile,
  type Span,
} from '../diagnostics/source.ts';
export type * from './tree.ts';
