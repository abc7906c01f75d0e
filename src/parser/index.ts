/** Text → syntax tree, and what is wrong with the text. */
export { hasErrors, type Diagnostic, type Fix, type Label, type Severity } from './diagnostic.ts';
export { didYouMean } from './did-you-mean.ts';
export { messages, type Code } from './messages.ts';
export { parse, type Parsed } from './parse.ts';
export { render, summary, type RenderOptions } from './render.ts';
export { cover, lineText, positionAt, span, textOf, type Position, type SourceFile, type Span } from './source.ts';
export type * from './tree.ts';
