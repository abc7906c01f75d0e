/** Messages about a text: where, what is wrong, why, and how to fix it. */
export { catalogue, type Code, type Messages } from './catalogue/index.ts';
export { hasErrors, type Diagnostic, type Fix, type Label, type Severity } from './diagnostic.ts';
export { didYouMean } from './did-you-mean.ts';
export { render, summary, type RenderOptions } from './render.ts';
export { diagnostic, type MessageOptions } from './report.ts';
export { cover, lineText, positionAt, span, textOf, type Position, type SourceFile, type Span } from './source.ts';
