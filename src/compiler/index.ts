/** The parser and the compiler alone, for browsers and editors: pure functions, no engine, no files. */
export { render, summary, type Diagnostic, type SourceFile } from '../diagnostics/index.ts';
export { parse, type Spec } from '../parser/index.ts';
export type { Program } from './program/program.ts';
export { analyze, compile, type Analysis, type CompileOptions, type Model } from './compile.ts';
export type { Graph } from './graph/graph.ts';
export { check } from './public.ts';
export { factsAt, nameAt, typeAt } from './at.ts';
